"""Read data/raw strictly: every structural fault is reported with its row, none is guessed away."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import polars as pl

from analysis.clean.cells import fault
from analysis.model import names
from analysis.model.dictionary import TABLES
from analysis.model.errors import Problem

TOPICS = tuple(names.TOPICS)
OBSERVATION_COLUMNS = (
    "source_id", "indicator", "province", "boundary", "reference_year", "as_of",
    "value_as_printed", "rank_as_printed", "out_of", "unit", "qualifier", "locator", "note",
)  # fmt: skip
OBSERVATION_KEY = (
    "source_id", "indicator", "province", "boundary", "reference_year", "as_of", "locator",
)  # fmt: skip
BAND_COLUMNS = (
    "source_id", "indicator", "boundary", "reference_year", "low", "high",
    "provinces_as_printed", "unit", "locator", "note",
)  # fmt: skip

# Reference tables have the same columns and key raw and clean, but for what the program adds.
REFERENCES = (
    "sources", "indicators", "editions", "provinces", "province_successors", "identities",
    "formulas", "decisions", "weights", "absences", "usage_warnings", "assumptions",
    "corrections",
)  # fmt: skip
ADDED: dict[str, tuple[str, ...]] = {
    "identities": ("left_value", "right_value", "difference", "tolerance", "found", "accepted"),
    "absences": ("province_code",),
    "usage_warnings": ("province_code",),
}
# The longest line is a source with a long title; a whole document in a line is a slip.
LONGEST_LINE = 20_000

# Rows that are held as Python objects at one time while a file is read.
CHUNK = 20_000
# What is to be done about a file that is gone.
RESTORE = "Restore it from the repository; of a new topic, make it with the header of the others."

Row = dict[str, str]
Layout = tuple[tuple[str, ...], tuple[str, ...]]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Line:
    """One row of a raw file, and the line of the file that it stands on."""

    file: str
    number: int
    cells: Row

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def wrong(
        self, column: str, expected: str, mend: str = "Correct the cell.", found: str | None = None
    ) -> Problem:
        """What is wrong with a cell, or with what is ``found`` in it."""
        printed = self.cells[column] if found is None else found
        return Problem(self.file, self.number, column, printed, expected, mend)


@dataclass(frozen=True)
class Sheet:
    """One raw file as text. Row i of ``frame`` stands on line ``lines[i]``; empty cells are "".

    A file that could not be read has no rows and is not ``readable``: what other files say of it
    cannot be checked then.
    """

    file: str
    frame: pl.DataFrame
    lines: pl.Series
    readable: bool = True

    @property
    def rows(self) -> Iterator[Row]:
        """Rows by the names of their columns."""
        return self.frame.iter_rows(named=True)

    def __iter__(self) -> Iterator[Line]:
        for number, cells in zip(self.lines, self.rows, strict=True):
            yield Line(self.file, number, cells)


@dataclass(frozen=True)
class Sheets:
    """Every raw file by its name, and what is wrong with them as files."""

    by_name: Mapping[str, Sheet]
    problems: tuple[Problem, ...]

    def __getitem__(self, name: str) -> Sheet:
        return self.by_name[name]


def again(items: Iterable[tuple[Hashable, Item]]) -> Iterator[tuple[Item, Item]]:
    """Whatever has a key that another had before, with that other."""
    first: dict[Hashable, Item] = {}
    for key, item in items:
        if (before := first.setdefault(key, item)) is not item:
            yield item, before


def read(folder: Path) -> Sheets:
    """Read every raw file; observation files are named ``observations/<topic>``.

    Structural faults are kept as ``problems``; rows without one are there all the same.
    """
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    wanted = layout()
    for name, (columns, _) in wanted.items():
        sheets[name], found = _read_sheet(folder, f"{name}.csv", columns)
        problems += found
    known = sorted(f"{name}.csv" for name in wanted)
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            mend = "Rename the file, or add its topic to TOPICS in analysis/model/names.py."
            expected = "one of " + ", ".join(known)
            problems.append(Problem(f"data/raw/{name}", 0, "", path.name, expected, mend))
    # The same observation under two topics is a duplicate as well.
    topics = [f"observations/{topic}" for topic in TOPICS]
    problems += _repeated([sheets[name] for name in topics], OBSERVATION_KEY)
    for name, (_, key) in wanted.items():
        if name not in topics:
            problems += _repeated([sheets[name]], key)
    return Sheets(sheets, tuple(problems))


def layout() -> dict[str, Layout]:
    """Columns and key of every raw file, by its name without ending."""
    wanted: dict[str, Layout] = {}
    for name in REFERENCES:
        columns = (c for c in TABLES[name].columns if c not in ADDED.get(name, ()))
        wanted[name] = (*columns,), TABLES[name].key
    wanted["bands"] = BAND_COLUMNS, TABLES["bands"].key
    return wanted | {f"observations/{t}": (OBSERVATION_COLUMNS, OBSERVATION_KEY) for t in TOPICS}


def _read_sheet(folder: Path, name: str, columns: tuple[str, ...]) -> tuple[Sheet, list[Problem]]:
    file = f"data/raw/{name}"
    nothing = Sheet(file, _frame([], columns), pl.Series(dtype=pl.Int64()), readable=False)
    path = folder / name
    # Whatever else stands there, such as a pipe, would never end.
    if not path.is_file():
        return nothing, [Problem(file, 0, "", "no such file", "a CSV file", RESTORE)]
    content = path.read_bytes()
    if unreadable := _unreadable(content):
        row, printed, expected, mend = unreadable
        return nothing, [Problem(file, row, "", printed, expected, mend)]
    frame = _read_plain(content, columns)
    if frame is not None:
        sheet = Sheet(file, frame, pl.int_range(2, frame.height + 2, eager=True))
        return sheet, [*_faulty_cells(sheet)]
    chunks = [_frame([], columns)]
    lines: list[int] = []
    problems: list[Problem] = []
    records = _records(file, content, columns, problems)
    try:
        _, header = next(records, (1, []))
        if wrong := _check_header(file, header, columns):
            return nothing, wrong
        while chunk := list(islice(records, CHUNK)):
            lines += (line for line, _ in chunk)
            chunks.append(_frame([record for _, record in chunk], columns))
    except csv.Error:
        return nothing, problems
    sheet = Sheet(file, pl.concat(chunks), pl.Series(lines, dtype=pl.Int64()))
    return sheet, [*problems, *_faulty_cells(sheet)]


def _read_plain(content: bytes, columns: tuple[str, ...]) -> pl.DataFrame | None:
    """The rows of a file in which nothing is unusual; None of any other, to be read with care.

    What is written back as it stood, byte for byte, was read right.
    """
    try:
        frame = pl.read_csv(content, infer_schema=False)
    except pl.exceptions.PolarsError:
        return None
    again = io.BytesIO()
    frame.write_csv(again)
    one_line_each = content.count(b"\n") == frame.height + 1
    if tuple(frame.columns) != columns or not one_line_each or again.getbuffer() != content:
        return None
    return frame.with_columns(pl.all().fill_null(""))


def _records(
    file: str, content: bytes, columns: tuple[str, ...], problems: list[Problem]
) -> Iterator[tuple[int, list[str]]]:
    """The header, and the records of as many cells, with the lines on which they begin.

    What is wrong with others goes to ``problems``. Raises csv.Error where a record is broken: the
    reader itself stands at the end of the file when a quote was never closed.
    """
    reader = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""), strict=True)
    line = 1
    try:
        for record in reader:
            if line == 1 or len(record) == len(columns):
                yield line, record
            elif not record:
                problems.append(Problem(file, line, "", "", "no empty line", "Remove the line."))
            else:
                expected = f"{len(columns)} cells, not {len(record)}"
                mend = "Put a cell that holds a comma between double quotes."
                problems.append(Problem(file, line, "", ",".join(record), expected, mend))
            line = reader.line_num + 1
    except csv.Error as error:
        printed = content.decode().split("\n")[line - 1] if line <= content.count(b"\n") else ""
        mend = "Close every double quote, and write a quote inside a cell twice."
        problems.append(Problem(file, line, "", printed, f"correct CSV quoting ({error})", mend))
        raise


def _frame(records: list[list[str]], columns: tuple[str, ...]) -> pl.DataFrame:
    return pl.DataFrame(records, schema=dict.fromkeys(columns, pl.String()), orient="row")


def _faulty_cells(sheet: Sheet) -> Iterator[Problem]:
    """Cells that hold what no cell may hold. A text that stands in many cells is read once."""
    for column in sheet.frame.columns:
        cells = sheet.frame[column]
        faults = {text: found for text in cells.unique() if (found := fault(text))}
        if faults:
            for at in cells.is_in([*faults]).arg_true():
                text = cells[at]
                yield Problem(sheet.file, sheet.lines[at], column, text, *faults[text])


def _unreadable(content: bytes) -> tuple[int, str, str, str] | None:
    """What keeps a file from being read as lines of text: row, what was found, expected, remedy."""
    if not content:
        return 1, "an empty file", "at least the header", RESTORE
    if content.startswith(b"\xef\xbb\xbf"):
        mend = "Save the file as plain UTF-8 (not 'UTF-8 with BOM')."
        return 1, "a byte order mark", "UTF-8 without one", mend
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        mend = "Save the file again with the encoding UTF-8."
        return row, repr(content[error.start : error.start + 10]), "UTF-8 text", mend
    for character, what in ((b"\r", "a carriage return"), (b"\0", "a NUL character")):
        if character in content:
            row = content[: content.index(character)].count(b"\n") + 1
            expected = "lines that end in LF alone, without control characters"
            return row, what, expected, "Save the file with Unix line ends."
    # Only a file that holds such a line is taken apart.
    if max(map(len, content.split(b"\n"))) > LONGEST_LINE:
        for row, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                expected = f"a line of at most {LONGEST_LINE} characters"
                return row, line, expected, "Quote the figure, not the page."
    if not unicodedata.is_normalized("NFC", text):
        for row, line in enumerate(text.split("\n"), 1):
            if not unicodedata.is_normalized("NFC", line):
                expected = "letters with their marks in one piece (Unicode NFC)"
                return row, line, expected, "Type the letters again, or normalise the file to NFC."
    return None


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> list[Problem]:
    if tuple(header) == columns:
        return []
    mend = f"The header must be exactly: {','.join(columns)}"
    problems = []
    for column in columns:
        if column not in header:
            near = [*difflib.get_close_matches(column, header, 1), ",".join(header)][0]
            problems.append(Problem(file, 1, column, near, f"a column named {column}", mend))
    for column in header:
        if column not in columns:
            problems.append(Problem(file, 1, column, column, "no column of this name", mend))
    order = Problem(file, 1, "", ",".join(header), "the columns in their order, each once", mend)
    return problems or [order]


def _repeated(sheets: Sequence[Sheet], key: tuple[str, ...]) -> Iterator[Problem]:
    """Keys that stand more than once in a sheet, or in several that share one key."""
    keys = pl.concat(
        [sheet.frame.select(key, line=sheet.lines, file=pl.lit(sheet.file)) for sheet in sheets]
    ).filter(pl.struct(key).is_duplicated())
    rows = (((*cells,), (file, line)) for *cells, line, file in keys.iter_rows())
    for (file, line, cells), (first, where, _) in again((k, (*at, k)) for k, at in rows):
        place = f"row {where}" if file == first else f"{first}, row {where}"
        expected = f"a key that stands once; {place} has it already"
        mend = "Remove one of the two rows"
        mend += ", or tell them apart by as_of or locator." if "locator" in key else "."
        yield Problem(file, line, " + ".join(key), " | ".join(cells), expected, mend)
