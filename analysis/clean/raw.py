"""Read data/raw strictly: every structural fault is reported with its row, none is guessed away."""

from __future__ import annotations

import csv
import difflib
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis.clean import cells
from analysis.dictionary import TABLES
from analysis.errors import Problem

TOPICS = ("dti", "digital_economy", "governance", "reference", "founding")

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
BAND_KEY = ("source_id", "indicator", "boundary", "reference_year", "low", "high")

# Reference tables have the same columns and key raw and clean, but for what the program adds.
REFERENCES = (
    "sources", "indicators", "editions", "provinces", "province_successors", "identities",
    "decisions", "weights", "absences", "usage_warnings",
)  # fmt: skip
ADDED: dict[str, tuple[str, ...]] = {
    "identities": ("left_value", "right_value", "difference", "tolerance", "found", "accepted"),
    "absences": ("province_code",),
    "usage_warnings": ("province_code",),
}
# The longest line is a source with a long title; a whole document in a line is a slip.
LONGEST_LINE = 20_000

Row = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """One raw file. ``rows[i]`` stands on line ``lines[i]`` of the file.

    A file that could not be read has no rows and is not ``readable``: what other files say of it
    cannot be checked then.
    """

    file: str
    columns: tuple[str, ...]
    rows: list[Row]
    lines: list[int]
    readable: bool = True

    def numbered(self) -> Iterator[tuple[int, Row]]:
        """Rows with the line of the file that each stands on."""
        return zip(self.lines, self.rows, strict=True)


Sheets = dict[str, Sheet]


def read(folder: Path, problems: list[Problem]) -> Sheets:
    """Read every raw file; observation files are named ``observations/<topic>``.

    Structural faults are added to ``problems``; rows without one are returned all the same.
    """
    sheets: Sheets = {}
    wanted = layout()
    for name, (columns, _) in wanted.items():
        sheet, found = _read_sheet(folder, f"{name}.csv", columns)
        problems += found
        sheets[name] = sheet
    known = {f"{name}.csv" for name in wanted}
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            problems.append(
                Problem(
                    f"data/raw/{name}", 0, "", path.name, "one of " + ", ".join(sorted(known)),
                    "Rename the file, or add its topic to analysis/clean/raw.py.",
                )
            )  # fmt: skip
    # The same observation under two topics is a duplicate as well.
    topics = [f"observations/{topic}" for topic in TOPICS]
    problems += _repeated([sheets[name] for name in topics], OBSERVATION_KEY)
    for name, (_, key) in wanted.items():
        if name not in topics:
            problems += _repeated([sheets[name]], key)
    return sheets


