"""Lists as a sentence says them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def listed(items: Iterable[object]) -> str:
    """["a", "b", "c"] → "a, b and c"; of links, which are Markdown, a list that is Markdown.

    Raises ValueError where there is nothing to list: a sentence cannot say it.
    """
    words = [item if isinstance(item, str) else str(item) for item in items]
    if not words:
        raise ValueError("there is nothing to list; say something else where nothing is found")
    text = words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"
    return type(words[0])(text)


def by_year(counts: pd.Series) -> str:
    """Numbers with their years as index: "13 for 2022 and 2 for 2023"."""
    return listed(f"{n} for {year}" for year, n in counts.items())
