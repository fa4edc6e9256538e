"""Maps in which every province is one tile of the same size, for both boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.steps import colours_of, lines_of, steps_of
from analysis.charts.theme import INK, ON_STEPS, QUIET, STEPS, TINY

# The two archipelagos, each as a tile of the province that administers it, east of its coast. They
# have no figures of their own. Names as Vietnamese rules on published maps require them.
ISLANDS = (("Hoàng Sa", "Đà Nẵng", 0), ("Trường Sa", "Khánh Hòa", 1))
# Room between the coast and the islands, in tiles.
SEA = 0.3
# The islands' tiles are wider, for the name of the province that stands on them as well.
ISLAND = 1.3


def tile_map(
    by_boundary: Mapping[str, pd.DataFrame],
    *,
    edges: Sequence[float],
    title: str,
    finding: str,
    unit: str,
    reverse: bool = False,
    form: str = ".2f",
) -> Figure:
    """Tiles in steps of blue, one map for each boundary.

    ``by_boundary``: the map's heading, and a table with province_code, name_vi, tile_row, tile_col
    and value (NaN where missing, which is an empty frame). ``edges`` and ``reverse`` as in
    ``heat.heat_table``.
    """
    maps = {
        heading: _tiles(table, list(edges), reverse, form) for heading, table in by_boundary.items()
    }

    def one(heading: str, size: float) -> Chart:
        tiles = maps[heading]
        across = float(tiles["right"].max() - tiles["left"].min())
        down = float(tiles["bottom"].max() - tiles["top"].min())
        x = alt.X(
            "left:Q",
            axis=None,
            scale=alt.Scale(
                domain=[float(tiles["left"].min()), float(tiles["right"].max())], nice=False
            ),
        )
        y = alt.Y(
            "top:Q",
            axis=None,
            scale=alt.Scale(
                domain=[float(tiles["bottom"].max()), float(tiles["top"].min())], nice=False
            ),
        )
        base = alt.Chart(tiles.drop(columns=["lines", "height"]))
        words = tiles.explode(["lines", "height"], ignore_index=True)
        return alt.layer(
            base.mark_rect(cornerRadius=3, strokeWidth=0.8, strokeDash=[2, 2]).encode(
                x=x,
                x2="right:Q",
                y=y,
                y2="bottom:Q",
                fill=alt.Fill("fill:N", scale=None),
                stroke=alt.Stroke("edge:N", scale=None),
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip("said:N", title=unit),
                ],
            ),
            alt.Chart(words[["middle", "height", "lines", "ink"]])
            .mark_text(fontSize=TINY - 0.5)
            .encode(
                x=alt.X("middle:Q", axis=None),
                y=alt.Y("height:Q", axis=None),
                text="lines:N",
                color=alt.Color("ink:N", scale=None),
            ),
        ).properties(width=round(size * across), height=round(size * down), title=heading)

    def draw(width: int) -> Chart:
        key = _key(list(edges), reverse, form, min(width - 12, 460))
        if width <= NARROW:
            each = (one(heading, (width - 12) / (7 + SEA + ISLAND)) for heading in maps)
            return alt.vconcat(key, *each, spacing=20)
        both = alt.hconcat(*(one(heading, 42) for heading in maps), spacing=30)
        return alt.vconcat(key, both, spacing=16)

    frames = [
        table.assign(map=heading)[["map", "province_code", "name_vi", "value"]]
        for heading, table in by_boundary.items()
    ]
    data = pd.concat(frames, ignore_index=True)
    reading = data.sort_values(["map", "value"], kind="stable", ascending=[True, reverse])
    return Figure(
        draw=draw,
        title=title,
        description=(
            "Tile maps, one tile a province, about where it lies: "
            + " and ".join(by_boundary)
            + f". Darker tiles: {'smaller' if reverse else 'larger'} {unit}. The archipelagos "
            "Hoàng Sa and Trường Sa are tiles of Đà Nẵng and Khánh Hòa. " + finding
        ),
        data=data,
        reading=pd.DataFrame(
            {
                "Map": reading["map"],
                "Province": reading["name_vi"],
                unit: [format(v, form) if pd.notna(v) else "–" for v in reading["value"]],
            }
        ),
        legend="Tiles are placed by neighbourhood, not by area. Hoàng Sa is administered by "
        "Đà Nẵng, Trường Sa by Khánh Hòa; they have no figures of their own. Empty frame: no "
        "figure.",
    )


def _key(edges: list[float], reverse: bool, form: str, width: int) -> Chart:
    """The steps of blue, each with its limits."""
    limits = [format(edge, form).rstrip("0").rstrip(".") for edge in edges]
    words = [
        f"under {limits[0]}",
        *(f"to {limit}" for limit in limits[1:]),
        f"{limits[-1]} and more",
    ]
    place = colours_of(pd.Series(range(len(words)), dtype=float), len(words), len(STEPS), reverse)
    steps = pd.DataFrame(
        {
            "left": range(len(words)),
            "right": range(1, len(words) + 1),
            "middle": [i + 0.5 for i in range(len(words))],
            "words": words,
            "fill": [STEPS[int(i)] for i in place],
            "ink": [ON_STEPS[int(i)] for i in place],
        }
    )
    scale = alt.Scale(domain=[0, len(words)], nice=False)
    base = alt.Chart(steps)
    return alt.layer(
        base.mark_rect().encode(
            x=alt.X("left:Q", axis=None, scale=scale),
            x2="right:Q",
            fill=alt.Fill("fill:N", scale=None),
        ),
        base.mark_text(fontSize=TINY).encode(
            x=alt.X("middle:Q", axis=None, scale=scale),
            text="words:N",
            color=alt.Color("ink:N", scale=None),
        ),
    ).properties(width=width, height=18)


def _tiles(table: pd.DataFrame, edges: list[float], reverse: bool, form: str) -> pd.DataFrame:
    """One row a tile: its box, its colours and the lines of its name, islands included."""
    rows = table[["name_vi", "tile_row", "tile_col", "value"]].copy()
    rows["lines"] = [lines_of(name) for name in rows["name_vi"]]
    rows["wide"] = 1.0
    rows["col"], rows["row"] = rows["tile_col"].astype(float), rows["tile_row"].astype(float)
    sea = []
    for name, province, south in ISLANDS:
        coast = rows[rows["name_vi"] == province].iloc[0]
        sea.append(
            {
                "name_vi": f"{name} ({province})",
                "value": coast["value"],
                "lines": [name, f"({province})"],
                "wide": ISLAND,
                "col": float(rows["tile_col"].max()) + 1 + SEA,
                "row": float(coast["row"]) + south,
            }
        )
    rows = pd.concat([rows, pd.DataFrame(sea)], ignore_index=True)
    place = colours_of(steps_of(rows["value"], edges), len(edges) + 1, len(STEPS), reverse)
    gap = 0.04
    result = pd.DataFrame(
        {
            "name_vi": rows["name_vi"],
            "left": rows["col"] + gap,
            "right": rows["col"] + rows["wide"] - gap,
            "top": rows["row"] + gap,
            "bottom": rows["row"] + 1 - gap,
            "middle": rows["col"] + rows["wide"] / 2,
            "lines": rows["lines"],
            "fill": [STEPS[int(i)] if pd.notna(i) else "transparent" for i in place],
            "ink": [ON_STEPS[int(i)] if pd.notna(i) else INK for i in place],
            "edge": ["transparent" if pd.notna(i) else QUIET for i in place],
            "said": [format(v, form) if pd.notna(v) else "not known" for v in rows["value"]],
        }
    )
    # A line of text is about a quarter of a tile high; the lines of a name stand around its middle.
    heights = []
    for row, lines in zip(rows["row"], rows["lines"], strict=True):
        first = row + 0.5 - (len(lines) - 1) * 0.125
        heights.append([first + i * 0.25 for i in range(len(lines))])
    result["height"] = heights
    return result
