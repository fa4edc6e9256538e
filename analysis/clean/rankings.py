"""Ranks and scores side by side, edition by edition; ranks derived where all scores are known."""

from __future__ import annotations

import polars as pl

EDITION = ["index", "boundary", "reference_year"]


def build(values: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The table ``rankings``, from chosen values (with ``index``, ``measure``, ``units_ranked``).

    Where an edition's scores are known for every unit, the rank that follows from them (ties
    share the better place: competition ranking) is used, and a printed rank that differs is a
    dispute. Else the printed or implied rank stands. Editions listed in editions.csv have a row
    for every province; where the rank is unknown, ``missing`` says why.
    """
    ranked = values.filter(
        pl.col("index").is_not_null() & (pl.col("boundary") != "all")
    )
    place = [*EDITION, "province_code"]
    scores = ranked.filter(pl.col("measure") == "score").select(
        *place, score="value", score_source="source_id", score_disputed="disputed"
    )
    ranks = ranked.filter(pl.col("measure") == "rank").select(
        *place,
        printed=pl.col("value").cast(pl.Int64),
        printed_basis="basis",
        rank_source="source_id",
        rank_disputed="disputed",
        printed_of="units_ranked",
    )
    known = scores.join(ranks, on=place, how="full", coalesce=True, validate="1:1")
    everywhere = known.join(_grid(tables), on=place, how="full", coalesce=True, validate="1:1")
    sized = everywhere.join(_editions(tables), on=EDITION, how="left", validate="m:1").with_columns(
        units_ranked=pl.coalesce("edition_units", pl.col("printed_of").max().over(EDITION))
    )
    return sized.with_columns(
        derived=pl.when(pl.col("score").count().over(EDITION) == pl.col("units_ranked")).then(
            pl.col("score").rank("min", descending=True).over(EDITION).cast(pl.Int64)
        )
    ).with_columns(
        rank=pl.coalesce("derived", "printed"),
        rank_basis=pl.when(pl.col("printed").is_not_null() & pl.col("derived").is_null())
        .then("printed_basis")
        .when(pl.col("printed") == pl.col("derived"))
        .then("printed_basis")
        .when(pl.col("derived").is_not_null())
        .then(pl.lit("derived")),
        source_id=pl.when(
            (pl.col("printed").is_null()) | (pl.col("printed") != pl.col("derived"))
        )
        .then(pl.coalesce("score_source", "rank_source"))
        .otherwise(pl.coalesce("rank_source", "score_source")),
        disputed=pl.when(
            (pl.col("rank_disputed") == "yes")
            | (pl.col("score_disputed") == "yes")
            | (pl.col("printed") != pl.col("derived"))
        )
        .then(pl.lit("yes"))
        .otherwise(pl.lit("no")),
    ).with_columns(
        missing=pl.when(pl.col("rank").is_null()).then(pl.lit("not found")),
        units_known=pl.col("rank").count().over(EDITION),
    )  # fmt: skip


def _editions(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    return tables["editions"].select(*EDITION, "definition", edition_units="units_ranked")


def _grid(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Every province of every edition that editions.csv lists."""
    return (
        tables["editions"]
        .select(EDITION)
        .join(tables["provinces"].select("boundary", province_code="code"), on="boundary")
    )
