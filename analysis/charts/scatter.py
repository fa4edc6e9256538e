"""Two quantities of provinces against each other, with names where they matter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.theme import FOCUS, QUIET, SMALL
from analysis.model.tables import rows as rows_of


@dataclass(frozen=True)
class Axis:
    """One direction of a chart: which column, what it is called, how its numbers look.

    ``low`` and ``high`` name columns of bounds where the column itself is not known. ``top_down``
    puts small numbers at the far end, as ranks want it. ``ticks`` are the numbers on the axis.
    """

    column: str
    title: str
    form: str = ".2f"
    domain: tuple[float, float] | None = None
    low: str | None = None
    high: str | None = None
    top_down: bool = False
    ticks: tuple[float, ...] = ()

    def marks(self) -> alt.Axis:
        """The axis itself: the ticks asked for, or about five."""
        return alt.Axis(values=list(self.ticks)) if self.ticks else alt.Axis(tickCount=5)

    def ends(self, values: pd.Series, room: float = 0.06) -> tuple[float, float]:
        """The numbers at both ends of the axis, with room beyond the data."""
        if self.domain:
            low, high = self.domain
        else:
            edge = float(values.max() - values.min()) * room
            low, high = float(values.min()) - edge, float(values.max()) + edge
        return (high, low) if self.top_down else (low, high)


def scatter(
    table: pd.DataFrame,
    x: Axis,
    y: Axis,
    *,
    title: str,
    finding: str,
    named: Collection[str] = (),
    highlight: Collection[str] = (),
    zero: bool = False,
    diagonal: bool = False,
    height: int = 380,
) -> Figure:
    """Provinces as dots; those in ``named`` carry their names, those in ``highlight`` a colour.

    ``table`` has province_code, name_vi and the columns of both axes. Where the value of ``y`` is
    missing and its bounds are named, the province is a thin line between them. ``zero`` marks no
    difference, ``diagonal`` equality. ``finding`` ends the text alternative.
    """
    rows = table.copy()
    rows["own"] = rows["province_code"].isin(highlight)
    rows["label"] = rows["name_vi"].where(rows["province_code"].isin([*named, *highlight]), "")
    points = rows[rows[x.column].notna() & rows[y.column].notna()]
    columns = [x.column, y.column, "name_vi", "label", "own"]
    bounded = (
        rows[rows[y.column].isna() & rows[y.low].notna()]
        if y.low is not None and y.high is not None
        else rows.iloc[:0]
    )
    across, up = x.ends(points[x.column], 0.1), y.ends(points[y.column])

    def draw(width: int) -> Chart:
        x_scale = alt.Scale(domain=list(across), nice=False)
        y_scale = alt.Scale(domain=list(up), nice=False)
        ex = alt.X(f"{x.column}:Q", title=x.title, scale=x_scale, axis=x.marks())
        ey = alt.Y(f"{y.column}:Q", title=y.title, scale=y_scale, axis=y.marks())
        colour = alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(FOCUS[1]))
        layers: list[alt.Chart] = []
        if zero:
            layers.append(
                alt.Chart(pd.DataFrame({y.column: [0]}))
                .mark_rule(color=QUIET, strokeDash=[3, 3])
                .encode(y=ey)
            )
        if diagonal:
            ends = [max(min(across), min(up)), min(max(across), max(up))]
            layers.append(
                alt.Chart(pd.DataFrame({x.column: ends, y.column: ends}))
                .mark_line(color=QUIET, strokeDash=[3, 3])
                .encode(x=ex, y=ey)
            )
        if len(bounded):
            rules = alt.Chart(bounded[[x.column, y.low, y.high, "name_vi", "label", "own"]])
            layers.append(
                rules.mark_rule(opacity=0.7).encode(
                    x=ex,
                    y=alt.Y(f"{y.low}:Q", scale=y_scale, title=y.title),
                    y2=f"{y.high}:Q",
                    color=alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(QUIET)),
                    strokeWidth=alt.condition("datum.own", alt.value(4), alt.value(1.5)),
                    tooltip=[alt.Tooltip("name_vi:N", title="Province")],
                )
            )
            layers.append(
                rules.mark_text(align="right", baseline="bottom", dy=-3, fontSize=SMALL).encode(
                    x=ex, y=alt.Y(f"{y.high}:Q", scale=y_scale, title=y.title), text="label:N"
                )
            )
        base = alt.Chart(points[columns])
        layers.append(
            base.mark_circle(size=60, opacity=0.85).encode(
                x=ex,
                y=ey,
                color=colour,
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip(f"{x.column}:Q", title=x.title, format=x.form),
                    alt.Tooltip(f"{y.column}:Q", title=y.title, format=y.form),
                ],
            )
        )
        tall = height if width > NARROW else min(height, 340)
        words = _words(points[points["label"] != ""], x, y, across, up, width - 70, tall)
        beside = alt.Y("beside:Q", scale=y_scale, title=y.title)
        text = alt.Chart(words).encode(x=ex, y=beside, text="label:N")
        layers += [
            text.transform_filter("datum.align == 'left'").mark_text(
                align="left", dx=7, baseline="middle", fontSize=SMALL
            ),
            text.transform_filter("datum.align == 'right'").mark_text(
                align="right", dx=-7, baseline="middle", fontSize=SMALL
            ),
        ]
        return alt.layer(*layers).properties(width=width - 70, height=tall)

    reading = rows[["name_vi"]].copy()
    reading.columns = ["Province"]
    for axis in (x, y):
        reading[axis.title] = [
            format(value, axis.form)
            if pd.notna(value)
            else f"{low:{axis.form}} to {high:{axis.form}}"
            if pd.notna(low) and pd.notna(high)
            else "–"
            for value, low, high in zip(
                rows[axis.column],
                rows[axis.low] if axis.low else [float("nan")] * len(rows),
                rows[axis.high] if axis.high else [float("nan")] * len(rows),
                strict=True,
            )
        ]
    said = ", ".join(
        f"{row.name_vi} ({getattr(row, x.column):{x.form}}, {getattr(row, y.column):{y.form}})"
        for row in rows_of(points[points["label"] != ""])
    )
    grey = f" {len(bounded)} provinces are lines between two bounds." if len(bounded) else ""
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Scatter plot of {len(points)} provinces. Across: {x.title}. Up: {y.title}.{grey} "
            + (f"Named: {said}. " if said else "")
            + finding
        ),
        data=table,
        reading=reading,
    )


def _words(
    points: pd.DataFrame,
    x: Axis,
    y: Axis,
    across: tuple[float, float],
    up: tuple[float, float],
    width: float,
    height: float,
) -> pd.DataFrame:
    """Names beside their points, moved up or down until none lies on another.

    Names of points in the right half stand to their left, so that none is cut off.
    """
    placed: list[tuple[float, float, float]] = []
    rows = []
    for row in rows_of(points.sort_values(y.column, ascending=False)):
        value, score = float(getattr(row, x.column)), float(getattr(row, y.column))
        right = (value - across[0]) / (across[1] - across[0]) * width
        down = (up[1] - score) / (up[1] - up[0]) * height - 4
        align = "left" if right < width / 2 else "right"
        long = 6.3 * len(row.label) + 7
        start = right if align == "left" else right - long
        taken = [at for begin, end, at in placed if start < end and begin < start + long]
        steps = (step for far in range(int(height)) for step in (far, -far))
        down += next(
            (
                step
                for step in steps
                if 4 < down + step < height - 4 and all(abs(down + step - at) > 12 for at in taken)
            ),
            0,
        )
        placed.append((start, start + long, down))
        beside = up[1] - down / height * (up[1] - up[0])
        rows.append({x.column: value, "beside": beside, "label": row.label, "align": align})
    return pd.DataFrame(rows, columns=[x.column, "beside", "label", "align"])
