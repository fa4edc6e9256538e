"""Rows of sources.csv for the sources of new figures, given one by one or in a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from analysis.clean.raw import Line, Row, Sheets, layout
from analysis.contribute import spreadsheet
from analysis.contribute.questions import NEEDED_OF_SOURCE, SOURCE, flag
from analysis.contribute.understood import Figure
from analysis.model.errors import BadInput, Problem

# Asks a question with a default and returns the answer; None where nobody can be asked.
Ask = Callable[[str, str], str] | None

NEW = "the new source"
COLUMNS, _ = layout()["sources"]


def rows(
    sheets: Sheets, figures: Iterable[Figure], given: Row, ask: Ask, file: Path | None
) -> Iterator[tuple[Row, Line]]:
    """The row of each source that is not known yet, and the line of a file that it comes from.

    A source is described in ``file``, in the columns of sources.csv; a single one also by
    ``given`` and what is asked. Raises ``BadInput`` where a source is described nowhere, or
    otherwise than it is known.
    """
    topics: dict[str, Counter[str]] = defaultdict(Counter)
    for figure in figures:
        topics[figure.row["source_id"]][figure.topic] += 1
    known = {row["source_id"]: row for row in sheets["sources"].rows}
    described = _described(file) if file else {}
    without = [source for source in topics if source not in known and source not in described]
    if len(without) > 1:
        expected = "sources of sources.csv, of --sources FILE, or one new source"
        mend = "Describe them in a file with the columns of sources.csv."
        raise BadInput([Problem(NEW, 0, "source_id", ", ".join(without), expected, mend)])
    for source, of_topic in topics.items():
        line = described.get(source)
        if source in known:
            _same(known[source], line or Line(NEW, 0, given))
            continue
        usual = {"source_id": source, "topic": of_topic.most_common(1)[0][0], "founding": "no"}
        if line is None:
            line = Line(NEW, 0, _asked(given, ask))
        said = {column: cell for column, cell in line.cells.items() if cell}
        yield dict.fromkeys(COLUMNS, "") | usual | said, line


def _described(file: Path) -> dict[str, Line]:
    printed = spreadsheet.read(spreadsheet.File(file))
    if wrong := [column for column in printed.columns if column not in COLUMNS]:
        expected = f"the columns of sources.csv: {', '.join(COLUMNS)}"
        mend = "Rename or delete the others."
        raise BadInput([Problem(file.name, printed.header, "", ", ".join(wrong), expected, mend)])
    if "source_id" not in printed.columns:
        mend = "Name each source as the table does."
        raise BadInput([Problem(file.name, printed.header, "source_id", "", "this column", mend)])
    return {line["source_id"]: line for line in printed.lines}


def _asked(given: Row, ask: Ask) -> Row:
    row = {}
    for column, question in SOURCE.items():
        row[column] = given.get(column) or (ask(question, "") if ask else "")
    if missing := [column for column in NEEDED_OF_SOURCE if not row[column]]:
        raise BadInput(
            [Problem(NEW, 0, c, "", "an answer", f"Give it with {flag(c)}.") for c in missing]
        )
    return row | {"note": given.get("source_note", "")}


def _same(known: Row, line: Line) -> None:
    """What is said of a source that is known must be what is known."""
    wrong = [
        line.wrong(column, f"{known[column]}, as in sources.csv; or leave it out", "Correct it.")
        for column in SOURCE
        if line.cells.get(column) not in (None, "", known[column])
    ]
    if wrong:
        raise BadInput(wrong)
