"""What every chart function returns: a chart for each width, its words, and the data behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

# Altair takes a second to load; pages without charts need not wait for it.
if TYPE_CHECKING:
    import altair as alt

Chart: TypeAlias = (
    "alt.Chart | alt.LayerChart | alt.HConcatChart | alt.VConcatChart | alt.FacetChart"
)

# Room for a chart in a page: on a laptop, and on a phone of 360 pixels.
WIDE = 680
NARROW = 330


@dataclass(frozen=True)
class Figure:
    """One figure of the book.

    ``draw`` makes the chart for a total width in pixels. ``description`` is the text alternative:
    kind of chart, axes, what it shows. ``data`` is what the reader downloads as CSV, one tidy
    table; ``reading`` is the table shown beneath the figure, ``legend`` what its signs mean.
    """

    draw: Callable[[int], Chart]
    description: str
    data: pd.DataFrame
    reading: pd.DataFrame
    legend: str = ""


def reading(rows: pd.DataFrame, **headings: str) -> pd.DataFrame:
    """The columns that a table beneath a figure shows, under their headings."""
    return rows[list(headings)].set_axis(list(headings.values()), axis=1)
