"""What citizens report beside the index: ranks, correlations and what sampling error allows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import values_of
from scipy import stats

from analysis.compare import citizens, survey
from analysis.compare.cross_section import known
from analysis.model.tables import one

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def pairs(clean: Tables) -> pd.DataFrame:
    return citizens.correlations(clean["values"])


def test_all_pairs_once_with_intervals_around_them(pairs: pd.DataFrame) -> None:
    assert len(pairs) == sum(map(len, citizens.REPORTED.values()))
    assert not pairs.duplicated(["indicator", "reference_year"]).any()
    for name in ("society", "index"):
        assert (pairs[f"low_{name}"] < pairs[f"rho_{name}"]).all()
        assert (pairs[f"rho_{name}"] < pairs[f"high_{name}"]).all()
    assert pairs["n"].between(60, 63).all()


def test_the_use_of_services_hardly_goes_with_the_index(clean: Tables, pairs: pd.DataFrame) -> None:
    """0.15 and 0.35, as scipy has them."""
    for indicator, wanted in ((survey.ESERVICE, 0.15), (survey.HOME, 0.35)):
        found = one(pairs, indicator=indicator, reference_year=2023)
        assert found.rho_society == pytest.approx(wanted, abs=0.005)
        both = pd.concat(
            [known(clean["values"], code, 2023) for code in (indicator, citizens.SOCIETY)], axis=1
        ).dropna()
        assert found.rho_society == pytest.approx(stats.spearmanr(both).statistic)
        assert found.n == len(both)


def small(shares: dict[str, float], scores: dict[str, float], people: float) -> pd.DataFrame:
    columns = {
        survey.HOME: shares, citizens.SOCIETY: scores,
        survey.RESPONDENTS: dict.fromkeys(shares, people),
    }  # fmt: skip
    return values_of(2023, columns)


def test_placed_by_hand(clean: Tables) -> None:
    """Among the four with both figures; large samples leave each a single rank, small ones all."""
    shares = {"01": 0.9, "02": 0.2, "22": 0.6, "27": 0.4, "31": 0.5}
    scores = {"01": 0.1, "02": 0.2, "22": 0.4, "27": 0.3}
    sharp = citizens.placed(small(shares, scores, 1e6), clean["provinces"], survey.HOME, 2023)
    assert sharp["name_vi"].tolist() == ["Hà Giang", "Quảng Ninh", "Bắc Ninh", "Hà Nội"]
    assert sharp["places"].tolist() == [1, 1, 1, -3]
    assert sharp["share"].tolist() == pytest.approx([20, 60, 40, 90])
    assert (sharp["low"] == sharp["share_rank"]).all()
    assert sharp["beyond"].all()
    blunt = citizens.placed(small(shares, scores, 1), clean["provinces"], survey.HOME, 2023)
    assert blunt[["low", "high"]].drop_duplicates().to_numpy().tolist() == [[1, 4]]
    assert not blunt["beyond"].any()


@pytest.fixture(scope="module")
def what_if(clean: Tables) -> pd.DataFrame:
    return citizens.what_if(clean["values"], 2023)


def test_more_error_leaves_more_ranks_open_and_less_variance(what_if: pd.DataFrame) -> None:
    for _, own in what_if.groupby("indicator"):
        assert own["ranks"].is_monotonic_increasing
        assert own["reliable"].is_monotonic_decreasing
        assert own["error"].is_monotonic_increasing
    assert (
        what_if["corrected"].dropna().abs() >= what_if["rho"].abs()[what_if["corrected"].notna()]
    ).all()


def test_correction_by_hand(what_if: pd.DataFrame) -> None:
    row = one(what_if, indicator=survey.ESERVICE, design=citizens.ASSUMED)
    assert row.corrected == pytest.approx(row.rho / np.sqrt(row.reliable))
    assert np.isnan(one(what_if, indicator=survey.COMMUNE, design=citizens.CAUTIOUS).corrected)


def test_half_of_all_ranks_stay_open_at_home_and_nearly_all_by_use(what_if: pd.DataFrame) -> None:
    at_home = one(what_if, indicator=survey.HOME, design=citizens.ASSUMED)
    assert 0.5 < at_home.ranks / at_home.n < 0.75
    by_use = one(what_if, indicator=survey.ESERVICE, design=citizens.ASSUMED)
    assert by_use.ranks / by_use.n > 0.9
