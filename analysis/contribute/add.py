"""Add a figure to data/raw: checked first, written only if all is well."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from analysis import clean
from analysis.clean.observations import LAST_YEAR_OF_63
from analysis.clean.places import Gazetteer
from analysis.clean.raw import OBSERVATION_COLUMNS, Row, Sheets, layout
from analysis.clean.references import like
from analysis.contribute import changes
from analysis.contribute.questions import FIGURE, NEEDED, NEEDED_OF_SOURCE, SOURCE
from analysis.model.errors import BadInput, Problem
from analysis.model.paths import Project
from analysis.model.places import BEFORE, COUNTRY_BOUNDARY, COUNTRY_NAME, SINCE
from analysis.model.progress import Report
from analysis.model.replacing import replace

# Asks a question with a default and returns the answer; None where nobody can be asked.
Ask = Callable[[str, str], str] | None


def add(project: Project, given: Mapping[str, str], ask: Ask, report: Report) -> str:
    """Append an observation, and its source if that is new, to data/raw.

    ``given`` holds answers by column; the rest is asked, or takes its default where nobody can be
    asked. Everything is checked on a copy of data/raw first. Returns what changes in the
    published numbers. Raises ``BadInput``, with nothing written, where an answer is missing or
    wrong.
    """
    # What is there must be right before anything is added to it.
    sheets = clean.read(project.raw)
    before = changes.as_text(clean.build(sheets))
    figure, topic = _figure(sheets, given, ask)
    rows: dict[str, Row] = {}
    known = {row["source_id"]: row for row in sheets["sources"].rows}
    if figure["source_id"] not in known:
        rows["sources"] = _source(figure["source_id"], topic, given, ask)
    else:
        _same_source(known[figure["source_id"]], given)
    rows[f"observations/{topic}"] = figure
    report("checking the new figure with all others")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "raw"
        shutil.copytree(project.raw, copy)
        for name, row in rows.items():
            _append(copy / f"{name}.csv", layout()[name][0], row)
        after = changes.as_text(clean.build(clean.read(copy), strict=True))
        for name in rows:
            replace(project.raw / f"{name}.csv", (copy / f"{name}.csv").read_bytes())
            report(f"added a row to data/raw/{name}.csv")
    return changes.report(changes.between(before, after), before, after)


def _figure(sheets: Sheets, given: Mapping[str, str], ask: Ask) -> tuple[Row, str]:
    indicators = {row["code"]: row for row in sheets["indicators"].rows}
    figure: Row = dict.fromkeys(OBSERVATION_COLUMNS, "")
    for column in FIGURE:
        indicator = indicators.get(figure.get("indicator", ""), {})
        figure[column] = _answer(column, FIGURE[column], _default(column, figure, indicator),
                                 given, ask)  # fmt: skip
        if column == "indicator" and figure[column] not in indicators:
            expected = f"a code of indicators.csv{like(figure[column], indicators)}"
            new = "A new indicator is first a row of data/raw/indicators.csv."
            raise BadInput([_wrong(column, figure[column], expected, new)])
    _need(figure, NEEDED)
    places = Gazetteer.from_provinces(sheets["provinces"].frame)
    figure["province"] = places.usual(figure["province"], figure["boundary"])
    return figure, indicators[figure["indicator"]]["topic"]


def _default(column: str, figure: Row, indicator: Mapping[str, str]) -> str:
    if column == "boundary":
        if figure["province"] == COUNTRY_NAME:
            return COUNTRY_BOUNDARY
        after = figure["reference_year"] > str(LAST_YEAR_OF_63)
        return indicator.get("boundary") or (SINCE if after else BEFORE)
    if column == "unit":
        return indicator.get("unit", "")
    return ""


def _source(source_id: str, topic: str, given: Mapping[str, str], ask: Ask) -> Row:
    row: Row = dict.fromkeys(layout()["sources"][0], "")
    row |= {"source_id": source_id, "topic": topic, "founding": "no"}
    for column, question in SOURCE.items():
        row[column] = _answer(column, question, "", given, ask)
    row["note"] = given.get("source_note", "")
    _need(row, NEEDED_OF_SOURCE)
    return row


def _same_source(known: Row, given: Mapping[str, str]) -> None:
    """What is said of a source that is known must be what is known."""
    wrong = [
        _wrong(column, given[column], f"{known[column]}, as in sources.csv; or leave it out")
        for column in SOURCE
        if column in given and given[column] != known[column]
    ]
    if wrong:
        raise BadInput(wrong)


def _answer(column: str, question: str, default: str, given: Mapping[str, str], ask: Ask) -> str:
    if column in given:
        return given[column]
    return ask(question, default) if ask else default


def _need(row: Row, columns: tuple[str, ...]) -> None:
    missing = [column for column in columns if not row[column]]
    if missing:
        raise BadInput([_wrong(column, "", "an answer") for column in missing])


def _wrong(column: str, found: str, expected: str, more: str = "") -> Problem:
    flag = "--" + column.removesuffix("_as_printed").replace("_", "-")
    mend = f"Give it with {flag}. {more}".rstrip()
    return Problem("the new figure", 0, column, found, expected, mend)


def _append(path: Path, columns: tuple[str, ...], row: Row) -> None:
    text = io.StringIO()
    csv.DictWriter(text, columns, lineterminator="\n").writerow(row)
    before = path.read_text("utf-8")
    # A file that was saved without its last line end must not swallow the new row.
    gap = "" if before.endswith("\n") else "\n"
    path.write_text(before + gap + text.getvalue(), encoding="utf-8", newline="\n")
