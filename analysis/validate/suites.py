"""The expectations: for each table, what must hold of it and why.

What reading has already refused (see ``analysis.clean.raw``, ``references``, ``observations``) is
not asked again. Checks across columns, rows or tables are rules of ``rules``, each asked by a
built-in expectation: simpler to read and to report than a custom metric.
"""

from __future__ import annotations

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from analysis.clean.disputes import KINDS
from analysis.clean.raw import REFERENCES
from analysis.clean.references import WORDS
from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.reasons import DOUBTS
from analysis.validate.expectations import (
    at_least,
    at_least_one,
    because,
    in_set,
    matches,
    not_null,
    refers,
    rows,
    true,
    unique,
)

YES_NO = ("yes", "no")
# At least this part of all raw rows must be read, where there are so many that one may be unread.
PARSED = 0.995
ENOUGH = 200


def shape(name: str) -> list[Expectation]:
    """What the data dictionary promises of a clean table: its columns and its key.

    ``analysis.model.tables.load`` refuses what is not of the dictionary's types.
    """
    table = TABLES[name]
    note = "readers and programs rely on the columns of the dictionary, in their order"
    ordered = [*table.columns]
    asked = [gxe.ExpectTableColumnsToMatchOrderedList(column_list=ordered, **because(note))]
    # A key of texts alone was read so; numbers can be written in two ways ("5" and "5.0").
    if name not in REFERENCES or any(COLUMNS[column].type != "text" for column in table.key):
        asked.append(unique(table.key, "the key names one row"))
    if name not in (*REFERENCES, "bands"):
        asked += [not_null(c, "a part of the key") for c in table.key if c not in table.blank]
    return asked


_PLACE = refers("province_code", "provinces")
_SOURCE = refers("source_id", "sources")
_INDICATOR = refers("indicator", "indicators")
_SECTIONS = r"^sec-[a-z0-9-]+(?:;sec-[a-z0-9-]+)*$"
_BASIS = ("printed", "implied", "derived")
_NEARLY_ALL = f"the grammar of printed forms reads nearly all; asked from {ENOUGH} rows on"
_READ = gxe.ExpectColumnValuesToNotBeInSet(
    column="status", value_set=["unparsed"], mostly=PARSED, **because(_NEARLY_ALL)
)
_OF_TABLES: dict[str, list[Expectation]] = {
    "observations": [
        in_set(
            "status", ("used", "bounded", "set_aside", "unparsed"),
            "every row says what became of it",
        ),
        true("reason_given", "a row that is not used says why"),
        true("bounds_in_order", "a lower bound is not above the upper one"),
    ],
    "values": [
        _PLACE,
        _SOURCE,
        _INDICATOR,
        true("within_limits", "the indicator has values that make sense"),
        in_set("basis", _BASIS, "a value says what it rests on"),
        in_set("disputed", YES_NO, "a disagreement is never silent"),
        not_null("value", "a missing value is no row, never an empty cell or a zero"),
        at_least_one("sources", "a value without a source does not exist"),
        at_least("sources", "sources_agreeing", "no more sources can agree than there are"),
        true("source_is_stated", "no value rests on a source of quality C alone"),
        true("derivation_given", "a derived value says how, a printed one has its print"),
        true("witness_named", "a figure that nothing else tells is named as such"),
    ],
    "rankings": [
        _PLACE,
        true("rank_within_units", "no rank is larger than the number ranked"),
        at_least_one("rank", "ranks count from 1"),
        in_set("rank_basis", _BASIS, "a rank says what it rests on"),
        true("rank_or_reason", "a missing rank has a typed reason"),
        in_set(
            "missing", ("not found", *WORDS["absences", "reason"]),
            "the reasons why a figure can be missing",
        ),
        true("rank_agrees_with_scores", "a higher score never has a worse rank"),
        true("ranks_form_an_order", "where all are known, ranks follow from the scores"),
        at_least(
            "units_ranked", "units_known",
            "no more ranks can be known than there are provinces ranked",
        ),
        in_set("disputed", YES_NO, "a disagreement is never silent"),
    ],
    "doubts": [in_set("kind", DOUBTS, "every kind is defined, once, with its meaning")],
    "disputes": [
        _PLACE,
        _SOURCE,
        _INDICATOR,
        in_set("kind", KINDS, "the kinds of disagreement that the program knows"),
        in_set("chosen", YES_NO, "every printed value says whether it is used"),
        not_null("reason_code", "no room has to read sentences"),
        true("reason_code_known", "every code is defined, once, with its meaning"),
        true("at_most_one_chosen", "of the figures of one dispute, one at most is used"),
    ],
    "relations": [
        _PLACE,
        _SOURCE,
        _INDICATOR,
        at_least("reference_year", "relative_to", "a change is on an earlier year"),
        true("agrees_or_disputed", "a change that does not fit is a dispute, never silent"),
    ],
    "recomputations": [
        _PLACE,
        _SOURCE,
        _INDICATOR,
        true(
            "agrees_or_disputed",
            "every printed rank and mean agrees with the recomputed one, or is a dispute",
        ),
        true("residual_within", "what agrees does so within rounding"),
    ],
    "coverage": [
        at_least("units", "units_known", "no more provinces can be known than there are"),
        true(
            "no_fewer_than_before",
            "a figure that was known does not vanish unnoticed; if it should, run "
            "`python -m analysis clean --fewer`",
        ),
    ],
    "bands": [
        true("bounds_in_order", "a band has its lower end below its upper one"),
        true("bands_count_all", "the narrow bands of one source count every province once"),
    ],
    "provinces": [
        rows(97, "63 provinces before, 34 since"),
        unique(("boundary", "tile_row", "tile_col"), "two provinces cannot have one tile"),
    ],
    "province_successors": [rows(63, "each of the 63 has one successor")],
    "assumptions": [matches("rests_on_it", _SECTIONS, "sections of the book")],
    "corrections": [matches("section", _SECTIONS, "sections of the book")],
}  # fmt: skip


def contents(name: str, height: int = ENOUGH) -> list[Expectation]:
    """What is particular to a table of so many rows."""
    asked = _OF_TABLES.get(name, [])
    return [*asked, _READ] if name == "observations" and height >= ENOUGH else asked
