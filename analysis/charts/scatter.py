"""Two quantities of provinces against each other, with names where they matter."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, NUMBERS, TITLE, is_narrow, plot
from analysis.charts.marks import COLOUR, DOT, OTHERS, UPRIGHT, Sign, coloured, key, tips
from analysis.charts.placing import Box, along, dot, place
from analysis.charts.theme import INK, QUIET, SMALL
from analysis.model.tables import rows as rows_of
from analysis.words import fixed, signed, written

TALL_ON_PHONES, GAINS_HEIGHT = 380, 340
LEFT = NUMBERS + TITLE


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
            edge = float(values.max() - values.min()) * room or 0.5
            low, high = float(values.min()) - edge, float(values.max()) + edge
        return (high, low) if self.top_down else (low, high)

    def said(self, row: object) -> str:
        """The value of a row, its bounds where it has only these, or a dash."""
        value, low, high = (
            getattr(row, column) if column else float("nan")
            for column in (self.column, self.low, self.high)
        )
        if pd.notna(value):
            return written(value, self.form)
        known = pd.notna(low) and pd.notna(high)
        return f"{low:{self.form}} to {high:{self.form}}" if known else "–"


@dataclass(frozen=True)
class Plane:
    """A plot of a size in pixels between the ends of two axes."""

    x: Axis
    y: Axis
    across: tuple[float, float]
    up: tuple[float, float]
    width: float
    height: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Where two values meet, in pixels from the upper left corner."""
        (left, right), (bottom, top) = self.across, self.up
        return (
            (float(x) - left) / (right - left) * self.width,
            (top - float(y)) / (top - bottom) * self.height,
        )

    def encoded(self, y_column: str = "") -> tuple[alt.X, alt.Y]:
        """The encodings of both axes, the second perhaps of another column."""
        x, y = (alt.Scale(domain=list(ends), nice=False) for ends in (self.across, self.up))
        column = y_column or self.y.column
        return (
            alt.X(f"{self.x.column}:Q", title=self.x.title, scale=x, axis=self.x.marks()),
            alt.Y(f"{column}:Q", title=self.y.title, scale=y, axis=self.y.marks()),
        )


def scatter(
    table: pd.DataFrame,
    x: Axis,
    y: Axis,
    *,
    finding: str,
    named: Collection[str] = (),
    highlight: Sequence[str] = (),
    height: int = 380,
) -> Figure:
    """Provinces as dots; those in ``named`` carry their names, those in ``highlight`` a colour too.

    ``table`` has province_code, name_vi and the columns of both axes. Where the value of ``y`` is
    missing and its bounds are named, the province is a thin line between them. ``finding`` ends
    the text alternative.
    """
    rows = coloured(table, highlight)
    rows["label"] = rows["name_vi"].where(rows["province_code"].isin([*named, *highlight]), "")
    points = rows[rows[x.column].notna() & rows[y.column].notna()]
    bounded = rows[rows[y.column].isna() & rows[y.low].notna()] if y.low else rows.iloc[:0]
    shown = pd.DataFrame({"Province": rows["name_vi"]})
    for axis in (x, y):
        shown[axis.title] = [axis.said(row) for row in rows_of(rows)]
    if len(bounded):
        # Those between the same two bounds are one row.
        alike = shown.loc[bounded.index].groupby(y.title, as_index=False).size()
        alike["Province"] = alike["size"].astype(str) + " others"
        shown = pd.concat([shown.drop(bounded.index), alike[["Province", y.title]]])
    said = ", ".join(
        f"{row.name_vi} ({x.said(row)}, {y.said(row)})"
        for row in rows_of(points[points["label"] != ""])
    )
    grey = f" {len(bounded)} provinces are lines between two bounds." if len(bounded) else ""

    def draw(width: int) -> Chart:
        on = _plane(points, x, y, width, height)
        if bounded.empty:
            layers = [_dots(points, on), *_names(points, on)]
        else:
            # A bounded province is named above its line, as if its highest value were its own.
            upper = bounded.assign(**{y.column: bounded[y.high]})
            entries = [
                Sign("printed", OTHERS, "circle"), Sign("between two bounds", OTHERS, UPRIGHT)
            ]  # fmt: skip
            layers = [
                _rules(bounded, on),
                _dots(points, on),
                *_names(pd.concat([points, upper]), on, _taken(bounded, on)),
                *key(width, LEFT, *entries),
            ]
        return alt.layer(*layers).properties(width=on.width, height=on.height)

    return Figure(
        draw=draw,
        description=(
            f"Scatter plot of {len(points)} provinces. Across: {x.title}. Up: {y.title}.{grey} "
            + (f"Named: {said}. " if said else "")
            + finding
        ),
        data=table,
        reading=shown,
    )


