"""What scores share, and what is their own."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import panels, reach
from analysis.charts.marks import BAR, OTHERS, PLAIN, ROW, Sign, beside, key, names_down
from analysis.model.tables import rows as rows_of

PARTS = {"foundation": OTHERS, "activity": PLAIN}


def stacked_pillars(table: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Pillar scores as what all three share and what is the pillar's own.

    ``table`` as ``compare.composite.pillar_scores`` gives it, with name_vi besides; ``names``: what
    the pillars are called.
    """
    rows = table.copy()
    rows["label"] = rows["pillar"].map(names)
    rows["text"] = rows["score"].map("{:.4f}".format)
    return Figure(
        draw=partial(_draw, rows, list(names.values())),
        description=(
            "Stacked bar charts, one for each province, one bar for each pillar. Grey: points from "
            "the five foundations that all pillars hold; coloured: points of the pillar's own "
            "activity. "
            + " ".join(
                f"{row.name_vi}, {row.label}: {row.text}, of which {row.foundation:.4f} shared."
                for row in rows_of(rows)
            )
        ),
        data=table,
        reading=pd.DataFrame(
            {
                "Province": rows["name_vi"],
                "Pillar": rows["label"],
                "Score": rows["text"],
                "Shared foundation": rows["foundation"].map("{:.4f}".format),
                "Own activity": rows["activity"].map("{:.4f}".format),
                "Shared part of the score": rows["shared"].map("{:.0%}".format),
            }
        ),
        legend="Grey: points that all three pillars share. Blue: the pillar's own activity.",
    )


def _draw(rows: pd.DataFrame, pillars: list[str], width: int) -> Chart:
    y, room = names_down("label", pillars, width)
    long = rows.melt(["name_vi", "label"], list(PARTS), "part", "points")
    long["order"] = long["part"].map(list(PARTS).index)
    colour = alt.Color(
        "part:N", scale=alt.Scale(domain=list(PARTS), range=list(PARTS.values())), legend=None
    )
    entries = [Sign("shared by all three", OTHERS), Sign("the pillar's own")]

    def panel(name: str, inner: int) -> Chart:
        scale = alt.Scale(domain=[0, reach(1, inner, rows["text"])], nice=False)
        axis = alt.Axis(title=None, values=[0, 0.5, 1])
        points, score = (alt.X(f"{c}:Q", scale=scale, axis=axis) for c in ("points", "score"))
        parts = long.loc[long["name_vi"] == name, ["label", "part", "points", "order"]]
        totals = rows.loc[rows["name_vi"] == name, ["label", "score", "text"]]
        bars = alt.Chart(parts).mark_bar(height=BAR)
        return alt.layer(
            bars.encode(x=points, y=y, color=colour, order="order:Q"), *beside(totals, score, y)
        ).properties(width=inner, height=ROW * len(pillars), title=name)

    return panels(panel, rows["name_vi"].unique(), width, room, key=key(width, room, *entries))
