"""Scores of the first ranks relative to one province."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, panels
from analysis.charts.marks import COLOUR, DOT, OTHERS, OWN, Sign, key, names_down, tips
from analysis.model.tables import rows as rows_of
from analysis.words import signed

ROW = 19
SHADE = 0.22
# Nearer than this, a province is named in the text alternative.
NEAREST = 0.02


def margins(gaps_by_year: Mapping[int, pd.DataFrame], margin: float, last_rank: int = 16) -> Figure:
    """Scores of the first ranks relative to one province, edition by edition.

    ``gaps_by_year`` holds ``compare.rankings.gaps`` for each edition; ``margin`` is the distance
    that is shaded on both sides of the province.
    """
    data = pd.concat(
        [
            gaps[gaps["rank"] <= last_rank].assign(edition=year)
            for year, gaps in gaps_by_year.items()
        ],
        ignore_index=True,
    )
    own = data.loc[data["points"] == 0, "name_vi"].iloc[0]
    data["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(data)]
    data["colour"] = (data["points"] == 0).map({True: OWN, False: OTHERS})
    columns = [
        "edition", "province_code", "name_vi", "name_en", "rank", "score", "points", "source_id",
        "locator", "as_printed",
    ]  # fmt: skip
    return Figure(
        draw=lambda width: _draw(data, own, margin, width),
        description=_described(data, own, margin, last_rank),
        data=data[columns],
        reading=_reading(data, own),
    )


def _draw(data: pd.DataFrame, own: str, margin: float, width: int) -> Chart:
    _, room = names_down("label", data["label"].tolist(), width)
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
    tooltip = tips(name_vi="Province", rank="Rank", score="Score", points=("Difference", "+.4f"))

    def panel(year: int, inner: int) -> Chart:
        rows = data[data["edition"] == year]
        y, _ = names_down("label", rows["label"].tolist(), width, grid=True)
        dots = alt.Chart(rows[["label", "points", "score", "rank", "name_vi", "colour"]])
        return alt.layer(
            shade.encode(x=x, x2="high:Q"),
            dots.mark_circle(size=DOT, opacity=1).encode(x=x, y=y, color=COLOUR, tooltip=tooltip),
        ).properties(width=inner, height=ROW * len(rows), title=f"{year} edition")

    sign = key(width, room, Sign(f"within {margin:.4f} of {own}", OWN, opacity=SHADE))
    editions = data["edition"].unique()
    return panels(panel, editions, width, room + LAST_NUMBER, across=2, key=sign)


def _reading(data: pd.DataFrame, own: str) -> pd.DataFrame:
    written = data.assign(
        score=data["score"].map("{:.4f}".format),
        points=[signed(points, "+.4f") for points in data["points"]],
    )
    return reading(
        written,
        edition="Edition",
        rank="Rank",
        name_vi="Province",
        score="Score",
        points=f"Minus {own}'s",
    )


def _described(data: pd.DataFrame, own: str, margin: float, last_rank: int) -> str:
    near = data[(data["points"].abs() < NEAREST) & (data["points"] != 0)]
    said = " ".join(
        f"{year}: "
        + ", ".join(
            f"{row.name_vi} {signed(row.points, '+.4f')}"
            for row in rows_of(near[near["edition"] == year])
        )
        + "."
        for year in data["edition"].unique()
    )
    return (
        f"Dot plots, one for each edition. Across: score minus that of {own}. Down: provinces "
        f"by rank, to rank {last_rank}. The shaded band reaches {margin:.4f} to both sides. "
        f"Nearest: {said}"
    )
