"""Published counts of provinces between two values, and what they add up to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple


class Ends(NamedTuple):
    """The two ends of a band; an open one is infinite."""

    low: float = -math.inf
    high: float = math.inf

    @classmethod
    def of(cls, low: float | None, high: float | None) -> Ends:
        """From cells of a table, which are empty where the band is open."""
        return cls(
            -math.inf if low is None or math.isnan(low) else float(low),
            math.inf if high is None or math.isnan(high) else float(high),
        )


def ladder(bands: Sequence[Ends], within: Ends = Ends()) -> list[int]:  # noqa: B008
    """Which bands lead from the upper end of a range to its lower end, without gap or overlap.

    Where one source prints nested bands ("over 20", "over 10"), the narrowest step is taken.
    Returns positions in ``bands``, the highest first; none where no bands lead down.
    """
    steps: list[int] = []
    high = within.high
    while high > within.low:
        there = [i for i, band in enumerate(bands) if band.high == high and within.low <= band.low]
        there = [i for i in there if bands[i].low < high]
        if not there:
            return []
        steps.append(max(there, key=lambda i: bands[i].low))
        high = bands[steps[-1]].low
    return steps
