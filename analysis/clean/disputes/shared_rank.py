"""One rank for two provinces, printed by different sources."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.model.keys import EDITION, RANKED


def find(evidence: Evidence) -> Iterator[Row]:
    """Ranks of two, where scores are not complete and no source prints both."""
    rankings = evidence.rankings
    complete = rankings.filter(pl.col("derived").is_not_null())
    chosen = (
        evidence.weighed.filter(pl.col("chosen"), measure="rank")
        .join(complete, on=EDITION, how="anti", maintain_order="left")
        .filter(pl.len().over(*EDITION, "rank") > 1)
        .join(rankings.select(*RANKED, "score"), on=RANKED, how="left", maintain_order="left")
    )
    prints = evidence.weighed.join(chosen, on="key", how="semi", maintain_order="left")
    by_source = prints.group_by("key", "rank").agg(sources="source_id")
    chosen = chosen.join(by_source, on=["key", "rank"], maintain_order="left")
    for _, rows in chosen.group_by(*EDITION, "rank", maintain_order=True):
        group = rows.to_dicts()
        scores = {row["score"] for row in group}
        together = set.intersection(*(set(row["sources"]) for row in group))
        if not together and (len(scores) > 1 or None in scores):
            codes = ", ".join(row["province_code"] for row in group)
            reason = f"rank {group[0]['rank']} is printed for {codes} by different sources"
            for row in group:
                yield dispute(row, "shared rank", "rank_of_two", reason, True)
