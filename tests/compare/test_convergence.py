"""Convergence, by hand, and where only chance moves the scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare import panels
from analysis.compare.convergence import (
    catching_up,
    changes,
    room_used,
    spread_change,
    spreads,
)


def noise(seed: int, n: int = 4_000) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_slope_is_correlation_times_ratio_less_one() -> None:
    generator = noise(1)
    first = pd.Series(generator.normal(size=200))
    last = 0.5 * first + pd.Series(generator.normal(scale=0.3, size=200))
    found = catching_up(first, last)
    assert found.slope == pytest.approx(found.correlation * last.std() / first.std() - 1)
    assert found.low < found.slope < found.high


def test_return_to_the_mean_alone_is_told_apart() -> None:
    """True levels never change: the slope is negative, looking back it is positive."""
    generator = noise(2)
    true = generator.normal(size=4_000)
    first, last = (pd.Series(true + generator.normal(size=4_000)) for _ in range(2))
    found = catching_up(first, last)
    assert found.slope == pytest.approx(-0.5, abs=0.05)
    assert found.backward == pytest.approx(0.5, abs=0.05)
    assert last.std() / first.std() == pytest.approx(1, abs=0.05)


def test_real_convergence_is_seen_from_both_ends() -> None:
    generator = noise(3)
    first = pd.Series(generator.normal(size=1_000))
    last = 0.5 * first + pd.Series(generator.normal(scale=0.05, size=1_000))
    found = catching_up(first, last)
    assert found.slope < -0.45
    assert found.backward < -0.8
    assert spread_change(first, last).ratio == pytest.approx(0.25, abs=0.02)
    assert spread_change(first, last).p < 0.001


def test_equal_spread_is_seldom_rejected() -> None:
    generator = noise(4)
    ps = []
    for _ in range(400):
        true = generator.normal(size=60)
        pair = [pd.Series(true + generator.normal(size=60)) for _ in range(2)]
        ps.append(spread_change(*pair).p)
    assert 0.02 < np.mean(np.array(ps) < 0.05) < 0.09


def test_spread_counts_the_same_provinces_in_all_years() -> None:
    panel = pd.DataFrame({2020: [1.0, 2, 3, 90], 2021: [2.0, 2.5, 3, np.nan]})
    table = spreads({"one": panel, "other": panel * 2})
    assert table["indicator"].tolist() == ["one", "one", "other", "other"]
    assert table["reference_year"].tolist() == [2020, 2021] * 2
    assert table["n"].tolist() == [3, 3, 3, 3]
    assert table["sd"].tolist()[2:] == pytest.approx([2, 1])
    table = table[:2]
    assert table["sd"].tolist() == pytest.approx([1, 0.5])
    assert table["cv"].tolist() == pytest.approx([0.5, 0.2])


def test_room_used_by_hand() -> None:
    """From the lowest start: 0.3 of 0.6, 0.1 of 0.2, nothing of nothing; one is not known."""
    panel = pd.DataFrame(
        {2019: [0.8, 0.4, 1.0, 0.1, 0.6], 2020: 0.0, 2021: [0.9, 0.7, 1.0, np.nan, 0.7]}
    )
    assert room_used(panel, top=1.0) == pytest.approx(((0.5 + 0.25) / 2, 0.5))


def test_changes_are_those_of_each_panel() -> None:
    generator = noise(8)
    first = pd.Series(generator.normal(size=30))
    panel = pd.DataFrame({2019: first, 2020: first, 2021: 0.5 * first + generator.normal(size=30)})
    panel.loc[3, 2020] = np.nan
    panel.loc[4, 2021] = np.nan
    table = changes({"one": panel, "other": panel.iloc[::-1, ::-1]}).set_index("indicator")
    one, whole = table.loc["one"], panel.drop(index=[3, 4])
    assert one[["from_year", "to_year", "n", "complete_n"]].tolist() == [2019, 2021, 29, 28]
    assert one["slope"] == catching_up(panel[2019], panel[2021]).slope
    assert one["ratio"] == spread_change(panel[2019], panel[2021]).ratio
    assert one["complete_ratio"] == pytest.approx((whole[2021].std() / whole[2019].std()) ** 2)
    assert one["to_sd"] == pytest.approx(whole[2021].std())
    # Seen from its end, the same panel has the inverse ratio and the same p; Holm doubles both.
    assert table.loc["other", "ratio"] == pytest.approx(1 / one["ratio"])
    assert table["p_holm"].tolist() == pytest.approx([min(1, 2 * one["p_equal"])] * 2)


def test_what_the_chapter_says_of_papi(clean: dict[str, pd.DataFrame]) -> None:
    """Access to the internet draws together, use of the portal apart."""
    table = changes(panels.papi(clean["values"])).set_index("indicator")
    assert table["from_year"].to_dict() == {
        panels.INTERNET: 2019, panels.PORTAL: 2019, panels.RESPONSE: 2020,
    }  # fmt: skip
    assert table.loc[panels.INTERNET, "complete_ratio"] < 1 < table.loc[panels.PORTAL, "ratio"]


def test_spread_change_is_the_t_of_pitman_and_morgan() -> None:
    """t = (F - 1) sqrt(n - 2) / (2 sqrt(F (1 - r²))) with F the ratio of the variances."""
    generator = noise(6)
    first = pd.Series(generator.normal(size=40))
    last = 0.7 * first + pd.Series(generator.normal(scale=0.4, size=40))
    found = spread_change(first, last)
    f, r = last.var() / first.var(), first.corr(last)
    t = (f - 1) * np.sqrt(38) / (2 * np.sqrt(f * (1 - r**2)))
    assert found.p == pytest.approx(2 * stats.t.sf(abs(t), 38))


def test_intervals_allow_for_unequal_variance() -> None:
    """HC3 by its own formula, with Student's t."""
    generator = noise(7)
    first = pd.Series(generator.normal(size=30))
    last = first + pd.Series(generator.normal(size=30)) * first.abs()
    found = catching_up(first, last)
    x = np.column_stack([np.ones(30), first])
    gain = (last - first).to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    residual = gain - x @ (inverse @ x.T @ gain)
    leverage = np.einsum("ij,jk,ik->i", x, inverse, x)
    meat = x.T @ np.diag((residual / (1 - leverage)) ** 2) @ x
    error = np.sqrt((inverse @ meat @ inverse)[1, 1])
    assert (found.high - found.low) / 2 == pytest.approx(stats.t.ppf(0.975, 28) * error)
