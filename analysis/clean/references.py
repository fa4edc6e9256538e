"""The reference tables (sources, indicators, editions, provinces …): typed, checked, sorted."""

from __future__ import annotations

import polars as pl

from analysis.clean.raw import REFERENCES, Sheet, Sheets
from analysis.dictionary import COLUMNS, TABLES
from analysis.errors import Problem

_DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
}

# Every number in a clean table is rounded to this many decimals, far finer than any print:
# it removes the noise of binary arithmetic, so that the same input gives the same bytes.
DECIMALS = 10


# Cells that hold one of a few words.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sources", "quality"): ("A", "B", "C"),
    ("sources", "founding"): ("yes", "no"),
    ("indicators", "measure"): ("score", "rank", "value", "change", "target"),
    ("indicators", "whole"): ("yes", "no"),
    ("indicators", "higher_is_better"): ("yes", "no", "n/a"),
    ("provinces", "boundary"): ("63", "34"),
    ("editions", "boundary"): ("63", "34"),
}


def build(sheets: Sheets, problems: list[Problem]) -> dict[str, pl.DataFrame]:
    """Type the reference sheets and the published bands.

    Adds to ``problems`` where a number is not a number, a word is not one of those that make
    sense, or a row refers to nothing.
    """
    tables = {name: _typed(name, sheets[name], problems) for name in REFERENCES}
    tables["bands"] = _bands(sheets["bands"], problems)
    _check_words(sheets, problems)
    _check_references(sheets, tables, problems)
    return tables


def finish(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The columns of the dictionary, in its order and types; rows sorted by the key."""
    table = TABLES[name]
    columns = [
        pl.col(column).cast(_DTYPES[COLUMNS[column].type])
        if COLUMNS[column].type != "number"
        else pl.col(column).cast(pl.Float64).round(DECIMALS)
        for column in table.columns
    ]
    return frame.select(columns).sort(list(table.key), nulls_last=False)


def _typed(name: str, sheet: Sheet, problems: list[Problem]) -> pl.DataFrame:
    columns = TABLES[name].columns
    data: dict[str, list[object]] = {column: [] for column in columns}
    for line, row in sheet.numbered():
        for column in columns:
            data[column].append(_cell(sheet.file, line, column, row[column], problems))
    schema = {column: _DTYPES[COLUMNS[column].type] for column in columns}
    return pl.DataFrame(data, schema=schema)


def _cell(file: str, line: int, column: str, text: str, problems: list[Problem]) -> object:
    kind = COLUMNS[column].type
    if text == "":
        return None
    if kind == "text":
        return text
    try:
        return int(text) if kind == "integer" else float(text)
    except ValueError:
        expected = "a whole number" if kind == "integer" else "a number with a decimal point"
        problems.append(Problem(file, line, column, text, expected, "Correct the cell."))
        return None


def _bands(sheet: Sheet, problems: list[Problem]) -> pl.DataFrame:
    rows = []
    for line, row in sheet.numbered():
        cells = {
            column: _cell(sheet.file, line, column, row[column], problems)
            for column in ("reference_year", "low", "high")
        }
        provinces = row["provinces_as_printed"]
        if not (provinces.isascii() and provinces.isdecimal()):
            problems.append(
                Problem(
                    sheet.file, line, "provinces_as_printed", provinces,
                    "a number of provinces", "Correct the cell.",
                )
            )  # fmt: skip
            provinces = "0"
        rows.append({**row, **cells, "provinces": int(provinces)})
    columns = TABLES["bands"].columns
    schema = {column: _DTYPES[COLUMNS[column].type] for column in columns}
    return pl.DataFrame([{c: row[c] for c in columns} for row in rows], schema=schema)


def _check_words(sheets: Sheets, problems: list[Problem]) -> None:
    for (name, column), words in WORDS.items():
        sheet = sheets[name]
        for line, row in sheet.numbered():
            if row[column] not in words:
                expected = "one of " + ", ".join(words)
                problems.append(
                    Problem(sheet.file, line, column, row[column], expected, "Correct the cell.")
                )
    ranks: dict[tuple[str, str], int] = {}
    sheet = sheets["indicators"]
    for line, row in sheet.numbered():
        index = (row["index"], row["boundary"])
        if row["measure"] == "rank" and ranks.setdefault(index, line) != line:
            problems.append(
                Problem(
                    sheet.file, line, "index", row["index"],
                    f"one rank indicator for an index; row {ranks[index]} is one already",
                    "Give the indicator an index of its own.",
                )
            )  # fmt: skip


def _check_references(
    sheets: Sheets, tables: dict[str, pl.DataFrame], problems: list[Problem]
) -> None:
    """Rows of one reference table that name a row of another, where that one could be read."""
    sources = set(tables["sources"]["source_id"])
    indicators = set(tables["indicators"]["code"])
    provinces = set(tables["provinces"].select("boundary", "code").iter_rows())
    for name, column in (
        ("editions", "source_id"),
        ("identities", "source_id"),
        ("bands", "source_id"),
        ("sources", "copy_of"),
    ):
        sheet = sheets[name]
        for line, row in sheet.numbered() if sheets["sources"].readable else ():
            for source in filter(None, row[column].split(";")):
                if source not in sources or (column, source) == ("copy_of", row["source_id"]):
                    problems.append(
                        Problem(
                            sheet.file, line, column, source, "a source_id of sources.csv",
                            "Add the source to data/raw/sources.csv, or correct the name.",
                        )
                    )  # fmt: skip
    for line, row in sheets["bands"].numbered() if sheets["indicators"].readable else ():
        if row["indicator"] not in indicators:
            problems.append(
                Problem(
                    sheets["bands"].file, line, "indicator", row["indicator"],
                    "a code of indicators.csv", "Correct the code.",
                )
            )  # fmt: skip
    successors = sheets["province_successors"].numbered()
    for line, row in successors if sheets["provinces"].readable else ():
        for column, boundary in (("old_code", "63"), ("new_code", "34")):
            if (boundary, row[column]) not in provinces:
                problems.append(
                    Problem(
                        sheets["province_successors"].file, line, column, row[column],
                        f"a code of a province of boundary {boundary}", "Correct the code.",
                    )
                )  # fmt: skip
