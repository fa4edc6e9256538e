"""Printed ranks that do not fit the order of the printed scores or values."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.model.keys import RANKED

KIND = "rank and order"


def find(evidence: Evidence) -> Iterator[Row]:
    """Ranks against the scores of their edition, and against values in their own source."""
    yield from _against_each_other(evidence)
    yield from _within_source(evidence)


def beside_rankings(evidence: Evidence, column: str) -> pl.DataFrame:
    """Printed ranks with their row of ``rankings``, where ``column`` holds something."""
    rankings = evidence.rankings.filter(pl.col(column).is_not_null()).select(
        *RANKED, "score", "ahead_of", ranking_rank="rank"
    )
    ranks = evidence.weighed.filter(measure="rank")
    return ranks.join(rankings, on=RANKED, validate="m:1", maintain_order="left")


def _against_each_other(evidence: Evidence) -> Iterator[Row]:
    """Ranks in use that are out of order with other printed ranks and scores."""
    for row in beside_rankings(evidence, "ahead_of").filter("chosen").iter_rows(named=True):
        reason = (
            f"rank {row['ranking_rank']} with score {row['score']} is out of order with the "
            f"printed ranks and scores of {row['ahead_of']}"
        )
        yield dispute(row, KIND, "rank_out_of_order", reason, True)


def _within_source(evidence: Evidence) -> Iterator[Row]:
    """Ranks printed beside values that have no rank indicator, within each source's own list."""
    indicators = evidence.references.indicators.filter(higher_is_better="yes")
    values = evidence.weighed.join(
        indicators, left_on="indicator", right_on="code", how="semi", maintain_order="left"
    ).filter((pl.col("boundary") != "all") & pl.col("chosen").any().over("key"))
    ranked = values.filter(pl.col("rank").is_not_null() & (pl.col("measure") != "rank"))
    a_list = ["indicator", "boundary", "reference_year", "source_id"]
    # From the next larger value on, all provinces of the list are before this one.
    best = (
        values.join(ranked, on=a_list, how="semi")
        .group_by(*a_list, "province_code")
        .agg(pl.col("figure").max())
        .sort("figure")
        .select(*a_list, "figure", before=pl.int_range(pl.len(), 0, -1).over(a_list))
    )
    counted = (
        ranked.sort("figure")
        .join_asof(
            best,
            on="figure",
            by=a_list,
            strategy="forward",
            allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("before") >= pl.col("rank"))
        .sort("row")
    )
    for row in counted.iter_rows(named=True):
        reason = (
            f"printed with rank {row['rank']}, "
            f"but {row['before']} provinces have a larger value in the same source"
        )
        yield dispute(row, KIND, "larger_values_in_source", reason, False)
