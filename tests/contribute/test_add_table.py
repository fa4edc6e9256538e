"""A printed table becomes rows of data/raw: as printed, all or none, and only when confirmed."""

from __future__ import annotations

import csv
import datetime
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from conftest import ROOT, Done, read_csv, run, silent

from analysis import cli
from analysis.contribute import add, spreadsheet
from analysis.contribute.spreadsheet import File
from analysis.model import replacing
from analysis.model.errors import BadInput
from analysis.model.letters import fold
from analysis.model.paths import Project

# The 63 scores of DTI 2024, as data/raw has them.
SCORES = [
    row
    for row in read_csv(ROOT / "data/raw/observations/dti.csv")
    if (row["source_id"], row["indicator"], row["reference_year"])
    == ("dti-github-hauidnk-2025", "dti_score", "2024")
]
HEADER = ("Tỉnh, thành phố", "Giá trị DTI")
FEW = [("Bắc Ninh", "0,7024"), ("Hà Nội", "0,8241"), ("Thanh Hoá", "0,5")]
SOURCE = (
    "--source-id", "weekly", "--publisher", "Weekly", "--title", "A list",
    "--url", "https://example.org/w", "--language", "vi", "--kind", "press", "--quality", "B",
)  # fmt: skip
NEW = (*SOURCE, "--reference-year", "2022")


@pytest.fixture
def root(tiny_raw: Path) -> Path:
    root = tiny_raw.parent.parent
    (root / "_quarto.yml").write_text("")
    return root


def as_csv(
    root: Path, rows: Iterable[Sequence[str]], mark: str = ",", encoding: str = "utf-8"
) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator="\n").writerows(rows)
    (root / "table.csv").write_text(text.getvalue(), encoding=encoding)
    return "table.csv"


