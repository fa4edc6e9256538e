"""How sentences and tables say ranks, names and differences."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.page.tables import each, shown
from analysis.words import named, out_of, placed, quoted, ranked


def test_names_with_ranks() -> None:
    assert ranked(["Cần Thơ", "Quảng Ninh"], [15, 7], [5, 3]) == (
        "Cần Thơ (15 to 5) and Quảng Ninh (7 to 3)"
    )
    assert ranked(pd.Series(["Đà Nẵng"]), pd.Series([1])) == "Đà Nẵng (1)"
    with pytest.raises(ValueError, match="shorter"):
        ranked(["Cần Thơ", "Quảng Ninh"], [15])


def test_a_name_with_its_place() -> None:
    assert placed("Thừa Thiên Huế", 4) == "Thừa Thiên Huế (4th)"


def test_names_instead_of_codes() -> None:
    assert named({"b": 1, "a": 2}, {"a": "Anh", "b": "Bình"}) == {"Bình": 1, "Anh": 2}
    with pytest.raises(KeyError, match="c"):
        named({"c": 1}, {"a": "Anh"})


def test_cells_of_tables() -> None:
    assert out_of(3, 63) == "3 of 63"
    assert quoted("07/63") == "“07/63”"


def test_a_difference_shows_its_sign_and_none_is_a_plain_zero() -> None:
    rows = pd.DataFrame({"places": [4, -3, 0], "points": [0.5, None, -12.5]})
    said = shown(rows, {"places": ("Places", "+d"), "points": ("Points", "+g")})
    assert said["Places"].tolist() == ["+4", "−3", "0"]
    assert said["Points"].tolist() == ["+0.5", "–", "−12.5"]


def test_columns_of_one_form() -> None:
    headings = pd.Series({"22": "Quảng Ninh", "27": "Bắc Ninh"})
    rows = pd.DataFrame({"27": [0.5], "22": [0.25], "01": [1]})
    said = shown(rows, each(headings, ".3f"))
    assert said.to_dict("list") == {"Quảng Ninh": ["0.250"], "Bắc Ninh": ["0.500"]}
