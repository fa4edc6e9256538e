"""Ranks with the band that they are worth."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import altair as alt
import pandas as pd

from analysis.charts.above import shares_above
from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, TOP_AXIS, names_room, plot
from analysis.charts.marks import (
    COLOUR,
    OTHERS,
    PALE,
    SLIM_BAR,
    SLIM_ROW,
    SMALL_DOT,
    UPRIGHT,
    Sign,
    coloured,
    key,
    names_down,
    tips,
)  # fmt: skip
from analysis.charts.theme import INK
from analysis.model.tables import rows as rows_of

__all__ = ["rank_bands", "shares_above"]


def rank_bands(table: pd.DataFrame, highlight: Sequence[str], title: str, draws: int) -> Figure:
    """Each province's published rank, and the band that holds nine tenths of the draws.

    ``table`` as ``compare.sensitivity.summary`` gives it, with name_vi besides. Published rank: bar
    across; median of the draws: dot; band: 5th to 95th percentile.
    """
    rows = coloured(table, highlight)
    rows["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(rows)]
    written = rows.assign(
        band=[f"{row.low} to {row.high}" for row in rows_of(rows)],
        shift=rows["shift"].map("{:.1f}".format),
        in_first=rows["in_first"].map("{:.0%}".format),
    )
    headings = {
        "rank": "Published rank",
        "name_vi": "Province",
        "median": "Median of draws",
        "band": "Band",
        "shift": "Mean shift",
        "in_first": "In first ten",
    }
    return Figure(
        draw=partial(_draw, rows),
        description=(
            f"Range chart of {len(rows)} provinces, by published rank from top to bottom. Across: "
            f"rank. Bars: the 5th to the 95th percentile of {draws:,} draws; dots: the median; "
            "upright marks: the published rank. "
            + " ".join(
                f"{row.name_vi}: published {row.rank}, band {row.low} to {row.high}."
                for row in rows_of(rows[rows["province_code"].isin(highlight)])
            )
        ),
        data=table,
        reading=reading(written, headings),
        legend="Upright mark: published rank. Dot: median of the draws. Bar: 5th to 95th "
        "percentile.",
    )


def _draw(rows: pd.DataFrame, width: int) -> Chart:
    names = rows["label"].tolist()
    room = names_room(names, width)
    y = names_down("label", names, width)
    axis = alt.Axis(
        title="Rank (1 is first)", orient="top", values=[1, 10, 20, 30, 40, 50, len(rows)]
    )
    scale = alt.Scale(domain=[0, len(rows) + 1], nice=False)
    low, median, rank = (
        alt.X(f"{column}:Q", scale=scale, axis=axis) for column in ("low", "median", "rank")
    )
    tooltip = tips(
        ("label:N", "Rank and province"), ("median:Q", "Median of the draws"),
        ("low:Q", "5th percentile"), ("high:Q", "95th percentile"),
        ("shift:Q", "Mean shift", ".1f"),
    )  # fmt: skip
    base = alt.Chart(rows[["label", "colour", "rank", "median", "low", "high", "shift"]])
    entries = [
        Sign("published rank", INK, UPRIGHT),
        Sign("median of the draws", OTHERS, "circle"),
        Sign("5th to 95th percentile", OTHERS, opacity=PALE),
    ]
    return alt.layer(
        base.mark_bar(height=SLIM_BAR, opacity=PALE, cornerRadius=4).encode(
            x=low, x2="high:Q", y=y, color=COLOUR, tooltip=tooltip
        ),
        base.mark_circle(size=SMALL_DOT, opacity=1).encode(x=median, y=y, color=COLOUR),
        base.mark_tick(color=INK, thickness=2, size=12).encode(x=rank, y=y),
        *key(entries, width, room, TOP_AXIS),
    ).properties(width=plot(width, room, LAST_NUMBER), height=SLIM_ROW * len(rows))
