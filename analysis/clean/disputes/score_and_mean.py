"""A score that is the printed mean of all, to the last of several digits, at a far rank."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, all_of
from analysis.clean.recomputations import means
from analysis.model.keys import RANKED, Key

# A rank is far from the mean when it is farther from the middle than this part of all ranks.
FAR = 0.25


def find(evidence: Evidence) -> Iterator[Row]:
    """All prints of each such score."""
    chosen = evidence.weighed.filter("chosen")
    about = means(evidence.references.indicators, None).select("about", indicator="code")
    of_all = (
        chosen.filter(boundary="all")
        .join(about, on="indicator")
        .select("reference_year", "figure", indicator="about")
        .unique()
    )
    ranked = evidence.rankings.select(*RANKED, place="rank", units="units_ranked").drop_nulls()
    middle = (pl.col("units") + 1) / 2
    far = (
        chosen.filter(pl.col("decimals") >= 3)
        .join(of_all, on=["indicator", "reference_year", "figure"], maintain_order="left")
        .join(ranked, on=RANKED, maintain_order="left")
        .filter((pl.col("place") - middle).abs() > FAR * pl.col("units"))
    ).to_dicts()
    there = evidence.observations(Key.of(row) for row in far)
    for row in far:
        at = f"{row['place']} of {row['units']}"
        reason = f"equals the mean of all provinces, but the rank is {at}"
        yield from all_of(there[Key.of(row)], "score and mean", "equals_the_mean", reason)
