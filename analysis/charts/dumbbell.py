"""The same place under two or three ways to look at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, TOP_AXIS, plot, reach
from analysis.charts.marks import DOT, across, beside, key, names_down, signs, tips, told_apart
from analysis.charts.theme import QUIET
from analysis.model.tables import rows as rows_of
from analysis.words import fixed

# Each smaller than the one beneath it: equal values stay visible as marks within each other.
SIZES = (130, 62, 22)
ROW, HIGH_ROW = 19, 28


def dumbbell(
    table: pd.DataFrame,
    series: Mapping[str, str],
    *,
    axis: str,
    finding: str,
    domain: tuple[float, float],
    ticks: list[float] | None = None,
) -> Figure:
    """One line a province with a mark for each column of ``series`` (column, what it is called).

    ``table`` has name_vi and those columns, whole numbers, in the order from top to bottom. Colour
    and shape both tell the marks apart; a grey bar joins the farthest.
    """
    shown = reading(table.astype(dict.fromkeys(series, str)), name_vi="Province", **series)
    names = list(series.values())
    first = "; ".join(f"{row[0]} " + ", ".join(row[1:]) for row in shown.head(10).to_numpy())

    def draw(width: int) -> Chart:
        y, room = names_down("name_vi", table["name_vi"], width)
        numbers: dict[str, Any] = {"values": ticks} if ticks else {"tickCount": 6}
        (x,) = across(domain, "value", title=axis, orient="top", **numbers)
        values = table.set_index("name_vi")[list(series)].rename(columns=series).astype(float)
        tooltip = tips(name_vi="Province", series="By", value=(axis, "d"))
        return alt.layer(
            *_marks(values, x, y, SIZES, tooltip), *key(width, room, *signs(names), above=TOP_AXIS)
        ).properties(width=plot(width, room, LAST_NUMBER), height=ROW * len(table))

    return Figure(
        draw=draw,
        description=(
            f"Dumbbell chart of {len(table)} provinces. Across: {axis}. Marks: {', '.join(names)}. "
            f"{finding} {first}" + (" and so on." if len(table) > 10 else ".")
        ),
        data=table,
        reading=shown,
    )


def _marks(
    values: pd.DataFrame, x: alt.X, y: alt.Y, sizes: Sequence[int], tooltip: list[alt.Tooltip]
) -> list[alt.Chart]:
    """A mark for each column of a table whose index is what stands at the left."""
    names = list(values.columns)
    spans = pd.DataFrame({"value": values.min(axis=1), "high": values.max(axis=1)}).reset_index()
    long = values.reset_index().melt(str(values.index.name), names, "series", "value")
    told = told_apart(names, "series", sizes)
    return [
        alt.Chart(spans)
        .mark_rule(color=QUIET, opacity=0.5, strokeWidth=3)
        .encode(x=x, x2="high:Q", y=y),
        alt.Chart(long)
        .mark_point(filled=True, opacity=1)
        .encode(x=x, y=y, tooltip=tooltip, **told),
    ]


def differences(table: pd.DataFrame, one: str, other: str, unit: str) -> Figure:
    """Two publishers' figures for the same thing as two marks, with their difference written out.

    ``table`` has label, one and other, as ``compare.concentration.both_publishers`` gives them; the
    order is kept. ``one`` and ``other`` are what the publishers are called.
    """
    rows = table.copy()
    rows["text"] = [f"{fixed(abs(d))} {'more' if d > 0 else 'less'}" for d in rows["difference"]]
    rows["value"] = rows[["one", "other"]].max(axis=1)
    names = {"one": one, "other": other}

    def draw(width: int) -> Chart:
        y, room = names_down("label", rows["label"], width)
        inner = plot(width, room)
        top = reach(float(rows["value"].max()), inner, rows["text"])
        (x,) = across((0, top), "value", title=unit, tickCount=5)
        values = rows.set_index("label")[list(names)].rename(columns=names)
        tooltip = tips(series="By", value=(unit, ".2f"))
        return alt.layer(
            *_marks(values, x, y, (DOT, DOT), tooltip),
            *beside(rows[["label", "value", "text"]], x, y, gap=9),
            *key(width, room, *signs([one, other])),
        ).properties(width=inner, height=HIGH_ROW * len(rows))

    figures = rows[["one", "other", "mean"]].map(fixed)
    return Figure(
        draw=draw,
        description=(
            f"Dumbbell chart. Across: {unit}. Two marks a line: {one} and {other}. "
            + " ".join(
                f"{row.label}: {fixed(row.one)} and {fixed(row.other)}, {row.text}."
                for row in rows_of(rows)
            )
        ),
        data=table,
        reading=reading(
            rows.assign(**figures), label="For", one=one, other=other, mean="Mean", text=f"{one} is"
        ),
    )
