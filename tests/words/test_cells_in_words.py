"""What a cell of a table says of its values."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.words import band, by_year, code, out_of, quoted
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


def test_numbers_with_their_years() -> None:
    assert (
        by_year(pd.Series({2022: 13, 2023: 2, 2024: 1})) == "13 for 2022, 2 for 2023 and 1 for 2024"
    )
    with pytest.raises(ValueError, match="nothing to list"):
        by_year(pd.Series(dtype="int64"))


def test_several_names_are_code_each() -> None:
    assert code("papi, papi_egov") == "`papi`, `papi_egov`"
    assert isinstance(code("dti"), Markdown)


def test_parts_and_quotes() -> None:
    assert out_of(3, 4) == "3 of 4"
    assert quoted("07/63") == "“07/63”"
