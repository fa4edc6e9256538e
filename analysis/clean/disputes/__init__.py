"""What sources disagree about: every printed figure, which one is used, and why.

One file for each kind of dispute, which says in ``find`` what it looks for; ``between_sources`` has
four kinds, for figures of one place and year.
"""

from __future__ import annotations

import polars as pl

from analysis.clean import frames
from analysis.clean.disputes import (
    bands,
    between_sources,
    change,
    identity,
    rank_and_order,
    rank_and_scores,
    recomputation,
    score_and_mean,
    shared_rank,
    target_and_result,
)
from analysis.clean.disputes.evidence import Evidence
from analysis.model.keys import KEY

__all__ = ["HARMLESS", "KINDS", "Evidence", "build", "mark", "mark_rankings"]

KINDS = {
    "values": "sources print figures that do not agree at the coarser printed precision",
    "dates": "the figures differ, and so do the dates that they are of",
    "cut": "the figures agree only if one was cut off and not rounded; noted",
    "rounded": "the figures agree at the coarser of their printed precisions; noted",
    "rank and scores": "a printed rank differs from the one that follows from all scores",
    "rank and order": "a printed rank does not fit the order of the printed values",
    "shared rank": "two provinces are printed with one rank, by sources that do not speak of a tie",
    "change and rank": "a printed change implies another rank for the earlier year",
    "change and level": "a printed change implies an earlier figure that does not fit the printed",
    "recomputation": "a printed figure differs from the one that follows from others",
    "score and mean": "a score equals the printed mean of all, although its rank is far from it",
    "bands": "published counts of provinces by band do not add up",
    "target and result": "a target and a result stand side by side and differ; never to be mixed",
    "identity": "a relation that the figures should satisfy does not hold",
}
# Kinds that do not make a figure disputed: their figures can all be right.
HARMLESS = ("dates", "cut", "rounded", "target and result")

# Where each is looked for, in the order of their reasons where a figure has several.
_FINDERS = (
    between_sources, rank_and_scores, rank_and_order, shared_rank, change, recomputation,
    score_and_mean, bands, target_and_result, identity,
)  # fmt: skip


def build(evidence: Evidence) -> pl.DataFrame:
    """The table ``disputes``; ``KINDS`` says what is looked for."""
    rows = [row for finder in _FINDERS for row in finder.find(evidence)]
    return _each_once(frames.table("disputes", rows))


def mark_rankings(
    rankings: pl.DataFrame, disputes: pl.DataFrame, indicators: pl.DataFrame
) -> pl.DataFrame:
    """The table ``rankings`` with ``disputed``: yes where the rank or the score is."""
    codes = indicators.filter(pl.col("index").is_not_null()).select("index", indicator="code")
    return mark(rankings, disputes.join(codes, on="indicator"), "index")


def mark(table: pl.DataFrame, disputes: pl.DataFrame, subject: str = "indicator") -> pl.DataFrame:
    """A table with ``disputed``: yes where a dispute of a harmful kind is."""
    key = [subject, *KEY[1:]]
    harmful = disputes.filter(~pl.col("kind").is_in(HARMLESS)).select(key).unique()
    marked = harmful.with_columns(disputed=pl.lit("yes"))
    return (
        table.drop("disputed", strict=False)
        .join(marked, on=key, how="left", validate="m:1")
        .with_columns(pl.col("disputed").fill_null("no"))
    )


def _each_once(rows: pl.DataFrame) -> pl.DataFrame:
    """A figure that is in one kind of dispute for two reasons has one row with both."""
    key = ("kind", *KEY, "source_id", "locator")

    def joined(column: str, separator: str) -> pl.Expr:
        return pl.col(column).unique(maintain_order=True).str.join(separator)

    return rows.group_by(key, maintain_order=True).agg(
        pl.col("value", "value_as_printed", "rank", "qualifier", "quality").first(),
        pl.col("chosen").max(),
        joined("reason_code", ";"),
        joined("reason", "; "),
    )
