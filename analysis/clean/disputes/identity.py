"""Relations that figures should satisfy and do not, although a person accepted that."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.clean.disputes.evidence import Evidence, Row, dispute


def find(evidence: Evidence) -> Iterator[Row]:
    """The figures of every identity that does not hold."""
    accepted = dict(evidence.identities.select("id", "accepted").iter_rows())
    quality = dict(evidence.references.sources.select("source_id", "quality").iter_rows())
    for name, figures in sorted(evidence.broken.items()):
        reason = f"{name} does not hold: {accepted[name]}"
        for figure in figures:
            row = figure | {"quality": quality.get(figure["source_id"])}
            yield dispute(row, "identity", "identity_does_not_hold", reason, False)
