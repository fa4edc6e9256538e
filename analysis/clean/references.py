"""The reference tables (sources, indicators, editions, provinces …): typed, checked, sorted."""

from __future__ import annotations

import polars as pl

from analysis.clean.raw import REFERENCES, Sheet, Sheets
from analysis.dictionary import COLUMNS, TABLES
from analysis.errors import BadInput, Problem

_DTYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
}

# Every number in a clean table is rounded to this many decimals, far finer than any print:
# it removes the noise of binary arithmetic, so that the same input gives the same bytes.
DECIMALS = 10


def build(sheets: Sheets) -> dict[str, pl.DataFrame]:
    """Type the reference sheets and the published bands.

    Raises ``BadInput`` where a number is not a number, or a row refers to nothing.
    """
    problems: list[Problem] = []
    tables = {name: _typed(name, sheets[name], problems) for name in REFERENCES}
    tables["bands"] = _bands(sheets["bands"], problems)
    _check_references(sheets, tables, problems)
    if problems:
        raise BadInput(problems)
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
        if not provinces.isdigit():
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


def _check_references(
    sheets: Sheets, tables: dict[str, pl.DataFrame], problems: list[Problem]
) -> None:
    """Rows of one reference table that name a row of another."""
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
        for line, row in sheet.numbered():
            for source in filter(None, row[column].split(";")):
                if source not in sources:
                    problems.append(
                        Problem(
                            sheet.file, line, column, source, "a source_id of sources.csv",
                            "Add the source to data/raw/sources.csv, or correct the name.",
                        )
                    )  # fmt: skip
    for line, row in sheets["bands"].numbered():
        if row["indicator"] not in indicators:
            problems.append(
                Problem(
                    sheets["bands"].file, line, "indicator", row["indicator"],
                    "a code of indicators.csv", "Correct the code.",
                )
            )  # fmt: skip
    for line, row in sheets["province_successors"].numbered():
        for column, boundary in (("old_code", "63"), ("new_code", "34")):
            if (boundary, row[column]) not in provinces:
                problems.append(
                    Problem(
                        sheets["province_successors"].file, line, column, row[column],
                        f"a code of a province of boundary {boundary}", "Correct the code.",
                    )
                )  # fmt: skip
