"""Expectations, against second fits without the province, and how long they last."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis.compare import expectations

Tables = dict[str, pd.DataFrame]
EDITIONS = [2022, 2023, 2024]


def simulated(n: int = 40, seed: int = 7, lasting: float = 0.0) -> pd.DataFrame:
    generator = np.random.default_rng(seed)
    table = pd.DataFrame(
        {
            "log_income": generator.normal(4, 0.4, n),
            "urban_share": generator.uniform(0.1, 0.9, n),
        },
        index=pd.Index([f"{i:02}" for i in range(n)], name="province_code"),
    )
    noise = generator.normal(scale=0.05, size=n)
    own = np.random.default_rng(99).normal(scale=lasting, size=n)
    line = 0.3 + 0.06 * table["log_income"] + 0.1 * table["urban_share"]
    return table.assign(score=line + noise + own)


def test_each_province_beside_a_line_through_all_others() -> None:
    """Fitting again without the province gives the same expectation and interval."""
    table = simulated()
    found = expectations.expected(table).table.set_index("province_code")
    for code in ("00", "17", "39"):
        others = table.drop(index=code)
        fit = sm.OLS(others["score"], sm.add_constant(others[expectations.CIRCUMSTANCES])).fit()
        own = [1.0, *table.loc[code, expectations.CIRCUMSTANCES]]
        said = fit.get_prediction([own]).summary_frame(alpha=1 - expectations.LEVEL).iloc[0]
        assert found.loc[code, "expected"] == pytest.approx(said["mean"])
        below, upper = table.loc[code, "score"] - said[["obs_ci_upper", "obs_ci_lower"]]
        assert found.loc[code, ["low", "high"]].tolist() == pytest.approx([below, upper])


def test_the_interval_holds_what_it_says() -> None:
    """About one in twenty provinces lies beyond its interval when nothing lasts."""
    outside = [
        expectations.expected(simulated(seed=seed)).table["outside"].mean() for seed in range(40)
    ]
    assert 0.03 < np.mean(outside) < 0.07


def test_a_province_far_off_is_outside_and_does_not_draw_its_own_line() -> None:
    table = simulated()
    table.loc["05", "score"] += 0.5
    found = expectations.expected(table)
    first = found.table.iloc[0]
    assert (first["province_code"], first["outside"]) == ("05", True)
    table.loc["05", "score"] += 0.5
    again = expectations.expected(table).table.iloc[0]
    assert again["expected"] == pytest.approx(first["expected"])
    assert found.predicted < found.r_squared


def test_incomplete_figures_are_refused() -> None:
    table = simulated()
    table.loc["03", "urban_share"] = np.nan
    with pytest.raises(ValueError, match="complete figures of ten provinces"):
        expectations.expected(table)
    with pytest.raises(ValueError, match="complete figures of ten provinces"):
        expectations.expected(simulated(9))


def test_what_lasts_correlates_and_what_does_not_does_not() -> None:
    def correlation(lasting: float) -> float:
        fits = {year: expectations.expected(simulated(60, year, lasting)) for year in EDITIONS}
        table = expectations.beside(fits)
        return float(expectations.persistence(table, EDITIONS)["pearson"].mean())

    assert abs(correlation(0)) < 0.2
    assert correlation(0.1) > 0.6


def test_dti_beside_income_and_towns(clean: Tables) -> None:
    """All 63 provinces; what is left open lasts, from edition to edition."""
    fits = expectations.by_year(clean["values"], EDITIONS, "dti_score")
    assert [fit.n for fit in fits.values()] == [63, 63, 63]
    table = expectations.beside(fits)
    assert {"48", "20", "46"} == set(table["province_code"].head(3))
    assert {"04", "95", "64"} == set(table["province_code"].tail(3))
    last = expectations.persistence(table, EDITIONS).set_index(["from_year", "to_year"])
    assert last["pearson"].tolist() == pytest.approx([0.80, 0.55, 0.67], abs=0.02)
    assert (last["low"] < last["pearson"]).all()
    assert (last["pearson"] < last["high"]).all()
    assert (table["up"].isin([0, 3]).sum()) > 63 / 4
    long = expectations.long(fits, ["20", "04"])
    assert long["province_code"].tolist() == ["20"] * 3 + ["04"] * 3
    assert long["reference_year"].tolist() == EDITIONS * 2
    row = table.set_index("province_code").loc["20"]
    assert long["estimate"].iloc[0] == pytest.approx(row["above_2022"])


def test_income_is_of_the_year_itself(clean: Tables) -> None:
    found = expectations.circumstances(clean["values"], 2024)
    values = clean["values"].query(
        "indicator == 'grdp_per_capita' and reference_year == 2024 and boundary == '63'"
    )
    assert len(found) == len(values) == 63
    # One release a year: figures of other publishers never join it.
    assert values["source_id"].nunique() == 1
    assert found["urban_share"].between(0.1, 0.95).all()
