"""Printed values become numbers, in every form that the sources use."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.clean import numbers
from analysis.clean.numbers import Ambiguous, Impossible, PrintedValue, Scale, Unreadable


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
GROWTH = Scale("%", "%", False, None, None, is_change=True)


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
        (
            "tăng 4 bậc so với năm 2021",
            "vi",
            Scale("bậc", "bậc", False, None, None, is_change=True),
            4,
            0,
        ),
        ("tăng gấp 4,9 lần", "vi", Scale("lần", "lần", False, None, None, is_change=True), 4.9, 1),
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


PLACES = Scale("bậc", "places", True, None, None, is_change=True)
DONG = Scale("tỷ đồng", "billion VND", False, 0, None)


@pytest.mark.parametrize(
    ("text", "language", "scale", "expected"),
    [
        # Bounds that words give.
        ("ít nhất 20%", "vi", SHARE, PrintedValue(None, 20, None, 0)),
        ("không quá 5%", "vi", SHARE, PrintedValue(None, None, 5, 0)),
        ("dưới 5%", "vi", SHARE, PrintedValue(None, None, 5, 0)),
        ("more than 30 per cent", "en", SHARE, PrintedValue(30, 30, None, 0)),
        ("nearly 9,000", "en", COUNT, PrintedValue(9000, None, 9000, 0)),
        (">50%", "vi", SHARE, PrintedValue(None, 50, None, 0)),
        # Words that say it is not exact, and give no bound.
        ("khoảng 12,5%", "vi", SHARE, PrintedValue(12.5, None, None, 1)),
        ("ước đạt khoảng 6,42%", "vi", SHARE, PrintedValue(6.42, None, None, 2)),
        ("xấp xỉ 10%", "vi", SHARE, PrintedValue(10, None, None, 0)),
        # Intervals.
        ("13,71–15,72", "vi", SHARE, PrintedValue(None, 13.71, 15.72, 2)),
        ("10-20%", "en", SHARE, PrintedValue(None, 10, 20, 0)),
        ("từ 10 đến 20%", "vi", SHARE, PrintedValue(None, 10, 20, 0)),
        ("between 10 and 20 per cent", "en", SHARE, PrintedValue(None, 10, 20, 0)),
        # Several words of magnitude multiply.
        ("1,5 nghìn tỷ đồng", "vi", DONG, PrintedValue(1500, None, None, -2)),
        ("2 trillion dong", "en", Scale("trillion dong", "billion VND", False, 0, None),
         PrintedValue(2000, None, None, -3)),
        ("1.363.000.000.000 đồng", "vi", DONG, PrintedValue(1363, None, None, 9)),
        ("19,5 phần trăm", "vi", SHARE, PrintedValue(19.5, None, None, 1)),
        ("19,5", "vi", Scale("phần trăm", "%", False, 0, 100), PrintedValue(19.5, None, None, 1)),
        ("giảm 2-3%", "vi", GROWTH, PrintedValue(None, -3, -2, 0)),
        # The whole of a printed fraction.
        ("8/14", "vi", COUNT, PrintedValue(8, None, None, 0, base=14)),
        # Changes, and the year that they are counted from.
        ("tăng 4 bậc so với năm 2021", "vi", PLACES, PrintedValue(4, None, None, 0, since=2021)),
        ("tăng một bậc so với năm 2021", "vi", PLACES, PrintedValue(1, None, None, 0, since=2021)),
        ("giảm 3 bậc so với năm trước", "vi", PLACES, PrintedValue(-3, None, None, 0, since=-1)),
        ("up 34 places to 26", "en", PLACES, PrintedValue(34, None, None, 0, reached=26)),
        ("giữ nguyên so với năm 2020", "vi", PLACES, PrintedValue(0, None, None, 0, since=2020)),
        ("tăng hơn 2,5 lần", "vi", Scale("lần", "times", False, None, None, is_change=True),
         PrintedValue(2.5, 2.5, None, 1)),
    ],
)  # fmt: skip
def test_bounds_intervals_wholes_and_changes(
    text: str, language: str, scale: Scale, expected: PrintedValue
) -> None:
    assert parse_value(text, language, scale) == expected


def test_a_lone_mark_is_ambiguous_where_the_source_uses_both() -> None:
    with pytest.raises(Ambiguous, match=r"12345 or 12\.345"):
        numbers.parse_value("12.345", "", MONEY)
    # Not where only one reading is possible, nor where the number shows it.
    assert numbers.parse_value("48.811", "", PAPI).value == 48.811
    assert numbers.parse_value("12.345,6", "", MONEY).value == 12345.6
    assert numbers.parse_value("0.345", "", MONEY).value == 0.345


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        (["73.02", "1.606,3"], {".", ","}),
        (["56,83%", "728.400"], {","}),
        (["0.702", "1.234"], {"."}),
        (["728.400", "1.599.302", "12"], set()),
    ],
)
def test_marks_that_certainly_stand_before_decimals(texts: list[str], marks: set[str]) -> None:
    assert numbers.decimal_marks(texts) == marks


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("5 triệu USD", DONG),  # another currency
        ("5 tỷ đồng", DOLLARS),
        ("5%", PLACES),
        ("US$5 million", DONG),
        ("16/14", COUNT),  # a part larger than its whole
        ("2/3", SHARE),  # not a part of a hundred
        ("1" * 50, COUNT),
    ],
)
def test_what_makes_no_sense_is_refused(text: str, scale: Scale) -> None:
    with pytest.raises(Impossible):
        parse_value(text, "vi", scale)


def printed_number(number: Decimal, language: str, grouped: bool) -> str:
    """A number as a newspaper of that language prints it."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    if numbers.decimal_mark(language) == ",":
        return text.translate(str.maketrans(".,", ",."))
    return text


