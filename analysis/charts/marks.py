"""What stands for what in every chart: colours, dots, bars, names, numbers and keys."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from analysis.charts.layout import GAP, LINE, PADDING, is_narrow, lines_of, room_for, text_width
from analysis.charts.theme import FOCUS, INK, ON_STEPS, QUIET, SMALL, STEPS

# The province that a chart is about, those beside it, and quantities of no province in particular.
OWN, OTHERS, PLAIN = FOCUS[0], QUIET, FOCUS[1]
# A province keeps its colour through the book: Quảng Ninh, Bắc Ninh, Hà Nội, Lạng Sơn, Bình Định,
# Thái Nguyên. Others take a colour that is free.
COLOURS = dict(zip(("22", "27", "01", "20", "52", "19"), FOCUS, strict=True))
# Several series of one chart are told apart by shape too.
SHAPES = ("circle", "diamond", "triangle-up", "square", "cross")

# Sizes of dots (Vega's, in square pixels) and of bars, and from one row to the next.
DOT, SMALL_DOT = 70, 32
BAR, ROW = 13, 22
SLIM_BAR, SLIM_ROW = 9, 16
# Names at the left take no more than this share of a picture; longer ones are broken into lines.
SHARE_OF_NAMES = 0.44
# Marks that are no more than hinted at.
PALE = 0.45

# An upright line, in a key.
UPRIGHT = "M0,-1L0,1"

COLOUR = alt.Color("colour:N", scale=None)


def colours_of(codes: Sequence[str]) -> dict[str, str]:
    """The colour of each highlighted province, by its code."""
    free = [hue for hue in FOCUS if hue not in {COLOURS.get(code) for code in codes}]
    return {code: COLOURS.get(code) or (free.pop() if free else OWN) for code in codes}


def coloured(rows: pd.DataFrame, highlight: Sequence[str]) -> pd.DataFrame:
    """Rows with a column ``colour``, from province_code: their own for those highlighted."""
    colour = rows["province_code"].map(colours_of(highlight))
    return rows.assign(colour=colour.astype(object).where(colour.notna(), OTHERS))


def names_down(
    field: str, names: Iterable[str], width: float, scale: Any = alt.Undefined, grid: bool = False
) -> tuple[alt.Y, float]:
    """Names from top to bottom in the order given, each once, and the room that they need.

    The longest are broken into lines, so that no plot becomes too narrow.
    """
    lines = {name: lines_of(name, SHARE_OF_NAMES * width) for name in names}
    axis = alt.Axis(
        domain=False, ticks=False, grid=grid, labelFontSize=SMALL, labelLimit=0, labelPadding=GAP
    )
    if broken := {name: parts for name, parts in lines.items() if len(parts) > 1}:
        said = json.dumps(broken, ensure_ascii=False)
        axis["labelExpr"] = f"{said}[datum.value] || datum.value"
        # Two lines stand around the middle of their row.
        test = f"{said}[datum.value] != null"
        axis["labelBaseline"] = {"condition": {"test": test, "value": "bottom"}, "value": "middle"}
    y = alt.Y(f"{field}:N", sort=list(lines), title=None, axis=axis, scale=scale)
    return y, room_for(line for parts in lines.values() for line in parts)


def across(ends: Sequence[float], *fields: str, **axis: Any) -> list[alt.X]:
    """Encodings of columns on one axis across, between its ends."""
    scale = alt.Scale(domain=list(ends), nice=False)
    return [alt.X(f"{field}:Q", scale=scale, axis=alt.Axis(**axis)) for field in fields]


def reference(value: float, at: alt.X) -> alt.Chart:
    """An upright dashed line that other marks are read against; ``at`` encodes the column at."""
    values = pd.DataFrame({"at": [value]})
    rule: alt.Chart = alt.Chart(values).mark_rule(color=QUIET, strokeDash=[3, 3])
    return rule.encode(x=at)


def beside(
    rows: pd.DataFrame, x: alt.X, y: alt.Y, text: str = "text:N", gap: float = GAP
) -> list[alt.Chart]:
    """Words beside the ends of marks: at the right, or at the left where the value is below 0."""
    below = rows[str(x.shorthand).removesuffix(":Q")] < 0
    sides = [alt.Chart(rows[~below]).mark_text(align="left", dx=gap, fontSize=SMALL)]
    if any(below):
        sides.append(alt.Chart(rows[below]).mark_text(align="right", dx=-gap, fontSize=SMALL))
    return [side.encode(x=x, y=y, text=text) for side in sides]


def tips(**fields: str | tuple[str, str]) -> list[alt.Tooltip]:
    """What is told of a mark: the title of each field, with the form of its number if needed."""
    return [
        alt.Tooltip(field, title=told)
        if isinstance(told, str)
        else alt.Tooltip(field, title=told[0], format=told[1])
        for field, told in fields.items()
    ]


def told_apart(names: Sequence[str], field: str, sizes: Sequence[int] = ()) -> dict[str, Any]:
    """Encodings that tell series apart, by colour and shape and perhaps by size."""
    looks: dict[Any, Sequence[Any]] = {alt.Color: FOCUS, alt.Shape: SHAPES} | (
        {alt.Size: sizes} if sizes else {}
    )
    return {
        channel.__name__.lower(): channel(
            f"{field}:N",
            scale=alt.Scale(domain=list(names), range=list(values)[: len(names)]),
            legend=None,
        )
        for channel, values in looks.items()
    }


@dataclass(frozen=True)
class Sign:
    """An entry of a key: what a mark looks like, and what it stands for."""

    words: str
    colour: str = PLAIN
    shape: str = "square"
    opacity: float = 1
    hollow: bool = False


def signs(names: Sequence[str]) -> list[Sign]:
    """The key of several series, as ``told_apart`` tells them apart."""
    return [Sign(*entry) for entry in zip(names, FOCUS, SHAPES, strict=False)]


def key(width: float, left: float, *entries: Sign, above: float = 0) -> list[alt.Chart]:
    """Signs and their words in rows above a plot, to be layered with it.

    ``width`` is that of the whole picture, ``left`` what stands to the left of the plot, ``above``
    what stands above it.
    """
    x, row, placed = 0.0, 0, []
    for entry in entries:
        long = 10 + GAP + text_width(entry.words)
        if x and (is_narrow(width) or x + long > width - 2 * PADDING):
            x, row = 0.0, row + 1
        placed.append(vars(entry) | {"x": x + 5 - left, "row": row})
        x += long + 3 * GAP
    table = pd.DataFrame(placed)
    table["y"] = (table["row"] - row) * (LINE + 2) - above - LINE
    table["fill"] = table["colour"].where(~table["hollow"], "transparent")
    base = alt.Chart(table.drop(columns=["row", "hollow"])).encode(
        x=alt.X("x:Q", scale=None, axis=None), y=alt.Y("y:Q", scale=None, axis=None)
    )
    return [
        base.mark_point(size=DOT, strokeWidth=1.5).encode(
            shape=alt.Shape("shape:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("colour:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
        ),
        base.mark_text(align="left", dx=5 + GAP, fontSize=SMALL).encode(text="words:N"),
    ]


def shaded(values: pd.Series, edges: Sequence[float], reverse: bool = False) -> pd.DataFrame:
    """Columns fill, ink and edge: the blue of each value, the text upon it, and its frame.

    Ascending ``edges`` part the steps. Fewer than all are spread over all blues; ``reverse`` makes
    the smallest the darkest. What is missing has an empty frame.
    """
    last = len(edges)
    if last >= len(STEPS):
        raise ValueError(f"at most {len(STEPS)} steps can be told apart")
    step = pd.cut(values.astype(float), [-float("inf"), *edges, float("inf")], labels=False)
    place = ((last - step if reverse else step) * (len(STEPS) - 1) / last).round()
    looks = [
        (STEPS[int(i)], ON_STEPS[int(i)], "transparent") if pd.notna(i)
        else ("transparent", INK, QUIET)
        for i in place
    ]  # fmt: skip
    return pd.DataFrame(looks, columns=["fill", "ink", "edge"], index=values.index)


FILL, STROKE = alt.Fill("fill:N", scale=None), alt.Stroke("edge:N", scale=None)
INKED = alt.Color("ink:N", scale=None)
