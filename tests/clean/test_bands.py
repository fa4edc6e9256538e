"""Bands lead from one end of a range to the other, or add up to nothing."""

from __future__ import annotations

import math

import pytest

from analysis.clean.bands import Ends, ladder

OPEN = math.inf


@pytest.mark.parametrize(
    ("bands", "within", "steps"),
    [
        # The four groups of one table, in any order, and a wider one that two of them make.
        ([(5, 10), (20, OPEN), (-OPEN, 5), (10, 20)], (), [1, 3, 0, 2]),
        ([(5, 10), (20, OPEN), (-OPEN, 5), (10, 20), (10, OPEN)], (), [1, 3, 0, 2]),
        ([(20, OPEN), (10, 20), (5, 10)], (10, OPEN), [0, 1]),
        # A gap, an open end that is not printed, an empty band: nothing leads down.
        ([(20, OPEN), (5, 10), (-OPEN, 5)], (), []),
        ([(20, OPEN), (10, 20)], (), []),
        ([(20, OPEN), (20, 20), (-OPEN, 20)], (), [0, 2]),
        ([], (), []),
    ],
)
def test_the_narrowest_bands_that_lead_down(
    bands: list[tuple[float, float]], within: tuple[float, ...], steps: list[int]
) -> None:
    assert ladder([Ends(*band) for band in bands], Ends(*within)) == steps


def test_empty_cells_are_open_ends() -> None:
    assert Ends.of(None, 5) == (-OPEN, 5.0)
    assert Ends.of(5.0, float("nan")) == (5.0, OPEN)
