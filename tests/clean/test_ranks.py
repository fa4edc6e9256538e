"""Printed ranks become places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.clean.numbers import Unreadable
from analysis.clean.ranks import PrintedRank, parse_rank


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("7", 7), ("7/63", 7), ("07/63", 7), ("thứ ba", 3), ("Thứ tư", 4), ("thứ 10", 10),
        ("thứ 02", 2), ("hạng 5", 5), ("số 1", 1), ("số một", 1), ("No. 1", 1),
        ("第2位", 2), ("全国首位", 1), ("the nation's top performer", 1),
        ("đứng đầu", 1), ("đứng đầu cả nước", 1), ("dẫn đầu", 1), ("quán quân", 1), ("nhất", 1),
        ("thứ 1 toàn quốc", 1), ("chín", 9), ("third", 3), ("sixteenth", 16), ("forty-first", 41),
        ("sixty-second", 62), ("runner-up", 2), ("1st", 1), ("32th", 32), ("17th", 17),
        ("4位", 4), ("33e", 33), ("ersten Platz", 1), ("followed by (2nd)", 2), ("topping", 1),
    ],
)  # fmt: skip
def test_rank(text: str, rank: int) -> None:
    assert parse_rank(text, None).rank == rank


def test_number_ranked_is_read_where_it_is_printed() -> None:
    assert parse_rank("07/63", None) == PrintedRank(7, None, 63)


@pytest.mark.parametrize("text", ["cuối bảng", "cuối cùng", "最下位", "Schlusslicht"])
def test_last_needs_the_number_ranked(text: str) -> None:
    assert parse_rank(text, 63).rank == 63
    with pytest.raises(Unreadable, match="out_of"):
        parse_rank(text, None)


def test_second_from_the_end() -> None:
    assert parse_rank("ワースト2位", 63).rank == 62


def test_top_ten_is_a_bound_not_a_rank() -> None:
    assert parse_rank("Top 10", 63) == PrintedRank(None, 10, None)
    assert parse_rank("top ten", 63) == PrintedRank(None, 10, None)
    assert parse_rank("nhóm 5 dẫn đầu", None) == PrintedRank(None, 5, None)


@pytest.mark.parametrize("text", ["", "khá cao", "3/", "ba mươi mốt mốt", "7-8"])
def test_what_is_outside_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_rank(text, 63)


@pytest.mark.parametrize(
    ("text", "rank"),
    [
        ("hạng 5", 5), ("xếp thứ 7", 7), ("vị trí thứ mười lăm", 15), ("đứng đầu bảng", 1),
        ("thứ hai mươi mốt", 21), ("thứ sáu mươi ba", 63), ("No. 4", 4), ("ranked 17th", 17),
        ("7 of 63", 7), ("7th out of 63", 7), ("21/63 cả nước", 21), ("áp chót", 62),
    ],
)  # fmt: skip
def test_more_words_around_a_rank(text: str, rank: int) -> None:
    assert parse_rank(text, 63).rank == rank


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("up 34 places to 26", PrintedRank(26, None, None, 34)),
        ("tăng 5 bậc lên thứ 21/63", PrintedRank(21, None, 63, 5)),
        ("down 3 to 15th", PrintedRank(15, None, None, -3)),
        ("giảm 2 bậc xuống 9", PrintedRank(9, None, None, -2)),
    ],
)
def test_a_rank_printed_with_the_places_gained(text: str, expected: PrintedRank) -> None:
    assert parse_rank(text, None) == expected


@given(rank=st.integers(1, 63), form=st.sampled_from(["{}", "{}/63", "thứ {}", "{}th", "{}位"]))
def test_a_formatted_rank_is_read_back(rank: int, form: str) -> None:
    assert parse_rank(form.format(rank), 63).rank == rank


@given(text=st.one_of(st.text(), st.text(alphabet="0123456789/thứ tăngbậcup to", max_size=20)))
def test_no_text_crashes_the_reader(text: str) -> None:
    try:
        found = parse_rank(text, 63)
    except Unreadable:
        return
    assert (found.rank is None) != (found.bound is None)


@pytest.mark.parametrize(
    ("text", "rank"),
    [("twentieth", 20), ("thirtieth", 30), ("thirty-first", 31), ("sixty-third", 63)],
)
def test_english_words_of_tens(text: str, rank: int) -> None:
    assert parse_rank(text, 63).rank == rank
