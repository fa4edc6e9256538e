"""PAPI's scores are shares of respondents, and what error such shares have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import values_of

from analysis.compare import survey
from analysis.compare.egov import INTERNET, PORTAL, RESPONSE

Tables = dict[str, pd.DataFrame]


def figures(**columns: dict[str, float]) -> pd.DataFrame:
    """The clean table ``values`` of 2022, by indicator and province."""
    return values_of(2022, columns)


def test_internet_follows_from_two_shares_everywhere(clean: Tables) -> None:
    """0.33 + 1.485 × (internet at home + news online), province by province."""
    made = survey.made_of(clean["values"]).set_index(["indicator", "reference_year"])
    internet = made.loc[INTERNET]
    assert internet["follows"].all()
    assert internet["apart"].max() < 2e-7
    assert internet["n"].to_dict() == {2019: 63, 2022: 62, 2023: 61}


def test_the_portal_is_made_of_other_questions_each_time(clean: Tables) -> None:
    made = survey.made_of(clean["values"]).set_index(["indicator", "reference_year"])
    portal = made.loc[PORTAL]
    assert portal["questions"][[2019, 2022]].tolist() == [3, 2]
    assert portal["follows"].to_dict() == {2019: True, 2022: True, 2023: False}
    assert made.loc[RESPONSE, "follows"].all()


def test_a_score_that_is_off_does_not_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey, "QUESTIONS", {(RESPONSE, 2022): (survey.COMMUNE,)})
    shares = {"01": 0.1, "02": 0.2}
    scores = {code: 0.334 + 3.006 * share for code, share in shares.items()}
    table = figures(**{RESPONSE: scores, survey.COMMUNE: shares})
    assert survey.made_of(table)["follows"].tolist() == [True]
    table.loc[0, "value"] += 1e-4
    found = survey.made_of(table).iloc[0]
    assert not found["follows"]
    assert found["apart"] == pytest.approx(1e-4)


def test_shares_of_the_ends_of_the_scale() -> None:
    panel = pd.DataFrame({2019: [0.33, 3.3], 2020: [1.815, np.nan]})
    shares = survey.as_share(panel, INTERNET)
    assert shares[2019].tolist() == pytest.approx([0, 1])
    assert shares[2020][0] == pytest.approx(0.5)
    assert np.isnan(shares[2020][1])
    with pytest.raises(ValueError, match=r"scores beyond 0\.33"):
        survey.as_share(panel - 0.01, INTERNET)


def test_half_of_respondents_have_access_then_seven_in_ten(clean: Tables) -> None:
    shares = survey.panels(clean["values"])[INTERNET].mean()
    assert shares[2019] == pytest.approx(0.489, abs=5e-4)
    assert shares[2024] == pytest.approx(0.718, abs=5e-4)


def test_errors_by_hand() -> None:
    """sqrt(1.5 × 0.5 × 0.5 / 150) = 0.05; without respondents there is no error."""
    shares = pd.Series({"01": 0.5, "02": 0.2, "03": 0.9})
    people = pd.Series({"02": 16.0, "01": 150.0})
    found = survey.errors(shares, people, 1.5)
    assert found["01"] == pytest.approx(0.05)
    assert found["02"] == pytest.approx(np.sqrt(1.5 * 0.16 / 16))
    assert np.isnan(found["03"])


@pytest.mark.parametrize(("share", "design"), [(1.2, 1.5), (-0.1, 1.5), (0.5, 0.9)])
def test_errors_of_what_is_no_share(share: float, design: float) -> None:
    with pytest.raises(ValueError, match="design effect"):
        survey.errors(pd.Series({"01": share}), pd.Series({"01": 100.0}), design)


def test_reliability_finds_the_part_that_is_true() -> None:
    """True variance 0.03², error variance 0.04²: 9 of 25 parts."""
    generator = np.random.default_rng(1)
    seen = (
        0.5 + generator.normal(scale=0.03, size=20_000) + generator.normal(scale=0.04, size=20_000)
    )
    shares, error = pd.Series(seen), pd.Series(0.04, index=range(20_000))
    assert survey.reliability(shares, error) == pytest.approx(9 / 25, abs=0.02)
    assert survey.reliability(shares, 2 * error) == 0


def test_the_largest_design_effect_is_found_where_only_chance_moves_shares() -> None:
    """Two samples of 200 a province, each ten of them of one mind: a design effect of 10."""
    generator = np.random.default_rng(2)
    codes = [f"{i:04d}" for i in range(4_000)]
    rows = []
    for year in (2022, 2023):
        shares = generator.binomial(20, 0.3, size=len(codes)) / 20
        rows.append(
            figures(**{survey.HOME: dict(zip(codes, shares, strict=True))}).assign(
                reference_year=year
            )
        )
        people = figures(**{survey.RESPONDENTS: dict.fromkeys(codes, 200.0)})
        rows.append(people.assign(reference_year=year))
    found = survey.largest_design(pd.concat(rows), survey.HOME, 2022, 2023)
    assert found == pytest.approx(10, rel=0.1)


def test_respondents_are_known_wherever_shares_are(clean: Tables) -> None:
    values = clean["values"]
    for year in (2022, 2023):
        own = values[values["reference_year"] == year]
        people = set(own.loc[own["indicator"] == survey.RESPONDENTS, "province_code"])
        assert set(own.loc[own["indicator"] == survey.HOME, "province_code"]) <= people
