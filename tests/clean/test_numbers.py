"""Printed values become numbers, in every form that the sources use."""

from __future__ import annotations

import pytest

from analysis.clean import numbers
from analysis.clean.numbers import PrintedValue, Scale, Unreadable


def parse_value(text: str, language: str, scale: Scale) -> PrintedValue:
    """As a source of that language prints it."""
    return numbers.parse_value(text, numbers.decimal_mark(language), scale)


SHARE = Scale("%", "%", False, 0, 100)
INDEX = Scale("index 0-1", "index 0-1", False, 0, 1)
COUNT = Scale("tài khoản", "tài khoản", True, 0, None)
PAPI = Scale("points (10-80)", "points (10-80)", False, 10, 80)
DOLLARS = Scale("triệu USD", "triệu USD", False, 0, None)
TRILLIONS = Scale("thousand billion dong", "billion dong", False, 0, None)
MONEY = Scale("billion dong", "billion dong", False, 0, None)
GROWTH = Scale("%", "%", False, None, None)


@pytest.mark.parametrize(
    ("text", "language", "scale", "value", "decimals"),
    [
        ("56,83%", "vi", SHARE, 56.83, 2),
        ("7,09 %", "vi", SHARE, 7.09, 2),
        ("14.41 percent", "en", SHARE, 14.41, 2),
        ("17 per cent", "en", SHARE, 17, 0),
        ("0.7024", "vi", INDEX, 0.7024, 4),
        ("0,672", "vi", INDEX, 0.672, 3),
        ("0.672", "vi", INDEX, 0.672, 3),
        ("0,8654/1", "vi", INDEX, 0.8654, 4),
        ("96,17/100", "vi", SHARE, 96.17, 2),
        ("8/14", "vi", COUNT, 8, 0),
        ("06/08", "vi", COUNT, 6, 0),
        # One mark before three digits: the language decides, unless the unit forbids it.
        ("728.400", "vi", COUNT, 728_400, 0),
        ("67.300", "fr", COUNT, 67_300, 0),
        ("1,142", "en", COUNT, 1_142, 0),
        ("48,811", "vi", PAPI, 48.811, 3),
        ("48,095", "en", PAPI, 48.095, 3),
        ("45.366", "vi", PAPI, 45.366, 3),
        ("72,865", "en", MONEY, 72_865, 0),
        ("73.230", "vi", MONEY, 73_230, 0),
        # Several marks say themselves what they are.
        ("1.599.302", "vi", COUNT, 1_599_302, 0),
        ("1.606,3", "vi", DOLLARS, 1606.3, 1),
        ("123.456,78", "vi", MONEY, 123_456.78, 2),
        # Magnitudes multiply, unless the unit holds them.
        ("gần 1,4 triệu", "vi", COUNT, 1_400_000, -5),
        ("520.2", "en", TRILLIONS, 520_200, -2),
        ("1,78", "vi", Scale("quadrillion dong", "billion dong", False, 0, None), 1_780_000, -4),
        ("155,6", "vi", Scale("million dong", "billion dong", False, 0, None), 0.1556, 4),
        ("1.363 tỷ đồng", "vi", Scale("tỷ đồng", "billion VND", False, 0, None), 1363, 0),
        ("2.060 triệu USD", "vi", DOLLARS, 2060, 0),
        ("xuất siêu 1.152,6 triệu USD", "vi", DOLLARS, 1152.6, 1),
        ("1.363 tỷ đồng", "vi", Scale("tỷ đồng", "tỷ đồng", False, 0, None), 1363, 0),
        ("giảm 4,4%", "vi", GROWTH, -4.4, 1),
        ("-3,01%", "vi", GROWTH, -3.01, 2),
        ("tăng 4 bậc so với năm 2021", "vi", Scale("bậc", "bậc", False, None, None), 4, 0),
        ("tăng gấp 4,9 lần", "vi", Scale("lần", "lần", False, None, None), 4.9, 1),
    ],
)
def test_value(text: str, language: str, scale: Scale, value: float, decimals: int) -> None:
    found = parse_value(text, language, scale)
    assert found.value == pytest.approx(value)
    assert found.decimals == decimals


def test_words_set_bounds() -> None:
    assert parse_value("hơn 728.400", "vi", COUNT) == PrintedValue(728_400, 728_400, None, 0)
    assert parse_value("gần 9.000", "vi", COUNT) == PrintedValue(9_000, None, 9_000, 0)
    assert parse_value("trên 70", "vi", PAPI) == PrintedValue(70, 70, None, 0)


@pytest.mark.parametrize("text", ["35–37 %", "35 - 37%", "35% - 37%", "35 đến 37%", "35 et 37%"])
def test_range_is_bounds_without_a_value(text: str) -> None:
    assert parse_value(text, "vi", SHARE) == PrintedValue(None, 35, 37, 0)


def test_decomposed_letters_are_read_as_composed_ones() -> None:
    assert parse_value("ho\u031b\u0301n 5".replace("\u0301", ""), "vi", COUNT).low == 5


@pytest.mark.parametrize(
    "text", ["", "không có", "1.23.4", "1.2,3,4", "12 con mèo", "vào năm 3", "20–10 %"]
)
def test_what_is_outside_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_value(text, "vi", SHARE)


def test_no_reading_that_the_unit_allows() -> None:
    with pytest.raises(Unreadable, match="points"):
        parse_value("99.999", "vi", PAPI)
