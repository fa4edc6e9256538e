"""Numbers and lists as sentences print them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.words import (
    fixed,
    link,
    listed,
    number,
    ordinal,
    p_value,
    percent,
    signed,
    signed_span,
    written,
)
from analysis.words.markdown import Markdown


@pytest.mark.parametrize(
    ("n", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (43, "43rd")]
)
def test_ordinals(n: int, word: str) -> None:
    assert ordinal(n) == word


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (number(1606.3), "1,606.3"), (number(884640.0), "884,640"), (number(0.5, 3), "0.5"),
        (number(pd.NA), ""), (number(float("nan")), ""), (number(2082, 0), "2,082"),
        (fixed(0.7), "0.70"), (fixed(-0.0049, 4), "−0.0049"), (fixed(1234.5, 1), "1,234.5"),
        (percent(0.714), "71 %"), (percent(0.71428, 1), "71.4 %"),
        # Half up, from the decimal number: binary floats are a little less, or round to even.
        (fixed(0.74735, 4), "0.7474"), (fixed(sum([0.7354, 0.7593]) / 2, 4), "0.7474"),
        (fixed(0.125), "0.13"), (fixed(-0.125), "−0.13"), (percent(0.125), "13 %"),
        (number(2.5, 0), "3"), (signed(0.25, "+.1f"), "+0.3"), (fixed(-0.00001, 3), "0.000"),
        (written(0.985, ".0%"), "99%"), (written(60, "d"), "60"), (fixed(1e-13, 4), "0.0000"),
        (p_value(0.0312), "0.031"), (p_value(0.0001), "< 0.001"),
        (signed(-3, "+d"), "−3"), (signed(3, "+d"), "+3"), (signed(0, "+d"), "0"),
        (signed_span(-7.5, -5), "−7.5 to −5"), (signed_span(2.0, 2.0), "+2"),
        (signed_span(0.0, 1.0), "0 to +1"),
    ],
)  # fmt: skip
def test_numbers(said: str, expected: str) -> None:
    assert said == expected


@pytest.mark.parametrize("missing", [float("nan"), pd.NA, None])
def test_of_a_missing_number_nothing_is_said(missing: float) -> None:
    assert number(missing) == fixed(missing) == percent(missing) == p_value(missing) == ""
    assert signed(missing, "+.2f") == ""


def test_lists_read_as_a_sentence() -> None:
    assert listed(["a"]) == "a"
    assert listed(n for n in (1, 2)) == "1 and 2"
    assert listed(["a", "b", "c"]) == "a, b and c"
    with pytest.raises(ValueError, match="nothing to list"):
        listed([])


def test_a_list_of_links_is_markdown_like_its_links() -> None:
    links = [link(name, "https://example.org/") for name in "ab"]
    assert isinstance(listed(links), Markdown)
    assert not isinstance(listed(["a", "b"]), Markdown)
