"""Mobility, by hand and against what giddy 2.3.8 gives for the same figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import mobility, rankings

A = pd.Series([3.1, 1.2, 5.5, 4.4, 2.0, 9.1, 7.3, 6.6, 8.0, 0.5, 4.9, 2.7])
B = pd.Series([2.2, 3.3, 5.0, 6.1, 1.4, 7.7, 9.9, 5.8, 8.8, 1.0, 2.9, 4.2])
REGIONS = pd.Series(list("aaaabbbbcccc"))


def test_cohesion_as_giddy() -> None:
    """giddy.rank.Theta of the two columns and regions: 0.3."""
    assert mobility.cohesion(A, B, REGIONS, permutations=99).value == pytest.approx(0.3)


def test_cohesion_of_regions_that_swap_places() -> None:
    first, second = pd.Series(range(1, 13)), pd.Series([*range(7, 13), *range(1, 7)])
    found = mobility.cohesion(first, second, pd.Series(list("a" * 6 + "b" * 6)), permutations=999)
    assert found.value == pytest.approx(1)
    assert found.p < 0.01


def test_regional_concordance_as_giddy() -> None:
    """giddy.rank.Tau_Regional: within 1/3, 2/3, 2/3; between 0.75, 0.625, 0.75."""
    table = mobility.regional_concordance(A, B, REGIONS, permutations=99)
    found = table.set_index(["one", "other"])["tau"]
    assert found.to_dict() == pytest.approx(
        {
            ("a", "a"): 1 / 3, ("a", "b"): 0.75, ("a", "c"): 0.625,
            ("b", "b"): 2 / 3, ("b", "c"): 0.75, ("c", "c"): 2 / 3,
        }
    )  # fmt: skip
    assert table["pairs"].tolist() == [6, 16, 16, 6, 16, 6]
    assert table["within"].tolist() == [True, False, False, True, False, True]


def test_p_of_regional_concordance_against_all_permutations() -> None:
    """Seven provinces in regions of 3, 2 and 2: every arrangement counted."""
    first, second = pd.Series(range(1, 8)), pd.Series([3, 1, 2, 6, 4, 7, 5])
    table = mobility.regional_concordance(first, second, pd.Series(list("aaabbcc")))
    found = table.set_index(["one", "other"])
    assert found.loc[("a", "a"), "p_low"] == pytest.approx(3 / 35, abs=0.01)
    assert found.loc[("b", "c"), "p_low"] == pytest.approx(0.7143, abs=0.015)
    assert found.loc[("b", "c"), "p_high"] == pytest.approx(0.7714, abs=0.015)


def test_nothing_to_test_has_no_p() -> None:
    table = mobility.regional_concordance(A, B, pd.Series(list("aaaaaaaaaaab")), permutations=99)
    alone = table.set_index(["one", "other"]).loc[("b", "b")]
    assert np.isnan(alone[["tau", "p_low", "p_high"]].astype(float)).all()
    still = mobility.cohesion(A, A, REGIONS, permutations=99)
    assert np.isnan(still.value)
    assert np.isnan(still.p)


def test_transitions_by_hand() -> None:
    first = pd.Series(range(1, 11))
    still = mobility.transitions(first, first)
    assert (still.shorrocks, still.stayed, still.n) == (pytest.approx(0), 10, 10)
    found = mobility.transitions(first, 11 - first, classes=5)
    assert found.counts.tolist() == np.fliplr(np.diag([2] * 5)).tolist()
    # Only the middle class stays: (5 - 1) / 4.
    assert found.shorrocks == pytest.approx(1)
    two = mobility.transitions(pd.Series([1, 2, 3, 4]), pd.Series([1, 3, 2, 4]), classes=2)
    assert two.counts.tolist() == [[1, 1], [1, 1]]
    assert two.shorrocks == pytest.approx(1)
    assert two.stayed == 2


def test_cells_of_moves() -> None:
    moves = mobility.transitions(pd.Series([1, 2, 3, 4]), pd.Series([1, 2, 3, 4]), classes=2)
    cells = mobility.cells(moves, ["upper", "lower"])
    assert cells["row"].tolist() == ["upper", "upper", "lower", "lower"]
    assert cells["column"].tolist() == ["upper", "lower"] * 2
    assert cells["text"].tolist() == ["2", "0", "0", "2"]
    assert cells["value"].isna().tolist() == [False, True, True, False]


def test_between_editions(clean: dict[str, pd.DataFrame]) -> None:
    """Only provinces ranked in both editions count; all 63 from 2022 on."""
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    regions = clean["provinces"].query("boundary == '63'").set_index("code")["region"]
    pairs = rankings.comparable_pairs(clean["editions"])
    table = mobility.between_editions(paths, pairs, regions).set_index("from_year")
    assert (table.loc[2022:2023, "n"] == 63).all()
    first, last = mobility.ranks_of(paths, 2023), mobility.ranks_of(paths, 2024)
    assert (first["22"], last["22"]) == (12, 17)
    # Spearman's correlation from the squared changes of rank; two tie, so not to the last digit.
    squares = (first - last).pow(2).sum()
    assert table.loc[2023, "spearman"] == pytest.approx(1 - 6 * squares / (63**3 - 63), abs=0.001)
    assert table.loc[2023, "places"] == pytest.approx((first - last).abs().mean(), abs=0.1)
    both = first.index.intersection(mobility.ranks_of(paths, 2021).index)
    assert table.loc[2021, "n"] == len(both)


def test_mean_change_by_hand() -> None:
    first = pd.Series([1, 2, 3, 4])
    assert mobility.mean_change(first, pd.Series([2, 1, 4, 3])) == (1.0, 0.5, 4)
    assert mobility.mean_change(first, 5 - first) == (2.0, 1.0, 4)
    assert mobility.mean_change(pd.Series([1, 2, 3]), pd.Series([3, 2, 1]))[1] == pytest.approx(1)


def test_p_is_seldom_small_without_cohesion() -> None:
    """Under random moves the test rejects at 10 % about one time in ten."""
    generator = np.random.default_rng(3)
    regions = pd.Series(list("aabbccddee") * 2)
    rejected = [
        mobility.cohesion(
            pd.Series(generator.permutation(20)), pd.Series(generator.permutation(20)), regions, 199
        ).p
        <= 0.1
        for _ in range(300)
    ]
    assert 0.05 < np.mean(rejected) < 0.16