def as_xlsx(root: Path, rows: Iterable[Sequence[Any]], formats: Sequence[str] = ()) -> str:
    """A spreadsheet; a cell below the header takes the format of its column, if that has one."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for column, form in zip(sheet.iter_cols(min_row=2), formats, strict=False):
        for cell in column:
            cell.number_format = form or "General"
    book.save(root / "table.xlsx")
    return "table.xlsx"


def rows_of(root: Path, source: str = "weekly", topic: str = "dti") -> list[dict[str, str]]:
    rows = read_csv(root / "data/raw/observations" / f"{topic}.csv")
    return [row for row in rows if row["source_id"] == source]


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "data").rglob("*") if path.is_file()}


def refused(root: Path, *arguments: str) -> str:
    """What is said of a table that is refused; nothing is written."""
    before = contents(root)
    done = run(root, "add", "--yes", "--table", *arguments)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert contents(root) == before
    return done.stderr


def written(root: Path, *arguments: str) -> Done:
    done = run(root, "add", "--yes", "--table", *arguments)
    assert done.returncode == 0, done.stderr
    return done


@pytest.mark.parametrize("form", ["csv", "semicolons", "xlsx", "xlsx as text"])
def test_a_wide_table_gives_the_rows_that_data_raw_has(root: Path, form: str) -> None:
    pairs = [(row["province"], row["value_as_printed"]) for row in SCORES]
    if form.startswith("xlsx"):
        cells = [(name, float(text) if form == "xlsx" else text) for name, text in pairs]
        # Some of the 63 are printed with fewer than four decimals: so are the shortest digits.
        table = as_xlsx(root, [HEADER, *cells])
    else:
        mark, encoding = (";", "utf-8-sig") if form == "semicolons" else (",", "utf-8")
        table = as_csv(root, [HEADER, *pairs], mark, encoding)
    done = written(root, table, *SOURCE, "--reference-year", "2024", "--note", SCORES[0]["note"])
    locators = {f"table, row {n}, column Giá trị DTI" for n in range(1, 64)}
    rows = rows_of(root)
    assert {row["locator"] for row in rows} == locators
    own = {"source_id": "", "locator": ""}
    assert [row | own for row in rows] == [row | own for row in SCORES]
    assert "- dti_score 2024: 63 of 63 provinces" in done.stdout
    assert "- dti_score, 63, 2024: 0 → 63 of 63" in done.stdout
    if form == "xlsx":
        said = "- Giá trị DTI: 63 numbers of the format General, with the fewest digits"
        assert said in done.stdout


def test_a_long_table_in_the_columns_of_data_raw_is_appended_byte_by_byte(root: Path) -> None:
    dti = root / "data/raw/observations/dti.csv"
    before = dti.read_text("utf-8")
    text = (ROOT / "data/raw/observations/dti.csv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("dti-github-hauidnk-2025,dti_s")]
    lines = [line for line in lines if ",dti_score," in line]
    (root / "long.csv").write_text("\n".join([text.split("\n", 1)[0], *lines]) + "\n", "utf-8")
    sources = ROOT / "data/raw/sources.csv"
    written(root, "long.csv", "--sources", str(sources))
    assert dti.read_text("utf-8") == before + "\n".join(lines) + "\n"
    new = read_csv(root / "data/raw/sources.csv")[-1]
    assert new in read_csv(sources)
    assert new["source_id"] == "dti-github-hauidnk-2025"


def test_score_and_rank_become_one_row_and_a_rank_alone_its_own(root: Path) -> None:
    rows = [
        ("Tỉnh", "DTI score", "Xếp hạng DTI"),
        ("Hà Nội", "0,8241", "4"),
        ("Huế", "", "5"),
        ("Cao Bằng", "0,41", ""),
    ]
    done = written(root, as_csv(root, rows), *NEW, "--out-of", "63")
    got = [
        (r["indicator"], r["province"], r["value_as_printed"], r["rank_as_printed"], r["unit"])
        for r in rows_of(root)
    ]
    assert got == [
        ("dti_score", "Hà Nội", "0,8241", "4", "index 0-1"),
        ("dti_rank", "Thừa Thiên Huế", "", "5", "rank"),
        ("dti_score", "Cao Bằng", "0,41", "", "index 0-1"),
    ]
    assert rows_of(root)[0]["locator"] == "table, row 1, columns DTI score and Xếp hạng DTI"
    assert "cells without a figure: 2" in done.stdout


def test_names_without_marks_and_with_marks_apart_are_read(root: Path) -> None:
    names = [row["province"] for row in SCORES]
    rows = [(fold(name), row["value_as_printed"]) for name, row in zip(names, SCORES, strict=True)]
    header = tuple(unicodedata.normalize("NFD", header) for header in HEADER)
    written(root, as_csv(root, [header, *rows[:20]]), *SOURCE, "--reference-year", "2024")
    rest = [(unicodedata.normalize("NFD", name), text) for name, text in zip(names[20:], [
        row["value_as_printed"] for row in SCORES[20:]], strict=True)]  # fmt: skip
    written(root, as_csv(root, [header, *rest]), "--source-id", "weekly", "--reference-year",
            "2024", "--column", f"{header[1]}=dti_score")  # fmt: skip
    assert [row["province"] for row in rows_of(root)] == names


def test_the_whole_country_has_its_own_boundary(root: Path) -> None:
    rows = [*FEW, ("CẢ NƯỚC", "0,6")]
    written(root, as_csv(root, [HEADER, *rows]), *NEW, "--boundary", "63")
    assert [(r["province"], r["boundary"]) for r in rows_of(root)] == [
        ("Bắc Ninh", "63"), ("Hà Nội", "63"), ("Thanh Hóa", "63"), ("Việt Nam", "all"),
    ]  # fmt: skip


def test_a_table_of_each_of_the_34_counts_these(root: Path) -> None:
    names = [row["name_vi"] for row in read_csv(ROOT / "data/raw/provinces.csv")
             if row["boundary"] == "34"]  # fmt: skip
    table = as_csv(root, [HEADER, *((name, "0,5") for name in names)])
    done = written(root, table, *SOURCE, "--reference-year", "2025")
    assert {row["boundary"] for row in rows_of(root)} == {"34"}
    assert "boundary 34" in done.stdout


@pytest.mark.parametrize(
    ("rows", "options", "said"),
    [
        ([*FEW, ("Quảng Nihn", "0,5")], (),
         'row 5, column Tỉnh, thành phố: found "Quảng Nihn"; expected a province; the nearest '
         "names are Quảng Ninh"),
        ([*FEW, ("Tổng cộng", "9")], (), "or leave the row out with --skip-row 5"),
        (FEW, ("--place", HEADER[0], "--province", "Hà Nội"), "or --province, not both"),
        ([*FEW, ("Ha Noi", "0,5")], (), "a place that stands once; row 3 has it already"),
        ([*FEW, ("Huế", "0,5a1")], (), 'row 5, column Giá trị DTI: found "0,5a1"; expected one'),
        ([*FEW, ("Huế", "1,5")], (), "a number from 0 to 1 (index 0-1)"),
        ([*FEW, ("Huế", "=A1+1")], (), "row 5, column Giá trị DTI"),
        ([*FEW, ("Huế", " 0,5")], (), "no space at either end"),
        ([*FEW, ("Huế", "0,5<b>")], (), "text without HTML"),
        (FEW, ("--note", "<script>"), "rows 2, 3, 4, column note"),
        (FEW, ("--boundary", "35"), "63, 34 or all"),
        (FEW, ("--ignore", "Hạng"), "a header of the table: Tỉnh, thành phố, Giá trị DTI"),
        (FEW, ("--column", "Điểm=dti_score"), "Correct --column or --place."),
        (FEW, ("--column", "Giá trị DTI=dti_socre"), "such as dti_score"),
        (FEW, ("--indicator", "dti_score"), "for one figure in each row"),
        (FEW, ("--place", "Giá trị DTI"), 'found "Tỉnh, thành phố"'),
        (FEW, ("--sheet", "Bảng 1"), "an XLSX file, which has sheets"),
    ],
)  # fmt: skip
def test_what_is_wrong_names_row_and_column_of_the_table(
    root: Path, rows: list[tuple[str, str]], options: tuple[str, ...], said: str
) -> None:
    assert said in refused(root, as_csv(root, [HEADER, *rows]), *NEW, *options)


def test_columns_that_are_not_understood_stop_it(root: Path) -> None:
    rows = [("TT", *HEADER, "Ghi chú"), *((n, *row, "x") for n, row in enumerate(FEW, 1))]
    table = as_csv(root, rows)
    said = refused(root, table, *NEW)
    assert '--column "TT=CODE", or leave it out with --ignore "TT"' in said
    assert 'found "Ghi chú"' in said
    assert "A new indicator is first a row of data/raw/indicators.csv." in said
    written(root, table, *NEW, "--ignore", "TT", "--column", "Ghi chú=note")
    assert [row["note"] for row in rows_of(root)] == ["x"] * 3


def test_two_columns_of_names_need_a_word(root: Path) -> None:
    table = as_csv(root, [("Tỉnh", "Province", "dti_score"), ("Hà Nội", "Ha Noi", "0,5")])
    assert "Name it with --place." in refused(root, table, *NEW)
    written(root, table, *NEW, "--place", "Tỉnh", "--ignore", "Province")


def test_titles_totals_and_empty_rows(root: Path) -> None:
    rows = [("Bảng 1", ""), HEADER, *FEW, ("", ""), ("Trung bình", "0,6")]
    table = as_csv(root, rows)
    written(root, table, *NEW, "--skip-row", "1", "--skip-row", "7")
    assert len(rows_of(root)) == 3
    assert rows_of(root)[0]["locator"] == "table, row 1, column Giá trị DTI"


def test_what_every_figure_needs_is_asked_for_once(root: Path) -> None:
    said = refused(root, as_csv(root, [HEADER, *FEW]))
    assert said.count("Give it with --source-id, or in a column of the table.") == 1
    assert "Give it with --reference-year" in said
    said = refused(
        root, as_csv(root, [HEADER, *FEW]), "--source-id", "x", "--reference-year", "2022"
    )
    assert "the new source, column publisher" in said
    both = [("source_id", *HEADER), ("a", *FEW[0]), ("b", *FEW[1])]
    said = refused(root, as_csv(root, both), "--reference-year", "2022")
    assert 'found "a, b"; expected sources of sources.csv, of --sources FILE' in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "a header and rows below it"),
        ("Tỉnh,DTI\nHuế,0,5\n".encode(), "2 cells, not 3"),
        ('Tỉnh,DTI\n"Huế,5\n'.encode(), "correct CSV quoting"),
        ("Tỉnh,DTI\nHuế,5\n".encode("utf-16"), "UTF-8 text"),
        (b"T,T\nHue,5\n", "a header that stands once"),
    ],
)
def test_a_file_that_is_no_table(root: Path, content: bytes, said: str) -> None:
    (root / "table.csv").write_bytes(content)
    assert said in refused(root, "table.csv", *NEW)


def test_a_file_that_is_not_there_or_of_another_kind(root: Path) -> None:
    assert "no.csv is not there" in refused(root, "no.csv", *NEW)
    assert "a file that ends in .csv or .xlsx" in refused(root, "_quarto.yml", *NEW)
    (root / "table.xlsx").write_bytes(b"PK no")
    assert "Open it in a spreadsheet program" in refused(root, "table.xlsx", *NEW)


@pytest.mark.parametrize(
    ("value", "form", "mark", "text"),
    [
        (0.70240000000000002, "General", ".", "0.7024"),
        (3.0, "General", ".", "3"),
        (0.7, "0.0000", ".", "0.7000"),
        (0.5683, "0.00%", ".", "56.83%"),
        (0.07, "0%", ".", "7%"),
        (0.005, "0.00", ".", "0.01"),
        (1363000, "#,##0", ".", "1,363,000"),
        (1606.3, "#,##0.0", ",", "1.606,3"),
        (-4.95, "0.0", ",", "-5,0"),
        ("0,7024", "General", ".", "0,7024"),
        (7, "@", ".", "7"),
    ],
)
def test_numbers_of_a_spreadsheet_are_taken_as_they_are_seen(
    root: Path, value: Any, form: str, mark: str, text: str
) -> None:
    table = as_xlsx(root, [("Tỉnh", "x"), ("Huế", value)], ("", form))
    printed = spreadsheet.read(File(root / table, mark=mark))
    assert printed.lines[0].cells == {"Tỉnh": "Huế", "x": text}
    if not isinstance(value, str):
        assert any(f"x: 1 numbers of the format {form}" in said for said in printed.said)


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        ("=SUM(A1:A2)", "", 'column B: found "B2: =SUM(A1:A2)"; expected a figure, not a formula'),
        ("#REF!", "", 'found "B2: #REF!"; expected a figure, not an error'),
        (datetime.date(2023, 7, 12), "", 'found "B2: 2023-07-12 00:00:00"; expected text or'),
        (True, "", "not a date or a truth value"),
        (1.5, "[h]:mm", "not a date"),
        (1.5, '0.0" tỷ"', "a format that says what is seen"),
        (1e300, "0.00", "a format that says what is seen"),
    ],
)  # fmt: skip
def test_cells_that_do_not_say_what_is_printed_are_refused(
    root: Path, value: Any, form: str, said: str
) -> None:
    table = as_xlsx(root, [("Tỉnh", "x"), ("Huế", value)], ("", form) if form else ())
    with pytest.raises(BadInput) as caught:
        spreadsheet.read(File(root / table))
    assert said in str(caught.value)
    assert spreadsheet.read(File(root / table, ignore=["x"])).columns == ("Tỉnh",)


def test_sheets_and_merged_cells(root: Path) -> None:
    as_xlsx(root, [("Bảng 1", ""), HEADER, *FEW])
    book = openpyxl.load_workbook(root / "table.xlsx")
    book.active.merge_cells("A1:B1")
    book.create_sheet("Khác").append(("nothing",))
    book.save(root / "table.xlsx")
    assert 'found "A1: A1:B1"; expected cells that are not merged' in refused(
        root, "table.xlsx", *NEW
    )
    assert "one of its sheets: Sheet, Khác" in refused(root, "table.xlsx", *NEW, "--sheet", "x")
    done = written(root, "table.xlsx", *NEW, "--sheet", "Sheet", "--skip-row", "1")
    assert "- sheet Sheet" in done.stdout


def test_figures_that_the_source_has_are_left_out_and_others_are_an_error(root: Path) -> None:
    written(root, as_csv(root, [HEADER, *FEW[:2]]), *NEW)
    again = "--source-id", "weekly", "--reference-year", "2022"
    done = written(root, as_csv(root, [HEADER, *FEW]), *again)
    assert "2 of these figures the source has already: they are left out." in done.stdout
    assert "1 row for data/raw/observations/dti.csv" in done.stdout
    assert [row["province"] for row in rows_of(root)] == ["Bắc Ninh", "Hà Nội", "Thanh Hóa"]
    before = contents(root)
    assert "the source has all 3 figures already" in written(root, "table.csv", *again).stdout
    assert contents(root) == before
    said = refused(root, as_csv(root, [HEADER, ("Hà Nội", "0,8214")]), *again)
    assert 'found "0,8214"; expected 0,8241, as this source has it in data/raw' in said


def test_what_disagrees_is_shown_with_both_values(root: Path) -> None:
    done = written(root, as_csv(root, [HEADER, ("Quảng Ninh", "0,7042")]), *NEW)
    shown, _, _ = done.stdout.partition("## What changes")
    assert "## What disagrees with what is known" in shown
    assert (
        "- values: dti_score, Quảng Ninh (63), 2022: ministry 0,7024 (used), weekly 0,7042" in shown
    )


def test_without_a_terminal_and_without_yes_nothing_is_written(root: Path) -> None:
    before = contents(root)
    done = run(root, "add", "--table", as_csv(root, [HEADER, *FEW]), *NEW)
    assert done.returncode == 1
    assert "| Giá trị DTI | dti_score | index 0-1 | , | 3 | 0.5 | 0.8241 |" in done.stdout
    assert "nobody can be asked here. Add --yes to write 3 rows." in done.stdout
    assert contents(root) == before


@pytest.mark.parametrize(("answer", "count"), [("y\n", 3), ("n\n", 0), ("\n", 0), ("", 0)])
def test_at_a_terminal_it_asks(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any, answer: str, count: int
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    table, before = as_csv(root, [HEADER, *FEW]), len(rows_of(root, "paper"))
    monkeypatch.chdir(root)
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    arguments = ["add", "--table", table, "--source-id", "paper", "--reference-year", "2021"]
    assert cli.main(arguments) == (0 if count else 1)
    assert "write 3 rows? [y/N]" in capsys.readouterr().out
    assert len(rows_of(root, "paper")) == before + count


def test_a_file_that_changed_meanwhile_is_not_overwritten(root: Path) -> None:
    given = {"source_id": "paper", "reference_year": "2021"}
    table = add.Table(File(root / as_csv(root, [HEADER, *FEW])))
    entry = add.check(Project(root), given, None, silent, table)
    dti = root / "data/raw/observations/dti.csv"
    dti.write_text(dti.read_text("utf-8").replace("row 3", "row 03"), "utf-8")
    before = contents(root)
    with pytest.raises(OSError, match="has changed meanwhile; nothing was written"):
        add.write(entry)
    assert contents(root) == before


def test_rows_without_figures_are_passed_over(root: Path) -> None:
    rows = [HEADER, ("Đồng bằng sông Hồng", ""), *FEW]
    assert "cells without a figure: 1" in written(root, as_csv(root, rows), *NEW).stdout


def test_ten_thousand_rows_are_read_in_one_go(root: Path) -> None:
    names = [row["province"] for row in SCORES]
    header = ("province", "reference_year", "as_of", "dti_score")
    days = [f"20{year}-{month:02}-01" for year in range(10, 24) for month in range(1, 13)]
    rows = [(name, day[:4], day, f"0,{n % 9}1")
            for n, day in enumerate(days) for name in names]  # fmt: skip
    assert len(rows) > 10_000
    written(root, as_csv(root, [header, *rows]), *SOURCE)
    assert len(rows_of(root)) == len(rows)


@pytest.mark.parametrize("stopped_at", ["sources.csv", "dti.csv", "governance.csv"])
def test_a_failure_midway_leaves_all_as_it_was(
    root: Path, monkeypatch: pytest.MonkeyPatch, stopped_at: str
) -> None:
    rows = [
        ("topic", "Tỉnh", "indicator", "value_as_printed", "locator"),
        ("dti", "Huế", "dti_score", "0,5", "row 1"),
        ("governance", "Huế", "accounts", "77", "row 1"),
    ]
    table, before, real = as_csv(root, rows), contents(root), os.replace
    failed = []

    def replace(source: Path, target: Path) -> None:
        if Path(target).name == stopped_at and not failed:
            failed.append(target)
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(source, target)

    monkeypatch.setattr(replacing.os, "replace", replace)
    done = run(root, "add", "--yes", "--table", table, *NEW)
    assert done.returncode == 2
    assert f"{stopped_at} cannot be replaced" in done.stderr
    assert "all files are as they were" in done.stderr
    assert contents(root) == before
    written(root, table, *NEW)
    assert len(rows_of(root)) == len(rows_of(root, topic="governance")) == 1


def test_options_of_a_table_need_one(root: Path) -> None:
    done = run(root, "add", "--ignore", "TT")
    assert done.returncode == 2
    assert "need --table" in done.stderr
    done = run(root, "add", "--table", "x.csv", "--column", "dti_score")
    assert 'is not of the form "HEADER=INDICATOR"' in done.stderr
