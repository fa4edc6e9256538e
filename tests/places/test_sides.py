"""Tables of strengths and gaps, of peers and of what is missing, in words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.page.tables import shown
from analysis.places import standing


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (47.82123565673828, "47.82"),
        (8.419840, "8.420"),
        (0.7325, "0.7325"),
        (0.05, "0.0500"),
        (1.0, "1.000"),
        (0.0, "0.000"),
        (-3.14159, "−3.142"),
        (884640.2, "884,640"),
        (math.nan, "–"),
    ],
)
def test_brief(value: float, said: str) -> None:
    assert standing.brief(value) == said


def test_a_side_in_words() -> None:
    row = {
        "side": "gap", "name_en": "X", "reference_year": 2024, "value": 0.4088, "place": 60,
        "of": 63, "best": 58, "worst": 60, "region_median": 0.5619, "peer_median": math.nan,
    }  # fmt: skip
    cells = shown(pd.DataFrame([row]), standing.SIDES).iloc[0]
    assert cells.tolist() == ["Gap", "X", 2024, "0.4088", "60 of 63", "58 to 60", "0.5619", "–"]


def test_what_is_missing_in_words() -> None:
    row = {"index": "dti_hr", "years": [2021, 2023], "reason": "not found"}
    cells = shown(pd.DataFrame([row]), standing.LACKING).iloc[0]
    assert cells.tolist() == ["Human resources", "2021, 2023", "Not found"]
