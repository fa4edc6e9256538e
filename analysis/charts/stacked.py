"""What scores share, and what is their own."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import panels, reach
from analysis.charts.marks import BAR, OTHERS, PLAIN, ROW, Sign, across, beside, key, names_down
from analysis.model.tables import rows as rows_of
from analysis.words import fixed, percent

PARTS = {"foundation": OTHERS, "activity": PLAIN}


def stacked_pillars(table: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Pillar scores as what all three share and what is the pillar's own.

    ``table`` as ``compare.pillars.pillar_scores`` gives it, with name_vi besides; ``names``: what
    the pillars are called.
    """
    rows = table.assign(
        label=table["pillar"].map(names), text=table["score"].map(fixed, decimals=4)
    )
    written = rows.assign(
        **rows[[*PARTS]].map(fixed, decimals=4), shared=rows["shared"].map(percent)
    )

    def draw(width: int) -> Chart:
        y, room = names_down("label", names.values(), width)
        long = rows.melt(["name_vi", "label"], list(PARTS), "part", "points")
        long["order"] = long["part"].map(list(PARTS).index)
        scale = alt.Scale(domain=list(PARTS), range=list(PARTS.values()))
        colour = alt.Color("part:N", scale=scale, legend=None)
        entries = [Sign("shared by all three", OTHERS), Sign("the pillar's own")]

        def panel(name: str, inner: int) -> Chart:
            ends = (0, reach(1, inner, rows["text"]))
            points, score = across(ends, "points", "score", title=None, values=[0, 0.5, 1])
            parts = long.loc[long["name_vi"] == name, ["label", "part", "points", "order"]]
            totals = rows.loc[rows["name_vi"] == name, ["label", "score", "text"]]
            bars = alt.Chart(parts).mark_bar(height=BAR)
            return alt.layer(
                bars.encode(x=points, y=y, color=colour, order="order:Q"), *beside(totals, score, y)
            ).properties(width=inner, height=ROW * len(names), title=name)

        return panels(panel, rows["name_vi"].unique(), width, room, key=key(width, room, *entries))

    return Figure(
        draw=draw,
        description=(
            "Stacked bar charts, one for each province, one bar for each pillar. Grey: points from "
            "the five foundations that all pillars hold; coloured: points of the pillar's own "
            "activity. "
            + " ".join(
                f"{row.name_vi}, {row.label}: {row.text}, of which {row.foundation} shared."
                for row in rows_of(written)
            )
        ),
        data=table,
        reading=reading(
            written,
            name_vi="Province",
            label="Pillar",
            text="Score",
            foundation="Shared foundation",
            activity="Own activity",
            shared="Shared part of the score",
        ),
        legend="Grey: points that all three pillars share. Blue: the pillar's own activity.",
    )
