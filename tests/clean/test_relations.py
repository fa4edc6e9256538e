"""Printed changes imply earlier figures, as exactly as they are printed."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from analysis.clean import build, read

INDICATORS = (
    "dti_change,dti,,change,,dti_rank,Places gained,Số bậc,places,yes,,,yes,never,,,Ministry,\n"
    "exports,founding,,value,,,Exports,Xuất khẩu,million USD,no,0,,yes,never,,,Province,\n"
    "exports_growth,founding,,change,,exports,Growth,Tăng,%,no,,,yes,never,,,Province,\n"
)


def relation(raw: Path, *rows: str) -> pl.DataFrame:
    """The relations of a raw folder with some more observations."""
    for name, text in (("indicators", INDICATORS), ("observations/dti", "\n".join(rows) + "\n")):
        with (raw / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(text)
    return build(read(raw))["relations"]


def change(printed: str) -> str:
    return f"ministry,dti_change,Quảng Ninh,63,2022,,{printed},,,bậc,,row 3,"


def earlier(rank: int) -> str:
    return f"ministry,dti_rank,Quảng Ninh,63,2021,,,{rank},63,rank,,row {rank},"


@pytest.mark.parametrize(
    ("printed", "rank", "agrees"),
    [
        ("tăng 4 bậc", 7, "yes"),
        ("tăng 4 bậc", 8, "no"),
        ("giảm 2 bậc so với năm 2021", 1, "yes"),
        ("giữ nguyên", 3, "yes"),
        ("tăng hơn 3 bậc", 7, "yes"),  # more than three places: 6th or worse
        ("tăng hơn 3 bậc", 5, "no"),
    ],
)
def test_places_gained(tiny_raw: Path, printed: str, rank: int, agrees: str) -> None:
    row = relation(tiny_raw, change(printed), earlier(rank)).row(0, named=True)
    assert (row["relative_to"], row["earlier"], row["agrees"]) == (2021, rank, agrees)


def test_a_rank_printed_with_its_change(tiny_raw: Path) -> None:
    row = relation(
        tiny_raw, "paper,dti_rank,Hà Nội,63,2022,,,up 34 places to 26,63,rank,,p. 1,"
    ).row(0, named=True)
    assert (row["value"], row["change"], row["implied"], row["agrees"]) == (26, 34, 60, None)


@pytest.mark.parametrize(("printed", "agrees"), [("1.443,2", "yes"), ("1.444,9", "no")])
def test_growth_is_compared_within_rounding(tiny_raw: Path, printed: str, agrees: str) -> None:
    """1606,3 after 11,3 % of growth comes from 1442,5 to 1443,9."""
    found = relation(
        tiny_raw,
        'paper,exports,Bình Định,63,2022,,"1.606,3",,,million USD,,p. 1,',
        'paper,exports_growth,Bình Định,63,2022,,"tăng 11,3%",,,%,,p. 1,',
        f'paper,exports,Bình Định,63,2021,,"{printed}",,,million USD,,p. 2,',
    ).row(0, named=True)
    assert found["value_low"] == pytest.approx(1442.5, abs=0.1)
    assert found["value_high"] == pytest.approx(1443.9, abs=0.1)
    assert found["agrees"] == agrees


def test_bands_are_compared_with_each_other_and_with_known_figures(tiny_raw: Path) -> None:
    header = (
        "source_id,indicator,boundary,reference_year,low,high,provinces_as_printed,unit,locator,"
        "note\n"
    )
    bands = tiny_raw / "bands.csv"
    bands.write_text(
        header + "ministry,dti_score,63,2022,0.7,,2,,,\nministry,dti_score,63,2022,,0.7,61,,,\n"
        "paper,dti_score,63,2022,0.7,,0,,,\n",
        encoding="utf-8",
    )
    found = build(read(tiny_raw))["disputes"].filter(pl.col("kind") == "bands")
    said = dict(found.select("source_id", "reason").iter_rows())
    assert said == {
        "ministry": "provinces from 0.7: sources count 0 and 2",
        "paper": "provinces from 0.7: sources count 0 and 2; 1 provinces are known to lie in it",
    }
