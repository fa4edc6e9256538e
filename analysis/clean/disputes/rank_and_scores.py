"""Printed ranks that differ from the one that follows from the complete scores."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.clean.disputes.rank_and_order import beside_rankings


def find(evidence: Evidence) -> Iterator[Row]:
    """Every printed rank of an edition with complete scores, where it is another."""
    ranks = beside_rankings(evidence, "derived")
    for row in ranks.filter(pl.col("figure") != pl.col("ranking_rank")).iter_rows(named=True):
        reason = f"place {row['ranking_rank']} follows from the complete scores and is used"
        yield dispute(row, "rank and scores", "scores_give_another_rank", reason, False)
