"""Printed figures that differ from what follows from others."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, all_of
from analysis.clean.recomputations import FORMULA, RANK
from analysis.model.keys import Key
from analysis.words import fixed


def find(evidence: Evidence) -> Iterator[Row]:
    """Figures that differ from the recomputed one.

    Ranks are looked at in ``rank_and_scores``, formulas in ``formula``.
    """
    others = ~pl.col("method").is_in([FORMULA, RANK])
    differing = evidence.recomputations.filter(others, agrees="no").to_dicts()
    there = evidence.observations(Key.of(row) for row in differing)
    for row in differing:
        reason = f"{row['method']}: {fixed(row['computed'], 4)} from {row['parts']} figures"
        yield from all_of(there[Key.of(row)], "recomputation", "computed_otherwise", reason)
