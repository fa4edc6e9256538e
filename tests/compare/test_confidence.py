"""Confidence sets for ranks hold what they promise in simulated leagues."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare.confidence import critical_value, rank_sets

LEAGUES = 2_000
# Eight units, some close together and two of them equal, with unequal errors.
TRUE = np.array([10.0, 9.5, 9.4, 8.0, 8.0, 6.0, 3.0, 0.0])
ERRORS = np.array([0.5, 0.4, 1.0, 0.3, 0.8, 0.6, 1.2, 0.7])
# A unit's true rank: one more than the units truly above it.
RANKS = np.array([1 + int((x < TRUE).sum()) for x in TRUE])


def sets_of(simultaneous: bool) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper ends (leagues x units), computed as rank_sets does, for many leagues."""
    noise = np.random.default_rng(1).standard_normal((LEAGUES, len(TRUE)))
    estimates = TRUE + noise * ERRORS
    lows, highs = [], []
    for scores in estimates:
        found = rank_sets(
            pd.Series(scores), pd.Series(ERRORS), simultaneous=simultaneous, draws=1_000
        )
        lows.append(found["low"].to_numpy())
        highs.append(found["high"].to_numpy())
    return np.array(lows), np.array(highs)


def test_marginal_sets_cover() -> None:
    low, high = sets_of(simultaneous=False)
    covered = ((low <= RANKS) & (high >= RANKS)).mean(axis=0)
    assert (covered >= 0.94).all()


def test_simultaneous_sets_cover_all_at_once() -> None:
    low, high = sets_of(simultaneous=True)
    assert ((low <= RANKS) & (high >= RANKS)).all(axis=1).mean() >= 0.94


def test_simultaneous_sets_are_wider() -> None:
    scores, errors = pd.Series(TRUE), pd.Series(ERRORS)
    one, all_ = rank_sets(scores, errors), rank_sets(scores, errors, simultaneous=True)
    assert (all_["low"] <= one["low"]).all()
    assert (all_["high"] >= one["high"]).all()


def test_two_units_need_the_normal_quantile() -> None:
    """One pair: the largest studentised difference is one normal variable."""
    assert critical_value(np.array([1.0, 2.0]), draws=200_000) == pytest.approx(1.96, abs=0.02)


def test_small_errors_leave_single_ranks_and_large_errors_all() -> None:
    scores = pd.Series([3.0, 2.0, 1.0], index=["a", "b", "c"])
    sharp = rank_sets(scores, pd.Series(1e-3, index=scores.index))
    assert (sharp["low"] == sharp["rank"]).all()
    assert (sharp["high"] == sharp["rank"]).all()
    blunt = rank_sets(scores, pd.Series(1e3, index=scores.index))
    assert blunt[["low", "high"]].drop_duplicates().to_numpy().tolist() == [[1, 3]]


@pytest.mark.parametrize("errors", [[0.1, 0.0], [0.1, np.nan]])
def test_refuses_missing_errors(errors: list[float]) -> None:
    with pytest.raises(ValueError, match="standard error"):
        rank_sets(pd.Series([1.0, 2.0]), pd.Series(errors))
