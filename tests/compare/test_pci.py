"""The PCI's weights, from synthetic tables with known answers and from VCCI's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import pci

Tables = dict[str, pd.DataFrame]
PARTS = list(pci.PCI_PARTS)
OLD = [5, 5, 20, 5, 10, 5, 5, 20, 20, 5]
NEW = [5, 10, 5, 5, 15, 10, 15, 15, 10, 10]


def printed(weights: list[int], provinces: int) -> tuple[pd.DataFrame, pd.Series]:
    """Sub-indices and totals as a table prints them: two decimals each."""
    generator = np.random.default_rng(17)
    exact = generator.uniform(4, 9, (provinces, len(PARTS)))
    total = pd.Series(exact @ np.array(weights) / 10).round(2)
    return pd.DataFrame(exact.round(2), columns=PARTS), total


def test_schemes_are_all_ways_to_share_the_whole() -> None:
    assert pci.schemes(3, 25).tolist() == [[25, 25, 50], [25, 50, 25], [50, 25, 25]]
    every = pci.schemes()
    # Nine walls among the nineteen places between twenty units.
    assert every.shape == (92_378, 10)
    assert (every.sum(axis=1) == 100).all()
    assert every.min() == pci.STEP
    assert len(np.unique(every, axis=0)) == len(every)


@pytest.mark.parametrize("weights", [OLD, NEW])
def test_weights_of_rounded_tables_are_found(weights: list[int]) -> None:
    scores, total = printed(weights, 22)
    near = pci.fitting(scores, total, pci.schemes())
    assert near["within"].tolist() == [True] + [False] * 9
    assert near.loc[0, PARTS].tolist() == weights
    free = pci.least_squares(scores, total)
    assert (100 * free).round().tolist() == weights


def test_least_squares_needs_as_many_provinces_as_parts() -> None:
    assert pci.least_squares(*printed(OLD, 6)).isna().all()


def test_least_squares_takes_no_weight_below_zero() -> None:
    scores, total = printed(OLD, 22)
    assert pci.least_squares(scores, 100 - total).min() == 0


def test_weights_of_vccis_tables(clean: Tables) -> None:
    """20, 21 or more provinces each; six of 2022, where the old weights do not hold."""
    weights, sure = pci.recovered(clean["values"])
    assert weights["part"].tolist() == PARTS
    assert weights["share_2019"].tolist() == weights["share_2021"].tolist() == OLD
    assert weights["share_2022"].tolist() == NEW
    for year in (2019, 2021):
        assert np.abs(weights[f"free_{year}"] - weights[f"share_{year}"]).max() < 0.2
    by_year = sure.set_index("reference_year")
    assert (by_year["n"] >= [20, 20, 6]).all()
    assert (by_year["largest"] <= 0.02 + 1e-9).all()
    assert (by_year["next_best"] > 4 * pci.ROUNDING).all()
    assert by_year.loc[2021, "before"] <= pci.ROUNDING
    assert by_year.loc[2022, "before"] > 2


def test_a_slip_in_a_total_leaves_no_scheme(clean: Tables) -> None:
    values = clean["values"].copy()
    slip = values.query(
        "indicator == 'pci_score' and reference_year == 2021 and province_code == '22'"
    ).index
    values.loc[slip, "value"] += 1
    with pytest.raises(ValueError, match="0 schemes of weights fit the PCI of 2021"):
        pci.recovered(values)


def test_later_totals_under_the_last_weights(clean: Tables) -> None:
    weights, _ = pci.recovered(clean["values"])
    found = pci.later(clean["values"], weights, [2023, 2024])
    thanh_hoa = found[found["province_code"] == "38"].set_index("reference_year")
    assert thanh_hoa["computed"].tolist() == pytest.approx([67.485, 68.74])
    assert thanh_hoa["within"].tolist() == [False, True]
    # The same weights on the edition that they come from.
    assert pci.later(clean["values"], weights, [2022])["within"].all()


def test_same_weights_move_nobody(clean: Tables) -> None:
    weights, _ = pci.recovered(clean["values"])
    assert (pci.reweighed(clean["values"], weights)["places"] > 1).all()
    same = weights.assign(share_2022=weights["share_2021"])
    still = pci.reweighed(clean["values"], same)
    assert still["places"].tolist() == [0, 0]
    assert still["largest"].tolist() == [0, 0]
    assert still["kendall"].tolist() == pytest.approx([1, 1])
