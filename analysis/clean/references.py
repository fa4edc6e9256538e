"""The reference tables (sources, indicators, editions, provinces …): typed and checked."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import polars as pl

from analysis.clean import consistency, frames
from analysis.clean.number_words import LANGUAGES
from analysis.clean.periods import YEARS, is_day
from analysis.clean.places import Gazetteer
from analysis.clean.raw import REFERENCES, TOPICS, Sheet, Sheets, again, layout
from analysis.model.dictionary import COLUMNS
from analysis.model.errors import Problem
from analysis.model.keys import RANKED
from analysis.model.places import BEFORE, BOUNDARIES, SINCE

_OF_PROVINCES = ("provinces", "editions", "weights", "absences", "bands")
# Both sets of six regions, as the statistics office draws them for the 63 and since July 2025.
_REGIONS = (
    "Northern Midlands and Mountains", "Red River Delta", "North Central and Central Coast",
    "Central Highlands", "South East", "Mekong Delta",
)  # fmt: skip
_REGIONS_2025 = (
    "Northern Midlands and Mountains", "Red River Delta", "North Central",
    "South Central Coast and Central Highlands", "South East", "Mekong Delta",
)  # fmt: skip
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
    **{(table, "boundary"): (BEFORE, SINCE) for table in _OF_PROVINCES},
    ("provinces", "kind"): ("municipality", "province"),
    ("provinces", "region"): _REGIONS,
    ("provinces", "region_2025"): ("", *_REGIONS_2025),
    ("indicators", "boundary"): ("", BEFORE, SINCE),
    ("decisions", "boundary"): ("", *BOUNDARIES),
    ("usage_warnings", "boundary"): ("", *BOUNDARIES),
    ("weights", "basis"): ("printed", "recovered"),
    ("absences", "reason"): ("not published", "withheld", "merged", "no edition"),
    ("identities", "boundary"): BOUNDARIES,
    ("identities", "kind"): ("sum", "difference", "ratio", "order", "rank_change"),
    ("formulas", "boundary"): ("", BEFORE, SINCE),
    ("identities", "relation"): ("equals", "at least", "at most"),
    ("identities", "holds"): ("yes", "no"),
    ("usage_warnings", "comparable"): ("yes", "no"),
    ("assumptions", "support"): ("weak", "fair", "good"),
    ("assumptions", "impact"): ("high", "medium", "low"),
}

# Cells that name rows of another table, by its name and column. An empty cell names nothing; a
# ``source_id`` may name several, separated by ";".
REFERS = {
    ("sources", "source_id"): (
        "sources.copy_of", "editions.source_id", "identities.source_id", "formulas.source_id",
        "bands.source_id", "weights.source_id", "absences.source_id", "decisions.chosen_source",
    ),
    ("identities", "id"): ("decisions.identity",),
    ("indicators", "code"): (
        "decisions.indicator", "formulas.left", "bands.indicator", "weights.part",
        "usage_warnings.indicator", "indicators.about", "indicators.numerator",
        "indicators.denominator",
    ),
    ("indicators", "index"): ("weights.index", "absences.index", "editions.index"),
}  # fmt: skip

# Cells that a row is worth nothing without.
NEEDED: dict[str, tuple[str, ...]] = {
    "sources": ("source_id", "publisher", "title"),
    "indicators": ("code", "topic", "name_en", "name_vi", "unit", "publisher"),
    "editions": ("index", "reference_year", "definition", "units_ranked", "source_id"),
    "provinces": ("name_vi", "name_en"),
    "identities": ("id", "source_id", "province", "left", "right"),
    "formulas": ("id", "first_year", "last_year", "left", "right", "source_id", "note"),
    "decisions": ("reason", "expect", "decided_on"),
    "weights": ("index", "reference_year", "part", "points", "source_id"),
    "absences": ("index", "reference_year", "source_id"),
    "usage_warnings": ("indicator", "warning", "comparable"),
    "assumptions": ("id", "assumption", "rests_on_it", "why"),
    "corrections": ("id", "corrected_on", "section", "said", "says", "why"),
    "bands": ("indicator", "reference_year", "source_id"),
    "province_successors": ("old_code", "new_code"),
}

# No sign that would end an address in some syntax, none that a word processor puts for another,
# and no name of a user before the host.
_URL = r"""https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][^\s<>"`{}|\\^−‘’“”]*)?"""
# Names that programs and addresses of pages are made of, and names that stand in sentences.
_NAME = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_OF_A_PLACE = r"[^\W\d_]+(?:[ .–'’-]+[^\W\d_]+)*"
_FORMS = {
    "integer": (r"-?[0-9]{1,9}", "a whole number"),
    "number": (r"-?[0-9]{1,15}(\.[0-9]+)?", "a number with a decimal point"),
}
# When something was published, announced, decided or corrected.
DAYS = (
    ("sources", "published_on"), ("editions", "announced_on"), ("decisions", "decided_on"),
    ("corrections", "corrected_on"),
)  # fmt: skip
_OF_YEARS = ("editions", "absences", "weights", "bands")
# Whole numbers that can only be so large: (table, column) -> (least, most).
_LIMITS = {
    ("editions", "units_ranked"): (1, 63),
    ("editions", "main_indices"): (1, 100),
    ("editions", "components"): (1, 1000),
    ("provinces", "tile_row"): (1, 30),
    ("provinces", "tile_col"): (1, 15),
    ("weights", "points"): (1, 1000),
    **{("formulas", f"{end}_year"): (YEARS[0], YEARS[-1]) for end in ("first", "last")},
    **{(table, "reference_year"): (YEARS[0], YEARS[-1]) for table in _OF_YEARS},
}


@dataclass(frozen=True)
class References:
    """The reference tables, typed, with the ``line`` of the raw file beside each row.

    ``places`` reads the names of the provinces.
    """

    sources: pl.DataFrame
    indicators: pl.DataFrame
    editions: pl.DataFrame
    provinces: pl.DataFrame
    province_successors: pl.DataFrame
    identities: pl.DataFrame
    formulas: pl.DataFrame
    decisions: pl.DataFrame
    weights: pl.DataFrame
    absences: pl.DataFrame
    usage_warnings: pl.DataFrame
    assumptions: pl.DataFrame
    corrections: pl.DataFrame
    bands: pl.DataFrame
    places: Gazetteer


class Rule(NamedTuple):
    """What must hold of each cell of a column by itself."""

    table: str
    column: str
    holds: Callable[[str], object]
    expected: str
    mend: str = "Correct the cell."


def build(sheets: Sheets) -> tuple[References, list[Problem]]:
    """Type the reference sheets and the published bands.

    What is wrong with them: a number is not a number, a word is not one of those that make sense,
    a needed cell is empty, a row refers to nothing, one spelling means two provinces, or the
    successors do not cover all provinces exactly once.
    """
    tables = {name: _typed(sheets[name]) for name in REFERENCES}
    places = Gazetteer.from_provinces(tables["provinces"])
    problems = [
        line.wrong(rule.column, rule.expected, rule.mend)
        for rule in _rules()
        for line in sheets[rule.table]
        if not rule.holds(line[rule.column])
    ]
    problems += [*_check_references(sheets), *consistency.problems(sheets)]
    # What names would mean in a file that could not be read is not asked.
    of_places = places.code if sheets["provinces"].readable else lambda name, boundary: ""
    for name in ("absences", "usage_warnings"):
        tables[name], found = _with_codes(sheets[name], tables[name], of_places)
        problems += found
    return References(**tables, bands=_bands(sheets["bands"]), places=places), problems


def _typed(sheet: Sheet) -> pl.DataFrame:
    """A sheet with the types of the dictionary; what is none of them is empty."""

    def typed(column: str) -> pl.Expr:
        cells, kind = pl.col(column).replace("", None), COLUMNS[column].type
        if kind in _FORMS:
            of_form = cells.str.contains(f"^(?:{_FORMS[kind][0]})$")
            cells = pl.when(of_form).then(cells).cast(frames.TYPES[kind])
        return cells.alias(column)

    return sheet.frame.select(*map(typed, sheet.frame.columns), line=sheet.lines)


def _bands(sheet: Sheet) -> pl.DataFrame:
    numbers = _typed(sheet).select("reference_year", "low", "high", "line")
    return sheet.frame.with_columns(
        *numbers, provinces=pl.col("provinces_as_printed").cast(pl.Int64, strict=False)
    )


def _rules() -> Iterator[Rule]:
    """The rules for cells, table by table."""
    for (table, column), words in WORDS.items():
        yield Rule(table, column, words.__contains__, "one of " + ", ".join(filter(None, words)))
    for table, needed in NEEDED.items():
        for column in needed:
            yield Rule(table, column, bool, "something in this cell", "Fill the cell.")
    for table in (*REFERENCES, "bands"):
        for column in layout()[table][0]:
            if form := _FORMS.get(COLUMNS[column].type):
                yield Rule(table, column, _of_form(form[0]), form[1])
    for (table, column), limits in _LIMITS.items():
        yield Rule(table, column, _within(*limits), "a number from {} to {}".format(*limits))
    own = ((table, "id") for table in ("assumptions", "corrections", "formulas"))
    for table, column in (*REFERS, *own):
        name = "a name of the letters a to z, digits and the signs - _ ."
        yield Rule(table, column, _of_form(_NAME), name, "Choose another.")
    code = "small letters, digits and _, as a program can name it"
    yield Rule("indicators", "code", _of_form("[a-z][a-z0-9_]*"), code, "Choose another.")
    for column in ("name_vi", "name_en"):
        name = "a name of letters, with spaces or hyphens between them"
        yield Rule("provinces", column, _of_form(_OF_A_PLACE), name, "Correct the name.")
    for table in ("indicators", "sources"):
        mend = (
            "Correct the topic. A new one is added to TOPICS in analysis/model/names.py, with a "
            "file data/raw/observations/<topic>.csv that holds the header."
        )
        yield Rule(table, "topic", TOPICS.__contains__, "one of " + ", ".join(TOPICS), mend)
    day = "a day, month or year such as 2023-07-12, 2023-07 or 2023"
    for table, column in DAYS:
        yield Rule(table, column, _empty_or(is_day), day, "Correct the date.")
    url = "an address that begins with https:// or http://"
    yield Rule("sources", "url", _of_form(_URL), url, "Copy the whole address.")
    mend = "Write the leading zero; a spreadsheet removes it."
    two_digits = re.compile(r"[0-9]{2}").fullmatch
    yield Rule("provinces", "code", two_digits, "two digits, the first perhaps 0", mend)
    iso = "an ISO code such as VN-HN"
    yield Rule("provinces", "iso_3166_2", _of_form("VN-[0-9A-Z]{2,3}"), iso)
    spellings = "spellings with one | between each two"
    yield Rule("provinces", "aliases", _of_form(r"[^|]+(\|[^|]+)*"), spellings)
    counts = {str(n) for n in range(64)}
    yield Rule("bands", "provinces_as_printed", counts.__contains__, "a number of provinces")


def _empty_or(holds: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: not text or holds(text)


def _of_form(pattern: str) -> Callable[[str], object]:
    return _empty_or(re.compile(pattern).fullmatch)


def _within(least: int, most: int) -> Callable[[str], object]:
    """What is no number at all is said by another rule."""
    number = re.compile(_FORMS["integer"][0])
    return lambda text: not number.fullmatch(text) or least <= int(text) <= most


def _with_codes(
    sheet: Sheet, table: pl.DataFrame, code_of: Callable[[str, str], str]
) -> tuple[pl.DataFrame, list[Problem]]:
    """A table that names provinces, with their codes; an empty name stays empty (all provinces).

    A row without a boundary names one of the 63. One place may not stand twice, however spelt.
    """
    codes: list[str | None] = []
    problems: list[Problem] = []
    for line in sheet:
        code = None
        try:
            if line["province"]:
                code = code_of(line["province"], line["boundary"] or BEFORE)
        except KeyError as error:
            mend = "Correct the name or the boundary."
            problems.append(line.wrong("province", str(error.args[0]), mend))
        codes.append(code)
    coded = table.with_columns(pl.Series("province_code", codes, dtype=pl.String()))
    key = coded.drop("province", "line", "source_id", "note", "reason", strict=False)
    for line, before in again(zip(key.iter_rows(), sheet, strict=True)):
        expected = f"a place that stands once; row {before.number} has it already"
        problems.append(line.wrong("province", expected, "Remove one of the two rows."))
    return coded, problems


def not_yet(sheets: Sheets, today: date) -> Iterator[Problem]:
    """Days that have not come yet. Asked of whoever adds a row: no build depends on the clock."""
    for table, column in DAYS:
        for line in sheets[table]:
            if is_day(line[column]) and line[column] > str(today):
                yield line.wrong(column, f"a day until today ({today})", "Correct the date.")


def contradicted_absences(
    sheet: Sheet, absences: pl.DataFrame, rankings: pl.DataFrame
) -> Iterator[Problem]:
    """Absences of figures that are known after all."""
    known = rankings.filter(pl.col("rank").is_not_null() | pl.col("score").is_not_null())
    known = known.join(absences, on=RANKED[:3], how="semi")
    there = {cells[:n] for cells in known.select(RANKED).iter_rows() for n in (3, 4)}
    for line, cells in zip(sheet, absences.select(RANKED).iter_rows(), strict=True):
        if (cells[:3] if cells[3] is None else cells) in there:
            expected = "a place without a figure; data/raw/observations has one"
            yield line.wrong("province", expected, "Remove the row, or look at the figure again.")


def _check_references(sheets: Sheets) -> Iterator[Problem]:
    """Cells that should name a row of another table, where that one could be read."""
    for (target, key), those in REFERS.items():
        known = {row[key] for row in sheets[target].rows}
        article = "an" if key[0] in "aeiou" else "a"
        mend = f"Add it to data/raw/{target}.csv, or correct the name."
        for name, column in (cells.split(".") for cells in those if sheets[target].readable):
            for line in sheets[name]:
                several = line[column].split(";") if column == "source_id" else [line[column]]
                for wanted in filter(None, several):
                    itself = column == "copy_of" and wanted == line["source_id"]
                    if wanted not in known or itself:
                        expected = f"{article} {key} of {target}.csv{like(wanted, known)}"
                        yield line.wrong(column, expected, mend, wanted)


def like(name: str, known: Iterable[str]) -> str:
    """The end of a message that names what may have been meant."""
    close = difflib.get_close_matches(name, list(known), 3)
    return f", such as {', '.join(close)}" if close else ""
