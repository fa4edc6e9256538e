"""Places gained and lost: bars to both sides."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts import marks
from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import GAP, plot, room_for
from analysis.charts.marks import Sign
from analysis.words import signed


def changes(moves: pd.DataFrame, highlight: str, years: tuple[int, int]) -> Figure:
    """Places gained and lost between two editions, every province with both ranks known.

    ``moves`` as ``compare.rankings.moves`` gives them, in the order from top to bottom;
    ``highlight`` is the code of one province. Bars are pale where the earlier rank is implied by a
    printed change or disputed.
    """
    rows = marks.coloured(moves, [highlight])
    rows["change"] = [signed(places, "+d") for places in rows["places"]]
    sure = (rows["from_rank_basis"] != "implied") & (rows["from_disputed"] == "no")
    rows["opacity"] = sure.map({True: 1.0, False: marks.PALE})
    best, worst = rows.iloc[0], rows.iloc[-1]
    first, last = years

    def draw(width: int) -> Chart:
        y, room = marks.names_down("name_vi", rows["name_vi"], width)
        inner = plot(width, room)
        low, high = min(int(rows["places"].min()), 0), max(int(rows["places"].max()), 0)
        # Numbers stand beside the bars, within the plot.
        room_beside = room_for(rows["change"]) + GAP
        numbers = room_beside * (high - low) / (inner - 2 * room_beside)
        x = alt.X(
            "places:Q",
            title="Places gained (+) or lost (−)",
            scale=alt.Scale(domain=[low - numbers, high + numbers], nice=False),
            axis=alt.Axis(tickCount=5),
        )
        told = {
            "name_vi": "Province",
            "from_rank": f"Rank {first}",
            "from_rank_basis": f"Rank {first} is",
            "from_disputed": f"Rank {first} disputed",
            "to_rank": f"Rank {last}",
        }
        opacity = alt.Opacity("opacity:Q", scale=None)
        bars = alt.Chart(rows[[*told, "places", "colour", "opacity"]])
        entries = [
            Sign(f"rank of {first} printed and undisputed", marks.OTHERS),
            Sign(f"rank of {first} implied or disputed", marks.OTHERS, opacity=marks.PALE),
        ]
        return alt.layer(
            bars.mark_bar(height=marks.SLIM_BAR).encode(
                x=x, y=y, color=marks.COLOUR, opacity=opacity, tooltip=marks.tips(**told)
            ),
            *marks.beside(rows[["name_vi", "places", "change"]], x, y, "change:N"),
            *marks.key(width, room, *entries),
        ).properties(width=inner, height=marks.SLIM_ROW * len(rows))

    return Figure(
        draw=draw,
        description=(
            f"Bar chart of places gained or lost by {len(rows)} provinces from {first} to "
            f"{last}, largest rise first. {best.name_vi} rose most ({best.change}), "
            f"{worst.name_vi} fell most ({worst.change})."
        ),
        data=moves,
        reading=reading(
            rows,
            name_vi="Province",
            from_rank=f"Rank {first}",
            from_rank_basis=f"Rank {first} is",
            from_disputed="Disputed",
            to_rank=f"Rank {last}",
            change="Places",
        ),
    )
