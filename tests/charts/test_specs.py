"""What each chart is made of: marks, encodings, order and scales."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fontTools.ttLib import TTFont

from analysis.charts import theme
from analysis.charts.figure import NARROW, WIDE, Figure
from analysis.charts.theme import FOCUS, ON_STEPS, STEPS

Tables = dict[str, pd.DataFrame]
Layer = dict[str, Any]


def drawn(figure: Figure, width: int = WIDE) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(figure.draw(width).to_json())
    return loaded


def layers(chart: dict[str, Any], data: dict[str, str] | None = None) -> Iterator[Layer]:
    """All layers with a mark, wherever they stand, each with its data."""
    data = chart.get("data", data)
    if "mark" in chart:
        yield {"data": data, **chart}
    for key in ("layer", "hconcat", "vconcat"):
        for part in chart.get(key, []):
            yield from layers(part, data)


def marks(chart: dict[str, Any]) -> set[str]:
    return {layer["mark"]["type"] for layer in layers(chart)}


def of(chart: dict[str, Any], mark: str) -> list[Layer]:
    return [layer for layer in layers(chart) if layer["mark"]["type"] == mark]


def rows(chart: dict[str, Any], layer: Layer) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chart["datasets"][layer["data"]["name"]]
    return found


def domain(layer: Layer, channel: str) -> list[float]:
    found: list[float] = layer["encoding"][channel]["scale"]["domain"]
    return found


@pytest.mark.parametrize(
    ("chart_name", "expected"),
    [
        ("bump", {"line", "circle", "rule", "text"}),
        ("rank_bands", {"bar", "circle", "tick"}),
        ("shares_above", {"bar", "rule", "text"}),
        ("contributions", {"bar", "rule", "text"}),
        ("stacked_pillars", {"bar", "text"}),
        ("scatter", {"circle", "rule", "text"}),
        ("dumbbell", {"rule", "point"}),
        ("differences", {"rule", "point", "text"}),
        ("bounded", {"bar", "text"}),
        ("heat_table", {"rect", "text"}),
        ("coverage", {"rect", "text"}),
        ("vintages", {"rect", "text"}),
        ("ranks_by_year", {"rect", "text"}),
        ("tile_map", {"rect", "text"}),
        ("small_multiples", {"line", "circle", "rule", "text"}),
        ("intervals", {"rule", "point"}),
        ("releases", {"circle", "point"}),
    ],
)
def test_marks(figures: dict[str, Figure], chart_name: str, expected: set[str]) -> None:
    assert marks(drawn(figures[chart_name])) == expected


def test_bands_are_sorted_by_rank_and_hold_their_median(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["rank_bands"])
    bar = of(chart, "bar")[0]
    data = rows(chart, bar)
    assert len(data) == 63
    assert bar["encoding"]["y"]["sort"] == [row["label"] for row in data]
    assert [row["rank"] for row in data] == sorted(row["rank"] for row in data)
    assert all(row["low"] <= row["median"] <= row["high"] for row in data)
    assert (bar["encoding"]["x"]["field"], bar["encoding"]["x2"]["field"]) == ("low", "high")
    assert domain(bar, "x") == [0, 64]
    assert of(chart, "tick")[0]["encoding"]["x"]["field"] == "rank"


def test_contributions_share_one_scale_around_0(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["contributions"])
    domains = {tuple(domain(layer, "x")) for layer in of(chart, "bar")}
    assert len(domains) == 1
    low, high = domains.pop()
    assert low == -high
    # Bars of one comparison add up to the difference that its heading names.
    total = sum(row["points"] for row in rows(chart, of(chart, "bar")[0]))
    heading = chart["hconcat"][0]["title"]
    assert heading == f"Cần Thơ: {total:+.4f}"


def test_pillars_stack_the_shared_part_first(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["stacked_pillars"])
    for layer in of(chart, "bar"):
        assert layer["encoding"]["order"]["field"] == "order"
        parts = {row["part"]: row["order"] for row in rows(chart, layer)}
        assert parts == {"foundation": 0, "activity": 1}
        assert domain(layer, "x")[0] == 0


def test_scatter_has_first_rank_at_the_right_and_bounds_as_lines(
    figures: dict[str, Figure],
) -> None:
    chart = drawn(figures["scatter"])
    circle, rule = of(chart, "circle")[0], of(chart, "rule")[0]
    assert domain(circle, "x") == [64, 0]
    assert domain(circle, "y") == [0, 62]
    assert (len(rows(chart, circle)), len(rows(chart, rule))) == (13, 50)
    assert {row["name_vi"] for row in rows(chart, rule) if row["own"]} == {"Quảng Ninh"}


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_names_in_a_scatter_do_not_lie_on_each_other(
    figures: dict[str, Figure], width: int
) -> None:
    chart = drawn(figures["scatter"], width)
    height = chart["height"]
    words = next(
        rows(chart, layer)
        for layer in of(chart, "text")
        if layer["encoding"]["y"]["field"] == "beside"
    )
    assert len(words) == 13
    for side in ("left", "right"):
        heights = sorted(row["beside"] for row in words if row["align"] == side)
        pixels = [value / 62 * height for value in heights]
        near = [b - a for a, b in pairwise(pixels) if b - a < 12]
        # Names at one height are allowed only where they stand far from each other across.
        assert len(near) <= 3


def test_dumbbell_keeps_the_order_and_tells_series_apart(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["dumbbell"])
    point = of(chart, "point")[0]
    order = point["encoding"]["y"]["sort"]
    assert (order[0], len(order)) == ("Hà Nội", 34)
    for channel in ("color", "shape", "size"):
        assert domain(point, channel) == ["plain mean", "by population"]
    assert len(rows(chart, point)) == 68


def test_every_cell_carries_its_text_and_missing_cells_have_no_colour(
    figures: dict[str, Figure],
) -> None:
    for name in ("heat_table", "coverage", "vintages", "ranks_by_year"):
        chart = drawn(figures[name])
        cells = rows(chart, of(chart, "rect")[0])
        ink = dict(zip(STEPS, ON_STEPS, strict=True))
        for cell in cells:
            if cell["text"] in ("", "–"):
                assert cell["fill"] == "transparent"
            else:
                assert cell["ink"] == ink[cell["fill"]]
        # Rows and columns make a whole grid.
        size = len({cell["row"] for cell in cells}) * len({cell["column"] for cell in cells})
        assert len(cells) == size


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_on_cells_and_lines_can_be_read() -> None:
    for step, ink in zip(STEPS, ON_STEPS, strict=True):
        assert contrast(step, ink) >= 4.5, (step, ink)
    for colour in FOCUS:
        assert contrast(colour, "#ffffff") >= 4.4, colour
        assert contrast(colour, "#131416") >= 3.5, colour


def texts(value: Any) -> Iterator[str]:
    """All texts anywhere in a specification."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_has_every_letter(figures: dict[str, Figure], weight: str) -> None:
    """A letter that it lacks would come from a font of the machine, and change the bytes."""
    fonts = Path(theme.__file__).parent / "fonts"
    letters = TTFont(fonts / f"TinhSoSans-{weight}.ttf").getBestCmap()
    used = {
        letter for figure in figures.values() for text in texts(drawn(figure)) for letter in text
    }
    # Axes write their own minus and dots.
    assert {ord(letter) for letter in used | set("−…")} - {ord("\n")} <= set(letters)


