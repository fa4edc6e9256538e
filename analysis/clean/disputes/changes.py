"""Printed changes that do not fit the figures of the earlier year."""

from __future__ import annotations

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Key, Row, all_of, dispute
from analysis.clean.values import figure

# A share or index that moves by more than this part of its scale within a year is looked at.
JUMP = 0.5


def against_figures(evidence: Evidence) -> list[Row]:
    """Changes that imply another figure for the earlier year than the printed ones."""
    wrong = evidence.relations.filter(pl.col("agrees") == "no").to_dicts()
    there = evidence.observations(_earlier(relation) for relation in wrong)
    rows = []
    for relation in wrong:
        reason = (
            f"{relation['as_printed']} ({relation['source_id']}, {relation['reference_year']}) "
            f"implies {relation['implied']:g} in {relation['relative_to']}"
        )
        kind = "change and rank" if relation["change_unit"] == "places" else "change and level"
        rows += all_of(there[_earlier(relation)], kind, "change_implies_another", reason)
    return rows


def against_levels(evidence: Evidence) -> list[Row]:
    """Implied earlier levels with nothing printed for that year, against what is printed near."""
    scale = {
        row["code"]: row["maximum"] - row["minimum"]
        for row in evidence.tables["indicators"].iter_rows(named=True)
        if row["measure"] in ("value", "score") and None not in (row["minimum"], row["maximum"])
    }
    unknown = [
        relation
        for relation in evidence.relations.filter(pl.col("agrees").is_null()).to_dicts()
        if relation["indicator"] in scale
    ]
    there = evidence.observations(_earlier(r, after) for r in unknown for after in (0, 1))
    rows = []
    for relation in unknown:
        reason = (
            f"{relation['as_printed']} ({relation['source_id']}) implies "
            f"{'about' if relation['value_low'] else 'at most'} "
            f"{relation['implied']:.2f} in {relation['relative_to']}"
        )
        rows += [
            dispute(observation, "change and level", "change_implies_another", reason, False)
            for after in (0, 1)
            for observation in there.get(_earlier(relation, after), ())
            if observation["source_id"] != relation["source_id"]
            and abs(float(figure(observation)[0]) - relation["implied"])
            > JUMP * scale[relation["indicator"]]
        ]
    return rows


def _earlier(relation: Row, after: int = 0) -> Key:
    """The key of the earlier figure, or of that some years ``after``."""
    return (
        relation["indicator"], relation["boundary"], relation["province_code"],
        relation["relative_to"] + after,
    )  # fmt: skip
