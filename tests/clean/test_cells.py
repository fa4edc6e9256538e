"""What no raw cell may hold is named, and what sources do print passes."""

from __future__ import annotations

import pytest

from analysis.clean import cells


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("１２,5", "the digits 0 to 9"),  # full width
        ("٣ bậc", "the digits 0 to 9"),  # Arabic
        ("（7/63）", "usual width"),
        ("ＤTI", "usual width"),
        ("7\u00a0024", "no-break space, U+00A0"),
        ("Quảng\u200bNinh", "zero width space, U+200B"),
        ("\u202e36/7", "no invisible character"),
        ("Quảng Ninh\u2028Bắc Ninh", "plain spaces"),
        ("Hа Nội", "cyrillic small letter a, U+0430"),
        ("Ηà Nội", "greek capital letter eta"),
        ("T\ue000", "U+E000"),  # private use
        ("T\ufffe", "no invisible character"),
        ("T\ufffd", "replacement character"),
        ("T\u3164", "hangul filler"),
        ("T\u2800", "braille pattern blank"),
        ("T\ufe0f", "variation selector"),
        ("Ðà Nẵng", "latin capital letter eth"),
        ("Hɑ Nội", "latin small letter alpha"),
        ("dti ﬁgures", "latin small ligature fi"),
        ("Ⅳ/2023", "the plain letters"),
        ("7\t63", "no control character (U+0009)"),
        ("7\x7f", "no control character (U+007F)"),
        (" 7", "no space at either end"),
        ("7 ", "no space at either end"),
        ("=1+1", "not a formula"),
        ("@SUM(A1)", "not a formula"),
        ("+cmd", "not a formula"),
        ("-", "not a formula"),
        ("a <b>bold</b> claim", "without HTML"),
        ("seen <!-- here -->", "without HTML"),
        ("x" * (cells.LONGEST + 1), f"at most {cells.LONGEST} characters, not"),
    ],
)
def test_fault(text: str, said: str) -> None:
    found = cells.fault(text)
    assert found is not None
    assert said in found[0]
    assert found[1].endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        "", "56,83%", "+4", "-2,5 %", "07/63", "Thừa Thiên – Huế", "đứng đầu", "9位", "第9位",
        "トップ", "전국 1위", "“hơn 728.400”", "x < 5 and y > 3", "5 €", "120 km²",
        "Đà Nẵng … œuvre, größer, 数字经济",  "x" * cells.LONGEST,
    ],
)  # fmt: skip
def test_what_sources_print_passes(text: str) -> None:
    assert cells.fault(text) is None
