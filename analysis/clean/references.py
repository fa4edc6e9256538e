"""The reference tables (sources, indicators, editions, provinces …): typed, checked, sorted."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator

import polars as pl

from analysis.clean import frames
from analysis.clean.periods import YEARS, is_day
from analysis.clean.places import Gazetteer, normalise
from analysis.clean.raw import REFERENCES, TOPICS, Row, Sheet, Sheets
from analysis.clean.words import LANGUAGES
from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.errors import Problem

# Cells that hold one of a few words.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("sources", "quality"): ("A", "B", "C"),
    ("sources", "founding"): ("yes", "no"),
    ("sources", "kind"): ("official", "press", "academic", "dataset"),
    ("sources", "language"): tuple(sorted(LANGUAGES)),
    ("indicators", "measure"): ("score", "rank", "value", "change", "target"),
    ("indicators", "whole"): ("yes", "no"),
    ("indicators", "higher_is_better"): ("yes", "no", "n/a"),
    ("indicators", "aggregation"): ("mean", "sum", "ratio", "never"),
    ("provinces", "boundary"): ("63", "34"),
    ("editions", "boundary"): ("63", "34"),
    ("weights", "boundary"): ("63", "34"),
    ("absences", "boundary"): ("63", "34"),
    ("absences", "reason"): ("not published", "withheld", "merged", "no edition"),
    ("identities", "boundary"): ("63", "34", "all"),
    ("identities", "relation"): ("equals", "at least", "at most"),
    ("identities", "holds"): ("yes", "no"),
    ("usage_warnings", "comparable"): ("yes", "no"),
    ("assumptions", "support"): ("weak", "fair", "good"),
    ("assumptions", "impact"): ("high", "medium", "low"),
}

# Cells that name rows of another table: (table, column) -> (table, column). An empty cell names
# nothing.
REFERS: dict[tuple[str, str], tuple[str, str]] = {
    ("sources", "copy_of"): ("sources", "source_id"),
    ("editions", "source_id"): ("sources", "source_id"),
    ("identities", "source_id"): ("sources", "source_id"),
    ("bands", "source_id"): ("sources", "source_id"),
    ("weights", "source_id"): ("sources", "source_id"),
    ("absences", "source_id"): ("sources", "source_id"),
    ("decisions", "chosen_source"): ("sources", "source_id"),
    ("decisions", "identity"): ("identities", "id"),
    ("decisions", "indicator"): ("indicators", "code"),
    ("bands", "indicator"): ("indicators", "code"),
    ("weights", "part"): ("indicators", "code"),
    ("weights", "index"): ("indicators", "index"),
    ("absences", "index"): ("indicators", "index"),
    ("editions", "index"): ("indicators", "index"),
    ("usage_warnings", "indicator"): ("indicators", "code"),
    ("indicators", "about"): ("indicators", "code"),
    ("indicators", "numerator"): ("indicators", "code"),
    ("indicators", "denominator"): ("indicators", "code"),
}

# Cells of these that may name several rows, separated by ";".
SEVERAL = {(table, "source_id") for table, column in REFERS if column == "source_id"}

# Cells that a row is worth nothing without.
NEEDED: dict[str, tuple[str, ...]] = {
    "sources": ("source_id", "publisher", "title"),
    "indicators": ("code", "topic", "name_en", "name_vi", "unit", "publisher"),
    "editions": ("index", "reference_year", "definition", "source_id"),
    "identities": ("id", "source_id", "province", "left", "right"),
    "decisions": ("reason", "expect", "decided_on"),
    "weights": ("index", "reference_year", "part", "points", "source_id"),
    "absences": ("index", "reference_year", "source_id"),
    "usage_warnings": ("indicator", "warning", "comparable"),
    "assumptions": ("id", "assumption", "rests_on_it", "why"),
    "bands": ("indicator", "reference_year", "source_id"),
    "province_successors": ("old_code", "new_code"),
}

_CODE = re.compile(r"[0-9]{2}")
# No sign that would end an address in some syntax, and no name of a user before the host.
_URL = re.compile(r"""https?://[^\s/?#@<>"`{}|\\^]+(?:[/?#][^\s<>"`{}|\\^]*)?""")
# Names that programs and addresses of pages are made of, and names that stand in sentences.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
_NAMES = (
    ("sources", "source_id"),
    ("indicators", "code"),
    ("indicators", "index"),
    ("identities", "id"),
    ("assumptions", "id"),
)
_OF_A_PLACE = re.compile(r"[^\W\d_]+(?:[ .–'’-]+[^\W\d_]+)*")
_NUMBERS = {
    "integer": re.compile(r"-?[0-9]{1,9}"),
    "number": re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?"),
}
_YEARS = (YEARS[0], YEARS[-1])
# Whole numbers that can only be so large: (table, column) -> (least, most).
_LIMITS = {
    ("editions", "units_ranked"): (1, 63),
    ("weights", "points"): (1, 1000),
    ("editions", "reference_year"): _YEARS,
    ("absences", "reference_year"): _YEARS,
    ("weights", "reference_year"): _YEARS,
    ("bands", "reference_year"): _YEARS,
}


