"""Cells of the tables of provinces' pages, in words."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.compare.founding import ALONE, COMPARED, UNUSED, WARNED
from analysis.page.tables import shown
from analysis.places import columns

NO = math.nan


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ((COMPARED, 2, 0, 60, NO, NO, NO), "62 others: 2 before, 60 after"),
        ((COMPARED, 12, 0, 0, 56.83, NO, NO), "12 others: all smaller"),
        ((COMPARED, 0, 1, 0, 100.0, NO, NO), "1 other: 1 equal"),
        ((COMPARED, 1, 1, 1, NO, NO, NO), "3 others: 1 before, 1 the same rank, 1 after"),
        ((ALONE, 0, 0, 0, 1.0, NO, NO), ""),
        ((WARNED, 3, 0, 0, 1.0, "Bases differ.", NO), "Bases differ."),
        ((UNUSED, 3, 0, 0, 1.0, NO, "a target"), "not used: a target"),
    ],
)
def test_beside(cells: tuple[object, ...], said: str) -> None:
    assert columns.beside(*cells) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("hơn 60.000", "over", 60000.0, -3, "accounts", NO, pd.NA, pd.NA), "over 60,000 accounts"),
        (("Gần 4.500", "under", 4500.0, 0, "items", NO, pd.NA, pd.NA), "nearly 4,500 items"),
        (("20", "target", 20.0, 0, "targets", NO, pd.NA, pd.NA), "20 targets, a target"),
        (("8/14", NO, 8.0, 0, "targets", 14.0, pd.NA, pd.NA), "8 targets (of 14)"),
        (("56,83%", NO, 56.83, 2, "%", NO, 1, pd.NA), "56.83 %, rank 1"),
        (("giảm 4,4%", NO, -4.4, 1, "%", NO, pd.NA, pd.NA), "−4.4 %"),
        ((NO, NO, NO, NO, "rank", NO, 3, 63), "rank 3 of 63"),
        ((NO, NO, NO, NO, "rank", NO, 2, pd.NA), "rank 2"),
    ],
)
def test_understood(cells: tuple[object, ...], said: str) -> None:
    assert columns.understood(*cells) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (NO, "2024"),
        ("2023", "2023"),
        ("2024-11-06 (year inferred)", "2024-11-06, inferred"),
        ("2024 (document)", "2024"),
        ("2024-01-01/2024-03-31 (quý I/2024)", "2024-01-01 to 2024-03-31"),
        ("2023-07-01/.. (end not printed)", "since 2023-07-01"),
    ],
)
def test_dated(day: str, said: str) -> None:
    assert columns.dated(day, 2024) == said


def test_ranks_in_cells() -> None:
    assert columns.rank_of(30, 34) == "30 of 34"
    assert columns.rank_of(30, pd.NA) == "30"
    assert columns.rank_of(pd.NA, 34) == "–"
    assert columns.rank_or_why(3, NO) == "3"
    assert columns.rank_or_why(pd.NA, "not published") == "not published"
    assert columns.rank_with_basis(12, "derived") == "12 (d)"
    assert columns.rank_with_basis(13, "implied") == "13 (i)"
    assert columns.rank_with_basis(3, "printed") == "3"
    assert columns.rank_with_basis(pd.NA, NO) == "–"
    assert columns.printed("56,83%", "đứng đầu cả nước") == "“56,83%; đứng đầu cả nước”"
    assert columns.printed(NO) == "–"  # type: ignore[arg-type]


def test_numbers_ranked() -> None:
    ranks = pd.DataFrame(
        {
            "name": ["A", "A", "A", "B", "C", "C"],
            "reference_year": [2021, 2022, 2023, 2022, 2022, 2023],
            "rank": pd.array([1, 2, None, 3, 4, 5], dtype="Int64"),
            "units_ranked": pd.array([63, 61, 60, 63, None, None], dtype="Int64"),
        }
    )
    assert columns.numbers_ranked(ranks) == "A 2022: of 61; C 2022, 2023: number ranked not known"
    assert columns.numbers_ranked(ranks, usual=61) == (
        "A 2021: of 63; B 2022: of 63; C 2022, 2023: number ranked not known"
    )
    with pytest.raises(ValueError, match="usual number"):
        columns.numbers_ranked(ranks.iloc[[0, 3]])


def test_reasons_of_contested_figures() -> None:
    contested = pd.DataFrame(
        {
            "name_en": "Items", "reference_year": 2023, "value_as_printed": "gần 4.500",
            "chosen": "no", "kind": ["dates", "identity", "rank and scores"],
            "by_order": [True, False, False], "accepted": ["why", "why", ""],
            "reason": ["whole year, then …", "some-id does not hold: why", "place 18 follows"],
            "source_id": float("nan"),
        }
    )  # fmt: skip
    cells = shown(contested, columns.CONTESTED)
    assert cells["Reason"].tolist() == [
        "by the fixed order of the page on data quality", "why", "place 18 follows",
    ]  # fmt: skip
    assert set(cells["Source"]) == {"–"}