@given(
    number=st.decimals(0, 10**9, places=2),
    language=st.sampled_from(["vi", "en", "fr", "de", "ja"]),
    grouped=st.booleans(),
)
def test_a_formatted_decimal_is_read_back(number: Decimal, language: str, grouped: bool) -> None:
    found = parse_value(printed_number(number, language, grouped), language, MONEY)
    assert found.value == float(number)
    assert found.decimals == 2


@given(number=st.integers(0, 10**12), language=st.sampled_from(["vi", "en"]))
def test_a_formatted_count_is_read_back(number: int, language: str) -> None:
    text = printed_number(Decimal(number), language, grouped=True)
    assert parse_value(text, language, COUNT) == PrintedValue(number, None, None, 0)


@given(
    low=st.decimals(0, 40, places=2),
    width=st.decimals("0.01", 50, places=2),
    joint=st.sampled_from(["–", " - ", " đến ", "-"]),
)
def test_a_formatted_range_is_read_back(low: Decimal, width: Decimal, joint: str) -> None:
    text = f"{low}{joint}{low + width}%".replace(".", ",")
    assert parse_value(text, "vi", SHARE) == PrintedValue(None, float(low), float(low + width), 2)


@given(
    text=st.one_of(st.text(), st.text(alphabet="0123456789.,-–/% tăngđếnhơntỷ", max_size=25)),
    mark=st.sampled_from([",", ".", ""]),
    scale=st.sampled_from([SHARE, INDEX, COUNT, MONEY, PLACES, GROWTH]),
)
def test_no_text_crashes_the_reader(text: str, mark: str, scale: Scale) -> None:
    """What cannot be read is refused by name; what can is inside what the indicator allows."""
    numbers.says(text)
    numbers.decimal_marks([text])
    try:
        found = numbers.parse_value(text, mark, scale)
    except Unreadable:
        return
    for number in (found.value, found.low, found.high):
        assert number is None or scale.allows(Decimal(str(number)))
    if found.low is not None and found.high is not None:
        assert found.low <= found.high


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("tăng 15%", SHARE),  # a change is no level
        ("không đổi", INDEX),
        ("5 USD - 10 USD", DOLLARS),  # two figures
        ("12345.678,9", MONEY),
        ("1.23.456", MONEY),
    ],
)
def test_a_change_two_figures_and_wrong_groups_are_refused(text: str, scale: Scale) -> None:
    with pytest.raises(Unreadable):
        parse_value(text, "vi", scale)


def test_a_group_of_four_digits_is_none_whatever_follows() -> None:
    with pytest.raises(Unreadable, match="one kind of mark for thousands"):
        parse_value("1234.567,8", "vi", DOLLARS)
