"""Relations that figures should satisfy and do not, although a person accepted that."""

from __future__ import annotations

from analysis.clean.disputes.evidence import Evidence, Row, dispute


def that_do_not_hold(evidence: Evidence) -> list[Row]:
    """The figures of every identity that does not hold."""
    accepted = dict(evidence.identities.select("id", "accepted").iter_rows())
    quality = dict(evidence.tables["sources"].select("source_id", "quality").iter_rows())
    return [
        dispute(
            figure | {"quality": quality.get(figure["source_id"])},
            "identity",
            "identity_does_not_hold",
            f"{name} does not hold: {accepted[name]}",
            False,
        )
        for name, figures in sorted(evidence.broken.items())
        for figure in figures
    ]