def build(sheets: Sheets, problems: list[Problem]) -> dict[str, pl.DataFrame]:
    """Type the reference sheets and the published bands.

    Adds to ``problems`` where a number is not a number, a word is not one of those that make
    sense, a needed cell is empty, a row refers to nothing, one spelling means two provinces, or
    the successors do not cover all provinces exactly once.
    """
    tables = {name: _typed(name, sheets[name], problems) for name in REFERENCES}
    tables["bands"] = _bands(sheets["bands"], problems)
    for found in (
        _check_words(sheets), _check_needed(sheets), _check_references(sheets),
        _check_names(sheets), _check_topics(sheets["indicators"]), _check_topics(sheets["sources"]),
        _check_indices(sheets["indicators"]), _check_ratios(sheets["indicators"]),
        _check_means(sheets["indicators"]),
        _check_sources(sheets["sources"]), _check_provinces(sheets["provinces"]),
        _check_cover(sheets), _check_limits(sheets), _check_weights(sheets),
    ):  # fmt: skip
        problems += found
    return tables


def with_codes(
    sheet: Sheet, table: pl.DataFrame, places: Gazetteer, problems: list[Problem]
) -> pl.DataFrame:
    """A table that names provinces, with their codes; an empty name stays empty (all provinces).

    Adds the column ``province_code``, and unknown names to ``problems``. A row without a boundary
    names one of the 63.
    """
    codes: list[str | None] = []
    for line, row in sheet.numbered():
        try:
            boundary = row.get("boundary") or "63"
            codes.append(places.code(row["province"], boundary) if row["province"] else None)
        except KeyError as error:
            codes.append(None)
            problems.append(
                Problem(
                    sheet.file, line, "province", row["province"], str(error.args[0]),
                    "Correct the name or the boundary.",
                )
            )  # fmt: skip
    coded = table.with_columns(pl.Series("province_code", codes, dtype=pl.String()))
    problems += _same_place_twice(sheet, coded)
    return coded


def _same_place_twice(sheet: Sheet, coded: pl.DataFrame) -> Iterator[Problem]:
    """Rows that are one but for the spelling of the province."""
    key = [c for c in coded.columns if c not in ("province", "source_id", "note", "reason")]
    first: dict[tuple[object, ...], int] = {}
    for (line, row), cells in zip(sheet.numbered(), coded.select(key).iter_rows(), strict=True):
        before = first.setdefault(cells, line)
        if before != line:
            yield Problem(
                sheet.file, line, "province", row["province"],
                f"a place that stands once; row {before} has it already",
                "Remove one of the two rows.",
            )  # fmt: skip


