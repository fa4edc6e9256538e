"""Ranks with the band that they are worth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import names_down
from analysis.charts.theme import FOCUS, INK, QUIET, SMALL
from analysis.model.tables import rows as rows_of


def rank_bands(table: pd.DataFrame, highlight: list[str], title: str, draws: int) -> Figure:
    """Each province's published rank, and the band that holds nine tenths of the draws.

    ``table`` as ``compare.sensitivity.summary`` gives it, with name_vi besides. Published rank: bar
    across; median of the draws: dot; band: 5th to 95th percentile.
    """
    rows = table.copy()
    rows["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(rows)]
    rows["own"] = rows["province_code"].isin(highlight)
    order = rows["label"].tolist()
    slim = rows[["label", "own", "rank", "median", "low", "high", "shift", "in_first"]]

    def draw(width: int) -> Chart:
        y = names_down("label", order)
        scale = alt.Scale(domain=[0, len(rows) + 1], nice=False)
        x = alt.X(
            "low:Q",
            scale=scale,
            axis=alt.Axis(
                title="Rank (1 is first)",
                orient="top",
                values=[1, 10, 20, 30, 40, 50, len(rows)],
            ),
        )
        colour = alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(FOCUS[1]))
        tooltip = [
            alt.Tooltip("label:N", title="Rank and province"),
            alt.Tooltip("median:Q", title="Median of the draws"),
            alt.Tooltip("low:Q", title="5th percentile"),
            alt.Tooltip("high:Q", title="95th percentile"),
            alt.Tooltip("shift:Q", title="Mean shift", format=".1f"),
        ]
        base = alt.Chart(slim)
        return alt.layer(
            base.mark_bar(height=8, opacity=0.45, cornerRadius=4).encode(
                x=x, x2="high:Q", y=y, color=colour, tooltip=tooltip
            ),
            base.mark_circle(size=34, opacity=1).encode(
                x=alt.X("median:Q", scale=scale), y=y, color=colour
            ),
            base.mark_tick(color=INK, thickness=2, size=12).encode(
                x=alt.X("rank:Q", scale=scale), y=y
            ),
        ).properties(width=width - (128 if width <= NARROW else 150), height=16 * len(rows))

    reading = rows[["rank", "name_vi", "median", "low", "high", "shift", "in_first"]].copy()
    reading["low"] = [f"{row.low} to {row.high}" for row in rows_of(rows)]
    reading["shift"] = reading["shift"].map("{:.1f}".format)
    reading["in_first"] = reading["in_first"].map("{:.0%}".format)
    reading = reading.drop(columns="high")
    reading.columns = [
        "Published rank", "Province", "Median of draws", "Band", "Mean shift", "In first ten",
    ]  # fmt: skip
    named = rows[rows["own"]]
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Range chart of {len(rows)} provinces, by published rank from top to bottom. Across: "
            f"rank. Bars: the 5th to the 95th percentile of {draws:,} draws; dots: the median; "
            "upright marks: the published rank. "
            + " ".join(
                f"{row.name_vi}: published {row.rank}, band {row.low} to {row.high}."
                for row in rows_of(named)
            )
        ),
        data=table,
        reading=reading,
        legend="Upright mark: published rank. Dot: median of the draws. Bar: 5th to 95th "
        "percentile.",
    )


def shares_above(table: pd.DataFrame, own: str) -> Figure:
    """In which share of the draws one province stands above each of its neighbours.

    Columns in: name_vi, rank, above (0 to 1); ``own`` is the name of the one province.
    """
    rows = table.copy()
    rows["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(rows)]
    rows["text"] = rows["above"].map("{:.0%}".format)
    order = rows["label"].tolist()

    def draw(width: int) -> Chart:
        y = names_down("label", order)
        scale = alt.Scale(domain=[0, 1.12], nice=False)
        x = alt.X(
            "above:Q",
            scale=scale,
            axis=alt.Axis(
                format="%",
                values=[0, 0.25, 0.5, 0.75, 1],
                title=f"Share of draws with {own} ahead",
            ),
        )
        base = alt.Chart(rows[["label", "above", "text"]])
        return alt.layer(
            alt.Chart(pd.DataFrame({"half": [0.5]}))
            .mark_rule(color=QUIET, strokeDash=[3, 3])
            .encode(x=alt.X("half:Q", scale=scale)),
            base.mark_bar(color=FOCUS[0], height=12).encode(x=x, y=y),
            base.mark_text(align="left", dx=5, fontSize=SMALL).encode(x=x, y=y, text="text:N"),
        ).properties(width=width - (140 if width <= NARROW else 160), height=22 * len(rows))

    return Figure(
        draw=draw,
        title=f"How often {own} stands above its neighbours",
        description=(
            f"Bar chart. For each neighbour by published rank, the share of draws in which {own} "
            "ranks before it: "
            + ", ".join(f"{row.name_vi} {row.text}" for row in rows_of(rows))
            + "."
        ),
        data=table,
        reading=rows[["rank", "name_vi", "text"]].set_axis(
            ["Published rank", "Province", f"{own} ahead in"], axis=1
        ),
    )
