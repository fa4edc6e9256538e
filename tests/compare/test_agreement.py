"""Agreement of rankings, against hand-computed examples and other formulas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.compare.agreement import (
    holm,
    kendalls_w,
    over_years,
    pairs,
    spearman,
    tau_interval,
)

# Three executives rank six applicants: the example of Siegel (1956), table 9.4: W = 0.16.
APPLICANTS = pd.DataFrame(
    {"x": [1, 6, 3, 2, 5, 4], "y": [1, 5, 6, 4, 2, 3], "z": [6, 3, 2, 5, 4, 1]}
)


def test_w_of_a_published_example() -> None:
    assert kendalls_w(APPLICANTS).w == pytest.approx(0.16, abs=0.005)


def test_w_of_equal_and_of_opposite_rankings() -> None:
    one = pd.Series([1, 2, 3, 4, 5])
    assert kendalls_w(pd.DataFrame({"a": one, "b": one, "c": one})).w == pytest.approx(1)
    assert kendalls_w(pd.DataFrame({"a": one, "b": 6 - one})).w == pytest.approx(0)


def test_w_with_ties_agrees_with_friedman() -> None:
    """Friedman's statistic, which scipy corrects for ties, is m (n - 1) W."""
    table = pd.DataFrame(np.random.default_rng(5).integers(1, 6, (12, 4)))
    friedman = stats.friedmanchisquare(*table.to_numpy()).statistic
    # Rows are the treatments here: scipy ranks the columns within each row, so turn the table.
    found = kendalls_w(table)
    assert found.w == pytest.approx(friedman / (4 * 11))


def test_w_uses_complete_rows_and_ranks_them_anew() -> None:
    table = APPLICANTS.astype(float)
    table.loc[6] = [7.0, np.nan, 7.0]
    found = kendalls_w(table)
    assert (found.n, found.rankings) == (6, 3)
    assert found.w == pytest.approx(0.16, abs=0.005)
    with pytest.raises(ValueError, match="at least 2 rankings of 3"):
        kendalls_w(table[["x"]])


def test_p_of_w_by_permutation() -> None:
    one = pd.Series(range(8))
    assert kendalls_w(pd.DataFrame({"a": one, "b": one}), permutations=999).p == pytest.approx(
        0.001
    )
    assert kendalls_w(APPLICANTS, permutations=999).p > 0.5


def test_pairs_over_what_both_know() -> None:
    table = pd.DataFrame(
        {"a": [1.0, 2, 3, 4, np.nan], "b": [1.0, 3, 2, 4, 5], "c": [np.nan, np.nan, 1, 2, np.nan]}
    )
    found = pairs(table).set_index(["one", "other"])
    assert found.loc[("a", "b"), "n"] == 4
    # Five of six pairs agree, one does not; Spearman 1 - 6 * 2 / (4 * 15).
    assert found.loc[("a", "b"), "kendall"] == pytest.approx(4 / 6)
    assert found.loc[("a", "b"), "spearman"] == pytest.approx(0.8)
    assert np.isnan(found.loc[("a", "c"), "kendall"])


def test_tau_b_allows_for_ties() -> None:
    table = pd.DataFrame({"a": [1, 2, 2, 3], "b": [1, 2, 3, 4]})
    # Five concordant pairs; tau-b = 5 / sqrt(5 * 6).
    assert pairs(table)["kendall"].iloc[0] == pytest.approx(5 / np.sqrt(30))


def test_holm_by_hand() -> None:
    """Not Bonferroni: the smallest times 3, the next times 2, and never below the one before."""
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])


def test_w_of_rankings_without_order_is_not_known() -> None:
    flat = pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, 2]})
    found = kendalls_w(flat, permutations=99)
    assert np.isnan(found.w)
    assert np.isnan(found.p)


def test_interval_of_tau_by_hand() -> None:
    """z = 0.1003, half 1.96 * sqrt(0.437 / 57): -0.070 to 0.265."""
    assert tau_interval(0.1, 61) == pytest.approx((-0.0712, 0.2653), abs=0.001)
    assert tau_interval(1.0, 20) == (1.0, 1.0)
    assert np.isnan(tau_interval(0.5, 9)).all()
    low, high = tau_interval(-0.3, 40)
    assert tau_interval(0.3, 40) == pytest.approx((-high, -low))


