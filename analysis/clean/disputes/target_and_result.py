"""Targets and results that one source prints in one place."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.clean.values import figure, printed
from analysis.model.keys import Key

KIND, CODE = "target and result", "target_beside_result"


def find(evidence: Evidence) -> Iterator[Row]:
    """Targets that differ from the result beside them."""
    measured = evidence.references.indicators.filter(measure="target").select("code", "about")
    about = dict(measured.drop_nulls().iter_rows())
    targets = [
        (row, Key.of(row, indicator=about[row["indicator"]]))
        for row in evidence.weighed.filter(pl.col("indicator").is_in([*about])).to_dicts()
    ]
    results = evidence.observations(key for _, key in targets)
    for target, key in targets:
        for result in results.get(key, ()):
            here = all(target[column] == result[column] for column in ("source_id", "locator"))
            if here and figure(target)[0] != figure(result)[0]:
                reason = f"{printed(target)} is the target, {printed(result)} the result"
                yield dispute(target, KIND, CODE, reason, False)
                yield dispute(result, KIND, CODE, reason, True)