def test_first_ranks_are_the_darkest(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["heat_table"])
    cells = rows(chart, of(chart, "rect")[0])
    fills = {cell["text"]: cell["fill"] for cell in cells}
    assert fills["1"] == STEPS[-1]
    assert fills["63"] == STEPS[0]


def test_map_shows_every_province_and_both_archipelagos(
    figures: dict[str, Figure], clean: Tables
) -> None:
    for width in (WIDE, NARROW):
        chart = drawn(figures["tile_map"], width)
        tiles = [rows(chart, layer) for layer in of(chart, "rect")]
        maps = [found for found in tiles if "name_vi" in found[0]]
        for found, n in zip(maps, (63, 34), strict=True):
            names = [row["name_vi"] for row in found]
            assert len(names) == n + 2
            assert "Hoàng Sa (Đà Nẵng)" in names
            assert "Trường Sa (Khánh Hòa)" in names
            by_name = {row["name_vi"]: row for row in found}
            for island, province in (
                ("Hoàng Sa (Đà Nẵng)", "Đà Nẵng"),
                ("Trường Sa (Khánh Hòa)", "Khánh Hòa"),
            ):
                assert by_name[island]["fill"] == by_name[province]["fill"]
                assert by_name[island]["left"] > by_name[province]["right"]
            boxes = {(row["left"], row["top"]) for row in found}
            assert len(boxes) == n + 2
        said = [
            row["lines"]
            for layer in of(chart, "text")
            for row in rows(chart, layer)
            if "lines" in row
        ]
        assert "(Đà Nẵng)" in said
        assert "(Khánh Hòa)" in said


def test_small_multiples_stop_at_a_change_of_definition(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["small_multiples"])
    for layer in of(chart, "line"):
        segments: dict[str, set[int]] = {}
        for row in rows(chart, layer):
            segments.setdefault(row["segment"], set()).add(row["reference_year"])
        for years in segments.values():
            # The definition changed after 2018, and no line skips a year.
            assert years == {2018} or 2018 not in years
            assert max(years) - min(years) == len(years) - 1
    at = {row["reference_year"] for layer in of(chart, "rule") for row in rows(chart, layer)}
    assert at == {2018.5}


def test_intervals_hold_their_estimates(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["intervals"])
    data = rows(chart, of(chart, "point")[0])
    assert len(data) == 10
    assert all(row["low"] < row["estimate"] < row["high"] for row in data)
    zero = next(layer for layer in of(chart, "rule") if layer["encoding"]["x"]["field"] == "zero")
    low, high = domain(of(chart, "point")[0], "x")
    assert low < 0 < high
    assert rows(chart, zero) == [{"zero": 0}]


def test_differences_write_out_their_sign(figures: dict[str, Figure]) -> None:
    chart = drawn(figures["differences"])
    texts = {row["label"]: row["text"] for row in rows(chart, of(chart, "text")[0])}
    assert texts["27 2022"] == "10.13 more"
    assert texts["VN 2021"] == "0.96 less"
