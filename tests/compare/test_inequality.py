"""Gini and Theil, by hand and against what inequality 1.1.2 gives for the same figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare.inequality import gini, splits, theil

X = pd.Series([3.1, 1.2, 5.5, 4.4, 2.0, 9.1, 7.3, 6.6, 8.0, 0.5, 4.9, 2.7])
REGIONS = pd.Series(list("aaaabbbbcccc"))


def test_as_the_package_inequality() -> None:
    """inequality.gini.Gini, inequality.theil.Theil and TheilD of the same figures."""
    assert gini(X) == pytest.approx(0.3316757082579867)
    found = theil(X, REGIONS)
    assert found.total == pytest.approx(0.18690827807397167)
    assert (found.between, found.within) == pytest.approx((0.03135334, 0.15555494), abs=1e-8)
    assert found.n == 12


def test_by_hand() -> None:
    assert gini(pd.Series([1.0, 1, 1])) == pytest.approx(0)
    # One has all: (n - 1) / n.
    assert gini(pd.Series([0.0, 0, 0, 1])) == pytest.approx(0.75)
    same = theil(pd.Series([1.0, 3.0]), pd.Series(["a", "b"]))
    assert same.total == same.between == pytest.approx(0.25 * np.log(0.5) + 0.75 * np.log(1.5))


def test_weights_count_people() -> None:
    """A weight of three is three equal provinces."""
    values, weights = pd.Series([1.0, 4.0]), pd.Series([3.0, 1.0])
    assert gini(values, weights) == pytest.approx(gini(pd.Series([1.0, 1, 1, 4])))
    regions = pd.Series(["a", "b"])
    people = pd.Series([1.0, 1, 1, 4])
    assert theil(values, regions, weights).total == pytest.approx(
        theil(people, pd.Series(list("aaab"))).total
    )


def test_does_not_depend_on_the_unit() -> None:
    assert gini(X * 1000) == pytest.approx(gini(X))
    assert theil(X * 1000, REGIONS).between == pytest.approx(theil(X, REGIONS).between)


def test_refuses_what_it_cannot_measure() -> None:
    with pytest.raises(ValueError, match="known"):
        gini(pd.Series([1.0, np.nan]))
    with pytest.raises(ValueError, match="above 0"):
        theil(pd.Series([0.0, 1.0]), pd.Series(["a", "a"]))
    with pytest.raises(ValueError, match="region"):
        theil(pd.Series([2.0, 1.0]), pd.Series(["a", None]))


def test_parts_with_unequal_regions_and_weights() -> None:
    """Within is the mean of the regions' own T, weighted by their shares of the total."""
    regions = pd.Series(list("aabbbcccccdd"))
    weights = pd.Series([1.0, 2, 3, 1, 5, 2, 2, 4, 1, 3, 2, 6])
    found = theil(X, regions, weights)
    share = (weights * X / (weights * X).sum()).groupby(regions).sum()
    own = {
        name: theil(X[mine], regions[mine], weights[mine]).total
        for name, mine in regions.groupby(regions).groups.items()
    }
    assert found.within == pytest.approx(sum(share[name] * own[name] for name in own))
    assert found.between == pytest.approx(found.total - found.within)


def test_splits_of_several_years() -> None:
    panels = {"score": pd.DataFrame({2021: X, 2022: X * 2}), "income": pd.DataFrame({2022: X**2})}
    people = pd.Series(range(1, 13))
    table = splits(panels, REGIONS, people).set_index(["indicator", "reference_year", "weighted"])
    assert len(table) == 6
    alone = table.loc[("score", 2021, False)]
    assert alone["gini"] == pytest.approx(gini(X))
    assert alone["share"] == pytest.approx(0.03135334 / 0.18690828)
    # Twice the score is the same inequality.
    assert table.loc[("score", 2022, True)].tolist() == pytest.approx(
        table.loc[("score", 2021, True)].tolist()
    )
    assert table.loc[("score", 2021, True), "total"] == pytest.approx(
        theil(X, REGIONS, people).total
    )
    assert table.loc[("income", 2022, False), "gini"] > alone["gini"]