def test_interval_of_tau_holds_the_true_tau() -> None:
    """Normal pairs with correlation r have tau 2 / pi * arcsin(r)."""
    generator = np.random.default_rng(4)
    true, held = 2 / np.pi * np.arcsin(0.4), 0
    for _ in range(300):
        one = generator.normal(size=60)
        other = 0.4 * one + np.sqrt(1 - 0.4**2) * generator.normal(size=60)
        low, high = tau_interval(stats.kendalltau(one, other).statistic, 60)
        held += low < true < high
    assert 0.91 < held / 300 <= 0.99


def test_mean_tau_over_years() -> None:
    generator = np.random.default_rng(8)
    one = pd.DataFrame(generator.integers(1, 8, (12, 2)), columns=[2021, 2022])
    other = pd.DataFrame(generator.integers(1, 8, (13, 3)), columns=[2021, 2022, 2023])
    found = over_years(one, other, permutations=199)
    taus = [stats.kendalltau(one[year], other[year][:12]).statistic for year in (2021, 2022)]
    assert found.tau == pytest.approx(np.mean(taus))
    assert (found.n, found.years) == (12, 2)
    same = over_years(one, one, permutations=199)
    assert (same.tau, same.p) == (pytest.approx(1), pytest.approx(1 / 200))


def test_p_over_years_is_seldom_small_without_agreement() -> None:
    """Lasting differences in both indices do not make it small."""
    generator = np.random.default_rng(12)
    small = 0
    for _ in range(60):
        lasting = generator.normal(size=(2, 15, 1)) * 3
        one, other = (pd.DataFrame(own + generator.normal(size=(15, 3))) for own in lasting)
        small += over_years(one, other, permutations=99).p <= 0.1
    assert small <= 14


def test_spearman_by_hand_and_its_interval() -> None:
    """1 - 6 × 2 / (5 × 24) = 0.9; atanh ± 1.96 sqrt((1 + 0.9² / 2) / 2)."""
    one = pd.Series([1.0, 2, 3, 4, 5, np.nan])
    found = spearman(one, pd.Series([10.0, 30, 20, 40, 50, 60]))
    assert (found.rho, found.n) == (pytest.approx(0.9), 5)
    margin = stats.norm.ppf(0.975) * np.sqrt((1 + 0.81 / 2) / 2)
    assert np.arctanh(found.low) == pytest.approx(np.arctanh(0.9) - margin)
    assert np.arctanh(found.high) == pytest.approx(np.arctanh(0.9) + margin)


def test_spearman_with_ties_is_scipys() -> None:
    table = pd.DataFrame(np.random.default_rng(6).integers(1, 6, (40, 2)), columns=["a", "b"])
    assert spearman(table["a"], table["b"]).rho == pytest.approx(stats.spearmanr(table).statistic)


def test_partial_spearman_is_the_formula_for_one_given() -> None:
    """(r12 - r13 r23) / sqrt((1 - r13²)(1 - r23²)) of the ranks."""
    x, y, z = np.random.default_rng(7).normal(size=(3, 30)) + np.linspace(0, 2, 30)
    r12, r13, r23 = (stats.spearmanr(*two).statistic for two in ((x, y), (x, z), (y, z)))
    found = spearman(pd.Series(x), pd.Series(y), pd.DataFrame({"z": z}))
    assert found.rho == pytest.approx((r12 - r13 * r23) / np.sqrt((1 - r13**2) * (1 - r23**2)))


def test_intervals_cover_in_simulated_provinces() -> None:
    """Of 60 provinces with a true rank correlation of 0.35, about 95 in 100 intervals hold it."""
    generator, rho = np.random.default_rng(8), 0.35
    pearson = 2 * np.sin(np.pi * rho / 6)
    held = []
    for _ in range(400):
        a, b = generator.multivariate_normal([0, 0], [[1, pearson], [pearson, 1]], size=60).T
        found = spearman(pd.Series(a), pd.Series(b))
        held.append(found.low < rho < found.high)
    assert 0.92 < np.mean(held) < 0.98


def test_too_few_provinces_have_no_interval() -> None:
    with pytest.raises(ValueError, match="3 provinces are too few"):
        spearman(pd.Series([1.0, 2, 3]), pd.Series([1.0, 3, 2]))


def test_the_same_order_has_an_interval_up_to_one() -> None:
    found = spearman(pd.Series(range(10)), pd.Series(range(10)))
    assert (found.rho, found.high) == (pytest.approx(1), pytest.approx(1))
    assert found.low < 1
