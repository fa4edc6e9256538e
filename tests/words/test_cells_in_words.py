"""What a cell of a table says of its values."""

from __future__ import annotations

import pytest

from analysis.words import band, code, out_of, quoted
from analysis.words.markdown import Markdown


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10, 20, "10 to 20 %"),
        (20, float("nan"), "over 20 %"),
        (float("nan"), 5, "under 5 %"),
        (2.5, 5.0, "2.5 to 5 %"),
    ],
)
def test_bands_may_be_open(low: float, high: float, said: str) -> None:
    assert band(low, high) == said


def test_several_names_are_code_each() -> None:
    assert code("papi, papi_egov") == "`papi`, `papi_egov`"
    assert isinstance(code("dti"), Markdown)


def test_parts_and_quotes() -> None:
    assert out_of(3, 4) == "3 of 4"
    assert quoted("07/63") == "“07/63”"
