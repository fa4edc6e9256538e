"""Formulas hold for every province, are read safely, and never join what is of other dates."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from analysis.clean import build, read
from analysis.model.errors import BadInput

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def evaluated(clean: Tables) -> pd.DataFrame:
    """The recomputations by formulas."""
    return clean["recomputations"].query("method == 'formula'")


@pytest.mark.parametrize(
    ("indicator", "years", "places"),
    [
        # Of 63 provinces PAPI withheld none in 2020, three in 2021, two in 2024.
        ("papi_score", (2020, 2021, 2024), 63 + 60 + 61),
        ("papi_egov_score", range(2018, 2025), 63 + 63 + 63 + 60 + 62 + 61 + 61),
        ("papi_egov_internet_score", (2018, 2019, 2022, 2023), 63 + 63 + 62 + 61),
        ("papi_egov_portal_score", (2019, 2022), 63 + 62),
        ("dti_score", (2020,), 10),
        ("pci_score", (2019, 2021), 22 + 21),
        ("population", range(2019, 2025), 6 * 63 + 2 * 34),
        ("area_km2_2025", (2025,), 34),
        ("grdp_growth", (2020, 2024, 2025), 3 * 34),
        ("grdp_share_tax", (2025,), 24),
        # Of figures that are set aside, each source is held against itself.
        ("service_index_score", (2022, 2023, 2024), 3 * 34),
    ],
)
def test_formulas_hold_wherever_they_are_evaluated(
    evaluated: pd.DataFrame, indicator: str, years: tuple[int, ...], places: int
) -> None:
    rows = evaluated.query("indicator == @indicator and reference_year in @years")
    assert len(rows) >= places
    assert set(rows["agrees"]) == {"yes"}


def test_the_sum_of_eight_floats_is_that_of_the_workbook(evaluated: pd.DataFrame) -> None:
    """Printed to fifteen digits and known to seven: what is beyond them is no contradiction."""
    papi = evaluated.query("indicator == 'papi_score'")
    assert 0 < papi["residual"].abs().max() < 4e-6
    assert papi["tolerance"].max() < 1e-4


def test_groups_that_do_not_add_up_are_disputed_with_their_sum(clean: Tables) -> None:
    """Sơn La in December 2025: printed 86.94, the five groups add up to 83.63."""
    case = clean["disputes"].query(
        "kind == 'recomputation' and province_code == '14' and reference_year == 2025"
    )
    codes = dict(zip(case["indicator"], case["reason_code"], strict=True))
    assert codes.pop("service_index_score") == "computed_otherwise"
    assert set(codes.values()) == {"part_does_not_fit"}
    assert len(codes) == 5
    assert case["reason"].str.contains("83.6300 from 5 figures").all()


def test_figures_of_two_dates_are_not_joined(clean: Tables, evaluated: pd.DataFrame) -> None:
    """Bắc Ninh in December 2025: the groups are of a later day than the index."""
    used = clean["values"].query("province_code == '24' and reference_year == 2025")
    dates = used.set_index("indicator")["as_of"]
    assert dates["service_index_score"] != dates["service_online_score"]
    service = evaluated.query("indicator == 'service_index_score' and reference_year == 2025")
    assert set(service["province_code"]) >= {"14", "15"}
    assert "24" not in set(service["province_code"])


FORMULA = "total,63,2019,2021,part,2 * other,,ministry,n"
INDICATORS = """part,dti,,value,63,,A,B,km2,no,0,,yes,sum,,,M,
whole,dti,,value,34,,C,D,km2,no,0,,yes,sum,,,M,
other,dti,,value,63,,E,F,km2,no,0,,yes,sum,,,M,
"""
FIGURES = """ministry,part,Thừa Thiên Huế,63,2019,,"4,0",,,km2,,1,
ministry,other,Thừa Thiên Huế,63,2019,,"2,1",,,km2,,1,
ministry,other,Thừa Thiên Huế,63,2020,,"3,0",,,km2,,1,
ministry,part,Hà Nội,63,2021,,"4,2",,,km2,,1,
ministry,other,Hà Nội,63,2021,,"2,1",,,km2,,1,
ministry,whole,Huế,34,2021,,"4,1",,,km2,recomputed,1,
"""


def with_formula(raw: Path, formula: str) -> Path:
    for name, rows in (
        ("formulas", f"{formula}\n"), ("indicators", INDICATORS), ("observations/dti", FIGURES),
    ):  # fmt: skip
        with (raw / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(rows)
    return raw


@pytest.mark.parametrize(
    ("formula", "agrees"),
    [
        # 4.0 and twice 2.1: rounding explains 0.15.
        (FORMULA, ["no", "yes"]),
        ("total,63,2019,2021,part,2 * other,0.1,ministry,n", ["yes", "yes"]),
        ("total,63,2019,2021,part,2 * other,0.01 * part,ministry,n", ["no", "yes"]),
        ("total,63,2019,2020,part,2 * other,,ministry,n", ["no"]),
        ("total,63,2019,2021,part,other[2020] + 1,,ministry,n", ["yes"]),
        ("total,34,2021,2021,whole,merged(part[2019]),,ministry,n", ["yes"]),
    ],
)
def test_a_formula_and_what_it_allows(tiny_raw: Path, formula: str, agrees: list[str]) -> None:
    found = build(read(with_formula(tiny_raw, formula)))["recomputations"]
    rows = found.filter(method="formula").sort("reference_year")
    assert rows["agrees"].to_list() == agrees
    assert (rows["tolerance"] > 0).all()
    assert rows["parts"].to_list() == [1] * len(agrees)


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("total,63,2019,2021,part,2 * nothing,,ministry,n", "a code of indicators.csv"),
        ("total,63,2019,2021,part,2 ** other,,ministry,n", "numbers, + - * /"),
        ("total,63,2019,2021,part,exec(other),,ministry,n", "merged()"),
        ("total,63,2019,2021,part,other +,,ministry,n", "an expression such as"),
        ("total,63,2019,2021,part,other,1 /,ministry,n", "an expression such as"),
        ("total,63,2019,2021,part,other / (other - 2.1),,ministry,n", "not zero"),
        ('total,63,2019,2021,part,"other[""ministry""]",,ministry,n', "perhaps with a year"),
        ("total,63,2010,2011,part,2 * other,,ministry,n", "all figures are known at some place"),
        ("total,63,2019,2021,dti_rank,2 * other,,ministry,n", "all figures are known"),
        ("total,63,2019,2021,nothing,2 * other,,ministry,n", "a code of indicators.csv"),
        ("total,99,2019,2021,part,2 * other,,ministry,n", "one of"),
        ("total,63,soon,2023,part,2 * other,,ministry,n", "a whole number"),
        ("total,63,2019,2021,part,,,ministry,n", "something in this cell"),
        ("total,63,2019,2021,part,2 * other,,no-one,n", "a source_id of sources.csv"),
    ],
)
def test_a_formula_that_is_none_stops_with_its_row(tiny_raw: Path, formula: str, said: str) -> None:
    with pytest.raises(BadInput) as stopped:
        build(read(with_formula(tiny_raw, formula)))
    assert "formulas.csv, row 2" in str(stopped.value)
    assert said in str(stopped.value)


def test_a_part_that_two_sources_print_is_not_in_doubt(tiny_raw: Path) -> None:
    """4.0 is not twice 2.1: each may be wrong, but hardly what a second source prints alike."""
    raw = with_formula(tiny_raw, FORMULA)
    doubted = build(read(raw))["disputes"].filter(kind="recomputation", reference_year=2019)
    assert set(doubted["indicator"]) == {"part", "other"}
    with (raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write('paper,other,Thừa Thiên Huế,63,2019,,"2,1",,,km2,,1,\n')
    doubted = build(read(raw))["disputes"].filter(kind="recomputation", reference_year=2019)
    assert set(doubted["indicator"]) == {"part"}


def test_without_formulas_nothing_is_asked(tiny_raw: Path) -> None:
    assert build(read(tiny_raw))["recomputations"].filter(pl.col("method") == "formula").is_empty()
