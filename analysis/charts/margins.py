"""Scores of the first ranks relative to one province."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, panels
from analysis.charts.marks import COLOUR, DOT, OTHERS, OWN, Sign, key, names_down, tips
from analysis.model.tables import rows as rows_of
from analysis.model.tables import stacked
from analysis.words import fixed, signed

ROW = 19
SHADE = 0.22
# So many ranks are shown; nearer than this, a province is named in the text alternative.
LAST_RANK, NEAREST = 16, 0.02


def margins(gaps_by_year: Mapping[str, pd.DataFrame], margin: float) -> Figure:
    """Scores of the first ranks relative to one province, edition by edition.

    ``gaps_by_year`` holds ``compare.rankings.gaps`` for each edition; ``margin`` is the distance
    that is shaded on both sides of the province.
    """
    data = stacked(gaps_by_year, "edition").query("rank <= @LAST_RANK")
    itself = data["points"] == 0
    own = data.loc[itself, "name_vi"].iloc[0]
    data["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(data)]
    data["colour"] = itself.map({True: OWN, False: OTHERS})
    written = data.assign(
        score=data["score"].map(fixed, decimals=4),
        points=[signed(points, "+.4f") for points in data["points"]],
    )
    near = written[(data["points"].abs() < NEAREST) & ~itself]
    said = " ".join(
        f"{year}: {', '.join(f'{row.name_vi} {row.points}' for row in rows_of(rows))}."
        for year, rows in near.groupby("edition")
    )
    columns = [
        "edition", "province_code", "name_vi", "name_en", "rank", "score", "points", "source_id",
        "locator", "as_printed",
    ]  # fmt: skip

    def draw(width: int) -> Chart:
        _, room = names_down("label", data["label"], width)
        low, high = data["points"].min() - NEAREST, data["points"].max() + NEAREST
        x = alt.X(
            "points:Q",
            title=f"Score minus {own}'s",
            scale=alt.Scale(domain=[low, high], nice=False),
            axis=alt.Axis(format="+.2f", tickCount=5),
        )
        shade = alt.Chart(pd.DataFrame({"points": [-margin], "high": [margin]})).mark_rect(
            color=OWN, opacity=SHADE
        )
        tooltip = tips(
            name_vi="Province", rank="Rank", score="Score", points=("Difference", "+.4f")
        )

        def panel(year: str, inner: int) -> Chart:
            rows = data[data["edition"] == year]
            y, _ = names_down("label", rows["label"], width, grid=True)
            dots = alt.Chart(rows[["label", "points", "score", "rank", "name_vi", "colour"]])
            marked = dots.encode(x=x, y=y, color=COLOUR, tooltip=tooltip)
            return alt.layer(
                shade.encode(x=x, x2="high:Q"), marked.mark_circle(size=DOT, opacity=1)
            ).properties(width=inner, height=ROW * len(rows), title=f"{year} edition")

        sign = key(width, room, Sign(f"within {fixed(margin, 4)} of {own}", OWN, opacity=SHADE))
        return panels(panel, gaps_by_year, width, room + LAST_NUMBER, across=2, key=sign)

    return Figure(
        draw=draw,
        description=(
            f"Dot plots, one for each edition. Across: score minus that of {own}. Down: provinces "
            f"by rank, to rank {LAST_RANK}. The shaded band reaches {fixed(margin, 4)} to both "
            f"sides. Nearest: {said}"
        ),
        data=data[columns],
        reading=reading(
            written,
            edition="Edition",
            rank="Rank",
            name_vi="Province",
            score="Score",
            points=f"Minus {own}'s",
        ),
    )
