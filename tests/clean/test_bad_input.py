"""Bad input: exit code 2, one message a problem, all problems at once, nothing written."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import DTI, ROOT, build_tables, run

from analysis.clean import build, read
from analysis.model.errors import BadInput
from analysis.model.paths import Project

Change = Callable[[Path], object]


def edit(name: str, old: str, new: str) -> Change:
    def change(raw: Path) -> None:
        path = raw / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def rewrite(name: str, change: Callable[[bytes], bytes]) -> Change:
    return lambda raw: (raw / name).write_bytes(change((raw / name).read_bytes()))


DTI_FILE = "observations/dti.csv"

FAULTS: dict[str, tuple[Change, list[str]]] = {
    "missing file": (
        lambda raw: (raw / "editions.csv").unlink(),
        ["data/raw/editions.csv", "no such file"],
    ),
    "missing column": (
        edit(DTI_FILE, ",out_of,", ",number,"),
        ["observations/dti.csv, row 1", "column out_of", "a column named out_of"],
    ),
    "columns out of order": (
        edit(DTI_FILE, "unit,qualifier", "qualifier,unit"),
        ["observations/dti.csv, row 1", "in their order"],
    ),
    "byte order mark": (
        rewrite("sources.csv", lambda content: b"\xef\xbb\xbf" + content),
        ["sources.csv, row 1", "byte order mark"],
    ),
    "wrong encoding": (
        rewrite(DTI_FILE, lambda content: content.replace("ắ".encode(), b"\xe3", 1)),
        ["observations/dti.csv, row 6", "UTF-8"],
    ),
    "quote never closed": (
        edit(DTI_FILE, '"0,7024"', '"0,7024'),
        ["observations/dti.csv, row 3", "quoting"],
    ),
    "comma without quotes": (
        edit(DTI_FILE, '"0,7024"', "0,7024"),
        ["observations/dti.csv, row 3", "13 cells, not 14"],
    ),
    "an empty line": (
        rewrite(DTI_FILE, lambda content: content + b"\n"),
        ["observations/dti.csv, row 9", "no empty line", "Remove the line"],
    ),
    "Windows line ends": (
        rewrite(DTI_FILE, lambda content: content.replace(b"\n", b"\r\n")),
        ["observations/dti.csv, row 1", "carriage return"],
    ),
    "unknown province": (
        edit(DTI_FILE, "Quảng Ninh,63", "Quang Nihn,63"),
        ["observations/dti.csv, row 2", "column province", "Quang Nihn", "Quảng Ninh"],
    ),
    "province of the other boundary": (
        edit(DTI_FILE, "dti_rank,Quảng Ninh,63", "dti_rank,Bình Dương,34"),
        ["observations/dti.csv, row 2", "column province", "only with boundary 63"],
    ),
    "unknown indicator": (
        edit(DTI_FILE, "ministry,dti_rank", "ministry,dti_rnak"),
        ["observations/dti.csv, row 2", "column indicator", "dti_rank"],
    ),
    "unknown source": (
        edit(DTI_FILE, "ministry,dti_rank", "ministery,dti_rank"),
        ["observations/dti.csv, row 2", "column source_id", "such as ministry"],
    ),
    "duplicate key": (
        edit(DTI_FILE, DTI.splitlines()[1], DTI.splitlines()[1] + "\n" + DTI.splitlines()[1]),
        ["observations/dti.csv, row 3", "row 2 has it already"],
    ),
    "rank above n": (
        edit(DTI_FILE, ",7/63,", ",70/63,"),
        ["observations/dti.csv, row 6", "rank_as_printed", "from 1 to 63"],
    ),
    "year out of range": (
        edit(DTI_FILE, "Quảng Ninh,63,2022", "Quảng Ninh,63,2202"),
        ["observations/dti.csv, row 2", "reference_year", "2202"],
    ),
    "value with no number": (
        edit(DTI_FILE, '"0,7024"', "khá cao"),
        ["observations/dti.csv, row 3", "value_as_printed", "khá cao", "a number"],
    ),
    "value outside its limits": (
        edit(DTI_FILE, '"0,7024"', '"7,024"'),
        ["observations/dti.csv, row 3", "value_as_printed"],
    ),
    "a rank without a rank": (
        edit(DTI_FILE, "2022,,,3,63,rank", "2022,,3,,63,rank"),
        ["observations/dti.csv, row 2", "column rank_as_printed", "a rank"],
    ),
    "number ranked above the number of provinces": (
        edit(DTI_FILE, ",7/63,63,", ",70/630,630,"),
        ["observations/dti.csv, row 6", "column out_of", "at most 63"],
    ),
    "a superscript for a year": (
        edit(DTI_FILE, "Quảng Ninh,63,2022", "Quảng Ninh,63,202²"),
        ["observations/dti.csv, row 2", "column reference_year"],
    ),
    "letters in two pieces": (
        edit(DTI_FILE, "Bắc Ninh", "Ba\u0306\u0301c Ninh"),
        ["observations/dti.csv, row 6", "NFC"],
    ),
    "unknown quality of a source": (
        edit("sources.csv", "official,A", "official,D"),
        ["sources.csv, row 2", "column quality", "one of A, B, C"],
    ),
    "two rank indicators of one index": (
        edit("indicators.csv", "accounts,founding,,value", "accounts,founding,dti,rank"),
        ["indicators.csv, row 4", "column index", "row 2 is one already"],
    ),
    "an implied figure that its arithmetic does not give": (
        edit(DTI_FILE, ",3,63,rank,,row 3,", ",3,63,rank,implied,row 3,implied: 7 - 3"),
        ["observations/dti.csv, row 2", "column rank_as_printed", "4, as the note says"],
    ),
    "arithmetic that cannot be read": (
        edit(DTI_FILE, ",3,63,rank,,row 3,", ',3,63,rank,implied,row 3,"implied: 1.606,3 - 1"'),
        ["observations/dti.csv, row 2", "column note", "without marks for thousands"],
    ),
    "a figure of before 2024 on the 34": (
        edit(DTI_FILE, "dti_rank,Quảng Ninh,63,2022", "dti_rank,Quảng Ninh,34,2022"),
        ["observations/dti.csv, row 2", "column boundary", "no figure of 2022 is on the 34"],
    ),
    "a recomputed figure on the 63": (
        edit(DTI_FILE, ",3,63,rank,,row 3,", ",3,63,rank,recomputed,row 3,"),
        ["observations/dti.csv, row 2", "column qualifier", "on the 34 provinces of a year before"],
    ),
    "a note that contradicts the boundary": (
        edit(DTI_FILE, ",row 7,", ",row 7,post-merger province"),
        ["observations/dti.csv, row 6", "column boundary", "34, since the note speaks"],
    ),
    "a period that is no period": (
        edit(DTI_FILE, "Quảng Ninh,63,2022,,,3", "Quảng Ninh,63,2022,last spring,,3"),
        ["observations/dti.csv, row 2", "column as_of", "a date or a period"],
    ),
    "a decimal mark that the source does not use": (
        edit("observations/founding.csv", "hơn 728.400", "1.5"),
        ["observations/founding.csv, row 2", "value_as_printed"],
    ),
    "a limit that is no number": (
        edit("indicators.csv", "no,0,1,yes,mean", "no,0,nan,yes,mean"),
        ["indicators.csv, row 3", "column maximum", "a number"],
    ),
    "weights of an index without a score": (
        lambda raw: (raw / "weights.csv").write_text(
            "index,reference_year,boundary,part,points,basis,source_id,note\n"
            "none,2022,63,dti_score,100,printed,ministry,\n", encoding="utf-8"
        ),
        ["weights.csv, row 2", "column index"],
    ),
    "one place twice under two spellings": (
        lambda raw: (raw / "absences.csv").write_text(
            "index,reference_year,boundary,province,reason,source_id,note\n"
            "dti,2019,63,Huế,not published,paper,\n"
            "dti,2019,63,Thừa Thiên Huế,not published,paper,\n",
            encoding="utf-8",
        ),
        ["absences.csv, row 3", "column province", "row 2 has it already"],
    ),
    "an absence of a figure that is known": (
        lambda raw: (raw / "absences.csv").write_text(
            "index,reference_year,boundary,province,reason,source_id,note\n"
            "dti,2022,63,Quảng Ninh,not published,paper,\n", encoding="utf-8"
        ),
        ["absences.csv, row 2", "column province", "a place without a figure"],
    ),
    "an address that is none": (
        edit("sources.csv", "https://example.org/a", "example.org/a"),
        ["sources.csv, row 2", "column url", "https://"],
    ),
    "an address with a user's name": (
        edit("sources.csv", "https://example.org/a", "https://user:password@example.org/a"),
        ["sources.csv, row 2", "column url", "https://"],
    ),
    "an address that would end a link": (
        edit("sources.csv", "https://example.org/a", "https://example.org/a>b"),
        ["sources.csv, row 2", "column url", "https://"],
    ),
    "a name that would end another": (
        edit("sources.csv", "ministry,dti", "mini}stry,dti"),
        ["sources.csv, row 2", "column source_id", "letters a to z"],
    ),
    "a province whose name is markup": (
        edit("provinces.csv", ",Hà Nội,", ",[Hà Nội](x),"),
        ["provinces.csv, row", "column name_vi", "a name of letters"],
    ),
    "a line that is a document": (
        edit(DTI_FILE, "paragraph 1", "x" * 20_001),
        ["observations/dti.csv, row 4", "a line of at most 20000 characters"],
    ),
    "letters in pieces": (
        edit(DTI_FILE, "Bắc Ninh", "Ba\u0306\u0301c Ninh"),
        ["observations/dti.csv, row 6", "Ninh,63,2022", "NFC"],
    ),
    "a figure of the 63 after they have ended": (
        edit(DTI_FILE, "Bắc Ninh,63,2022", "Bắc Ninh,63,2026"),
        ["observations/dti.csv, row 6", "the 63 provinces ended in 2025"],
    ),
    "a relation about a place that is none": (
        lambda raw: (raw / "identities.csv").write_text(
            "id,source_id,province,boundary,kind,left,relation,right,left_figures,right_figure,"
            "tolerance_note,holds,note\n"
            "test,ministry,Bắc Nin,63,order,dti_rank,equals,7,,,,yes,\n", encoding="utf-8"
        ),
        ["identities.csv, row 2", "column province", "Bắc Nin"],
    ),
    "more provinces ranked than there are": (
        edit("editions.csv", ",98,63,", ",98,9999,"),
        ["editions.csv, row 2", "column units_ranked", "from 1 to 63"],
    ),
    "a date that is none": (
        edit("sources.csv", "2023-07-12", "2023-13-45"),
        ["sources.csv, row 2", "column published_on"],
    ),
    "misspelt observation file": (
        lambda raw: shutil.copyfile(raw / DTI_FILE, raw / "observations" / "dti-new.csv"),
        ["observations/dti-new.csv"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_with_its_place(fault: str, tiny_raw: Path) -> None:
    change, expected = FAULTS[fault]
    build(read(tiny_raw))  # without the fault, all is well
    change(tiny_raw)
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    messages = [str(problem) for problem in caught.value.problems]
    assert any(all(part in message for part in expected) for message in messages), messages


def test_all_problems_at_once(tiny_raw: Path) -> None:
    for fault in ("unknown province", "year out of range", "rank above n", "value with no number"):
        FAULTS[fault][0](tiny_raw)
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    assert {problem.column for problem in caught.value.problems} == {
        "province", "reference_year", "rank_as_printed", "value_as_printed",
    }  # fmt: skip


def test_an_unreadable_file_hides_no_other_problem(tiny_raw: Path) -> None:
    FAULTS["byte order mark"][0](tiny_raw)
    FAULTS["unknown province"][0](tiny_raw)
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    # The sources could not be read, so no source is called unknown.
    assert [problem.column for problem in caught.value.problems] == ["province", ""]


def test_command_line_exits_with_2_and_writes_nothing(tiny_raw: Path) -> None:
    root = tiny_raw.parent.parent
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    build_tables(Project(root))
    before = {path: path.read_bytes() for path in (root / "data" / "clean").iterdir()}
    FAULTS["unknown province"][0](tiny_raw)
    done = run(root, "clean")
    assert done.returncode == 2
    assert 'found "Quang Nihn"' in done.stderr
    assert "1 problem; nothing was written" in done.stderr
    assert "Traceback" not in done.stderr
    assert {p: p.read_bytes() for p in (root / "data" / "clean").iterdir()} == before


def test_a_figure_of_the_34_after_the_merger_is_right(tiny_raw: Path) -> None:
    edit("sources.csv", "2023-07-13", "2027")(tiny_raw)
    with (tiny_raw / DTI_FILE).open("a", encoding="utf-8") as file:
        file.write("paper,accounts,Bắc Ninh,34,2026,,5,,,tài khoản,,paragraph 9,\n")
    assert build(read(tiny_raw))["values"]["boundary"].to_list().count("34") == 1
