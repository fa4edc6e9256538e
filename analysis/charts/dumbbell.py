"""The same province under two or three ways to look at it."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import legend_on_top, names_down
from analysis.charts.theme import FOCUS, QUIET, SMALL
from analysis.model.tables import rows as rows_of

SHAPES = ("circle", "diamond", "triangle-up")
# Each smaller than the one beneath it: equal values stay visible as marks within each other.
SIZES = (130, 62, 22)


def dumbbell(
    table: pd.DataFrame,
    series: Mapping[str, str],
    *,
    axis: str,
    title: str,
    finding: str,
    domain: tuple[float, float],
    ticks: list[float] | None = None,
    form: str = "d",
) -> Figure:
    """One line a province with a mark for each column of ``series`` (column, what it is called).

    ``table`` has name_vi and those columns, in the order from top to bottom. Colour and shape both
    tell the marks apart; a grey bar joins the farthest.
    """
    rows = table.reset_index(drop=True)
    order = rows["name_vi"].tolist()
    columns = list(series)
    spans = pd.DataFrame(
        {
            "name_vi": rows["name_vi"],
            "low": rows[columns].min(axis=1).astype(float),
            "high": rows[columns].max(axis=1).astype(float),
        }
    )
    long = rows.melt(id_vars="name_vi", value_vars=columns, var_name="series", value_name="value")
    long["value"] = long["value"].astype(float)
    long["series"] = long["series"].map(series)
    names = list(series.values())

    def draw(width: int) -> Chart:
        y = names_down("name_vi", order)
        scale = alt.Scale(domain=list(domain), nice=False)
        marks = {"values": ticks} if ticks else {"tickCount": 6}
        x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=axis, orient="top", **marks))
        legend = legend_on_top(width)
        return alt.layer(
            alt.Chart(spans)
            .mark_rule(color=QUIET, opacity=0.5, strokeWidth=3)
            .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y),
            alt.Chart(long)
            .mark_point(filled=True, opacity=1)
            .encode(
                x=x,
                y=y,
                size=alt.Size(
                    "series:N",
                    scale=alt.Scale(domain=names, range=list(SIZES[: len(names)])),
                    legend=legend,
                ),
                color=alt.Color(
                    "series:N",
                    scale=alt.Scale(domain=names, range=list(FOCUS[: len(names)])),
                    legend=legend,
                ),
                shape=alt.Shape(
                    "series:N",
                    scale=alt.Scale(domain=names, range=list(SHAPES[: len(names)])),
                    legend=legend,
                ),
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip("series:N", title="By"),
                    alt.Tooltip("value:Q", title=axis, format=form),
                ],
            ),
        ).properties(width=width - (128 if width <= NARROW else 150), height=19 * len(rows))

    reading = rows[["name_vi", *columns]].copy()
    for column in columns:
        reading[column] = ["–" if pd.isna(value) else format(value, form) for value in rows[column]]
    reading.columns = ["Province", *names]
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Dumbbell chart of {len(rows)} provinces. Across: {axis}. Marks: {', '.join(names)}. "
            + finding
            + " "
            + "; ".join(
                f"{row[0]} " + ", ".join(str(cell) for cell in row[1:])
                for row in reading.head(10).itertuples(index=False, name=None)
            )
            + (" and so on." if len(rows) > 10 else ".")
        ),
        data=table,
        reading=reading,
    )


def differences(table: pd.DataFrame, one: str, other: str, title: str, unit: str) -> Figure:
    """Two publishers' figures for the same thing as two marks, with their difference written out.

    ``table`` has label, one and other, as ``compare.concentration.both_publishers`` gives them; the
    order is kept. ``one`` and ``other`` are what the publishers are called.
    """
    rows = table.copy()
    rows["text"] = [f"{abs(d):.2f} {'more' if d > 0 else 'less'}" for d in rows["difference"]]
    order = rows["label"].tolist()
    long = rows.melt(
        id_vars="label", value_vars=["one", "other"], var_name="who", value_name="value"
    ).assign(who=lambda frame: frame["who"].map({"one": one, "other": other}))
    rows["low"], rows["high"] = (
        rows[["one", "other"]].min(axis=1),
        rows[["one", "other"]].max(axis=1),
    )

    def draw(width: int) -> Chart:
        y = names_down("label", order)
        top = float(rows["high"].max()) * (1.45 if width <= NARROW else 1.2)
        scale = alt.Scale(domain=[0, top], nice=False)
        x = alt.X("value:Q", scale=scale, axis=alt.Axis(title=unit, tickCount=5))
        legend = legend_on_top(width)
        names = [one, other]
        return alt.layer(
            alt.Chart(rows[["label", "low", "high"]])
            .mark_rule(color=QUIET, strokeWidth=3, opacity=0.5)
            .encode(x=alt.X("low:Q", scale=scale), x2="high:Q", y=y),
            alt.Chart(long)
            .mark_point(filled=True, size=70, opacity=1)
            .encode(
                x=x,
                y=y,
                color=alt.Color(
                    "who:N",
                    scale=alt.Scale(domain=names, range=list(FOCUS[:2])),
                    legend=legend,
                ),
                shape=alt.Shape(
                    "who:N",
                    scale=alt.Scale(domain=names, range=list(SHAPES[:2])),
                    legend=legend,
                ),
            ),
            alt.Chart(rows[["label", "high", "text"]])
            .mark_text(align="left", dx=9, fontSize=SMALL)
            .encode(x=alt.X("high:Q", scale=scale), y=y, text="text:N"),
        ).properties(width=width - 120, height=28 * len(rows))

    reading = pd.DataFrame(
        {
            "For": rows["label"],
            one: rows["one"].map("{:.2f}".format),
            other: rows["other"].map("{:.2f}".format),
            "Mean": rows["mean"].map("{:.2f}".format),
            f"{one} is": rows["text"],
        }
    )
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Dumbbell chart. Across: {unit}. Two marks a line: {one} and {other}. "
            + ". ".join(
                f"{row.label}: {row.one:.2f} and {row.other:.2f}, {row.text}"
                for row in rows_of(rows)
            )
            + "."
        ),
        data=table,
        reading=reading,
    )