def contradicted_absences(
    sheet: Sheet, absences: pl.DataFrame, rankings: pl.DataFrame
) -> Iterator[Problem]:
    """Absences of figures that are known after all."""
    place = ["index", "boundary", "reference_year", "province_code"]
    known = rankings.filter(pl.col("rank").is_not_null() | pl.col("score").is_not_null())
    known = known.join(absences, on=place[:3], how="semi")
    there = {cells[:n] for cells in known.select(place).iter_rows() for n in (3, 4)}
    rows = absences.select(place).iter_rows()
    for (line, row), cells in zip(sheet.numbered(), rows, strict=True):
        if (cells[:3] if cells[3] is None else cells) in there:
            yield Problem(
                sheet.file, line, "province", row["province"],
                "a place without a figure; data/raw/observations has one",
                "Remove the row, or look at the figure again.",
            )  # fmt: skip


def _typed(name: str, sheet: Sheet, problems: list[Problem]) -> pl.DataFrame:
    columns = [column for column in TABLES[name].columns if column in sheet.frame.columns]
    data: dict[str, list[object]] = {column: [] for column in columns}
    for line, row in sheet.numbered():
        for column in columns:
            data[column].append(_cell(sheet.file, line, column, row[column], problems))
    return pl.DataFrame(
        data, schema={column: frames.TYPES[COLUMNS[column].type] for column in columns}
    )


def _cell(file: str, line: int, column: str, text: str, problems: list[Problem]) -> object:
    kind = COLUMNS[column].type
    if text == "":
        return None
    if kind == "text":
        return text
    if _NUMBERS[kind].fullmatch(text):
        return int(text) if kind == "integer" else float(text)
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
        if not (provinces.isascii() and provinces.isdecimal() and int(provinces) <= 63):
            problems.append(
                Problem(
                    sheet.file, line, "provinces_as_printed", provinces,
                    "a number of provinces", "Correct the cell.",
                )
            )  # fmt: skip
            provinces = "0"
        rows.append({**row, **cells, "provinces": int(provinces)})
    return frames.table("bands", rows)


def _check_words(sheets: Sheets) -> Iterator[Problem]:
    for (name, column), words in WORDS.items():
        sheet = sheets[name]
        for line, row in sheet.numbered():
            if row[column] not in words:
                expected = "one of " + ", ".join(words)
                yield Problem(sheet.file, line, column, row[column], expected, "Correct the cell.")


def _check_needed(sheets: Sheets) -> Iterator[Problem]:
    for name, columns in NEEDED.items():
        sheet = sheets[name]
        for line, row in sheet.numbered():
            for column in columns:
                if not row[column]:
                    yield Problem(
                        sheet.file, line, column, "", "something in this cell", "Fill the cell."
                    )


def _check_references(sheets: Sheets) -> Iterator[Problem]:
    """Cells that should name a row of another table, where that one could be read."""
    for (name, column), (target, key) in REFERS.items():
        if not sheets[target].readable:
            continue
        known = {row[key] for row in sheets[target].rows}
        sheet = sheets[name]
        several = (name, column) in SEVERAL
        for line, row in sheet.numbered():
            for wanted in filter(None, row[column].split(";") if several else [row[column]]):
                itself = column == "copy_of" and wanted == row["source_id"]
                if wanted not in known or itself:
                    yield Problem(
                        sheet.file, line, column, wanted,
                        f"{_article(key)} of {target}.csv{like(wanted, known)}",
                        f"Add it to data/raw/{target}.csv, or correct the name.",
                    )  # fmt: skip


def _article(column: str) -> str:
    """A column's name with its article, for messages."""
    return f"an {column}" if column[0] in "aeiou" else f"a {column}"


def like(name: str, known: Iterable[str]) -> str:
    """The end of a message that names what may have been meant."""
    close = difflib.get_close_matches(name, list(known), 3)
    return f", such as {', '.join(close)}" if close else ""


