"""Ranks and scores side by side, edition by edition; ranks derived where all scores are known."""

from __future__ import annotations

import polars as pl

from analysis.clean.references import References
from analysis.model.keys import EDITION, RANKED

CITATION = ["source_id", "locator", "as_printed", "qualifier"]


def build(values: pl.DataFrame, references: References) -> pl.DataFrame:
    """The table ``rankings``, from chosen values (with ``index``, ``measure``, ``units_ranked``).

    Where an edition's scores are known for every unit, the rank that follows from them (ties
    share the better place: competition ranking) is used, and a printed rank that differs is a
    dispute. Else the printed or implied rank stands. Editions listed in editions.csv have a row
    for every province; where the rank is unknown, ``missing`` says why (see absences.csv).
    Beside the columns of the table come those that disputes and recomputations need: ``printed``,
    ``derived``, ``ahead_of``, and the citation of the printed rank.
    """
    ranked = values.filter(pl.col("index").is_not_null() & (pl.col("boundary") != "all"))
    scores = ranked.filter(measure="score").select(
        *RANKED,
        score="value",
        **{f"score_{column}": column for column in CITATION},
    )
    ranks = ranked.filter(measure="rank").select(
        *RANKED,
        printed=pl.col("value").cast(pl.Int64),
        printed_basis="basis",
        printed_of="units_ranked",
        **{f"rank_{column}": column for column in CITATION},
    )
    known = scores.join(ranks, on=RANKED, how="full", coalesce=True, validate="1:1")
    # Every province of every edition that editions.csv lists; and why one has no figure there.
    provinces = references.provinces.select("boundary", province_code="code")
    grid = references.editions.select(EDITION).join(provinces, on="boundary").select(RANKED)
    absences = references.absences.filter(pl.col("province_code").is_not_null())
    editions = references.editions.select(*EDITION, "definition", edition_units="units_ranked")
    units = provinces.group_by("boundary").agg(units=pl.len().cast(pl.Int64))
    sized = (
        known.join(grid, on=RANKED, how="full", coalesce=True, validate="1:1")
        .join(absences.select(*RANKED, "reason"), on=RANKED, how="left", validate="1:1")
        .join(_out_of_order(known), on=RANKED, how="left", validate="1:1")
        .join(units, on="boundary", how="left", validate="m:1")
        .join(editions, on=EDITION, how="left", validate="m:1")
    ).with_columns(
        units_ranked=pl.coalesce(
            "edition_units",
            pl.col("printed_of").max().over(EDITION),
            # Scores of every province: all are ranked, even where nobody prints the number.
            pl.when(pl.col("score").count().over(EDITION) == pl.col("units")).then("units"),
        )
    )
    # A printed rank stands unless the scores are complete and give another.
    stands = pl.col("printed").is_not_null() & (
        pl.col("derived").is_null() | (pl.col("printed") == pl.col("derived"))
    )
    return (
        sized.with_columns(
            derived=pl.when(pl.col("score").count().over(EDITION) == pl.col("units_ranked")).then(
                pl.col("score").rank("min", descending=True).over(EDITION).cast(pl.Int64)
            )
        )
        .with_columns(
            # Complete scores decide; printed ranks are compared with them instead.
            ahead_of=pl.when(pl.col("derived").is_null()).then("ahead_of"),
            rank=pl.coalesce("derived", "printed"),
            rank_basis=pl.when(stands)
            .then("printed_basis")
            .when(pl.col("derived").is_not_null())
            .then(pl.lit("derived")),
            **{
                column: pl.when(stands)
                .then(pl.coalesce(f"rank_{column}", f"score_{column}"))
                .otherwise(pl.coalesce(f"score_{column}", f"rank_{column}"))
                for column in CITATION
            },
        )
        .with_columns(
            missing=pl.when(pl.col("rank").is_null()).then(
                pl.coalesce("reason", pl.lit("not found"))
            ),
            units_known=pl.col("rank").count().over(EDITION),
        )
    )


def _out_of_order(known: pl.DataFrame) -> pl.DataFrame:
    """Printed ranks that the scores contradict: a better rank with a lower score.

    Returns place and ``ahead_of``: the codes of the provinces that the row is out of order with.
    """
    both = known.drop_nulls(["score", "printed"]).select(*RANKED, "score", "printed")
    # Most editions are in order: only rows that some other row may contradict are paired.
    both = both.sort(*EDITION, "score").filter(
        (pl.col("printed") > pl.col("printed").cum_min().over(EDITION))
        | (pl.col("printed") < pl.col("printed").cum_max(reverse=True).over(EDITION))
    )
    pairs = both.join(both, on=EDITION, suffix="_other")
    # The better rank is the smaller number: it and the score must not rise together.
    rank, score = (pl.col(column) - pl.col(f"{column}_other") for column in ("printed", "score"))
    return (
        pairs.filter(rank.sign() * score.sign() > 0)
        .group_by(RANKED)
        .agg(ahead_of=pl.col("province_code_other").sort().str.join(", "))
    )
