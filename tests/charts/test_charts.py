"""Charts draw what the tables hold, and nothing across a break."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest

from analysis.charts import drawing
from analysis.charts.figure import NARROW, WIDE, Figure

Tables = dict[str, pd.DataFrame]


def spec(figure: Figure, width: int = WIDE) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(figure.draw(width).to_json())
    return loaded


def lines(chart: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """The rows behind each layer of lines."""
    for layer in chart["layer"]:
        if layer["mark"]["type"] == "line":
            yield chart["datasets"][layer["data"]["name"]]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_fits_its_width(figures: dict[str, Figure], chart: str, width: int) -> None:
    svg = drawing.svg(spec(figures[chart], width))
    found = re.search(r'<svg[^>]* width="([\d.]+)"', svg)
    assert found
    assert float(found[1]) <= width + 8


def test_same_bytes_each_time(figures: dict[str, Figure], chart: str) -> None:
    first, second = (json.dumps(spec(figures[chart]), sort_keys=True) for _ in range(2))
    assert first == second


def test_has_words_and_data(figures: dict[str, Figure], chart: str) -> None:
    figure = figures[chart]
    assert figure.title
    assert len(figure.description) > 80
    assert len(figure.data)
    assert len(figure.reading)


def test_solid_lines_join_one_definition_only(figures: dict[str, Figure], clean: Tables) -> None:
    chart = spec(figures["bump"])
    definition = (
        clean["editions"]
        .query("boundary == '63' and index == 'dti'")
        .set_index("reference_year")["definition"]
    )
    years = sorted(definition.index)
    solid = [rows for rows in lines(chart) if all(row["x"] == int(row["x"]) for row in rows)]
    assert len(solid) == 2  # all provinces, and the highlighted ones
    for rows in solid:
        segments: dict[str, set[str]] = {}
        for row in rows:
            segments.setdefault(row["segment"], set()).add(definition[years[int(row["x"])]])
        assert segments
        assert all(len(found) == 1 for found in segments.values())


def test_broken_paths_leave_a_gap_at_every_break(figures: dict[str, Figure]) -> None:
    chart = spec(figures["bump"])
    broken = next(rows for rows in lines(chart) if any(row["x"] != int(row["x"]) for row in rows))
    assert all(not 0.25 < row["x"] % 1 < 0.75 for row in broken)
    rules = [layer for layer in chart["layer"] if layer["mark"]["type"] == "rule"]
    at = {row["x"] for row in chart["datasets"][rules[0]["data"]["name"]]}
    assert at == {0.5, 2.5, 3.5}


def test_first_rank_is_at_the_top(figures: dict[str, Figure]) -> None:
    layer = next(
        layer for layer in spec(figures["bump"])["layer"] if layer["mark"]["type"] == "line"
    )
    bottom, top = layer["encoding"]["y"]["scale"]["domain"]
    assert bottom > 63
    assert top < 1


def test_bump_holds_every_known_rank(figures: dict[str, Figure], clean: Tables) -> None:
    chart = spec(figures["bump"])
    dots = sum(
        len(chart["datasets"][layer["data"]["name"]])
        for layer in chart["layer"]
        if layer["mark"]["type"] == "circle"
    )
    assert dots == 38 + 41 + 3 * 63


def test_text_alternative_names_the_finding(figures: dict[str, Figure]) -> None:
    said = figures["bump"].description
    assert "Quảng Ninh: 4 in 2020, 7 in 2021, 3 in 2022, 12 in 2023, 17 in 2024" in said
    assert "Bắc Ninh 56.83 %" in figures["bounded"].description
    assert "9–18  (10 not named), 10.00 to 17.15 %" in figures["bounded"].description


def test_releases_have_no_lines(figures: dict[str, Figure]) -> None:
    assert '"line"' not in json.dumps(spec(figures["releases"]))
