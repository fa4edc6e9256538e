"""What looks odd is told and stops nothing: many oddities in one build, each of its kind."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from conftest import write_tiny_raw

from analysis.clean import build, doubts, read, with_doubts
from analysis.model.errors import Problem
from analysis.model.reasons import DOUBTS

# Rows that are added: kind, file, row, column, and what is expected there.
ODD = {
    "ten times the year before": (
        "jump", "observations/dti", 'ministry,share,Huế,63,2022,,"78,2",,,%,,1,',
        "value_as_printed", "from an 8th of to 8 times 7,82",
    ),
    "a score of the year before": (
        "equal values", "observations/dti",
        'ministry,dti_score,Huế,63,2022,,"0,123456",,,index 0-1,,2,', "value_as_printed",
        "1 more in the source, as for Thừa Thiên Huế in 2021",
    ),
    "a word in the value alone": (
        "bound", "observations/dti",
        "paper,accounts,Thừa Thiên Huế,63,2022,,hơn 5.000,,,tài khoản,,1,",
        "qualifier", "over, as the words",
    ),
    "a figure in another file": (
        "unusual name", "observations/dti", 'paper,share,Huế,63,2020,,5,,,%,,1,',
        "province", "Thừa Thiên Huế, the usual name",
    ),
    "another topic": (
        "other topic", "observations/governance", 'paper,share,Thừa Thiên Huế,63,2019,,5,,,%,,1,',
        "indicator", "observations/dti.csv, its topic",
    ),
    "no locator": (
        "empty cell", "observations/dti", 'paper,share,Thừa Thiên Huế,63,2018,,5,,,%,,,',
        "locator", "something",
    ),
    "no unit": (
        "empty cell", "observations/dti", 'paper,share,Thừa Thiên Huế,63,2017,,5,,,,,1,',
        "unit", "something",
    ),
    "a year without edition": (
        "edition", "observations/dti", "paper,dti_rank,Thừa Thiên Huế,63,2019,,,5,,rank,,1,",
        "reference_year", "a row of editions.csv for dti on 63",
    ),
    "another number ranked": (
        "edition", "observations/dti", "paper,dti_rank,Thừa Thiên Huế,63,2022,,,5,60,rank,,1,",
        "out_of", "63, as editions.csv says",
    ),
    "two numbers ranked": (
        "edition", "observations/dti", "paper,accounts,Hà Nội,63,2021,,7,,60,tài khoản,,1,",
        "out_of", "one number ranked in all rows",
    ),
    "a print that is none": (
        "unread", "observations/dti", 'paper,share,Thừa Thiên Huế,63,2016,,"56,,83",,,%,,1,',
        "value_as_printed", "number",
    ),
    "two marks of one source": (
        "decimal marks", "observations/dti", 'both,share,Thừa Thiên Huế,63,2021,,"5,25",,,%,,1,',
        "source_id", "one mark before decimals",
    ),
    "the same address": (
        "entered twice", "sources",
        "twice,dti,no,P,T,https://example.org/b,2023,vi,press,B,,,", "url", "copy_of paper",
    ),
    "a source of nothing": (
        "unused", "sources", "unused,dti,no,P,T,https://e.org/5,2023,vi,press,B,,,",
        "source_id", "at least one row",
    ),
    "an indicator of nothing": (
        "unused", "indicators", "no_figure,dti,,value,,,A,B,%,no,0,,yes,never,,,M,", "code",
        "at least one figure",
    ),
    "a source without a date": (
        "undated", "sources", "both,dti,no,P,T,https://e.org/6,,vi,press,B,,,", "published_on",
        "a day",
    ),
    "an edition without a date": (
        "undated", "editions", "dti,2021,63,first,9,98,63,,,ministry,", "announced_on", "a day",
    ),
    "an absence of nothing": (
        "about nothing", "absences", "dti,2015,63,Thừa Thiên Huế,not published,paper,", "index",
        "of which there are figures",
    ),
    "a warning of nothing": (
        "about nothing", "usage_warnings", "share,Hà Nội,63,2015,Mind it,yes", "indicator",
        "of which there are figures",
    ),
}  # fmt: skip
# What the rows above need to stand beside, and what is like them and not odd.
BESIDE = (
    ("indicators", "share,dti,,value,,,A,B,%,no,0,,yes,never,,,M,"),
    ("observations/dti", 'ministry,share,Thừa Thiên Huế,63,2021,,"7,82",,,%,,1,'),
    ("observations/dti", 'ministry,dti_score,Thừa Thiên Huế,63,2021,,"0,123456",,,index 0-1,,2,'),
    ("observations/dti", "both,share,Thừa Thiên Huế,63,2022,,5.25,,,%,,1,"),
    ("observations/dti", "paper,accounts,Huế,63,2021,,7,,63,tài khoản,,1,"),
    ("observations/dti", 'ministry,share,Hà Nội,63,2021,,"1,0",,,%,,1,'),
    ("observations/dti", 'ministry,share,Hà Nội,63,2022,,"90,0",,,%,,1,sic'),
)  # fmt: skip
Found = tuple[pl.DataFrame, list[Problem], Path]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    """The doubts of a tiny raw folder that holds all oddities at once, and as messages."""
    raw = write_tiny_raw(tmp_path_factory.mktemp("odd"))
    rows = [*BESIDE, *((file, row) for _, file, row, *_ in ODD.values())]
    for name, row in rows:
        with (raw / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
    tables, odd = with_doubts(read(raw))
    return tables["doubts"], [*doubts.problems(odd)], raw


@pytest.mark.parametrize("oddity", ODD)
def test_an_oddity_is_told_with_its_place(oddity: str, found: Found) -> None:
    kind, file, row, column, expected = ODD[oddity]
    table, problems, raw = found
    line = (raw / f"{file}.csv").read_text("utf-8").splitlines().index(row) + 1
    if kind == "decimal marks":  # said once of the whole source
        line = next(
            p.row for p in problems if p.column == column and p.expected.startswith(expected)
        )
    said = [
        p for p in problems if (p.file, p.row, p.column) == (f"data/raw/{file}.csv", line, column)
    ]
    assert any(expected in p.expected and p.mend == DOUBTS[kind].mend for p in said), problems
    assert not table.filter(kind=kind, table=file, column=column).is_empty()


def test_what_a_note_confirms_is_no_doubt(found: Found) -> None:
    _, problems, _ = found
    assert not [p for p in problems if p.printed == "90,0"]


@pytest.mark.parametrize(("places", "last", "told"), [
    # Of 40 provinces that grow by 10 to 14 %, one shrinks by a fifth.
    (40, 80, [("grown", 2021, "it is -20.0 %, their median 12.0 %")]),
    # Growth of 20 % is within reach of the others.
    (40, 120, []),
    # Of 20 provinces nothing is said.
    (20, 80, []),
])  # fmt: skip
def test_growth_is_held_against_that_of_the_other_provinces(
    tiny_raw: Path, places: int, last: int, told: list[tuple[str, int, str]]
) -> None:
    provinces = (tiny_raw / "provinces.csv").read_text("utf-8").splitlines()
    names = [row.split(",")[2] for row in provinces if ",63," in row][:places]
    grown = [*(110 + n % 5 for n in range(places - 1)), last]
    rows = [
        f"ministry,grown,{name},63,{year},,{size},,,km2,,{name} {year},"
        for name, after in zip(names, grown, strict=True)
        for year, size in ((2020, 100), (2021, after))
    ]
    for name, lines in (
        ("indicators", ["grown,dti,,value,63,,A,B,km2,no,0,,yes,sum,,,M,"]),
        ("observations/dti", rows),
    ):
        with (tiny_raw / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    found = build(read(tiny_raw))["doubts"].filter(kind="growth")
    assert [
        (row["indicator"], row["reference_year"], row["expected"].split("; ")[1])
        for row in found.iter_rows(named=True)
    ] == told


def test_every_kind_is_tried_and_defined() -> None:
    assert {kind for kind, *_ in ODD.values()} | {"growth"} == DOUBTS.keys()


def test_no_row_number_is_kept(found: Found) -> None:
    assert not {"line", "file"} & set(found[0].columns)
