"""Printed ranks that do not fit scores, values or each other."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.clean.values import Observation

_PLACE = ["index", "boundary", "province_code", "reference_year"]


def against_scores(evidence: Evidence) -> list[Row]:
    """Printed ranks that differ from the one that follows from the complete scores."""
    wrong = _beside(evidence, "derived").filter(pl.col("figure") != pl.col("ranking_rank"))
    return [
        dispute(
            row,
            "rank and scores",
            "scores_give_another_rank",
            f"place {row['ranking_rank']} follows from the complete scores and is used",
            False,
        )
        for row in wrong.iter_rows(named=True)
    ]


def against_each_other(evidence: Evidence) -> list[Row]:
    """Ranks in use that are out of order with other printed ranks and scores."""
    wrong = _beside(evidence, "ahead_of").filter("chosen")
    return [
        dispute(
            row,
            "rank and order",
            "rank_out_of_order",
            f"rank {row['ranking_rank']} with score {row['score']} is out of order with the "
            f"printed ranks and scores of {row['ahead_of']}",
            True,
        )
        for row in wrong.iter_rows(named=True)
    ]


def _beside(evidence: Evidence, column: str) -> pl.DataFrame:
    """Printed ranks with their row of ``rankings``, where ``column`` holds something."""
    rankings = evidence.rankings.filter(pl.col(column).is_not_null()).select(
        *_PLACE, "score", "ahead_of", ranking_rank="rank"
    )
    ranks = evidence.weighed.filter(pl.col("measure") == "rank")
    return ranks.join(rankings, on=_PLACE, validate="m:1", maintain_order="left")


def against_order(evidence: Evidence) -> list[Row]:
    """Ranks printed beside values that have no rank indicator, within each source's own list."""
    indicators = evidence.tables["indicators"].select("higher_is_better", indicator="code")
    values = evidence.weighed.join(
        indicators, on="indicator", how="left", maintain_order="left"
    ).filter(
        (pl.col("higher_is_better") == "yes")
        & (pl.col("boundary") != "all")
        & pl.col("chosen").any().over("key")
    )
    ranked = values.filter(pl.col("rank").is_not_null() & (pl.col("measure") != "rank"))
    a_list = ["indicator", "boundary", "reference_year", "source_id"]
    # From the next larger value on, all provinces of the list are before this one.
    best = (
        values.join(ranked, on=a_list, how="semi")
        .group_by(*a_list, "province_code").agg(pl.col("figure").max())
        .sort("figure")
        .select(*a_list, "figure", before=pl.int_range(pl.len(), 0, -1).over(a_list))
    )  # fmt: skip
    counted = (
        ranked.sort("figure")
        .join_asof(
            best, on="figure", by=a_list, strategy="forward", allow_exact_matches=False,
            check_sortedness=False,
        )
        .filter(pl.col("before") >= pl.col("rank"))
        .sort("row")
    )  # fmt: skip
    return [
        dispute(
            row,
            "rank and order",
            "larger_values_in_source",
            f"printed with rank {row['rank']}, "
            f"but {row['before']} provinces have a larger value in the same source",
            False,
        )
        for row in counted.iter_rows(named=True)
    ]


def shared(evidence: Evidence) -> list[Row]:
    """One rank for two provinces, where scores are not complete and no source prints both."""
    edition = ["index", "boundary", "reference_year"]
    complete = evidence.rankings.filter(pl.col("derived").is_not_null()).select(edition).unique()
    chosen = (
        evidence.weighed.filter(pl.col("chosen") & (pl.col("measure") == "rank"))
        .join(complete, on=edition, how="anti", maintain_order="left")
        .filter(pl.len().over(*edition, "rank") > 1)
    )
    groups: dict[tuple[Any, ...], list[Observation]] = defaultdict(list)
    for row in chosen.iter_rows(named=True):
        groups[row["index"], row["boundary"], row["reference_year"], row["rank"]].append(row)
    those = evidence.weighed.join(chosen, on="key", how="semi", maintain_order="left")
    by_source: dict[tuple[int, int], set[str]] = defaultdict(set)
    for row in those.iter_rows(named=True):
        by_source[row["key"], row["rank"]].add(row["source_id"])
    scored = evidence.rankings.filter(pl.col("score").is_not_null())
    score = {
        tuple(row[column] for column in _PLACE): row["score"]
        for row in scored.join(chosen, on=_PLACE, how="semi").iter_rows(named=True)
    }
    rows = []
    for (*_, rank), group in groups.items():
        scores = {score.get(tuple(row[column] for column in _PLACE)) for row in group}
        together = set.intersection(*(by_source[row["key"], rank] for row in group))
        if not together and (len(scores) > 1 or None in scores):
            codes = ", ".join(row["province_code"] for row in group)
            reason = f"rank {rank} is printed for {codes} by different sources"
            rows += [dispute(row, "shared rank", "rank_of_two", reason, True) for row in group]
    return rows
