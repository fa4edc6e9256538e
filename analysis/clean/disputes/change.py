"""Printed changes that do not fit the figures of the earlier year: of ranks, and of levels."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, all_of, dispute
from analysis.clean.values import figure
from analysis.model.keys import Key
from analysis.words import fixed

CODE = "change_implies_another"
# A share or index that moves by more than this part of its scale within a year is looked at.
JUMP = 0.5


def find(evidence: Evidence) -> Iterator[Row]:
    """Changes that imply another figure, or one that is far from those of the years around it."""
    yield from _against_figures(evidence)
    yield from _against_levels(evidence)


def _against_figures(evidence: Evidence) -> Iterator[Row]:
    """Changes that imply another figure for the earlier year than the printed ones."""
    wrong = evidence.relations.filter(agrees="no").to_dicts()
    there = evidence.observations(_earlier(relation) for relation in wrong)
    for relation in wrong:
        reason = (
            f"{relation['as_printed']} ({relation['source_id']}, {relation['reference_year']}) "
            f"implies {relation['implied']:g} in {relation['relative_to']}"
        )
        kind = "change and rank" if relation["change_unit"] == "places" else "change and level"
        yield from all_of(there[_earlier(relation)], kind, CODE, reason)


def _against_levels(evidence: Evidence) -> Iterator[Row]:
    """Implied earlier levels with nothing printed for that year, against what is printed near."""
    limited = evidence.references.indicators.filter(
        pl.col("measure").is_in(["value", "score"])
    ).select("code", scale=pl.col("maximum") - pl.col("minimum"))
    scale = dict(limited.drop_nulls().iter_rows())
    unknown = evidence.relations.filter(
        pl.col("agrees").is_null() & pl.col("indicator").is_in([*scale])
    ).to_dicts()
    there = evidence.observations(_earlier(r, after) for r in unknown for after in (0, 1))
    for relation in unknown:
        reason = (
            f"{relation['as_printed']} ({relation['source_id']}) implies "
            f"{'about' if relation['value_low'] else 'at most'} "
            f"{fixed(relation['implied'])} in {relation['relative_to']}"
        )
        jump = JUMP * scale[relation["indicator"]]
        for after in (0, 1):
            for observation in there.get(_earlier(relation, after), ()):
                far = abs(float(figure(observation)[0]) - relation["implied"]) > jump
                if far and observation["source_id"] != relation["source_id"]:
                    yield dispute(observation, "change and level", CODE, reason, False)


def _earlier(relation: Row, after: int = 0) -> Key:
    """The key of the earlier figure, or of that some years ``after``."""
    return Key.of(relation).in_year(relation["relative_to"] + after)
