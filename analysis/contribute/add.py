"""Add figures to data/raw: understood, checked and shown first, written only when confirmed.

One figure is a table of one row.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from analysis import clean
from analysis.clean.places import Gazetteer
from analysis.clean.raw import Line, Row, layout
from analysis.clean.references import like
from analysis.contribute import changes, new_sources, shown, spreadsheet, understood
from analysis.contribute.columns import NEW_INDICATOR, Known
from analysis.contribute.new_sources import Ask
from analysis.contribute.questions import FIGURE
from analysis.contribute.spreadsheet import File, Printed
from analysis.contribute.understood import usual_boundary
from analysis.model.errors import BadInput, Problem
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.model.replacing import replace_all

Files = Mapping[Path, bytes]
# What messages call a figure that stands in no file.
ONE = "the new figure"


@dataclass(frozen=True)
class Table:
    """A file with a table, what its headers mean, and a file that describes new sources."""

    file: File
    named: Mapping[str, str] = field(default_factory=dict)
    sources: Path | None = None


@dataclass(frozen=True)
class Entry:
    """Checked rows: how many figures, what is said of them, and the files before and with them."""

    count: int
    said: str
    changes: str = ""
    before: Files = field(default_factory=dict)
    files: Files = field(default_factory=dict)


class _New(NamedTuple):
    """A row for a raw file, and where it comes from: the line, and the headers of its cells."""

    name: str
    row: Row
    line: Line
    headers: Mapping[str, str]


def check(
    project: Project, given: Row, ask: Ask, report: Report, table: Table | None = None
) -> Entry:
    """Understand a figure, or a table of them, and check its rows with all others on a copy.

    ``given`` holds answers by column, for a table those that are the same in all rows. Of one
    figure, and of a new source, the rest is asked, or takes its default where nobody can be asked.
    Figures that their source has already are left out. Raises ``BadInput`` where an answer or a
    cell is missing or wrong, also where it is not what its source has already.
    """
    printed = spreadsheet.read(table.file) if table else None
    # What is there must be right before anything is added to it.
    sheets = clean.read(project.raw)
    tables = clean.build(sheets)
    indicators = {row["code"]: row for row in sheets["indicators"].rows}
    known = Known(indicators, Gazetteer.from_provinces(tables["provinces"]))
    same = {column: given[column] for column in FIGURE if column in given}
    if table is None or printed is None:
        found = understood.read(printed := _one(same, known, ask), {}, {}, known)
    else:
        found = understood.read(printed, same, table.named, known)
    figures = understood.not_there(found.figures, tables["observations"])
    if not figures:
        every = f"all {len(found.figures)} figures" if len(found.figures) > 1 else "the figure"
        return Entry(0, f"{printed.name}: the source has {every} already.\n")
    described = table.sources if table else None
    rows = new_sources.rows(sheets, figures, given, ask, described)
    new = [_New("sources", row, line, {}) for row, line in rows]
    new += [_New(f"observations/{f.topic}", f.row, f.line, f.headers) for f in figures]
    report(f"checking {len(new)} new row{'s' * (len(new) > 1)} with all others")
    old, fresh, after = _together(project, new)
    was, now = changes.as_text(tables), changes.as_text(after)
    differences = changes.between(was, now)
    left = len(found.figures) - len(figures)
    lines = [
        *shown.figures(printed, found, after["observations"], known),
        *([f"{left} of these figures the source has already: they are left out.", ""] * (left > 0)),
        *shown.effects(was, now, differences),
        *("## What changes in the published numbers", ""),
        *(changes.summary(differences, was, now)),
        *("", _counted(new)),
    ]
    return Entry(len(figures), "\n".join(lines), changes.report(differences, was, now), old, fresh)


def write(entry: Entry) -> None:
    """Put checked rows into data/raw, all or none. Raises OSError where that cannot be done."""
    for path, content in entry.before.items():
        if path.read_bytes() != content:
            raise OSError(f"{path} has changed meanwhile; nothing was written. Run it again.")
    replace_all(entry.files)


def _one(given: Row, known: Known, ask: Ask) -> Printed:
    """One figure as a table of one row, in the columns of data/raw."""
    row: Row = {}
    for column, question in FIGURE.items():
        indicator = known.indicators.get(row.get("indicator", ""), {})
        default = ""
        if column == "boundary":
            default = usual_boundary(row["province"], row["reference_year"], indicator)
        elif column == "unit":
            default = indicator.get("unit", "")
        row[column] = _answer(column, question, default, given, ask)
        if column == "indicator" and row[column] not in known.indicators:
            mend = f"Give it with --indicator. {NEW_INDICATOR}"
            expected = f"a code of indicators.csv{like(row[column], known.indicators)}"
            raise BadInput([Problem(ONE, 0, column, row[column], expected, mend)])
    answers = {column: answer for column, answer in row.items() if answer}
    return Printed(ONE, 0, (*answers,), (Line(ONE, 0, answers),))


def _answer(column: str, question: str, default: str, given: Row, ask: Ask) -> str:
    if column in given:
        return given[column]
    return ask(question, default) if ask else default


def _together(project: Project, new: Sequence[_New]) -> tuple[Files, Files, clean.Tables]:
    """The raw files that get rows, as they are and with the rows, and the tables of all.

    Raises ``BadInput``, which names the lines that the rows come from.
    """
    before: dict[Path, bytes] = {}
    files: dict[Path, bytes] = {}
    origins: dict[tuple[str, int], _New] = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "raw"
        shutil.copytree(project.raw, copy)
        for name in dict.fromkeys(row.name for row in new):
            path = project.raw / f"{name}.csv"
            before[path] = (copy / f"{name}.csv").read_bytes()
            # A file that was saved without its last line end must not swallow a new row.
            old = before[path] if before[path].endswith(b"\n") else before[path] + b"\n"
            text, line = io.StringIO(), old.count(b"\n") + 1
            writer = csv.DictWriter(text, layout()[name][0], lineterminator="\n")
            for row in (row for row in new if row.name == name):
                origins[f"data/raw/{name}.csv", line] = row
                writer.writerow(row.row)
                line += 1 + sum(cell.count("\n") for cell in row.row.values())
            files[path] = old + text.getvalue().encode()
            (copy / f"{name}.csv").write_bytes(files[path])
        try:
            return before, files, clean.build(clean.read(copy), strict=True)
        except BadInput as error:
            raise BadInput([_of_origin(problem, origins) for problem in error.problems]) from None


def _of_origin(problem: Problem, origins: Mapping[tuple[str, int], _New]) -> Problem:
    """A problem with a new row, as one with the line that it comes from."""
    new = origins.get((problem.file, problem.row))
    if new is None:
        return problem
    column = new.headers.get(problem.column, problem.column)
    return replace(problem, file=new.line.file, row=new.line.number, column=column)


def _counted(new: Iterable[_New]) -> str:
    counts = Counter(row.name for row in new)
    each = (f"{count} row{'s' * (count > 1)} for data/raw/{n}.csv" for n, count in counts.items())
    return ", ".join(each) + "\n"