def layout() -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Columns and key of every raw file, by its name without ending."""
    wanted = {
        name: (
            tuple(c for c in TABLES[name].columns if c not in ADDED.get(name, ())),
            TABLES[name].key,
        )
        for name in REFERENCES
    }
    wanted["bands"] = (BAND_COLUMNS, BAND_KEY)
    wanted |= {f"observations/{topic}": (OBSERVATION_COLUMNS, OBSERVATION_KEY) for topic in TOPICS}
    return wanted


def _read_sheet(folder: Path, name: str, columns: tuple[str, ...]) -> tuple[Sheet, list[Problem]]:
    file = f"data/raw/{name}"
    nothing = Sheet(file, columns, [], [], readable=False)
    try:
        content = (folder / name).read_bytes()
    except OSError:
        problem = Problem(
            file, 0, "", "no such file", "a CSV file", "Restore it from the repository."
        )
        return nothing, [problem]
    text, problem_or_none = _decode(file, content)
    if problem_or_none:
        return nothing, [problem_or_none]
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    lines: list[int] = []
    problems: list[Problem] = []
    line = 1
    try:
        header = next(reader, [])
        problems = _check_header(file, header, columns)
        if problems:
            return nothing, problems
        line = reader.line_num + 1
        for record in reader:
            if len(record) != len(columns):
                problems.append(
                    Problem(
                        file, line, "", ",".join(record),
                        f"{len(columns)} cells, not {len(record)}",
                        "Put a cell that holds a comma between double quotes.",
                    )
                )  # fmt: skip
            else:
                row = dict(zip(columns, record, strict=True))
                for column, cell in row.items():
                    if found := cells.fault(cell):
                        problems.append(Problem(file, line, column, cell, *found))
                rows.append(row)
                lines.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        # The reader stands at the end of the file when a quote was never closed,
        # so name the row in which the broken record begins.
        printed = text.split("\n")[line - 1] if line <= text.count("\n") else ""
        problems.append(
            Problem(
                file, line, "", printed, f"correct CSV quoting ({error})",
                "Close every double quote, and write a quote inside a cell twice.",
            )
        )  # fmt: skip
        return nothing, problems
    return Sheet(file, columns, rows, lines), problems


def _decode(file: str, content: bytes) -> tuple[str, Problem | None]:
    if not content:
        return "", Problem(
            file, 1, "", "an empty file", "at least the header", "Restore it from the repository."
        )
    if content.startswith(b"\xef\xbb\xbf"):
        return "", Problem(
            file, 1, "", "a byte order mark", "UTF-8 without one",
            "Save the file as plain UTF-8 (not 'UTF-8 with BOM').",
        )  # fmt: skip
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return "", Problem(
            file, row, "", repr(content[error.start : error.start + 10]), "UTF-8 text",
            "Save the file again with the encoding UTF-8.",
        )  # fmt: skip
    for character, what in (("\r", "a carriage return"), ("\0", "a NUL character")):
        if character in text:
            row = text[: text.index(character)].count("\n") + 1
            return "", Problem(
                file, row, "", what, "lines that end in LF alone, without control characters",
                "Save the file with Unix line ends.",
            )  # fmt: skip
    if len(content) > LONGEST_LINE:
        for row, line in enumerate(text.split("\n"), 1):
            if len(line) > LONGEST_LINE:
                return "", Problem(
                    file, row, "", line, f"a line of at most {LONGEST_LINE} characters",
                    "Quote the figure, not the page.",
                )  # fmt: skip
    if not unicodedata.is_normalized("NFC", text):
        lines = text.split("\n")
        row = next(i for i, at in enumerate(lines, 1) if not unicodedata.is_normalized("NFC", at))
        return "", Problem(
            file, row, "", lines[row - 1], "letters with their marks in one piece (Unicode NFC)",
            "Type the letters again, or normalise the file to NFC.",
        )  # fmt: skip
    return text, None


def _check_header(file: str, header: list[str], columns: tuple[str, ...]) -> list[Problem]:
    if tuple(header) == columns:
        return []
    mend = f"The header must be exactly: {','.join(columns)}"
    problems = []
    for column in columns:
        if column not in header:
            near = difflib.get_close_matches(column, header, 1)
            found = near[0] if near else ",".join(header)
            problems.append(Problem(file, 1, column, found, f"a column named {column}", mend))
    for column in header:
        if column not in columns:
            problems.append(Problem(file, 1, column, column, "no column of this name", mend))
    if not problems:
        problems.append(
            Problem(file, 1, "", ",".join(header), "the columns in their order, each once", mend)
        )
    return problems


def _repeated(sheets: Sequence[Sheet], key: tuple[str, ...]) -> list[Problem]:
    """Keys that stand more than once in a sheet, or in several that share one key."""
    first: dict[tuple[str, ...], tuple[str, int]] = {}
    problems = []
    for sheet in sheets:
        for line, row in sheet.numbered():
            value = tuple(row[column] for column in key)
            file, where = first.setdefault(value, (sheet.file, line))
            if (file, where) == (sheet.file, line):
                continue
            place = f"row {where}" if file == sheet.file else f"{file}, row {where}"
            problems.append(
                Problem(
                    sheet.file, line, " + ".join(key), " | ".join(value),
                    f"a key that stands once; {place} has it already",
                    "Remove one of the two rows, or tell them apart by as_of or locator."
                    if "locator" in key else "Remove one of the two rows.",
                )
            )  # fmt: skip
    return problems
