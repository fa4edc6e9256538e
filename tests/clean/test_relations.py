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


EXPORTS = 'paper,exports,Bình Định,63,2022,,"1.606,3",,,million USD,,p. 1,'


def growth(printed: str, unit: str, qualifier: str = "") -> str:
    return f'paper,exports_growth,Bình Định,63,2022,,"{printed}",,,{unit},{qualifier},p. 1,'


def in_times(raw: Path) -> None:
    """The growth of exports as so many times."""
    path = raw / "indicators.csv"
    text = path.read_text("utf-8") + INDICATORS.replace("Growth,Tăng,%", "Growth,Tăng,times")
    path.write_text(text, encoding="utf-8")


def test_growth_in_times_divides(tiny_raw: Path) -> None:
    """2,0 times is from 1,95 to 2,05 times: 1606,3 comes from 783,5 to 823,8."""
    found = relation_of_times(tiny_raw, growth("2,0 lần", "times"), earlier_exports("800"))
    row = found.row(0, named=True)
    assert row["change_unit"] == "times"
    assert row["implied"] == pytest.approx(1606.3 / 2)
    assert row["value_low"] == pytest.approx(1606.25 / 2.05)
    assert row["value_high"] == pytest.approx(1606.35 / 1.95)
    assert row["agrees"] == "yes"


def test_growth_in_times_that_is_not_so(tiny_raw: Path) -> None:
    found = relation_of_times(tiny_raw, growth("2,0 lần", "times"), earlier_exports("780"))
    assert found["agrees"].to_list() == ["no"]


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [("0 lần", ""), ("gần 2 lần", "under"), ("0,04 lần", "under")],
)
def test_growth_by_no_times_says_nothing(tiny_raw: Path, printed: str, qualifier: str) -> None:
    """A change from nothing at all up to so many times leaves the earlier figure open."""
    found = relation_of_times(tiny_raw, growth(printed, "times", qualifier), earlier_exports("1"))
    assert found.is_empty()


def test_over_some_times_leaves_one_side_open(tiny_raw: Path) -> None:
    found = relation_of_times(tiny_raw, growth("hơn 2 lần", "times", "over"), earlier_exports("9"))
    row = found.row(0, named=True)
    assert row["value_high"] == pytest.approx(1606.35 / 2)
    assert row["value_low"] == pytest.approx(0)
    assert row["agrees"] == "yes"


def earlier_exports(printed: str) -> str:
    return f'paper,exports,Bình Định,63,2021,,"{printed}",,,million USD,,p. 2,'


def relation_of_times(raw: Path, *rows: str) -> pl.DataFrame:
    in_times(raw)
    with (raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write("\n".join([EXPORTS, *rows]) + "\n")
    return build(read(raw))["relations"]


@pytest.mark.parametrize(
    ("printed", "qualifier", "earlier", "agrees"),
    [
        ("giảm hơn 2 bậc", "over", 1, "yes"),  # 3rd now: 1st before, at the most
        ("giảm hơn 2 bậc", "over", 2, "no"),
        ("tăng gần 4 bậc", "under", 7, "yes"),
        ("tăng gần 4 bậc", "under", 3, "yes"),
        ("tăng gần 4 bậc", "under", 8, "no"),
        ("tăng gần 4 bậc", "under", 2, "no"),
    ],
)
def test_bounds_of_places(
    tiny_raw: Path, printed: str, qualifier: str, earlier: int, agrees: str
) -> None:
    row = f"ministry,dti_change,Quảng Ninh,63,2022,,{printed},,,bậc,{qualifier},row 3,"
    known = f"ministry,dti_rank,Quảng Ninh,63,2021,,,{earlier},63,rank,,row 9,"
    assert relation(tiny_raw, row, known)["agrees"].to_list() == [agrees]


def test_a_share_changes_by_points_and_an_amount_by_percent(tiny_raw: Path) -> None:
    """A share of 30 % that grew by 5 % was 25 %; so sources print points."""
    path = tiny_raw / "indicators.csv"
    path.write_text(
        path.read_text("utf-8")
        + "urban,founding,,value,,,Urban share,Tỷ lệ,%,no,0,100,yes,never,,,Province,\n"
        + "urban_growth,founding,,change,,urban,Change,Tăng,%,no,,,yes,never,,,Province,\n",
        encoding="utf-8",
    )
    found = relation(
        tiny_raw,
        'paper,urban,Bình Định,63,2022,,"30,0%",,,%,,p. 1,',
        'paper,urban_growth,Bình Định,63,2022,,"tăng 5,0%",,,%,,p. 1,',
        EXPORTS,
        growth("tăng 5,0%", "%"),
    )
    implied = dict(found.select("indicator", "implied").iter_rows())
    assert implied == pytest.approx({"urban": 25.0, "exports": 1606.3 / 1.05})
