"""Convergence, by hand, and where only chance moves the scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare import convergence, egov, survey
from analysis.compare.convergence import by_scale, log_odds, spread_change


def noise(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_a_return_to_the_mean_leaves_the_spread() -> None:
    """True levels never change, although what was low by chance rises."""
    generator = noise(2)
    true = generator.normal(size=4_000)
    first, last = (pd.Series(true + generator.normal(size=4_000)) for _ in range(2))
    assert spread_change(first, last).ratio == pytest.approx(1, abs=0.1)


def test_real_convergence_is_seen_by_the_spread() -> None:
    generator = noise(3)
    first = pd.Series(generator.normal(size=1_000))
    last = 0.5 * first + pd.Series(generator.normal(scale=0.05, size=1_000))
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


def shares_of(odds: np.ndarray) -> pd.Series:
    return pd.Series(odds / (1 + odds))


def test_leaving_a_floor_spreads_points_and_not_odds() -> None:
    """The same odds times five: percentage points drift apart, odds keep their spread exactly."""
    odds = np.exp(noise(5).normal(np.log(0.02), 0.5, size=60))
    panel = pd.DataFrame({2019: shares_of(odds), 2024: shares_of(5 * np.roll(odds, 1))})
    points, in_odds = by_scale({"one": panel}).itertuples(index=False)
    assert (points.scale, in_odds.scale) == (convergence.POINTS, convergence.ODDS)
    assert points.ratio > 3
    assert points.p < 0.001
    assert in_odds.ratio == pytest.approx(1)
    assert in_odds.p > 0.99


def test_nearing_a_ceiling_is_the_same_seen_from_above() -> None:
    odds = np.exp(noise(5).normal(np.log(0.02), 0.5, size=60))
    low = pd.DataFrame({2019: shares_of(5 * odds), 2024: shares_of(np.roll(odds, 1))})
    below, above = by_scale({"low": low}), by_scale({"high": 1 - low})
    columns = ["ratio", "p", "from_sd", "to_sd"]
    assert np.allclose(below[columns], above[columns])


def test_rows_of_both_scales_by_hand() -> None:
    panel = pd.DataFrame(
        {2019: [0.2, 0.5, 0.8, 0.9], 2020: [0.1, 0.2, 0.3, np.nan], 2021: [0.5, 0.6, 0.7, 0.7]}
    )
    points, odds = by_scale({"one": panel}).itertuples(index=False)
    assert (points.from_year, points.to_year, points.n) == (2019, 2021, 4)
    assert (points.from_mean, points.to_mean) == pytest.approx((60, 62.5))
    assert points.to_sd == pytest.approx(100 * pd.Series([0.5, 0.6, 0.7, 0.7]).std())
    assert points.ratio == pytest.approx((points.to_sd / points.from_sd) ** 2)
    points, odds = by_scale({"one": panel}, every_year=True).itertuples(index=False)
    assert points.n == odds.n == 3
    assert odds.from_sd == pytest.approx(np.log(4))
    assert odds.from_mean == points.from_mean
    # Two tests: the smaller p counts twice.
    assert min(points.p_holm, odds.p_holm) == pytest.approx(min(1, 2 * min(points.p, odds.p)))


@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, 1.2])
def test_log_odds_have_no_ends(share: float) -> None:
    assert log_odds(pd.DataFrame({"a": [0.5, np.nan]}))["a"][0] == 0
    with pytest.raises(ValueError, match="above 0 and below 1"):
        log_odds(pd.DataFrame({"a": [0.5, share]}))


def test_what_the_chapter_says_of_papi(clean: dict[str, pd.DataFrame]) -> None:
    """The portal's spread grows in points and falls in odds; the internet's falls in points."""
    table = by_scale(survey.panels(clean["values"])).set_index(["indicator", "scale"])
    portal, internet = table.loc[egov.PORTAL], table.loc[egov.INTERNET]
    assert portal.loc["points", "ratio"] == pytest.approx(4.5, abs=0.05)
    assert portal.loc["odds", "ratio"] < 0.6
    assert internet.loc["points", "p"] < 0.05 < internet.loc["points", "p_holm"]
    assert internet.loc["odds", "p"] > 0.9


def test_spread_change_is_the_t_of_pitman_and_morgan() -> None:
    """t = (F - 1) sqrt(n - 2) / (2 sqrt(F (1 - r²))) with F the ratio of the variances."""
    generator = noise(6)
    first = pd.Series(generator.normal(size=40))
    last = 0.7 * first + pd.Series(generator.normal(scale=0.4, size=40))
    found = spread_change(first, last)
    f, r = last.var() / first.var(), first.corr(last)
    t = (f - 1) * np.sqrt(38) / (2 * np.sqrt(f * (1 - r**2)))
    assert found.p == pytest.approx(2 * stats.t.sf(abs(t), 38))
