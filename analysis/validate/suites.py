"""The expectations: for each clean table what must hold of it, and why.

Checks across rows or tables compare a helper column, computed before (see ``helpers``), with a
built-in expectation: simpler to read and to report than a custom metric.
"""

from __future__ import annotations

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from analysis.clean.disputes import KINDS
from analysis.clean.observations import QUALIFIERS
from analysis.clean.periods import YEARS
from analysis.clean.references import WORDS
from analysis.model.dictionary import COLUMNS, TABLES
from analysis.validate.words import (
    at_least,
    between,
    critical,
    in_set,
    matches,
    not_null,
    refers,
    true,
    unique,
)

BOUNDARY = ["63", "34", "all"]
YES_NO = ["yes", "no"]
# At least this part of all raw rows must be read.
PARSED = 0.995


def shape(name: str) -> list[Expectation]:
    """What the data dictionary promises of every table: columns, order, types, key."""
    table = TABLES[name]
    expectations: list[Expectation] = [
        gxe.ExpectTableColumnsToMatchOrderedList(
            column_list=[*table.columns],
            **critical(
                "readers and programs rely on the columns of the dictionary, in their order"
            ),
        )
    ]
    expectations.append(unique(table.key, "the key names one row"))
    expectations += [
        not_null(column, "a part of the key") for column in table.key if column not in table.blank
    ]
    kinds = {"text": "str", "integer": "int64", "number": "float64"}
    expectations += [
        gxe.ExpectColumnValuesToBeOfType(
            column=column,
            type_=kinds[COLUMNS[column].type],
            **critical(f"the dictionary calls this column {COLUMNS[column].type}"),
        )
        for column in table.columns
    ]
    return expectations


def _word(table: str, column: str, note: str) -> Expectation:
    """The words that the raw cell may hold."""
    return in_set(column, [*WORDS[table, column]], note)


_PLACE = [
    in_set("boundary", BOUNDARY, "a place is a code and a boundary, never one alone"),
    refers("province_code", "provinces"),
]
_YEAR = between("reference_year", YEARS[0], YEARS[-1], "years that the sources can speak of")
_LIMITS = [
    true("above_minimum", "the indicator has a smallest value that makes sense"),
    true("below_maximum", "the indicator has a largest value that makes sense"),
]


