"""Maps in which every province is one tile of the same size, for both boundaries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import BELOW, BESIDE, LINE, is_narrow, lines_of, plot
from analysis.charts.marks import FILL, INKED, STROKE, shaded, tips
from analysis.charts.theme import INK, SMALL, TINY
from analysis.model.tables import rows as rows_of
from analysis.model.tables import stacked
from analysis.words import written

# The two archipelagos, each as a tile of the province that administers it, east of its coast. They
# have no figures of their own. Names as Vietnamese rules on published maps require them.
ISLANDS = (("Hoàng Sa", "Đà Nẵng", 0), ("Trường Sa", "Khánh Hòa", 1))
# Room between the coast and the islands, in tiles.
SEA = 0.3
# The islands' tiles are wider, for the name of the province that stands on them as well.
ISLAND = 1.6
# Half of what lies between two tiles, in tiles; free at both ends of a name, in pixels.
EDGE, FREE = 0.04, 1.5
LETTERS, NAME_LINE = TINY - 0.5, 10.5
LARGEST = 48
# The key: its greatest width, and the height of its steps.
KEY, STEP = 460, 18


def tile_map(
    by_boundary: Mapping[str, pd.DataFrame],
    *,
    edges: Sequence[float],
    finding: str,
    unit: str,
    reverse: bool = False,
    form: str = ".2f",
) -> Figure:
    """Tiles in steps of blue, one map for each boundary.

    ``by_boundary``: the map's heading, and a table with province_code, name_vi, tile_row, tile_col
    and value (NaN where missing, which is an empty frame). ``edges`` and ``reverse`` as in
    ``heat.heat_table``; ``unit`` heads the key.
    """
    data = stacked(by_boundary, "map")[["map", "province_code", "name_vi", "value"]]
    maps = {heading: _tiles(table, edges, reverse, form) for heading, table in by_boundary.items()}
    ordered = data.sort_values(["map", "value"], kind="stable", ascending=[True, reverse])
    said = [written(value, form) if pd.notna(value) else "–" for value in ordered["value"]]
    steps = _key(edges, reverse, form, unit)

    def draw(width: int) -> Chart:
        """The key, and the maps beside each other, on a phone below each other."""
        across = [float(tiles["right"].max() - tiles["left"].min()) for tiles in maps.values()]
        narrow = is_narrow(width)
        # Frames of tiles stand out a little.
        inner = plot(width, 4) if narrow else plot(width, 4, BESIDE * (len(maps) - 1))
        size = min(inner / (max(across) if narrow else sum(across)), LARGEST)
        each = [_map(tiles, heading, size, unit) for heading, tiles in maps.items()]
        below = alt.vconcat(*each, spacing=BELOW) if narrow else alt.hconcat(*each, spacing=BESIDE)
        return alt.vconcat(steps.properties(width=min(plot(width), KEY)), below, spacing=BELOW)

    return Figure(
        draw=draw,
        description=(
            "Tile maps, one tile a province, about where it lies: "
            + " and ".join(by_boundary)
            + f". Darker tiles: {'smaller' if reverse else 'larger'} {unit}. The archipelagos "
            "Hoàng Sa and Trường Sa are tiles of Đà Nẵng and Khánh Hòa. " + finding
        ),
        data=data,
        reading=pd.DataFrame({"Map": ordered["map"], "Province": ordered["name_vi"], unit: said}),
        legend="Tiles are placed by neighbourhood, not by area. Hoàng Sa is administered by "
        "Đà Nẵng, Trường Sa by Khánh Hòa; they have no figures of their own. Empty frame: no "
        "figure.",
    )


def _tiles(table: pd.DataFrame, edges: Sequence[float], reverse: bool, form: str) -> pd.DataFrame:
    """One row a tile, islands included: name_vi, its box in tiles, what it says, its colours."""
    rows = table[["name_vi", "tile_row", "tile_col", "value"]].reset_index(drop=True)
    rows = rows.astype({"tile_row": float, "tile_col": float, "value": float}).assign(wide=1.0)
    east = float(rows["tile_col"].max()) + 1 + SEA
    for island, province, south in ISLANDS:
        coast = rows[rows["name_vi"] == province].iloc[0]
        rows.loc[len(rows)] = [
            f"{island} ({province})", coast["tile_row"] + south, east, coast["value"], ISLAND
        ]  # fmt: skip
    return shaded(rows["value"], edges, reverse).assign(
        name_vi=rows["name_vi"],
        left=rows["tile_col"] + EDGE,
        right=rows["tile_col"] + rows["wide"] - EDGE,
        top=rows["tile_row"] + EDGE,
        bottom=rows["tile_row"] + 1 - EDGE,
        said=[written(v, form) if pd.notna(v) else "not known" for v in rows["value"]],
    )


def _map(tiles: pd.DataFrame, heading: str, size: float, unit: str) -> Chart:
    """A map whose tiles are ``size`` pixels wide."""
    left, right = tiles["left"].min(), tiles["right"].max()
    top, bottom = tiles["top"].min(), tiles["bottom"].max()

    def of(channel: type[alt.X] | type[alt.Y], field: str, ends: list[float]) -> alt.X | alt.Y:
        return channel(f"{field}:Q", axis=None, scale=alt.Scale(domain=ends, nice=False))

    return alt.layer(
        alt.Chart(tiles)
        .mark_rect(cornerRadius=3, strokeWidth=0.8, strokeDash=[2, 2])
        .encode(
            x=of(alt.X, "left", [left, right]),
            x2="right:Q",
            y=of(alt.Y, "top", [bottom, top]),
            y2="bottom:Q",
            fill=FILL,
            stroke=STROKE,
            tooltip=tips(name_vi="Province", said=unit),
        ),
        alt.Chart(_words(tiles, size))
        .mark_text(fontSize=LETTERS)
        .encode(
            x=of(alt.X, "middle", [left, right]),
            y=of(alt.Y, "height", [bottom, top]),
            text="line:N",
            color=INKED,
        ),
    ).properties(
        width=round(size * (right - left)), height=round(size * (bottom - top)), title=heading
    )


def _words(tiles: pd.DataFrame, size: float) -> pd.DataFrame:
    """The lines of the names, each in the middle of its tile: middle, height, line, ink."""
    words = []
    for tile in rows_of(tiles):
        room = (tile.right - tile.left) * size - 2 * FREE
        parts = tile.name_vi.replace(" - ", " ").replace(" (", "\n(").split("\n")
        lines = [line for part in parts for line in lines_of(part, room, LETTERS)]
        middle, height = (tile.left + tile.right) / 2, (tile.top + tile.bottom) / 2
        for i, line in enumerate(lines):
            down = (i - (len(lines) - 1) / 2) * NAME_LINE / size
            words.append((middle, height + down, line, tile.ink))
    return pd.DataFrame(words, columns=["middle", "height", "line", "ink"])


def _key(edges: Sequence[float], reverse: bool, form: str, unit: str) -> Chart:
    """The steps of blue, each with its limits, under what they measure."""
    limits = [written(edge, form).rstrip("0").rstrip(".") for edge in edges]
    words = [f"under {limits[0]}", *(f"to {n}" for n in limits[1:]), f"{limits[-1]} and more"]
    n = len(words)
    steps = shaded(pd.Series(range(n)), range(n - 1), reverse).assign(
        left=range(n), right=range(1, n + 1), middle=[i + 0.5 for i in range(n)], words=words
    )
    scale = alt.Scale(domain=[0, n], nice=False)
    left, middle = (alt.X(f"{c}:Q", axis=None, scale=scale) for c in ("left", "middle"))
    title = alt.Chart(pd.DataFrame({"unit": [unit[:1].upper() + unit[1:]]}))
    return alt.layer(
        alt.Chart(steps).mark_rect().encode(x=left, x2="right:Q", fill=FILL),
        alt.Chart(steps).mark_text(fontSize=TINY).encode(x=middle, text="words:N", color=INKED),
        title.mark_text(align="left", fontSize=SMALL, color=INK).encode(
            x=alt.value(0), y=alt.value(-LINE / 2 - 2), text="unit:N"
        ),
    ).properties(height=STEP)
