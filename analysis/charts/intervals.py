"""Estimates with their intervals."""

from __future__ import annotations

from functools import partial

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import LAST_NUMBER, LINE, plot
from analysis.charts.marks import DOT, key, names_down, reference, signs, told_apart
from analysis.model.tables import rows as rows_of
from analysis.words import signed

# Between the groups of intervals that stand at one name.
FREE = 8


def intervals(
    table: pd.DataFrame,
    *,
    unit: str,
    finding: str,
    form: str = "+.3f",
    zero: bool = True,
) -> Figure:
    """Points with 95 % intervals, several series told apart by colour and shape.

    ``table`` has label, series, estimate, low and high; both keep their order. ``zero`` marks no
    association.
    """
    text = [
        f"{signed(row.estimate, form)} ({signed(row.low, form)} to {signed(row.high, form)})"
        for row in rows_of(table)
    ]
    said = " ".join(
        f"{row.label}, {row.series}: {words}."
        for row, words in zip(rows_of(table), text, strict=True)
    )
    return Figure(
        draw=partial(_draw, table[["label", "series", "estimate", "low", "high"]], unit, zero),
        description=(
            f"Dot plot with intervals. Across: {unit}. "
            f"Down: {', '.join(dict.fromkeys(table['label']))}. {said} {finding}"
        ),
        data=table,
        reading=pd.DataFrame(
            {"": table["label"], "By": table["series"], "Estimate (95 % interval)": text}
        ),
    )


def _draw(rows: pd.DataFrame, unit: str, zero: bool, width: int) -> Chart:
    labels, series = list(dict.fromkeys(rows["label"])), list(dict.fromkeys(rows["series"]))
    y, room = names_down("label", labels, width)
    low, high = float(rows["low"].min()), float(rows["high"].max())
    edge = (high - low) * 0.06
    scale = alt.Scale(domain=[low - edge, high + edge], nice=False)
    axis = alt.Axis(title=unit, tickCount=5)
    estimate, start = (alt.X(f"{c}:Q", scale=scale, axis=axis) for c in ("estimate", "low"))
    told = told_apart(series, "series")
    base = alt.Chart(rows).encode(
        y=y, yOffset=alt.YOffset("series:N", sort=series), color=told["color"]
    )
    layers = [
        base.mark_rule(strokeWidth=2).encode(x=start, x2="high:Q"),
        base.mark_point(filled=True, size=DOT, opacity=1).encode(x=estimate, shape=told["shape"]),
    ]
    if zero:
        layers.insert(0, reference(0, scale, axis))
    if len(series) > 1:
        layers += key(width, room, *signs(series))
    return alt.layer(*layers).properties(
        width=plot(width, room, LAST_NUMBER),
        height=(LINE * max(len(series), 2) + FREE) * len(labels),
    )