def _check_topics(sheet: Sheet) -> Iterator[Problem]:
    for line, row in sheet.numbered():
        if row["topic"] not in TOPICS:
            yield Problem(
                sheet.file, line, "topic", row["topic"], "one of " + ", ".join(TOPICS),
                "Correct the topic. A new one is added to TOPICS in analysis/clean/raw.py, with a "
                "file data/raw/observations/<topic>.csv that holds the header.",
            )  # fmt: skip


def _check_indices(sheet: Sheet) -> Iterator[Problem]:
    """An index has one rank and one score on each boundary."""
    first: dict[tuple[str, str, str], int] = {}
    for line, row in sheet.numbered():
        measure, index = row["measure"], row["index"]
        key = (measure, index, row["boundary"])
        if measure == "rank" or (measure == "score" and index):
            before = first.setdefault(key, line)
            if before != line:
                yield Problem(
                    sheet.file, line, "index", index,
                    f"one {measure} indicator for an index; row {before} is one already",
                    "Give the indicator an index of its own.",
                )  # fmt: skip


def _check_means(sheet: Sheet) -> Iterator[Problem]:
    """An indicator of the 34 that is the mean of another one can be computed from the 63."""
    by_code = {row["code"]: row for row in sheet.rows}
    for line, row in sheet.numbered():
        about = by_code.get(row["about"])
        if about is None or row["boundary"] != "34" or row["measure"] not in ("score", "value"):
            continue
        if about["aggregation"] != "mean" or about["boundary"] == "34":
            yield Problem(
                sheet.file, line, "about", row["about"],
                "an indicator of the 63 whose aggregation is mean",
                "Correct the code, or the aggregation of that indicator.",
            )  # fmt: skip


def _check_ratios(sheet: Sheet) -> Iterator[Problem]:
    for line, row in sheet.numbered():
        ratio = row["aggregation"] == "ratio"
        if ratio and not row["denominator"]:
            yield Problem(
                sheet.file, line, "denominator", "", "the indicator that a ratio is divided by",
                "Name it, or declare another aggregation.",
            )  # fmt: skip
        if not ratio and (row["numerator"] or row["denominator"]):
            yield Problem(
                sheet.file, line, "aggregation", row["aggregation"],
                "ratio, since numerator or denominator is named", "Correct one of the two.",
            )  # fmt: skip


def _check_names(sheets: Sheets) -> Iterator[Problem]:
    """Names that stand in addresses and between other signs on pages: plain letters only."""
    for name, column in _NAMES:
        sheet = sheets[name]
        for line, row in sheet.numbered():
            if row[column] and not _NAME.fullmatch(row[column]):
                yield Problem(
                    sheet.file, line, column, row[column],
                    "a name of the letters a to z, digits and the signs - _ .", "Choose another.",
                )  # fmt: skip
    sheet = sheets["provinces"]
    for line, row in sheet.numbered():
        for column in ("name_vi", "name_en"):
            if row[column] and not _OF_A_PLACE.fullmatch(row[column]):
                yield Problem(
                    sheet.file, line, column, row[column],
                    "a name of letters, with spaces or hyphens between them", "Correct the name.",
                )  # fmt: skip


def _check_sources(sheet: Sheet) -> Iterator[Problem]:
    for line, row in sheet.numbered():
        if row["published_on"] and not is_day(row["published_on"]):
            yield Problem(
                sheet.file, line, "published_on", row["published_on"],
                "a day, month or year such as 2023-07-12, 2023-07 or 2023", "Correct the date.",
            )  # fmt: skip
        if row["url"] and not _URL.fullmatch(row["url"]):
            yield Problem(
                sheet.file, line, "url", row["url"], "an address that begins with https:// or http://",
                "Copy the whole address.",
            )  # fmt: skip


