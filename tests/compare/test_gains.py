"""Gains of score beside the starting score, against an independent computation."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare import rankings
from analysis.compare.gains import expected_gains


@pytest.fixture(scope="module")
def moves(clean: dict[str, pd.DataFrame]) -> pd.DataFrame:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    return rankings.moves(paths, 2021, 2022)


def test_line_is_least_squares_with_hc3_errors(moves: pd.DataFrame) -> None:
    table, line = expected_gains(moves)
    x = np.column_stack([np.ones(len(table)), table["from_score"]])
    y = table["gain"].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    residual = y - x @ beta
    leverage = np.sum((x @ inverse) * x, axis=1)
    meat = x.T @ np.diag((residual / (1 - leverage)) ** 2) @ x
    error = np.sqrt((inverse @ meat @ inverse)[1, 1])
    assert line.catch_up == pytest.approx(-beta[1])
    assert (line.high - line.low) / 2 == pytest.approx(stats.t.ppf(0.975, len(x) - 2) * error)
    assert table["above"].sum() == pytest.approx(0, abs=1e-8)


def test_quang_ninh_gained_more_than_its_start_lets_expect(moves: pd.DataFrame) -> None:
    table, line = expected_gains(moves)
    both = moves[["from_score", "to_score"]].notna().all(axis=1)
    assert line.n == len(table) == both.sum() >= 24
    assert line.low > 0
    own = table[table["province_code"] == "22"]
    assert own["above"].iloc[0] > 0
    assert (table["above"] > own["above"].iloc[0]).sum() <= 5
    assert own["gain"].iloc[0] == pytest.approx(0.7024 - 0.4972)


def test_other_rules_are_refused(clean: dict[str, pd.DataFrame]) -> None:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    with pytest.raises(ValueError, match="one definition"):
        expected_gains(rankings.moves(paths, 2022, 2023))
