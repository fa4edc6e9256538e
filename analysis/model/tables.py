"""Read and write the clean tables: the same bytes for the same figures, on every machine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl

from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.errors import ValidationFailed
from analysis.model.paths import Project

_PANDAS_TYPES = {"text": "str", "integer": "Int64", "number": "float64"}


def write(tables: dict[str, pl.DataFrame], folder: Path) -> None:
    """Write clean tables as UTF-8 CSV with LF."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv", line_terminator="\n")


def load(name: str, folder: Path | None = None) -> pd.DataFrame:
    """A clean table as pandas sees it, with the types of the dictionary.

    ``folder`` is the project's ``data/clean`` unless told. Text columns hold strings (missing:
    NaN), whole numbers are ``Int64``, other numbers ``float64``. Raises FileNotFoundError with
    the remedy where the table has not been built, and ``ValidationFailed`` where a column holds
    what is not of its type.
    """
    path = (folder or Project.find().clean) / f"{name}.csv"
    if not path.is_file():
        raise FileNotFoundError(f"{path} is missing; build it with: python -m analysis clean")
    try:
        return pd.read_csv(
            path,
            dtype={column: _PANDAS_TYPES[COLUMNS[column].type] for column in TABLES[name].columns},
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8",
        )
    except ValueError as error:
        wrong = f"{path}: not of the dictionary's types ({error})"
        raise ValidationFailed(f"{wrong}; build it again with: python -m analysis clean") from error


def rows(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows of a frame, each with its columns as attributes, as loops over a table need them."""
    return iter(frame.itertuples(index=False))


def having(frame: pd.DataFrame, **key: object) -> pd.DataFrame:
    """The rows of a frame with this key: ``having(values, indicator=..., reference_year=2022)``."""
    for column, value in key.items():
        frame = frame[frame[column] == value]
    return frame


def one(frame: pd.DataFrame, **key: object) -> Any:
    """The one row of a frame with this key, its columns as attributes.

    ``one(moves, province_code="22").places``. Raises LookupError where there is not exactly one.
    """
    chosen = having(frame, **key)
    if len(chosen) != 1:
        raise LookupError(f"expected one row with {key}, found {len(chosen)}")
    return next(rows(chosen))


def stacked(frames: Mapping[str, pd.DataFrame], column: str) -> pd.DataFrame:
    """Frames one below the other, with what each is called in a column of that name."""
    named = [frame.assign(**{column: name}) for name, frame in frames.items()]
    return pd.concat(named, ignore_index=True)


class Tables:
    """The clean tables as attributes, each read when it is first asked for: ``Tables().values``.

    ``folder`` is the project's ``data/clean`` unless told. What is handed out is the reader's own
    to sort and filter, but not to change in place: the next one to ask gets the same.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise AttributeError(f"no clean table is called {name}; there are {', '.join(TABLES)}")
        frame = load(name, self._folder)
        setattr(self, name, frame)
        return frame


def load_all(folder: Path) -> dict[str, pd.DataFrame]:
    """Every clean table, by name."""
    return {name: load(name, folder) for name in TABLES}
