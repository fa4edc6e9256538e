"""Lists as a sentence says them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.words import counted, in_years


def test_counted() -> None:
    assert counted({"DTI": 63, "ICT Index": 4, "PAPI": 61}) == "DTI 63, ICT Index 4 and PAPI 61"


def test_in_years_of_a_dictionary_and_of_a_series() -> None:
    assert in_years({2021: 7, 2022: 3}) == "7 in 2021 and 3 in 2022"
    ranks, of = pd.Series({2022: 38, 2023: 19}), pd.Series({2022: 61, 2023: 63})
    assert in_years(ranks, of) == "38 of 61 in 2022 and 19 of 63 in 2023"
    with pytest.raises(KeyError):
        in_years(ranks, of.drop(2023))


def test_nothing_to_list() -> None:
    with pytest.raises(ValueError, match="nothing to list"):
        counted({})
    with pytest.raises(ValueError, match="nothing to list"):
        in_years(pd.Series(dtype="int64"))
