"""What a line may join: neighbouring years of one definition, and nothing else."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd


def segments(table: pd.DataFrame) -> pd.Series:
    """A name for each unbroken stretch of a province, by the index of the table.

    Columns in: province_code, reference_year, definition; one row a value that is known. A missing
    year breaks a line, and so does a change of definition, or one that is not known.
    """
    ordered = table.sort_values(["province_code", "reference_year"])
    before = ordered.shift()
    broken = (
        (ordered["province_code"] != before["province_code"])
        | (ordered["definition"] != before["definition"])
        | (ordered["reference_year"] != before["reference_year"] + 1)
    )
    names = ordered["province_code"] + "-" + broken.fillna(True).cumsum().astype(str)
    return names.reindex(table.index)


def joined(table: pd.DataFrame) -> pd.DataFrame:
    """The rows that lines join, with their ``segment``: a line needs two points."""
    named = table.assign(segment=segments(table))
    return named[named.groupby("segment")["segment"].transform("size") > 1]


def breaks(table: pd.DataFrame) -> list[float]:
    """Half way between the neighbouring years of a table whose definitions differ."""
    by_year = table.groupby("reference_year")["definition"].first().sort_index()
    years = list(by_year.index)
    return [(one + other) / 2 for one, other in pairwise(years) if by_year[one] != by_year[other]]
