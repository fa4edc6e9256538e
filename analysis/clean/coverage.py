"""For how many provinces each indicator is known, year by year."""

from __future__ import annotations

import polars as pl

from analysis.model.keys import COUNTED


def build(values: pl.DataFrame, provinces: pl.DataFrame) -> pl.DataFrame:
    """The table ``coverage``: known and disputed provinces by indicator, boundary and year.

    Only printed and implied figures count: what is derived adds no knowledge.
    """
    units = provinces.group_by("boundary").len("units")
    return (
        values.filter(pl.col("basis") != "derived")
        .group_by(COUNTED)
        .agg(
            units_known=pl.len(),
            units_disputed=(pl.col("disputed") == "yes").sum(),
        )
        .join(units, on="boundary", how="left", validate="m:1")
        .with_columns(units=pl.col("units").fill_null(1))
    )
