"""The raw files as frames, for their suites (see ``suites``)."""

from __future__ import annotations

import pandas as pd
import polars as pl

from analysis.clean.raw import Sheets


def frames(sheets: Sheets) -> dict[str, pd.DataFrame]:
    """Every raw file by name (``raw/sources``, ``raw/observations/dti``).

    Texts are categories: each distinct one is held, and looked at, once. Empty cells are NaN.
    """
    return {
        f"raw/{name}": pd.DataFrame({cells.name: _texts(cells) for cells in sheet.frame})
        for name, sheet in sheets.by_name.items()
    }


def _texts(cells: pl.Series) -> pd.Categorical:
    filled = cells.replace("", None)
    texts = filled.drop_nulls().unique().sort()
    numbers = filled.cast(pl.Enum(texts)).to_physical().cast(pl.Int64).fill_null(-1)
    return pd.Categorical.from_codes(
        numbers.to_numpy(), categories=pd.Index(texts.to_list(), dtype="str")
    )
