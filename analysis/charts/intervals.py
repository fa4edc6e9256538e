"""Estimates with their intervals."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, LINE, plot
from analysis.charts.marks import DOT, across, key, names_down, reference, signs, told_apart
from analysis.model.tables import rows as rows_of
from analysis.words import signed

# Between the groups of intervals that stand at one name.
FREE = 8


def intervals(
    table: pd.DataFrame, *, unit: str, finding: str, form: str = "+.3f", zero: bool = True
) -> Figure:
    """Points with 95 % intervals, several series told apart by colour and shape.

    ``table`` has label, series, estimate, low and high; both keep their order. ``zero`` marks no
    association.
    """
    rows = table[["label", "series", "estimate", "low", "high"]]
    labels, series = rows["label"].unique(), list(rows["series"].unique())
    written = rows.assign(
        text=[
            f"{signed(row.estimate, form)} ({signed(row.low, form)} to {signed(row.high, form)})"
            for row in rows_of(rows)
        ]
    )
    said = " ".join(f"{row.label}, {row.series}: {row.text}." for row in rows_of(written))

    def draw(width: int) -> Chart:
        y, room = names_down("label", labels, width)
        low, high = float(rows["low"].min()), float(rows["high"].max())
        edge = (high - low) * 0.06
        estimate, start, at = across(
            (low - edge, high + edge), "estimate", "low", "at", title=unit, tickCount=5
        )
        told = told_apart(series, "series")
        base = alt.Chart(rows).encode(
            y=y, yOffset=alt.YOffset("series:N", sort=series), color=told["color"]
        )
        points = base.mark_point(filled=True, size=DOT, opacity=1)
        return alt.layer(
            *([reference(0, at)] if zero else []),
            base.mark_rule(strokeWidth=2).encode(x=start, x2="high:Q"),
            points.encode(x=estimate, shape=told["shape"]),
            *key(width, room, *signs(series)),
        ).properties(
            width=plot(width, room, LAST_NUMBER), height=(LINE * len(series) + FREE) * len(labels)
        )

    return Figure(
        draw=draw,
        description=(
            f"Dot plot with intervals. Across: {unit}. Down: {', '.join(labels)}. {said} {finding}"
        ),
        data=table,
        reading=reading(written, label="", series="By", text="Estimate (95 % interval)"),
    )
