"""What cannot be right stops the build: many faults in one build, each named with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import write_tiny_raw

from analysis.clean import build, read
from analysis.model.errors import BadInput, Problem

# Rows that are added: file, row, the column that is wrong, what is expected of it.
ROWS = {
    "an index that is not named": (
        "indicators", "a_rank,dti,,rank,,,A,B,rank,yes,1,63,no,never,,,M,",
        "index", "the index that it is the rank",
    ),
    "a rank of which higher is better": (
        "indicators", "b_rank,dti,b,rank,,,A,B,rank,yes,1,63,yes,never,,,M,",
        "higher_is_better", "no, since the first rank is the best",
    ),
    "a score of which lower is better": (
        "indicators", "b_score,dti,b,score,,,A,B,index 0-1,no,0,1,no,never,,,M,",
        "higher_is_better", "yes, since ranks follow",
    ),
    "a sum of shares": (
        "indicators", "c,dti,,value,,,A,B,%,no,0,1,yes,sum,,,M,", "aggregation", "have no sum",
    ),
    "a ratio of one indicator": (
        "indicators", "d,dti,,value,,,A,B,%,no,0,1,yes,ratio,accounts,accounts,M,",
        "denominator", "another indicator than the numerator",
    ),
    "one name in two languages": (
        "indicators", "e,dti,,value,,,Same,Same,%,no,0,1,yes,never,,,M,", "name_vi", "another name",
    ),
    "names exchanged": (
        "indicators", "f,dti,,value,,,Tài khoản,Accounts,%,no,0,1,yes,never,,,M,",
        "name_en", "the English name",
    ),
    "a boundary that is none": (
        "indicators", "g,dti,,value,36,,A,B,%,no,0,1,yes,never,,,M,", "boundary", "one of 63, 34",
    ),
    "a copy of a copy": (
        "sources", "again,dti,no,P,T,https://e.org/1,2023,vi,press,B,copy,,",
        "copy_of", "an original; this source is itself a copy of paper",
    ),
    "a source of a later century": (
        "sources", "later,dti,no,P,T,https://e.org/2,2203-05-01,vi,press,B,,,",
        "published_on", "a day, month or year",
    ),
    "a day that no calendar has": (
        "sources", "day,dti,no,P,T,https://e.org/3,2023-02-31,vi,press,B,,,",
        "published_on", "a day, month or year",
    ),
    "an address with a minus sign": (
        "sources", "minus,dti,no,P,T,https://e.org/a−b,2023,vi,press,B,,,", "url", "an address",
    ),
    "an address with typographic quotes": (
        "sources", "quote,dti,no,P,T,https://e.org/“a”,2023,vi,press,B,,,", "url", "an address",
    ),
    "an address with a password": (
        "sources", "password,dti,no,P,T,https://user:p@e.org/,2023,vi,press,B,,,", "url",
        "an address",
    ),
    "a title with a private sign": (
        "sources", "private,dti,no,P,T\ue000,https://e.org/4,2023,vi,press,B,,,", "title", "U+E000",
    ),
    "an announcement in words": (
        "editions", "dti,2021,63,a,9,98,63,last summer,,ministry,", "announced_on", "a day",
    ),
    "a number ranked that is not said": (
        "editions", "dti,2023,63,b,9,98,,2023,,ministry,", "units_ranked", "something",
    ),
    "more than 34 of 34": (
        "editions", "dti,2024,34,c,9,98,63,2023,,ministry,", "units_ranked", "at most 34",
    ),
    "fewer than no main index": (
        "editions", "dti,2024,63,d,-9,98,63,2023,,ministry,", "main_indices", "from 1 to 100",
    ),
    "other rules under one name": (
        "editions", "dti,2019,63,first,8,98,63,2023,,ministry,",
        "main_indices", "9, as in row 2",
    ),
    "a relation of numbers alone": (
        "identities", "zero,ministry,Bắc Ninh,63,sum,0,equals,0,,,,yes,",
        "left", "at least one indicator",
    ),
    "a relation of no known kind": (
        "identities", "kind,ministry,Bắc Ninh,63,miracle,dti_rank,equals,7,,,,yes,",
        "kind", "one of sum",
    ),
    "a decision about two things": (
        "decisions", "zero,dti_rank,Bắc Ninh,63,2022,ministry,why,7,2023-01-01",
        "identity", "either an identity or an indicator",
    ),
    "a decision on no day": (
        "decisions", ",dti_rank,Bắc Ninh,63,2021,ministry,why,7,soon", "decided_on", "a day",
    ),
    "bands that overlap": (
        "bands", "paper,accounts,63,2022,8,20,3,tài khoản,p. 1,",
        "low", "a band beside or within that of row 2",
    ),
    "a unit that nobody knows": (
        "observations/dti", 'ministry,dti_score,Huế,63,2022,,"0,5",,,bananas,,1,', "unit",
        "index 0-1",
    ),
    "per mille for per cent": (
        "observations/dti", 'ministry,share,Huế,63,2022,,"5,5",,,‰,,2,', "unit", "%",
    ),
    "hectares for square kilometres": (
        "observations/dti", 'ministry,area,Huế,63,2022,,"5,5",,,ha,,3,', "unit", "km2",
    ),
    "a unit that the print contradicts": (
        "observations/dti", 'ministry,trade,Huế,63,2022,,"5,5 triệu USD",,,tỷ USD,,4,',
        "value_as_printed", "a figure in tỷ USD",
    ),
    "a period with a day that no calendar has": (
        "observations/dti", "ministry,dti_rank,Huế,63,2022,2022-02-31,,4,,rank,,5,", "as_of",
        "a date or a period",
    ),
    "a period of another year": (
        "observations/dti", "ministry,dti_rank,Huế,63,2022,2021-12,,4,,rank,,6,", "as_of",
        "a date or a period in 2022",
    ),
    "a result of the future": (
        "observations/dti", "ministry,dti_rank,Huế,63,2024,,,4,,rank,,7,", "reference_year",
        "had begun when the source was published (2023-07-12)",
    ),
    "a day after the publication": (
        "observations/dti", "ministry,dti_rank,Huế,63,2023,2023-09/..,,4,,rank,,8,", "as_of",
        "before the source was published (2023-07-12)",
    ),
}  # fmt: skip
# What the rows above need to stand beside.
NEEDED = (
    ("indicators", "share,dti,,value,,,A,B,%,no,0,100,yes,never,,,M,"),
    ("indicators", "area,dti,,value,,,A,B,km2,no,0,,yes,never,,,M,"),
    ("indicators", "trade,dti,,value,,,A,B,million USD,no,0,,yes,never,,,M,"),
    ("bands", "paper,accounts,63,2022,5,10,3,tài khoản,p. 1,"),
)

# Cells of the real provinces that are changed, each in a row of its own.
EDITS = {
    "a region that is none": ("01,63,", "Red River Delta", "Red Rivers", "region", "one of"),
    "a kind that is none": ("04,63,", ",province,", ",district,", "kind", "one of municipality"),
    "two codes of one province": ("06,63,", "VN-53", "VN-HN", "iso_3166_2", "row 2 has it as well"),
    "an empty alias": ("08,63,", "|", "||", "aliases", "with one | between"),
    "a name that is misspelt": ("10,63,Lào Cai", "Lào Cai,", "Láo Cai,", "name_vi", "aliases"),
    "a name that is gone": ("11,63,", "Điện Biên,", ",", "name_vi", "something in this cell"),
    "a tile beyond the map": ("12,63,", ",2,1\n", ",400,1\n", "tile_row", "from 1 to 30"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Problem]]:
    """What is said of each row, as it stands in its file, where all faults are made at once."""
    raw = write_tiny_raw(tmp_path_factory.mktemp("faults"))
    append(raw, NEEDED)
    build(read(raw))  # without the faults, all is well
    append(raw, ((name, row) for name, row, *_ in ROWS.values()))
    lines = (raw / "provinces.csv").read_text("utf-8").splitlines(keepends=True)
    for start, old, new, *_ in EDITS.values():
        i = next(i for i, line in enumerate(lines) if line.startswith(start))
        assert old in lines[i]
        lines[i] = lines[i].replace(old, new, 1)
    (raw / "provinces.csv").write_text("".join(lines), "utf-8")
    with pytest.raises(BadInput) as caught:
        build(read(raw))
    said = defaultdict(list)
    for problem in caught.value.problems:
        text = (raw.parent.parent / problem.file).read_text("utf-8")
        said[text.splitlines()[problem.row - 1]].append(problem)
    return said


def append(raw: Path, rows: Iterable[tuple[str, str]]) -> None:
    for name, row in rows:
        with (raw / f"{name}.csv").open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")


@pytest.mark.parametrize("fault", ROWS)
def test_a_row_that_cannot_be_right(fault: str, found: dict[str, list[Problem]]) -> None:
    _, row, column, expected = ROWS[fault]
    assert any(p.column == column and expected in str(p) for p in found[row]), found[row]


@pytest.mark.parametrize("fault", EDITS)
def test_a_province_that_cannot_be_right(fault: str, found: dict[str, list[Problem]]) -> None:
    start, _, _, column, expected = EDITS[fault]
    problems = [p for row, said in found.items() if row.startswith(start[:6]) for p in said]
    assert any(p.column == column and expected in str(p) for p in problems), problems


def test_carriage_returns_are_one_problem(tiny_raw: Path) -> None:
    (tiny_raw / "absences.csv").write_text(
        "index,reference_year,boundary,province,reason,source_id,note\n"
        "dti,2019,63,Huế,not published,paper,\n", "utf-8",
    )  # fmt: skip
    provinces = tiny_raw / "provinces.csv"
    provinces.write_bytes(provinces.read_bytes().replace(b"\n", b"\r"))
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    assert [(p.file, p.row) for p in caught.value.problems] == [("data/raw/provinces.csv", 1)]


def test_an_act_has_one_definition(tiny_raw: Path) -> None:
    path = tiny_raw / "editions.csv"
    text = path.read_text("utf-8").replace("12,,ministry", "12,922,ministry")
    path.write_text(text + "dti,2021,63,second,9,98,63,2022,922,ministry,\n", "utf-8")
    with pytest.raises(BadInput, match=r"row 3, column definition.*expected first, as in row 2"):
        build(read(tiny_raw))
