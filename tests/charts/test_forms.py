"""What each form of chart is made of, shown on small tables: marks, order, scales, breaks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from analysis.charts import (
    bands,
    bump,
    changes,
    contributions,
    dumbbell,
    heat,
    intervals,
    margins,
    multiples,
    ranges,
    releases,
    scatter,
    several,
    stacked,
    tiles,
)  # fmt: skip
from analysis.charts.figure import NARROW, WIDE, Figure
from analysis.charts.layout import apart, lines_of, text_width
from analysis.charts.marks import COLOURS, OTHERS, OWN, colours_of
from analysis.charts.placing import dot, place
from analysis.charts.scatter import Axis
from analysis.charts.segments import breaks, joined, segments
from analysis.charts.theme import FOCUS, ON_STEPS, STEPS

Layer = dict[str, Any]
Rows = list[dict[str, Any]]


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


def of(figure: Figure, mark: str, width: int = WIDE) -> list[tuple[Layer, Rows]]:
    """The layers of one mark, each with its rows."""
    chart = drawn(figure, width)
    found = (layer for layer in layers(chart) if layer["mark"]["type"] == mark)
    return [(layer, chart["datasets"][layer["data"]["name"]]) for layer in found]


def domain(layer: Layer, channel: str) -> list[float]:
    found: list[float] = layer["encoding"][channel]["scale"]["domain"]
    return found


def table(columns: str, *rows: tuple[Any, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=columns.split())


# Years, definitions: 2019 is of another definition, 2022 of one province is missing.
SERIES = table(
    "province_code name_vi reference_year definition value",
    *((code, name, year, "old" if year < 2020 else "new", float(year % 7 + i))
      for i, (code, name) in enumerate((("22", "Quảng Ninh"), ("27", "Bắc Ninh"), ("01", "Hà Nội")))
      for year in range(2019, 2025) if (code, year) != ("27", 2022)),
)  # fmt: skip


def test_lines_break_at_a_missing_year_and_at_a_change_of_definition() -> None:
    stretches = SERIES.groupby(segments(SERIES))["reference_year"].apply(list)
    assert sorted(map(tuple, stretches)) == [
        (2019,), (2019,), (2019,), tuple(range(2020, 2022)), tuple(range(2020, 2025)),
        tuple(range(2020, 2025)), (2023, 2024),
    ]  # fmt: skip
    assert len(joined(SERIES)) == len(SERIES) - 3
    assert breaks(SERIES) == [2019.5]
    unknown = SERIES.assign(definition=None)
    assert segments(unknown).is_unique


def test_small_multiples_keep_to_the_breaks() -> None:
    figure = multiples.small_multiples({"One": SERIES}, ["22"], unit="points", finding="")
    for layer, rows in of(figure, "line"):
        assert layer["encoding"]["detail"]["field"] == "segment"
        assert all(row["reference_year"] != 2019 for row in rows)
    assert [row["reference_year"] for row in of(figure, "rule")[0][1]] == [2019.5]
    # A lone figure of a highlighted province is a dot.
    assert 2019 in {row["reference_year"] for row in of(figure, "circle")[0][1]}


def a_bump() -> Figure:
    paths = SERIES.assign(
        rank=SERIES["value"].astype(int) + 1, name_en=SERIES["name_vi"], rank_basis="printed",
        score=0.5, missing="", units_ranked=63, source_id="a", locator="", as_printed="",
        disputed="no",
    )  # fmt: skip
    pairs = table(
        "from_year to_year comparable rules",
        (2019, 2020, False, "other"), *((y, y + 1, True, "same") for y in range(2020, 2024)),
    )  # fmt: skip
    return bump.bump(paths, pairs, ["22", "27"])


def test_bump_breaks_paths_and_leaves_gaps() -> None:
    others, stubs, own = (rows for _, rows in of(a_bump(), "line"))
    for row in (*others, *own):
        assert row["x"] > 0
    assert {row["segment"].split()[0] for row in stubs} == {"22", "27"}
    assert all(not 0.25 < row["x"] % 1 < 0.75 for row in stubs)
    assert [row["x"] for row in of(a_bump(), "rule")[0][1]] == [0.5]


def test_bump_has_the_first_rank_at_the_top_and_the_first_named_upon_the_others() -> None:
    layer, _ = of(a_bump(), "line")[0]
    bottom, top = domain(layer, "y")
    assert bottom > 63
    assert top < 1
    (_, others), (_, own) = of(a_bump(), "circle")
    assert len(others) + len(own) == len(SERIES)
    assert own[-1]["colour"] == OWN


def test_a_province_keeps_its_colour() -> None:
    assert colours_of(["27", "22"]) == {"27": FOCUS[1], "22": FOCUS[0]}
    found = colours_of(["22", "92", "04"])
    assert len(set(found.values())) == 3
    assert set(COLOURS.values()) == set(FOCUS)


def test_changes_are_pale_where_a_rank_is_not_sure() -> None:
    moves = table(
        "province_code name_vi from_rank to_rank places from_rank_basis from_disputed",
        ("22", "Quảng Ninh", 7, 3, 4, "printed", "no"),
        ("27", "Bắc Ninh", 4, 7, -3, "implied", "no"),
    )
    layer, rows = of(changes.changes(moves, "22", (2021, 2022)), "bar")[0]
    assert layer["encoding"]["y"]["sort"] == ["Quảng Ninh", "Bắc Ninh"]
    assert [(row["places"], row["colour"]) for row in rows] == [(4, OWN), (-3, OTHERS)]
    assert rows[0]["opacity"] > rows[1]["opacity"]


def test_margins_shade_both_sides_of_the_own_province() -> None:
    gaps = table(
        "province_code name_vi name_en rank score points source_id locator as_printed",
        ("48", "Đà Nẵng", "Da Nang", 1, 0.8, 0.1, "a", "", ""),
        ("22", "Quảng Ninh", "Quang Ninh", 2, 0.7, 0.0, "a", "", ""),
    )
    figure = margins.margins({"2021": gaps, "2022": gaps}, 0.01)
    assert [rows for _, rows in of(figure, "rect")] == [[{"points": -0.01, "high": 0.01}]] * 2
    assert [row["colour"] for row in of(figure, "circle")[0][1]] == [OTHERS, OWN]
    assert len(drawn(figure)["vconcat"][1]["vconcat"][0]["hconcat"]) == 2
    assert len(drawn(figure, NARROW)["vconcat"][1]["vconcat"]) == 2


POINTS = table(
    "province_code name_vi rank value low high",
    ("22", "Quảng Ninh", 1, None, 5.0, 17.0),
    ("27", "Bắc Ninh", 7, 57.0, None, None),
    ("48", "Đà Nẵng", 8, 56.0, None, None),
)
RANK = Axis("rank", "Rank", "d", (0, 64), top_down=True)
SHARE = Axis("value", "Share", ".2f", (0, 62), low="low", high="high")


def test_scatter_has_the_first_rank_at_the_right_and_bounds_as_lines() -> None:
    figure = scatter.scatter(POINTS, RANK, SHARE, finding="", named=["48"], highlight=["22", "27"])
    circle, dots = of(figure, "circle")[0]
    assert domain(circle, "x") == [64, 0]
    assert {row["name_vi"]: row["colour"] for row in dots} == {
        "Bắc Ninh": FOCUS[1], "Đà Nẵng": OTHERS,
    }  # fmt: skip
    (bounds,) = of(figure, "rule")[0][1]
    assert (bounds["low"], bounds["high"], bounds["colour"]) == (5, 17, OWN)
    said = {row["name"] for _, rows in of(figure, "text") for row in rows if "name" in row}
    assert said == {"Quảng Ninh", "Bắc Ninh", "Đà Nẵng"}
    assert figure.reading["Share"].tolist() == ["57.00", "56.00", "5.00 to 17.00"]
    assert figure.reading["Province"].iloc[-1] == "1 others"
    assert drawn(figure) == drawn(figure)


def test_gains_stand_beside_the_line_that_describes_them() -> None:
    found = table(
        "province_code name_vi from_score to_score gain expected above",
        *((f"{i:02}", f"P {i}", i / 10, i / 10 + 0.2, 0.2, 0.3 - i / 50, i / 50 - 0.1)
          for i in range(9)),
    )  # fmt: skip
    figure = scatter.gains(found, "04", (2021, 2022), named=1)
    said = {row["name"] for _, rows in of(figure, "text") for row in rows}
    assert said == {"P 0", "P 4", "P 8"}
    assert [row["expected"] for row in of(figure, "line")[0][1]] == [0.3, pytest.approx(0.14)]


def test_names_are_placed_on_nothing() -> None:
    spots = [(50 + 9 * i, 100 + (i % 3) * 5) for i in range(12)]
    names = [(*spot, f"Tên {i}") for i, spot in enumerate(spots)]
    taken = [dot(*spot) for spot in spots]
    placed = place(names, taken, 300, 200)
    assert placed == place(names, taken, 300, 200)
    boxes = [spot.boxes[0] for spot in placed]
    for i, spot in enumerate(placed):
        assert not spot.lies_on([*taken, *boxes[:i]])
        assert spot.boxes[0][0] >= 0
        assert spot.boxes[0][2] <= 300


def test_values_are_moved_apart_as_little_as_possible() -> None:
    assert apart([1, 5, 9], 2) == [1, 5, 9]
    assert apart([1, 1], 2) == [0, 2]
    moved = apart([3, 3.1, 3.2, 9], 2)
    assert all(b - a >= 2 - 1e-9 for a, b in pairwise(moved))
    assert moved[1] == pytest.approx(3.1)


def test_long_names_are_broken_where_they_can_be() -> None:
    room = text_width("Thừa Thiên")
    assert lines_of("Thừa Thiên Huế", room) == ["Thừa Thiên", "Huế"]
    assert lines_of("ab.duk.vn", text_width("ab.duk.")) == ["ab.duk.", "vn"]
    assert lines_of("Báo Mới + 2", text_width("Báo Mới +")) == ["Báo Mới", "+ 2"]
    assert lines_of("Huế", 1) == ["Huế"]


def test_cells_carry_their_text_and_missing_ones_have_no_colour() -> None:
    cells = table(
        "row column value text", ("a", "x", 1, "1"), ("a", "y", None, "–"), ("b", "x", 60, "60"),
        ("b", "y", 30, "30"),
    )  # fmt: skip
    figure = heat.heat_table(
        cells, ["b", "a"], ["x", "y"], edges=[13, 26, 38, 51], finding="", data=cells, legend="",
        reverse=True,
    )  # fmt: skip
    layer, rows = of(figure, "rect")[0]
    fills = {row["text"]: row["fill"] for row in rows}
    assert fills == {"1": STEPS[-1], "30": STEPS[2], "60": STEPS[0], "–": "transparent"}
    inks = {row["fill"]: row["ink"] for row in rows if row["text"] != "–"}
    assert inks == {step: dict(zip(STEPS, ON_STEPS, strict=True))[step] for step in inks}
    assert layer["encoding"]["y"]["sort"] == ["b", "a"]
    assert figure.reading.to_numpy().tolist() == [["b", "60", "30"], ["a", "1", "–"]]
    with pytest.raises(ValueError, match="at most 5"):
        heat.heat_table(cells, ["a"], ["x"], edges=range(9), finding="", data=cells, legend="")


def test_ranks_by_year_fill_the_grid() -> None:
    ranks = table(
        "name reference_year rank disputed", ("DTI", 2021, 7, "no"), ("PCI", 2022, 1, "yes")
    )
    _, rows = of(heat.ranks_by_year(ranks), "rect")[0]
    assert [row["text"] for row in rows] == ["7", "", "", "1*"]


def test_map_shows_every_province_and_both_archipelagos() -> None:
    places = table(
        "province_code name_vi tile_row tile_col value",
        ("48", "Đà Nẵng", 0, 1, 0.9), ("56", "Khánh Hòa", 1, 1, 0.1), ("46", "Huế", 0, 0, None),
    )  # fmt: skip
    for width in (WIDE, NARROW):
        figure = tiles.tile_map({"63": places, "34": places}, edges=[0.5], finding="", unit="score")
        maps = [rows for _, rows in of(figure, "rect", width) if "name_vi" in rows[0]]
        assert len(maps) == 2
        for rows in maps:
            by_name = {row["name_vi"]: row for row in rows}
            assert len({(row["left"], row["top"]) for row in rows}) == 5
            assert by_name["Huế"]["fill"] == "transparent"
            for island, coast in (("Hoàng Sa", "Đà Nẵng"), ("Trường Sa", "Khánh Hòa")):
                tile = by_name[f"{island} ({coast})"]
                assert tile["fill"] == by_name[coast]["fill"]
                assert tile["left"] > by_name[coast]["right"]
        said = {
            row["line"] for _, rows in of(figure, "text", width) for row in rows if "line" in row
        }
        assert {"Hoàng Sa", "(Đà Nẵng)", "(Khánh Hòa)"} <= said


def test_bands_hold_their_median_under_a_key() -> None:
    worth = table(
        "province_code name_vi rank median low high shift in_first",
        ("48", "Đà Nẵng", 1, 1, 1, 2, 0.1, 1.0), ("22", "Quảng Ninh", 2, 3, 2, 5, 1.2, 0.9),
    )  # fmt: skip
    figure = bands.rank_bands(worth, ["22"], 100)
    layer, rows = of(figure, "bar")[0]
    assert layer["encoding"]["y"]["sort"] == [row["label"] for row in rows]
    assert (layer["encoding"]["x"]["field"], layer["encoding"]["x2"]["field"]) == ("low", "high")
    assert of(figure, "tick")[0][0]["encoding"]["x"]["field"] == "rank"
    words = [row["words"] for _, found in of(figure, "text") for row in found]
    assert words == ["published rank", "median of the draws", "5th to 95th percentile"]


def test_contributions_share_one_scale_around_0() -> None:
    made = table(
        "block weight own theirs points", ("a", 0.5, 0.8, 0.7, 0.05), ("b", 0.5, 0.6, 0.7, -0.05),
        ("score", 1.0, 0.7, 0.7, 0.0),
    )  # fmt: skip
    figure = contributions.contributions({"Huế": made}, "Quảng Ninh", {"a": "A", "b": "B"})
    layer, rows = of(figure, "bar")[0]
    low, high = domain(layer, "x")
    assert low == -high
    assert [row["colour"] for row in rows] == [OWN, OTHERS]


def test_pillars_stack_the_shared_part_first() -> None:
    pillars = table(
        "province_code name_vi pillar score foundation activity shared",
        ("22", "Quảng Ninh", "gov", 0.8, 0.5, 0.3, 0.6),
    )
    layer, rows = of(stacked.stacked_pillars(pillars, {"gov": "Government"}), "bar")[0]
    assert layer["encoding"]["order"]["field"] == "order"
    assert {row["part"]: row["order"] for row in rows} == {"foundation": 0, "activity": 1}


def test_dumbbells_tell_series_apart_and_write_out_differences() -> None:
    ranked = table("name_vi plain weighted", ("Hà Nội", 1, 2), ("Huế", 2, 1))
    names = {"plain": "plain mean", "weighted": "weighted"}
    figure = dumbbell.dumbbell(ranked, names, axis="Rank", finding="", domain=(0, 35))
    layer, rows = of(figure, "point")[0]
    assert layer["encoding"]["y"]["sort"] == ["Hà Nội", "Huế"]
    for channel in ("color", "shape", "size"):
        assert domain(layer, channel) == ["plain mean", "weighted"]
    assert len(rows) == 4
    both = table("label one other mean difference", ("VN", 1.0, 2.5, 1.75, -1.5))
    (_, text), *_ = of(dumbbell.differences(both, "A", "B", "%"), "text")
    assert text[0]["text"] == "1.50 less"


def test_intervals_mark_no_association() -> None:
    terms = table(
        "label series estimate low high", ("a", "x", 1.0, 0.5, 1.5), ("a", "y", 2.0, 1, 3)
    )
    figure = intervals.intervals(terms, unit="points", finding="")
    assert of(figure, "rule")[0][1] == [{"at": 0}]
    without = intervals.intervals(terms, unit="points", finding="", zero=False)
    assert len(of(without, "rule")) == 1


def test_ranges_stand_between_the_printed_shares() -> None:
    bounded = table(
        "name_vi name_en printed value low high best_rank worst_rank",
        ("Bắc Ninh", "Bac Ninh", True, 57.0, None, None, 1, 1),
        ("Huế", "Hue", False, None, 5.0, 17.0, 2, 2),
        ("Hà Nam", "Ha Nam", True, 4.0, None, None, 3, 3),
    )  # fmt: skip
    figure = ranges.bounded_ranking(bounded, table("low high unnamed", (0.0, 10.0, 1)))
    (layer, named), (_, between) = of(figure, "bar")
    assert layer["encoding"]["y"]["sort"] == ["1  Bắc Ninh", "2–2  (1 not named)", "3  Hà Nam"]
    assert (between[0]["low"], between[0]["high"], len(named)) == (5, 10, 2)
    # Beneath the picture a band is one row, however many provinces lie in it.
    assert figure.reading["Share"].tolist() == ["57.00 %", "5.00 to 10.00 %", "4.00 %"]


def test_bounds_are_bars_where_they_meet_and_one_row_where_nothing_is_printed() -> None:
    shares = table(
        "name_vi parts printed low high",
        ("Bắc Ninh", 2, 2, 51.14, 51.14), ("Hà Nội", 1, 1, 17.15, 17.15),
        ("Phú Thọ", 3, 1, 14.42, 20.04), ("Huế", 1, 0, 5.78, 17.15), ("Tây Bắc", 2, 0, 5.78, 17.15),
    )  # fmt: skip
    figure = ranges.bounds(shares, finding="")
    (_, bars), (layer, between) = of(figure, "bar")
    assert [row["label"] for row in bars] == ["Bắc Ninh", "Hà Nội"]
    assert [row["label"] for row in between] == ["Phú Thọ", "2 others"]
    assert layer["encoding"]["x2"]["field"] == "high"
    assert figure.reading["Share"].tolist() == [
        "51.1 %", "17.15 %", "14.4 to 20.0 %", "5.78 to 17.15 %",
    ]  # fmt: skip
    assert len(figure.data) == 5


def test_several_kinds_stand_apart() -> None:
    shares = table(
        "name_vi target_low target_high own_low own_high",
        ("Hải Phòng", 25.0, 35.0, None, None), ("Đà Nẵng", 20.0, 20.0, 23.2, 23.2),
    )  # fmt: skip
    figure = several.several(
        shares, {"target": "target", "own": "own figure"}, axis="%", finding="", domain=(0, 40)
    )
    ((layer, marks),) = (
        found for found in of(figure, "point") if "tooltip" in found[0]["encoding"]
    )
    for channel in ("color", "shape", "size"):
        assert domain(layer, channel) == ["target", "own figure"]
    # Two ends of one target, one target, one own figure; nothing stands for what is missing.
    assert sorted(row["value"] for row in marks) == [20, 23.2, 25, 35]
    ((_, ranged),) = of(figure, "rule")
    assert [(row["low"], row["high"]) for row in ranged] == [(25, 35)]
    assert figure.reading["own figure"].tolist() == ["–", "23.2"]


def test_releases_have_dots_for_years_diamonds_for_parts_and_no_lines() -> None:
    printed = table(
        "publisher_name reference_year period value as_printed qualifiers sources",
        ("Ministry", 2022, "year", 14.3, "14,3", "", 1),
        ("Ministry", 2023, "half", 15.0, "15", "", 1),
    )  # fmt: skip
    figure = releases.releases(printed)
    assert not of(figure, "line")
    assert [row["value"] for row in of(figure, "circle")[0][1]] == [14.3]
    hollow = [layer for layer, _ in of(figure, "point") if layer["mark"].get("shape") == "diamond"]
    assert len(hollow) == 1
