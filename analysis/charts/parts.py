"""Parts that several forms of chart share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import altair as alt

from analysis.charts.figure import NARROW
from analysis.charts.theme import SMALL


def names_down(field: str, order: Sequence[str], **axis: Any) -> alt.Y:
    """Names from top to bottom in the order given, without line or ticks."""
    plain: dict[str, Any] = {"domain": False, "ticks": False, "grid": False, "labelFontSize": SMALL}
    return alt.Y(f"{field}:N", sort=list(order), title=None, axis=alt.Axis(**(plain | axis)))


def legend_on_top(width: int) -> alt.Legend:
    """A legend above the plot, its entries below each other where there is little room."""
    return alt.Legend(
        title=None,
        orient="top",
        direction="vertical" if width <= NARROW else "horizontal",
        labelLimit=300,
    )


def apart(places: Iterable[float], distance: float) -> list[float]:
    """Ascending places, each moved as far as needed to stand ``distance`` from the one before."""
    moved: list[float] = []
    for place in places:
        moved.append(max(float(place), moved[-1] + distance) if moved else float(place))
    return moved
