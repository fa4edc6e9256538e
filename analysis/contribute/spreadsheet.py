"""A table in a file, CSV or XLSX: its cells as printed, each with its row."""

from __future__ import annotations

import csv
import datetime
import io
import re
import unicodedata
import warnings
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, NamedTuple

from analysis.clean.raw import Line
from analysis.model.errors import BadInput, Problem

# A table of the provinces over many years and indicators has thousands of rows.
MOST_ROWS = 100_000
# Formats of numbers that tell what a reader of the spreadsheet sees.
_FORMAT = re.compile(r"(?P<groups>#,##)?0(?:\.(?P<places>0+))?(?P<percent>%)?")
_PLAIN = ("General", "@")
_DATES = (datetime.date, datetime.time, datetime.timedelta)


@dataclass(frozen=True)
class File:
    """A file with a table, and what is said of how to read it.

    ``skip`` are rows to leave out, by their number; ``ignore`` columns, by their header; ``mark``
    is the mark before decimals that the source prints, where numbers of a spreadsheet have none.
    """

    path: Path
    sheet: str = ""
    skip: Collection[int] = ()
    ignore: Collection[str] = ()
    mark: str = "."


@dataclass(frozen=True)
class Printed:
    """A table as printed: its lines below the header, which stands in the row ``header``.

    ``said`` tells how it was read.
    """

    name: str
    header: int
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    said: tuple[str, ...] = ()


class Cell(NamedTuple):
    """The text of a cell, NFC; the format that a number was shown in; and what is wrong with it."""

    text: str
    shown: str = ""
    wrong: Problem | None = None


@dataclass(frozen=True)
class _Grid:
    """The rows of a file that are not left out, each with its number."""

    rows: Sequence[tuple[int, Sequence[Cell]]]
    said: tuple[str, ...] = ()


def read(file: File) -> Printed:
    """Read the table of a file: the first row that is not left out is its header.

    Rows and columns without any text are passed over. Raises ``BadInput`` for a file that is no
    table, and for cells that do not say what is printed (formulas, dates, merged cells), with
    their address; FileNotFoundError.
    """
    ending = file.path.suffix.lower()
    if ending not in (".csv", ".xlsx"):
        _stop(
            file, 0, file.path.name, "a file that ends in .csv or .xlsx", "Save the table as one."
        )
    if not file.path.is_file():
        raise FileNotFoundError(f"{file.path} is not there")
    grid = _spreadsheet(file) if ending == ".xlsx" else _csv(file)
    rows = [(number, cells) for number, cells in grid.rows if any(map(_is_filled, cells))]
    if len(rows) < 2:
        _stop(file, 0, "no rows", "a header and rows below it", "Look at the file.")
    (header, heads), *body = rows
    kept = {
        at: heading(head.text) or f"column {_letter(at)}"
        for at, head in enumerate(heads)
        if _is_filled(head) or any(_is_filled(cells[at]) for _, cells in body)
    }
    missing = set(file.ignore) - set(kept.values())
    for name in sorted(missing):
        _stop(file, header, name, f"a header of the table: {', '.join(kept.values())}",
              "Correct --ignore.")  # fmt: skip
    kept = {at: name for at, name in kept.items() if name not in file.ignore}
    problems = [cells[at].wrong for _, cells in rows for at in kept if cells[at].wrong]
    for name, times in Counter(kept.values()).items():
        if times > 1:
            twice = "a header that stands once"
            problems.append(Problem(file.path.name, header, name, name, twice, "Rename one."))
    if found := [problem for problem in problems if problem]:
        raise BadInput(found)
    lines = (
        Line(file.path.name, number, {name: cells[at].text for at, name in kept.items()})
        for number, cells in body
    )
    said = [*grid.said, *_shown(kept, [cells for _, cells in body])]
    return Printed(file.path.name, header, tuple(kept.values()), tuple(lines), tuple(said))


