"""Estimates with their intervals."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import legend_on_top, names_down
from analysis.charts.theme import FOCUS, QUIET
from analysis.model.tables import rows as rows_of
from analysis.words import signed


def intervals(
    table: pd.DataFrame,
    *,
    title: str,
    unit: str,
    finding: str,
    form: str = "+.3f",
    zero: bool = True,
) -> Figure:
    """Points with 95 % intervals, several series told apart by colour and shape.

    ``table`` has label, series, estimate, low and high; both keep their order. ``zero`` marks no
    association.
    """
    rows = table.copy()
    order = list(dict.fromkeys(rows["label"]))
    series = list(dict.fromkeys(rows["series"]))
    low, high = float(rows["low"].min()), float(rows["high"].max())
    edge = (high - low) * 0.06
    shapes = ("circle", "diamond", "triangle-up", "square")

    def draw(width: int) -> Chart:
        y = names_down("label", order, labelLimit=150 if width <= NARROW else 240)
        offset = alt.YOffset("series:N", sort=series)
        scale = alt.Scale(domain=[low - edge, high + edge], nice=False)
        x = alt.X("estimate:Q", scale=scale, axis=alt.Axis(title=unit, tickCount=5))
        legend = legend_on_top(width) if len(series) > 1 else None
        colour = alt.Color(
            "series:N",
            scale=alt.Scale(domain=series, range=list(FOCUS[: len(series)])),
            legend=legend,
        )
        base = alt.Chart(rows[["label", "series", "estimate", "low", "high"]])
        layers: list[alt.Chart] = []
        if zero:
            layers.append(
                alt.Chart(pd.DataFrame({"zero": [0]}))
                .mark_rule(color=QUIET, strokeDash=[3, 3])
                .encode(x=alt.X("zero:Q", scale=scale))
            )
        layers += [
            base.mark_rule(strokeWidth=2).encode(
                x=alt.X("low:Q", scale=scale), x2="high:Q", y=y, yOffset=offset, color=colour
            ),
            base.mark_point(filled=True, size=60, opacity=1).encode(
                x=x,
                y=y,
                yOffset=offset,
                color=colour,
                shape=alt.Shape(
                    "series:N",
                    scale=alt.Scale(domain=series, range=list(shapes[: len(series)])),
                    legend=legend,
                ),
            ),
        ]
        return alt.layer(*layers).properties(
            width=width - (165 if width <= NARROW else 255),
            height=max(26, 15 * len(series) + 8) * len(order),
        )

    text = [
        f"{signed(row.estimate, form)} ({signed(row.low, form)} to {signed(row.high, form)})"
        for row in rows_of(rows)
    ]
    reading = pd.DataFrame(
        {"": rows["label"], "By": rows["series"], "Estimate (95 % interval)": text}
    )
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Dot plot with intervals. Across: {unit}. Down: {', '.join(order)}. "
            + " ".join(
                f"{row.label}, {row.series}: {said}."
                for row, said in zip(rows_of(rows), text, strict=True)
            )
            + " "
            + finding
        ),
        data=table,
        reading=reading,
    )
