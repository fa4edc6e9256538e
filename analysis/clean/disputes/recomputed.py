"""Printed figures that differ from what follows from others."""

from __future__ import annotations

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row, all_of, key_of
from analysis.clean.recomputations import RANK

# A rank is far from the mean when it is farther from the middle than this part of all ranks.
FAR = 0.25


def against_printed(evidence: Evidence) -> list[Row]:
    """Figures that differ from the recomputed one; ranks are looked at in ``ranks``."""
    table = evidence.recomputations
    wrong = table.filter((pl.col("method") != RANK) & (pl.col("agrees") == "no")).to_dicts()
    there = evidence.observations(key_of(row) for row in wrong)
    rows = []
    for row in wrong:
        reason = f"{row['method']}: {row['computed']:.4f} from {row['parts']} figures"
        rows += all_of(there[key_of(row)], "recomputation", "computed_otherwise", reason)
    return rows


def scores_that_are_means(evidence: Evidence) -> list[Row]:
    """A score that is the printed mean of all, to the last of several digits, at a far rank."""
    about = evidence.tables["indicators"].filter(
        pl.col("about").is_not_null()
        & pl.col("boundary").is_null()
        & pl.col("measure").is_in(["value", "score"])
    )
    chosen = evidence.weighed.filter("chosen")
    means = (
        chosen.filter(pl.col("boundary") == "all")
        .join(about.select("about", indicator="code"), on="indicator")
        .select("reference_year", "figure", indicator="about")
        .unique()
    )
    place = ["index", "boundary", "province_code", "reference_year"]
    ranked = evidence.rankings.filter(
        pl.col("rank").is_not_null() & pl.col("units_ranked").is_not_null()
    ).select(*place, place="rank", units="units_ranked")
    middle = (pl.col("units") + 1) / 2
    far = (
        chosen.filter(pl.col("decimals") >= 3)
        .join(means, on=["indicator", "reference_year", "figure"], maintain_order="left")
        .join(ranked, on=place, maintain_order="left")
        .filter((pl.col("place") - middle).abs() > FAR * pl.col("units"))
    ).to_dicts()
    there = evidence.observations(key_of(row) for row in far)
    rows = []
    for row in far:
        reason = (
            f"equals the mean of all provinces, but the rank is {row['place']} of {row['units']}"
        )
        rows += all_of(there[key_of(row)], "score and mean", "equals_the_mean", reason)
    return rows
