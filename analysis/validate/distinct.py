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


def holds_of_both(
    one: pd.Series, other: pd.Series, of: Callable[[str | None, str | None], bool]
) -> pd.Series:
    """Whether something holds of the texts of two columns, row by row; None for an empty cell."""
    (codes, texts), (others, other_texts) = pd.factorize(one), pd.factorize(other)
    found = np.array([[of(a, b) for b in [*other_texts, None]] for a in [*texts, None]], dtype=bool)
    return pd.Series(found[codes, others], index=one.index)


def refers(names: pd.Series, known: pd.Series) -> pd.Series:
    """Whether every name in a cell (several are separated by ;) is known. Empty cells pass."""
    there = set(known)
    return holds(names, lambda cell: set(cell.split(";")) <= there)
