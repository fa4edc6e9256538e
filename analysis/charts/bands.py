"""Ranks with the band that they are worth."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from analysis.charts import marks
from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, TOP_AXIS, plot
from analysis.charts.marks import Sign
from analysis.charts.theme import INK
from analysis.model.tables import rows as rows_of
from analysis.words import fixed, percent


def rank_bands(table: pd.DataFrame, highlight: Sequence[str], draws: int) -> Figure:
    """Each province's published rank, and the band that holds nine tenths of the draws.

    ``table`` as ``compare.sensitivity.summary`` gives it, with name_vi besides. Published rank: bar
    across; median of the draws: dot; band: 5th to 95th percentile.
    """
    rows = marks.coloured(table, highlight)
    rows["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(rows)]
    written = rows.assign(
        band=[f"{row.low} to {row.high}" for row in rows_of(rows)],
        shift=rows["shift"].map(fixed, decimals=1),
        in_first=rows["in_first"].map(percent),
    )

    def draw(width: int) -> Chart:
        y, room = marks.names_down("label", rows["label"], width)
        low, median, rank = marks.across(
            (0, len(rows) + 1),
            "low",
            "median",
            "rank",
            title="Rank (1 is first)",
            orient="top",
            values=[1, 10, 20, 30, 40, 50, len(rows)],
        )
        tooltip = marks.tips(
            label="Rank and province",
            median="Median of the draws",
            low="5th percentile",
            high="95th percentile",
            shift=("Mean shift", ".1f"),
        )
        base = alt.Chart(rows[["label", "colour", "rank", "median", "low", "high", "shift"]])
        base = base.encode(y=y)
        entries = [
            Sign("published rank", INK, marks.UPRIGHT),
            Sign("median of the draws", marks.OTHERS, "circle"),
            Sign("5th to 95th percentile", marks.OTHERS, opacity=marks.PALE),
        ]
        return alt.layer(
            base.mark_bar(height=marks.SLIM_BAR, opacity=marks.PALE, cornerRadius=4).encode(
                x=low, x2="high:Q", color=marks.COLOUR, tooltip=tooltip
            ),
            base.mark_circle(size=marks.SMALL_DOT, opacity=1).encode(x=median, color=marks.COLOUR),
            base.mark_tick(color=INK, thickness=2, size=12).encode(x=rank),
            *marks.key(width, room, *entries, above=TOP_AXIS),
        ).properties(width=plot(width, room, LAST_NUMBER), height=marks.SLIM_ROW * len(rows))

    return Figure(
        draw=draw,
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
        reading=reading(
            written,
            rank="Published rank",
            name_vi="Province",
            median="Median of draws",
            band="Band",
            shift="Mean shift",
            in_first="In first ten",
        ),
        legend="Upright mark: published rank. Dot: median of the draws. Bar: 5th to 95th "
        "percentile.",
    )
