"""Several figures for the same place, each of its own kind: nothing joins them."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import LAST_NUMBER, TOP_AXIS, plot
from analysis.charts.marks import ROW, across, key, names_down, signs, tips, told_apart
from analysis.model.tables import rows as rows_of
from analysis.model.tables import stacked
from analysis.words import span

# Each smaller than the one beneath it: equal values stay visible as marks within each other.
SIZES = (210, 130, 80, 44, 20)


def several(
    table: pd.DataFrame,
    kinds: Mapping[str, str],
    *,
    axis: str,
    finding: str,
    domain: tuple[float, float],
) -> Figure:
    """One line a province with a mark for each of ``kinds`` (name, what it is called).

    ``table`` has name_vi and for each name <name>_low and <name>_high, equal where one figure is
    known, missing where none is: a range is a thin bar with a mark at each end. The order is kept;
    colour, shape and size tell the kinds apart.
    """
    names = list(kinds.values())
    long = stacked({words: _of_kind(table, name) for name, words in kinds.items()}, "kind")
    shown = pd.DataFrame({"Province": table["name_vi"]})
    for words in names:
        texts = long[long["kind"] == words].set_index("name_vi")["text"]
        shown[words] = table["name_vi"].map(texts).fillna("–")

    def draw(width: int) -> Chart:
        y, room = names_down("name_vi", table["name_vi"], width)
        value, low = across(domain, "value", "low", title=axis, orient="top", tickCount=6)
        told = told_apart(names, "kind", SIZES)
        marks = long.melt(["name_vi", "kind", "text"], ["low", "high"]).drop(columns="variable")
        ranges = long[long["low"] < long["high"]]
        return alt.layer(
            alt.Chart(ranges)
            .mark_rule(strokeWidth=3)
            .encode(x=low, x2="high:Q", y=y, color=told["color"]),
            alt.Chart(marks.drop_duplicates())
            .mark_point(filled=True, opacity=1)
            .encode(x=value, y=y, tooltip=tips(name_vi="Province", kind="Kind", text=axis), **told),
            *key(width, room, *signs(names), above=TOP_AXIS),
        ).properties(width=plot(width, room, LAST_NUMBER), height=ROW * len(table))

    said = "; ".join(
        f"{row.name_vi}, {row.kind}: {row.text}" for row in rows_of(long.sort_values("name_vi"))
    )
    return Figure(
        draw=draw,
        description=(
            f"Dot plot of {len(table)} provinces. Across: {axis}. Marks: {', '.join(names)}. "
            f"{finding} {said}."
        ),
        data=table,
        reading=shown,
    )


def _of_kind(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """The provinces that have a figure of a kind: name_vi, low, high, text."""
    own = table[["name_vi", f"{name}_low", f"{name}_high"]].set_axis(
        ["name_vi", "low", "high"], axis=1
    )
    own = own.dropna()
    return own.assign(text=[span(row.low, row.high) for row in rows_of(own)])
