"""Tables with the columns and types that the data dictionary gives them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl
from polars import selectors

from analysis.model.dictionary import COLUMNS, TABLES

Types = Mapping[str, pl.DataType]
TYPES: Types = {"text": pl.String(), "integer": pl.Int64(), "number": pl.Float64()}

# Every number in a clean table is rounded to this many decimals, far finer than any print:
# it removes the noise of binary arithmetic, so that the same input gives the same bytes.
DECIMALS = 10


def types(**kinds: str) -> dict[str, pl.DataType]:
    """Columns with their types: ``types(text="file reason", integer="line")``."""
    return {name: TYPES[kind] for kind, names in kinds.items() for name in names.split()}


def schema(name: str, also: Types | None = None) -> dict[str, pl.DataType]:
    """The columns of a clean table with their types, and others that later steps need."""
    return {c: TYPES[COLUMNS[c].type] for c in TABLES[name].columns} | dict(also or {})


def table(name: str, rows: Iterable[Mapping[str, Any]], also: Types | None = None) -> pl.DataFrame:
    """Rows as a table of the dictionary; what a row does not have is empty."""
    return pl.DataFrame(list(rows), schema=schema(name, also))


def conform(name: str, frame: pl.DataFrame, also: Types | None = None) -> pl.DataFrame:
    """A frame as a table of the dictionary; a column that it does not have is empty."""
    return frame.select(
        pl.col(column) if column in frame.columns else pl.lit(None, dtype).alias(column)
        for column, dtype in schema(name, also).items()
    )


def finish(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the dictionary, in its order and types; rows sorted by the key."""
    columns = pl.Schema(schema(name))
    typed = frame.select(*columns).cast(columns)
    # Rounding leaves negative zeros; adding nothing makes them plain ones.
    return sort(typed.with_columns(selectors.float().round(DECIMALS) + 0.0), TABLES[name].key)


def sort(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Rows in the order of some columns, empty cells first; texts by their Unicode code points.

    Each column is sorted by the places of its distinct texts, which are far fewer than rows.
    """
    places = [
        pl.col(column).cast(pl.Enum(frame[column].drop_nulls().unique().sort()))
        if frame.schema[column] == pl.String
        else pl.col(column)
        for column in columns
    ]
    return frame.sort(places, nulls_last=False)
