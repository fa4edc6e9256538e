"""PAPI's scores of e-government: closed forms, simulated data with known answers, data/clean."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import egov
from analysis.compare.cross_section import long

Tables = dict[str, pd.DataFrame]


def simulated(between: float, within: float, provinces: int = 60, years: int = 6) -> pd.DataFrame:
    generator = np.random.default_rng(11)
    lasting = generator.normal(scale=between, size=provinces)
    rows = [
        {
            "province_code": f"{i:02}",
            "reference_year": 2019 + t,
            "value": 1 + 0.1 * t + lasting[i] + generator.normal(scale=within),
        }
        for i in range(provinces)
        for t in range(years)
    ]
    return pd.DataFrame(rows)


def test_balanced_panel_has_the_closed_form() -> None:
    """On a balanced panel the variances are those of the two-way analysis of variance."""
    observed = simulated(0.3, 0.2)
    found = egov.random_effects(observed)
    wide = observed.pivot(index="province_code", columns="reference_year", values="value")
    n, t = wide.shape
    residual = wide.sub(wide.mean(axis=1), axis=0).sub(wide.mean(), axis=1) + wide.to_numpy().mean()
    within = (residual**2).to_numpy().sum() / ((n - 1) * (t - 1))
    between = wide.mean(axis=1).var(ddof=1) - within / t
    assert found.within**2 == pytest.approx(within, rel=1e-6)
    assert found.between**2 == pytest.approx(between, rel=1e-6)
    effects = wide.mean() - wide.mean().iloc[0]
    assert found.years["effect"].tolist() == pytest.approx(effects.tolist())
    assert (found.n, found.provinces) == (360, 60)


def test_provinces_may_miss_years() -> None:
    observed = simulated(0.3, 0.2).drop(index=[3, 50, 200])
    found = egov.random_effects(observed)
    assert found.n == 357
    assert 0.5 < found.share < 0.85


def test_papi_panels(clean: Tables) -> None:
    internet = long(clean["values"], "papi_egov_internet_score", range(2019, 2025))
    found = egov.random_effects(internet)
    assert (found.n, found.provinces) == (len(internet), 63)
    by_year = internet.groupby("reference_year").size()
    assert by_year.index.tolist() == [2019, 2020, 2021, 2022, 2023, 2024]
    assert by_year.between(60, 63).all()
    last = found.years.iloc[-1]
    assert last["low"] > 0


def test_scores_are_of_one_definition(clean: Tables) -> None:
    """The years that are set beside each other are those of the data."""
    for code, years in egov.PAPI.items():
        editions = clean["editions"][clean["editions"]["index"] == code.removesuffix("_score")]
        definition = editions.set_index("reference_year")["definition"]
        # No two years of the portal score are known to ask the same.
        assert definition[list(years)].nunique() == (len(years) if code == egov.PORTAL else 1)
        assert definition[min(years) - 1] != definition[min(years)]
        found = egov.papi(clean["values"])[code]
        assert found.columns.tolist() == list(years)


def test_papi_totals_are_the_sums_of_their_parts(clean: Tables) -> None:
    """Two files, one source of both: they agree for every province of four years."""
    found = egov.totals_against_parts(clean["values"]).set_index("reference_year")
    assert found.index.tolist() == [*range(2018, 2025)]
    assert (found["agree"] <= 63).all()
    for year, least in ((2018, 63), (2019, 63), (2022, 62), (2023, 61)):
        assert found.loc[year, "agree"] >= least


def test_lasting_differences_of_all_scores(clean: Tables) -> None:
    split, levels = egov.lasting(clean["values"])
    alone = egov.random_effects(long(clean["values"], egov.RESPONSE, range(2020, 2025)))
    last = split.set_index("indicator").loc[egov.RESPONSE]
    assert (last["share"], last["last"]) == (alone.share, alone.years["effect"].iloc[-1])
    assert levels.groupby("indicator")["reference_year"].min().to_dict() == {
        code: min(egov.PAPI[code]) + 1 for code in (egov.INTERNET, egov.RESPONSE)
    }


def test_two_estimators_of_the_lasting_share() -> None:
    """On a balanced panel they are the same; where provinces miss years they are near."""
    observed = simulated(0.3, 0.2)
    found = egov.random_effects(observed)
    assert found.likely == pytest.approx(found.share, abs=1e-3)
    less = egov.random_effects(observed.sample(frac=0.8, random_state=2))
    assert less.likely == pytest.approx(less.share, abs=0.06)
