"""Each distinct text of a column is looked at once, however many rows it stands in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd


def holds(column: pd.Series, of: Callable[[str], bool], empty: bool = True) -> pd.Series:
    """Whether something holds of each text of a column; what is said of empty cells is given."""
    codes, texts = pd.factorize(column)
    # Empty cells have the code -1: the last of these.
    found = np.array([*(of(text) for text in texts), empty], dtype=bool)
    return pd.Series(found[codes], index=column.index)


def refers(names: pd.Series, known: pd.Series) -> pd.Series:
    """Whether every name in a cell (several are separated by ;) is known. Empty cells pass."""
    there = set(known)
    return holds(names, lambda cell: set(cell.split(";")) <= there)
