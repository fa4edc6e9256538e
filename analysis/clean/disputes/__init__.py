"""What sources disagree about: every printed figure, which one is used, and why."""

from __future__ import annotations

import polars as pl

from analysis.clean import frames
from analysis.clean.disputes import bands, changes, identities, ranks, recomputed, targets
from analysis.clean.disputes.evidence import Evidence, Row, dispute

__all__ = ["HARMLESS", "KINDS", "Evidence", "build", "mark_rankings", "mark_values"]

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


def build(evidence: Evidence) -> pl.DataFrame:
    """The table ``disputes``; ``KINDS`` says what is looked for."""
    rows = [
        *_between_sources(evidence),
        *ranks.against_scores(evidence),
        *ranks.against_each_other(evidence),
        *ranks.against_order(evidence),
        *ranks.shared(evidence),
        *changes.against_figures(evidence),
        *changes.against_levels(evidence),
        *recomputed.against_printed(evidence),
        *recomputed.scores_that_are_means(evidence),
        *bands.that_do_not_add_up(evidence),
        *targets.beside_results(evidence),
        *identities.that_do_not_hold(evidence),
    ]
    return _each_once(frames.table("disputes", rows))


def mark_values(table: pl.DataFrame, disputes: pl.DataFrame) -> pl.DataFrame:
    """The table ``values`` with ``disputed``: yes where a dispute of a harmful kind is."""
    return _marked(table, disputes, "indicator")


def mark_rankings(
    rankings: pl.DataFrame, disputes: pl.DataFrame, indicators: pl.DataFrame
) -> pl.DataFrame:
    """The table ``rankings`` with ``disputed``: yes where the rank or the score is."""
    codes = indicators.filter(pl.col("index").is_not_null()).select("index", indicator="code")
    return _marked(rankings, disputes.join(codes, on="indicator", how="inner"), "index")


def _marked(table: pl.DataFrame, disputes: pl.DataFrame, subject: str) -> pl.DataFrame:
    key = [subject, "boundary", "province_code", "reference_year"]
    found = disputes.filter(~pl.col("kind").is_in(HARMLESS)).select(key).unique()
    return (
        table.drop("disputed", strict=False)
        .join(found.with_columns(disputed=pl.lit("yes")), on=key, how="left", validate="m:1")
        .with_columns(pl.col("disputed").fill_null("no"))
    )


def _between_sources(evidence: Evidence) -> list[Row]:
    """Figures of one key that differ, each with the reason why one of them is used."""
    differing = evidence.weighed.filter(pl.col("kind") != "")
    return [
        dispute(row, row["kind"], row["why_code"], row["why"], row["chosen"])
        for row in differing.iter_rows(named=True)
    ]


def _each_once(rows: pl.DataFrame) -> pl.DataFrame:
    """A figure that is in one kind of dispute for two reasons has one row with both."""
    key = [
        "kind", "indicator", "boundary", "province_code", "reference_year", "source_id", "locator",
    ]  # fmt: skip
    reasons = ("reason_code", "reason")
    others = [column for column in rows.columns if column not in (*key, *reasons, "chosen")]
    return rows.group_by(key, maintain_order=True).agg(
        *(pl.col(column).first() for column in others),
        pl.col("chosen").max(),
        *(
            pl.col(column).unique(maintain_order=True).str.join(separator)
            for column, separator in zip(reasons, (";", "; "), strict=True)
        ),
    )
