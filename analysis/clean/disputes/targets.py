"""Targets and results that one source prints in one place."""

from __future__ import annotations

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute, key_of
from analysis.clean.values import figure, printed


def beside_results(evidence: Evidence) -> list[Row]:
    """Targets that differ from the result beside them."""
    about = {
        row["code"]: row["about"]
        for row in evidence.tables["indicators"].iter_rows(named=True)
        if row["measure"] == "target" and row["about"]
    }
    targets = evidence.weighed.filter(pl.col("indicator").is_in([*about])).to_dicts()
    results = evidence.observations(
        key_of(target | {"indicator": about[target["indicator"]]}) for target in targets
    )
    rows = []
    for target in targets:
        for result in results.get(key_of(target | {"indicator": about[target["indicator"]]}), ()):
            here = all(target[column] == result[column] for column in ("source_id", "locator"))
            if here and figure(target)[0] != figure(result)[0]:
                reason = f"{printed(target)} is the target, {printed(result)} the result"
                rows.append(
                    dispute(target, "target and result", "target_beside_result", reason, False)
                )
                rows.append(
                    dispute(result, "target and result", "target_beside_result", reason, True)
                )
    return rows
