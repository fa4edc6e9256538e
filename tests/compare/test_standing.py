"""Places, bands and medians of every indicator, on tables small enough to count by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.compare import standing
from analysis.compare.comparability import warnings_of

NO_WARNINGS = pd.DataFrame(
    columns=["indicator", "province_code", "boundary", "reference_year", "warning", "comparable"]
).astype({"reference_year": "Int64"})


def figures(values: list[float], year: int = 2023, **other: object) -> pd.DataFrame:
    """Figures of one indicator, a province each, in the columns that places are taken from."""
    table = pd.DataFrame(
        {
            "indicator": "x", "boundary": "63", "reference_year": year, "value": values,
            "province_code": [f"{i:02}" for i in range(len(values))], "decimals": 2,
            "higher_is_better": "yes", "topic": "governance",
        }
    ).astype({"reference_year": "Int64", "value": "float64"})  # fmt: skip
    return table.assign(**other)


def placed(table: pd.DataFrame, warnings: pd.DataFrame = NO_WARNINGS) -> pd.DataFrame:
    codes = table["province_code"].unique()
    regions = pd.Series(["north" if int(code) % 2 else "south" for code in codes], codes)
    return standing.placed(table, warnings, regions)


def test_places_count_from_the_best_end() -> None:
    best_high = placed(figures(list(range(40))))
    assert best_high["place"].tolist() == list(range(40, 0, -1))
    best_low = placed(figures(list(range(40)), higher_is_better="no"))
    assert best_low["place"].tolist() == list(range(1, 41))
    assert set(best_low["of"]) == {40}


@pytest.mark.parametrize("higher_is_better", ["n/a", None])
def test_what_has_no_direction_has_no_place(higher_is_better: str | None) -> None:
    table = placed(figures(list(range(40)), higher_is_better=higher_is_better))
    assert table[["place", "best", "worst", "side"]].isna().all(axis=None)
    assert table["region_median"].notna().all()


def test_no_place_where_few_are_known() -> None:
    few = standing.LEAST_RANKED - 1
    assert placed(figures(list(range(few))))["place"].isna().all()
    assert placed(figures(list(range(few + 1))))["place"].notna().all()


def test_ties_share_the_better_place() -> None:
    table = placed(figures([5.0, 5.0, *range(-38, 0)]))
    assert table["place"].tolist()[:2] == [1, 1]
    assert table["place"].tolist()[-1] == 3


def test_the_band_is_what_small_differences_allow() -> None:
    # Quartiles of 0, 1, … 40 lie 20 apart: a tenth of that is 2 either way.
    table = placed(figures(list(range(41))))
    twentieth = table.iloc[21]
    assert (twentieth["place"], twentieth["best"], twentieth["worst"]) == (20, 18, 22)
    first, last = table.iloc[40], table.iloc[0]
    assert (first["best"], first["worst"]) == (1, 3)
    assert (last["best"], last["worst"]) == (39, 41)


def test_rounding_widens_the_band() -> None:
    # Printed without decimals, figures one apart may be equal; a tenth of the quartiles is 0.2.
    values = [i / 10 for i in range(41)]
    assert placed(figures(values, decimals=2)).iloc[20][["best", "worst"]].tolist() == [19, 23]
    assert placed(figures(values, decimals=0)).iloc[20][["best", "worst"]].tolist() == [11, 31]
    # One figure that has lost its zeros, and figures that do not say, widen nothing.
    decimals = [0, *[2] * 40]
    assert placed(figures(values, decimals=decimals)).iloc[20]["worst"] == 23
    assert placed(figures(values, decimals=np.nan)).iloc[20]["worst"] == 23


@given(st.lists(st.integers(0, 30), min_size=30, max_size=63))
def test_a_place_lies_in_its_band(values: list[int]) -> None:
    table = placed(figures([float(value) for value in values]))
    assert (table["best"] <= table["place"]).all()
    assert (table["place"] <= table["worst"]).all()
    assert (table["worst"] <= len(values)).all()
    by_pandas = pd.Series(values).rank(ascending=False, method="min")
    assert table["place"].tolist() == by_pandas.tolist()
    sides = table["side"].value_counts()
    assert (sides <= len(values) / 5).all()


def test_strengths_and_gaps_are_whole_fifths() -> None:
    table = placed(figures(list(range(60))))
    assert table["side"].tolist()[48:] == [standing.STRENGTH] * 12
    assert table["side"].tolist()[:12] == [standing.GAP] * 12
    assert table["side"][12:48].isna().all()
    # Thirteen that share the first place do not fit into a fifth of 60.
    shared = placed(figures([99.0] * 13 + list(range(47))))
    assert standing.STRENGTH not in set(shared["side"])


@pytest.mark.parametrize(
    ("column", "value"),
    [("topic", "reference"), ("reference_year", standing.EARLIEST - 1)],
)
def test_circumstances_and_old_years_are_no_side(column: str, value: object) -> None:
    table = placed(figures(list(range(60))).assign(**{column: value}))
    assert table["place"].notna().all()
    assert table["side"].isna().all()


def test_only_the_latest_year_with_enough_provinces_has_sides() -> None:
    years = [figures(list(range(40)), 2022), figures(list(range(40)), 2023)]
    few = figures(list(range(10)), 2024)
    table = placed(pd.concat([*years, few], ignore_index=True))
    assert set(table.dropna(subset="side")["reference_year"]) == {2023}


def test_what_must_not_be_compared_is_set_beside_nothing() -> None:
    warned = pd.DataFrame(
        [{"indicator": "x", "province_code": "39", "warning": "another base", "comparable": "no"}],
        columns=NO_WARNINGS.columns,
    ).astype({"reference_year": "Int64"})
    table = placed(figures(list(range(40))), warned)
    out = table.iloc[39]
    assert out["warning"] == "another base"
    assert out[["place", "region_median", "side"]].isna().all()
    assert table.iloc[38][["place", "of"]].tolist() == [1, 39]
    assert "39" not in standing.compared(table).index


def test_medians_of_regions_and_groups() -> None:
    table = placed(figures([1.0, 10.0, 3.0, 30.0, 5.0, 50.0, 7.0, 70.0, 9.0, np.nan]))
    assert table["region_median"].dropna().unique().tolist() == [5.0]  # four in the north: too few
    wide = standing.compared(table)
    five = ["00", "01", "02", "03", "04"]
    assert standing.group_medians(wide, five)["x", 2023] == 5.0
    assert pd.isna(standing.group_medians(wide, [*five[:4], "09"])["x", 2023])
    assert pd.isna(standing.group_medians(wide, [])["x", 2023])


def test_the_latest_edition_of_the_dti(clean: dict[str, pd.DataFrame]) -> None:
    every = standing.every_figure(clean["values"], clean["rankings"], clean["indicators"], "63")
    places = clean["provinces"].query("boundary == '63'").set_index("code")["region"]
    table = standing.placed(every, clean["usage_warnings"], places)
    last = table.query("indicator == 'dti_score' and reference_year == 2024")
    assert (last["place"] == last["rank"]).all()
    # Where only ranks are known there is no place; the rank stands for itself.
    first = table.query("index == 'dti' and reference_year == 2020 and province_code == '22'")
    ranked = every[(every["index"] == "dti") & (every["reference_year"] == 2020)]
    assert ranked["known"].eq(len(ranked)).all()
    assert len(first) <= 1


def test_a_warning_holds_where_its_key_does() -> None:
    asked = figures([1.0, 2.0]).assign(boundary=["63", "34"])
    about = {"indicator": "x", "warning": "w", "comparable": "no"}
    for key, expected in (
        ({}, [True, True]),
        ({"boundary": "34"}, [False, True]),
        ({"province_code": "00"}, [True, False]),
        ({"reference_year": 2022}, [False, False]),
        ({"reference_year": 2023}, [True, True]),
        ({"comparable": "yes"}, [False, False]),
    ):
        warning = pd.DataFrame([about | key], columns=NO_WARNINGS.columns)
        found = warnings_of(asked, warning.astype({"reference_year": "Int64"}))
        assert found.notna().tolist() == expected
        assert found.index.equals(asked.index)