def heading(text: str) -> str:
    """A header as it is compared: NFC, in one line with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _is_filled(cell: Cell) -> bool:
    return bool(cell.text.strip() or cell.wrong)


def _letter(at: int) -> str:
    """What a spreadsheet calls a column: A to Z, AA …"""
    return (_letter(at // 26 - 1) if at >= 26 else "") + chr(ord("A") + at % 26)


def _shown(kept: dict[int, str], body: list[Sequence[Cell]]) -> Iterator[str]:
    """How the numbers of each column were written out."""
    for at, name in kept.items():
        for shown, count in Counter(cells[at].shown for cells in body).items():
            if shown:
                how = "with the fewest digits" if shown in _PLAIN else "as displayed"
                yield f"{name}: {count} numbers of the format {shown}, {how}"


def _stop(file: File, row: int, found: str, expected: str, mend: str) -> None:
    raise BadInput([Problem(file.path.name, row, "", found, expected, mend)])


def _csv(file: File) -> _Grid:
    if file.sheet:
        _stop(file, 0, file.sheet, "an XLSX file, which has sheets", "Leave out --sheet.")
    content = file.path.read_bytes()
    try:
        text = unicodedata.normalize("NFC", content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        found = repr(content[error.start : error.start + 10])
        _stop(file, row, found, "UTF-8 text", "Save the file as 'CSV UTF-8'.")
    # A header names no column by a semicolon: where each row has as many, they stand between cells.
    attempts = [_records(file, text, mark) for mark in ";,"]
    read = [records for records in attempts if not isinstance(records, Problem)]
    if not read:
        raise BadInput([attempt for attempt in attempts[1:] if isinstance(attempt, Problem)])
    even = [records for records in read if _is_even(records)]
    records = even[0] if even else max(read, key=lambda records: len(records[0][1]))
    width = len(records[0][1])
    uneven = [
        Problem(file.path.name, number, "", ",".join(cells), f"{width} cells, not {len(cells)}",
                "Put a cell that holds the mark between cells between double quotes.")
        for number, cells in records if len(cells) != width
    ]  # fmt: skip
    if uneven:
        raise BadInput(uneven)
    return _Grid([(number, [Cell(text) for text in cells]) for number, cells in records])


def _records(file: File, text: str, mark: str) -> list[tuple[int, list[str]]] | Problem:
    """The records of a CSV file that are not left out, with the lines on which they begin."""
    reader, line = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True), 1
    records = []
    try:
        for record in reader:
            if record and line not in file.skip:
                records.append((line, record))
            line = reader.line_num + 1
    except csv.Error as error:
        expected, mend = f"correct CSV quoting ({error})", "Close every double quote."
        return Problem(file.path.name, line, "", "", expected, mend)
    return records or [(1, [])]


def _is_even(records: list[tuple[int, list[str]]]) -> bool:
    widths = {len(cells) for _, cells in records}
    return len(widths) == 1 and min(widths) > 1


def _spreadsheet(file: File) -> _Grid:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a sheet holds besides cells
            book = openpyxl.load_workbook(file.path)
    except Exception as error:  # a broken file breaks in as many ways as it has parts
        mend = "Open it in a spreadsheet program and save it again as XLSX."
        raise BadInput(
            [Problem(file.path.name, 0, "", str(error), "an XLSX file", mend)]
        ) from error
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    name = file.sheet or next(iter(sheets), "")
    if name not in sheets:
        _stop(file, 0, name, f"one of its sheets: {', '.join(sheets)}", "Correct --sheet.")
    sheet = sheets[name]
    if sheet.max_row > MOST_ROWS:
        _stop(file, sheet.max_row, "a cell", f"at most {MOST_ROWS:,} rows",
              "Delete the empty rows below the table.")  # fmt: skip
    areas = sheet.merged_cells.ranges
    merged = {place: area.coord for area in areas for place in area.cells}
    rows = [
        (row[0].row, [_cell(file, cell, merged) for cell in row])
        for row in sheet.iter_rows()
        if row[0].row not in file.skip
    ]
    return _Grid(rows, (f"sheet {name}",))


def _cell(file: File, cell: Any, merged: dict[tuple[int, int], str]) -> Cell:
    """A cell of a spreadsheet as a reader sees it, where its format tells."""
    value, form = cell.value, cell.number_format

    def wrong(found: object, expected: str, mend: str) -> Cell:
        at = f"{cell.coordinate}: {found}"
        column = _letter(cell.column - 1)
        problem = Problem(file.path.name, cell.row, column, at, expected, mend)
        return Cell("", "", problem)

    if area := merged.get((cell.row, cell.column)):
        mend = "Take the merged cells apart, or leave the row out with --skip-row."
        return wrong(area, "cells that are not merged", mend)
    if value is None:
        return Cell("")
    if cell.data_type in ("f", "e"):
        what = "formula" if cell.data_type == "f" else "error"
        shown = getattr(value, "text", value)  # a formula over several cells has its text inside
        return wrong(shown, f"a figure, not a{'n' * (what == 'error')} {what}",
                     "Copy the column and paste its values; look at each.")  # fmt: skip
    if isinstance(value, (bool, *_DATES)):
        mend = "Format the cell as text, and type what is printed."
        return wrong(value, "text or a number, not a date or a truth value", mend)
    if isinstance(value, str):
        return Cell(unicodedata.normalize("NFC", value))
    if (text := _displayed(value, form)) is None:
        mend = "Format it as 0.00, 0% or #,##0, or as text as it is printed."
        return wrong(f"{value} in the format {form}", "a format that says what is seen", mend)
    return Cell(text.translate(str.maketrans(".,", ",.")) if file.mark == "," else text, form)


def _displayed(value: float, form: str) -> str | None:
    """A number in a format of the spreadsheet; None in one that is not known here."""
    number = Decimal(repr(value))
    if form in _PLAIN:
        return f"{number.normalize():f}"
    match = _FORMAT.fullmatch(form)
    if match is None or abs(number) >= 10**15:  # of which no spreadsheet keeps the digits
        return None
    places = Decimal(1).scaleb(-len(match["places"] or ""))
    scaled = number * 100 if match["percent"] else number
    rounded = scaled.quantize(places, ROUND_HALF_UP)
    return format(rounded, ",f" if match["groups"] else "f") + (match["percent"] or "")