def contents(name: str) -> list[Expectation]:
    """What is particular to one table."""
    specific: dict[str, list[Expectation]] = {
        "observations": [
            *_PLACE,
            _YEAR,
            *_LIMITS,
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            in_set(
                "status",
                ["used", "bounded", "set_aside", "unparsed"],
                "every row says what became of it",
            ),
            gxe.ExpectColumnValuesToNotBeInSet(
                column="status",
                value_set=["unparsed"],
                mostly=PARSED,
                **critical("the grammar of printed forms reads nearly all of them"),
            ),
            true("is_read", "a figure that is not read helps nobody", severity="warning"),
            true("reason_given", "a row that is not used says why"),
            in_set("qualifier", [*filter(None, QUALIFIERS)], "the words that transcribers use"),
            true("rank_within_units", "no rank is larger than the number ranked"),
            true("bounds_in_order", "a lower bound is not above the upper one"),
            at_least("base", "value", "a part is not larger than its whole"),
        ],
        "values": [
            *_PLACE,
            _YEAR,
            *_LIMITS,
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            in_set(
                "basis", ["printed", "implied", "derived"], "a value says what it rests on"
            ),
            in_set("disputed", YES_NO, "a disagreement is never silent"),
            not_null("value", "a missing value is no row, never an empty cell or a zero"),
            between("sources", 1, None, "a value without a source does not exist"),
            at_least("sources", "sources_agreeing", "no more sources can agree than there are"),
            true("source_is_stated", "no value rests on a source of quality C alone"),
            true("derivation_given", "a derived value says how, a printed one has its print"),
        ],
        "rankings": [
            *_PLACE,
            _YEAR,
            true("rank_within_units", "no rank is larger than the number ranked"),
            between("rank", 1, None, "ranks count from 1"),
            in_set(
                "rank_basis", ["printed", "implied", "derived"], "a rank says what it rests on"
            ),
            true("rank_or_reason", "a missing rank has a typed reason"),
            in_set(
                "missing",
                ["not found", *WORDS["absences", "reason"]],
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
        "disputes": [
            *_PLACE,
            _YEAR,
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            in_set("kind", [*KINDS], "the kinds of disagreement that the program knows"),
            in_set("chosen", YES_NO, "every printed value says whether it is used"),
            not_null("reason_code", "no room has to read sentences"),
            true("reason_code_known", "every code is defined, once, with its meaning"),
            true("at_most_one_chosen", "of the figures of one dispute, one at most is used"),
        ],
        "relations": [
            *_PLACE,
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            at_least("reference_year", "relative_to", "a change is on an earlier year"),
            true("agrees_or_disputed", "a change that does not fit is a dispute, never silent"),
        ],
        "recomputations": [
            *_PLACE,
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            true(
                "agrees_or_disputed",
                "every printed rank and mean agrees with the recomputed one, or is a dispute",
            ),
            true("residual_within", "what agrees does so within rounding"),
        ],
        "coverage": [
            _YEAR,
            refers("indicator", "indicators"),
            in_set("boundary", BOUNDARY, "coverage counts provinces of one boundary"),
            at_least("units", "units_known", "no more provinces can be known than there are"),
            true(
                "no_fewer_than_before",
                "a figure that was known does not vanish unnoticed; if it should, run "
                "`python -m analysis clean --fewer`",
            ),
        ],
        "bands": [
            refers("source_id", "sources"),
            refers("indicator", "indicators"),
            between("provinces", 0, 63, "a band counts provinces"),
            true("bounds_in_order", "a band has its lower end below its upper one"),
            true("bands_count_all", "the narrow bands of one source count every province once"),
        ],
        "indicators": [
            _word("indicators", "measure", "what an indicator gives decides how it is used"),
            _word("indicators", "whole", "decides how a lone point or comma is read"),
            _word("indicators", "higher_is_better", "decides the direction of a rank"),
            _word("indicators", "aggregation", "decides what may be put together"),
        ],
        "editions": [
            between("units_ranked", 1, 63, "an edition ranks provinces"),
            not_null("definition", "scores compare only within one definition"),
        ],
        "provinces": [
            _word("provinces", "boundary", "provinces belong to one of two boundaries"),
            matches("code", r"^\d\d$", "a code is text, with its leading zero"),
            gxe.ExpectTableRowCountToEqual(
                value=97, **critical("63 provinces before, 34 since")
            ),
        ],
        "province_successors": [
            gxe.ExpectTableRowCountToEqual(
                value=63, **critical("each of the 63 has one successor")
            ),
            gxe.ExpectColumnUniqueValueCountToBeBetween(
                column="new_code", min_value=34, max_value=34,
                **critical("each of the 34 is the successor of at least one"),
            ),
        ],
        "sources": [
            _word("sources", "quality", "A official, B relayed, C of unstated origin"),
            _word("sources", "founding", "marks the five documents that the book began with"),
            not_null("publisher", "a figure is cited with its publisher"),
            matches("url", r"^https?://", "a source can be looked up"),
        ],
        "identities": [
            in_set("holds", YES_NO, "a relation was found to hold or not"),
            in_set("found", YES_NO, "every relation was evaluated"),
            not_null("found", "every relation was evaluated"),
            true("holds_or_accepted", "parts add up to their totals, or a decision says why not"),
        ],
        "decisions": [
            not_null("reason", "a decision without a reason cannot be judged"),
            not_null("expect", "a decision fails when its figures have changed"),
        ],
        "weights": [
            between("points", 1, 1000, "a part counts for something"),
            refers("source_id", "sources"),
        ],
        "absences": [
            _word("absences", "reason", "why a figure does not exist"),
            refers("source_id", "sources"),
        ],
        "usage_warnings": [
            refers("indicator", "indicators"),
            not_null("warning", "a warning says something"),
        ],
    }  # fmt: skip
    return specific[name]
