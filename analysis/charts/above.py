"""How often one province stands above its neighbours."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import plot, reach
from analysis.charts.marks import BAR, OWN, ROW, across, beside, names_down, reference
from analysis.model.tables import rows as rows_of
from analysis.words import percent


def shares_above(table: pd.DataFrame, own: str) -> Figure:
    """In which share of the draws one province stands above each of its neighbours.

    Columns in: name_vi, rank, above (0 to 1); ``own`` is the name of the one province.
    """
    rows = table.assign(text=table["above"].map(percent))
    rows["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(rows)]

    def draw(width: int) -> Chart:
        y, room = names_down("label", rows["label"], width)
        inner = plot(width, room)
        x, half = across(
            (0, reach(1, inner, rows["text"])),
            "above",
            "at",
            format="%",
            values=[0, 0.25, 0.5, 0.75, 1],
            title=f"Share of draws with {own} ahead",
        )
        slim = rows[["label", "above", "text"]]
        bars = alt.Chart(slim).mark_bar(color=OWN, height=BAR).encode(x=x, y=y)
        return alt.layer(reference(0.5, half), bars, *beside(slim, x, y)).properties(
            width=inner, height=ROW * len(rows)
        )

    return Figure(
        draw=draw,
        description=(
            f"Bar chart. For each neighbour by published rank, the share of draws in which {own} "
            "ranks before it: "
            + ", ".join(f"{row.name_vi} {row.text}" for row in rows_of(rows))
            + "."
        ),
        data=table,
        reading=reading(rows, rank="Published rank", name_vi="Province", text=f"{own} ahead in"),
    )
