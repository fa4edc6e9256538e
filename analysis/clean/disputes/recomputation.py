"""Printed figures that differ from what follows from others."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.clean.disputes.evidence import Evidence, Row, all_of
from analysis.clean.recomputations import COUNTRY
from analysis.clean.witnesses import by_source
from analysis.model.keys import Key


def find(evidence: Evidence) -> Iterator[Row]:
    """Figures that differ from the recomputed one, and the parts that this was made from.

    Any of them can be wrong, but for parts that a second source prints alike; of the many parts of
    a mean of all provinces none is named. Ranks are looked at in ``rank_and_scores``.
    """
    differing = [made for made in evidence.recomputed if made.row.get("agrees") == "no"]
    there = evidence.observations(
        key for made in differing for key in (Key.of(made.row), *made.parts)
    )
    twice = by_source(evidence.weighed)
    for row, name, parts in differing:
        reason = f"{name}: {row['computed']:.4f} from {row['parts']} figures"
        whole = there[Key.of(row)]
        yield from all_of(whole, "recomputation", "computed_otherwise", reason)
        for part in parts if row["method"] != COUNTRY else ():
            if part not in twice:
                of = f"{reason}, this one among them, and not {row['printed']:.10g}"
                yield from all_of(there[part], "recomputation", "part_does_not_fit", of)