def _check_limits(sheets: Sheets) -> Iterator[Problem]:
    for (name, column), (least, most) in _LIMITS.items():
        sheet = sheets[name]
        for line, row in sheet.numbered():
            text = row[column]
            if _NUMBERS["integer"].fullmatch(text) and not least <= int(text) <= most:
                yield Problem(
                    sheet.file, line, column, text, f"a number from {least} to {most}",
                    "Correct the cell.",
                )  # fmt: skip


def _check_weights(sheets: Sheets) -> Iterator[Problem]:
    """What has weights is an index with a score that they can be held against.

    The score of the 34 alone is none: it is a mean of scores of the 63, not of parts.
    """
    indicators = sheets["indicators"]
    of_index: dict[str, list[tuple[int, Row]]] = {}
    for line, row in indicators.numbered():
        if not row["boundary"]:
            of_index.setdefault(row["index"], []).append((line, row))
    sheet = sheets["weights"]
    for line, row in sheet.numbered() if indicators.readable else ():
        there = of_index.get(row["index"], [])
        if all(indicator["measure"] != "score" for _, indicator in there):
            others = ", ".join(
                f"row {at} ({indicator['code']}) is a {indicator['measure']}"
                for at, indicator in there
            )
            yield Problem(
                sheet.file, line, "index", row["index"],
                "an index that has a score on the 63 provinces"
                + (f"; in {indicators.file}, {others}" if others else ""),
                "Correct the index or the measure, or add the indicator of its score.",
            )  # fmt: skip


def _check_provinces(sheet: Sheet) -> Iterator[Problem]:
    spellings: dict[tuple[str, str], tuple[str, int]] = {}
    for line, row in sheet.numbered():
        if not _CODE.fullmatch(row["code"]):
            yield Problem(
                sheet.file, line, "code", row["code"], "two digits, the first perhaps 0",
                "Write the leading zero; a spreadsheet removes it.",
            )  # fmt: skip
        if not row["name_vi"]:
            yield Problem(
                sheet.file, line, "name_vi", "", "the usual Vietnamese name", "Fill the cell."
            )
        names = [row["name_vi"], row["name_en"], *filter(None, row["aliases"].split("|"))]
        for spelling in dict.fromkeys(normalise(name) for name in names):
            code, where = spellings.setdefault((spelling, row["boundary"]), (row["code"], line))
            if code != row["code"]:
                yield Problem(
                    sheet.file, line, "aliases", spelling,
                    f"a spelling of one province; row {where} has it as well",
                    "Remove it from one of the two rows.",
                )  # fmt: skip


def _check_cover(sheets: Sheets) -> Iterator[Problem]:
    """The successors: each of the 63 exactly once, each of the 34 at least once."""
    sheet, provinces = sheets["province_successors"], sheets["provinces"]
    if not (sheet.readable and provinces.readable):
        return
    by_boundary: dict[str, dict[str, tuple[int, Row]]] = {"63": {}, "34": {}}
    for line, row in provinces.numbered():
        by_boundary.get(row["boundary"], {})[row["code"]] = (line, row)
    named: dict[str, dict[str, int]] = {"old_code": {}, "new_code": {}}
    for line, row in sheet.numbered():
        for column, boundary in (("old_code", "63"), ("new_code", "34")):
            if row[column] not in by_boundary[boundary]:
                yield Problem(
                    sheet.file, line, column, row[column],
                    f"a code of a province of boundary {boundary}", "Correct the code.",
                )  # fmt: skip
            before = named[column].setdefault(row[column], line)
            if column == "old_code" and before != line:
                yield Problem(
                    sheet.file, line, column, row[column],
                    f"one successor for a province; row {before} names one already",
                    "Remove one of the two rows.",
                )  # fmt: skip
    for column, boundary in (("old_code", "63"), ("new_code", "34")):
        for code, (line, row) in by_boundary[boundary].items():
            if code not in named[column]:
                place = f"{row['name_vi']} (code {code}, row {line} of provinces.csv)"
                yield Problem(
                    sheet.file, 0, column, "no row", f"one for {place}", "Add the missing row."
                )
