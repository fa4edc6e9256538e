"""Figures of one place and year that differ: in value, in date, or in how they were rounded."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute


def find(evidence: Evidence) -> Iterator[Row]:
    """Figures of one key that differ, each with the reason why one of them is used."""
    for row in evidence.weighed.filter(pl.col("kind") != "").iter_rows(named=True):
        yield dispute(row, row["kind"], row["why_code"], row["why"], row["chosen"])