def gains(table: pd.DataFrame, highlight: str, years: tuple[int, int], named: int = 2) -> Figure:
    """Score gained against starting score, with the line that describes them together.

    ``table`` as ``compare.gains.expected_gains`` gives it. The ``named`` provinces farthest above
    and below the line are labelled, and the highlighted one (its code).
    """
    first, last = years
    rows = coloured(table, [highlight])
    farthest = (rows.index < named) | (rows.index >= len(rows) - named)
    rows["label"] = rows["name_vi"].where(farthest | (rows["province_code"] == highlight), "")
    said = rows.assign(**rows[["from_score", "to_score"]].map(fixed, decimals=4))
    for column in ("gain", "expected", "above"):
        said[column] = [signed(number, "+.4f") for number in rows[column]]
    above, below = (
        ", ".join(f"{row.name_vi} {row.above}" for row in rows_of(part))
        for part in (said.head(named), said.tail(named))
    )
    ends = rows.sort_values("from_score").iloc[[0, -1]]
    x = Axis("from_score", f"Score in {first}", ".4f")
    y = Axis("gain", f"Score gained to {last}", "+.4f")

    def draw(width: int) -> Chart:
        on = _plane(rows, x, y, width, GAINS_HEIGHT)
        start, end = (on.at(row.from_score, row.expected) for row in rows_of(ends))
        ex, ey = on.encoded("expected")
        line = alt.Chart(ends[["from_score", "expected"]]).mark_line(color=QUIET, strokeWidth=2)
        names = _names(rows, on, along(*start, *end))
        return alt.layer(line.encode(x=ex, y=ey), _dots(rows, on), *names).properties(
            width=on.width, height=on.height
        )

    return Figure(
        draw=draw,
        description=(
            f"Scatter plot of {len(rows)} provinces. Across: score in {first}. Up: score gained "
            f"to {last}. A grey line falls from left to right: lower scores gained more. "
            f"Farthest above the line: {above}. Farthest below: {below}."
        ),
        data=table,
        reading=reading(
            said,
            name_vi="Province",
            from_score=f"Score {first}",
            to_score=f"Score {last}",
            gain="Gain",
            expected="On the line",
            above="Above it",
        ),
    )


def _plane(points: pd.DataFrame, x: Axis, y: Axis, width: int, height: int) -> Plane:
    """The plot that a picture of ``width`` pixels has room for."""
    tall = min(height, TALL_ON_PHONES) if is_narrow(width) else height
    ends = x.ends(points[x.column], 0.1), y.ends(points[y.column])
    return Plane(x, y, *ends, plot(width, LEFT, LAST_NUMBER), tall)


def _dots(points: pd.DataFrame, on: Plane) -> alt.Chart:
    """All provinces as dots. Columns in: those of both axes, name_vi, colour."""
    x, y = on.encoded()
    told = {axis.column: (axis.title, axis.form) for axis in (on.x, on.y)}
    slim = points[[on.x.column, on.y.column, "name_vi", "colour"]]
    circles: alt.Chart = alt.Chart(slim).mark_circle(size=DOT, opacity=0.9)
    return circles.encode(x=x, y=y, color=COLOUR, tooltip=tips(name_vi="Province", **told))


def _names(points: pd.DataFrame, on: Plane, taken: Sequence[Box] = ()) -> list[alt.Chart]:
    """The names in column ``label``, on no dot, no other name and nothing else that is taken.

    Thin lines lead to those that stand far from their dots.
    """
    at = [on.at(*pair) for pair in zip(points[on.x.column], points[on.y.column], strict=True)]
    labels = [(*spot, name) for spot, name in zip(at, points["label"], strict=True) if name]
    spots = place(labels, [*(dot(*spot) for spot in at), *taken], on.width + LAST_NUMBER, on.height)
    colours = dict(zip(points["label"], points["colour"].replace(OTHERS, INK), strict=True))
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    lines = pd.DataFrame([s.line for s in spots if s.line], columns=["x", "y", "x2", "y2"])
    thin = alt.Chart(lines).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    layers = [thin.mark_rule(color=QUIET, strokeWidth=0.8)]
    aligns: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")
    for align in aligns:
        words = pd.DataFrame([vars(spot) for spot in spots if spot.align == align])
        if len(words):
            slim = words[["x", "y", "name"]].assign(colour=words["name"].map(colours))
            text = alt.Chart(slim).encode(x=x, y=y, text="name:N", color=COLOUR)
            layers.append(text.mark_text(align=align, baseline="middle", fontSize=SMALL))
    return layers


def _rules(bounded: pd.DataFrame, on: Plane) -> alt.Chart:
    """Upright lines from the lowest to the highest value."""
    x, y = on.encoded(on.y.low or "")
    thick = (bounded["colour"] != OTHERS).map({True: 4, False: 1.5})
    slim = bounded[[on.x.column, on.y.low, on.y.high, "name_vi", "colour"]].assign(thick=thick)
    rules: alt.Chart = alt.Chart(slim).mark_rule(opacity=0.7)
    return rules.encode(
        x=x,
        y=y,
        y2=f"{on.y.high}:Q",
        color=COLOUR,
        strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
        tooltip=tips(name_vi="Province"),
    )


def _taken(bounded: pd.DataFrame, on: Plane) -> list[Box]:
    """The boxes of the upright lines."""
    columns = (bounded[column] for column in (on.x.column, on.y.low, on.y.high))
    ends = [(on.at(x, low), on.at(x, high)) for x, low, high in zip(*columns, strict=True)]
    return [(x - 2, top, x + 2, bottom) for (x, bottom), (_, top) in ends]
