"""The expectations: for each clean table what must hold of it, and why.

Checks across rows or tables compare a helper column, computed before (see ``helpers``), with a
built-in expectation: simpler to read and to report than a custom metric.
"""

from __future__ import annotations

from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

from analysis.clean.observations import QUALIFIERS, YEARS
from analysis.clean.references import WORDS
from analysis.dictionary import COLUMNS, TABLES

BOUNDARY = ["63", "34", "all"]
YES_NO = ["yes", "no"]


def _why(note: str) -> dict[str, Any]:
    return {"notes": note, "severity": "critical"}


def shape(name: str) -> list[Expectation]:
    """What the data dictionary promises of every table: columns, order, types, key."""
    table = TABLES[name]
    expectations: list[Expectation] = [
        gxe.ExpectTableColumnsToMatchOrderedList(
            column_list=[*table.columns],
            **_why("readers and programs rely on the columns of the dictionary, in their order"),
        )
    ]
    if len(table.key) == 1:
        expectations.append(
            gxe.ExpectColumnValuesToBeUnique(column=table.key[0], **_why("the key names one row"))
        )
    else:
        expectations.append(
            gxe.ExpectCompoundColumnsToBeUnique(
                column_list=[*table.key], **_why("the key names one row")
            )
        )
    may_be_empty = {"as_of", "locator", "low", "high"}
    expectations += [
        gxe.ExpectColumnValuesToNotBeNull(column=column, **_why("a part of the key"))
        for column in table.key
        if column not in may_be_empty
    ]
    kinds = {"text": "str", "integer": "int64", "number": "float64"}
    expectations += [
        gxe.ExpectColumnValuesToBeOfType(
            column=column,
            type_=kinds[COLUMNS[column].type],
            **_why(f"the dictionary calls this column {COLUMNS[column].type}"),
        )
        for column in table.columns
    ]
    return expectations


def _refers(column: str, to: str) -> Expectation:
    return gxe.ExpectColumnValuesToBeInSet(
        column=f"{column}_known", value_set=[True], **_why(f"every {column} is a row of {to}")
    )


def _in_set(column: str, values: list[str], note: str) -> Expectation:
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=values, **_why(note))


def _word(table: str, column: str, note: str) -> Expectation:
    """The words that the raw cell may hold."""
    return _in_set(column, [*WORDS[table, column]], note)


def _between(column: str, low: float | None, high: float | None, note: str) -> Expectation:
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, **_why(note)
    )


def _true(column: str, note: str) -> Expectation:
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[True], **_why(note))


_PLACE = [
    _in_set("boundary", BOUNDARY, "a place is a code and a boundary, never one alone"),
    _refers("province_code", "provinces"),
]
_YEAR = _between("reference_year", YEARS[0], YEARS[-1], "years that the sources can speak of")
_LIMITS = [
    _true("above_minimum", "the indicator has a smallest value that makes sense"),
    _true("below_maximum", "the indicator has a largest value that makes sense"),
]


def contents(name: str) -> list[Expectation]:
    """What is particular to one table."""
    specific: dict[str, list[Expectation]] = {
        "observations": [
            *_PLACE,
            _YEAR,
            *_LIMITS,
            _refers("source_id", "sources"),
            _refers("indicator", "indicators"),
            _in_set(
                "status",
                ["used", "bounded", "set_aside", "unparsed"],
                "every row says what became of it",
            ),
            _true("reason_given", "a row that is not used says why"),
            _in_set("qualifier", [*filter(None, QUALIFIERS)], "the words that transcribers use"),
            _true("rank_within_units", "no rank is larger than the number ranked"),
            _true("bounds_in_order", "a lower bound is not above the upper one"),
        ],
        "values": [
            *_PLACE,
            _YEAR,
            *_LIMITS,
            _refers("source_id", "sources"),
            _refers("indicator", "indicators"),
            _in_set("basis", ["printed", "implied"], "a value says what it rests on"),
            _in_set("disputed", YES_NO, "a disagreement is never silent"),
            gxe.ExpectColumnValuesToNotBeNull(
                column="value", **_why("a missing value is no row, never an empty cell or a zero")
            ),
            _between("sources", 1, None, "a value without a source does not exist"),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="sources",
                column_B="sources_agreeing",
                or_equal=True,
                **_why("no more sources can agree than there are"),
            ),
            _true("source_is_stated", "no value rests on a source of quality C alone"),
        ],
        "rankings": [
            *_PLACE,
            _YEAR,
            _true("rank_within_units", "no rank is larger than the number ranked"),
            _between("rank", 1, None, "ranks count from 1"),
            _in_set(
                "rank_basis", ["printed", "implied", "derived"], "a rank says what it rests on"
            ),
            _true("rank_or_reason", "a missing rank has a typed reason"),
            _true("rank_agrees_with_scores", "a higher score never has a worse rank"),
            _true("ranks_form_an_order", "where all are known, ranks follow from the scores"),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="units_ranked",
                column_B="units_known",
                or_equal=True,
                ignore_row_if="either_value_is_missing",
                **_why("no more ranks can be known than there are provinces ranked"),
            ),
            _in_set("disputed", YES_NO, "a disagreement is never silent"),
        ],
        "disputes": [
            *_PLACE,
            _YEAR,
            _refers("source_id", "sources"),
            _refers("indicator", "indicators"),
            _in_set(
                "kind",
                ["values", "dates", "rank and scores", "rank and order"],
                "the kinds of disagreement that the program knows",
            ),
            _in_set("chosen", YES_NO, "every printed value says whether it is used"),
            _true("at_most_one_chosen", "of the figures of one dispute, one at most is used"),
        ],
        "coverage": [
            _YEAR,
            _refers("indicator", "indicators"),
            _in_set("boundary", BOUNDARY, "coverage counts provinces of one boundary"),
            gxe.ExpectColumnPairValuesAToBeGreaterThanB(
                column_A="units",
                column_B="units_known",
                or_equal=True,
                **_why("no more provinces can be known than there are"),
            ),
        ],
        "bands": [
            _refers("source_id", "sources"),
            _refers("indicator", "indicators"),
            _between("provinces", 0, 63, "a band counts provinces"),
            _true("bounds_in_order", "a band has its lower end below its upper one"),
        ],
        "indicators": [
            _word("indicators", "measure", "what an indicator gives decides how it is used"),
            _word("indicators", "whole", "decides how a lone point or comma is read"),
            _word("indicators", "higher_is_better", "decides the direction of a rank"),
        ],
        "editions": [
            _between("units_ranked", 1, 63, "an edition ranks provinces"),
            gxe.ExpectColumnValuesToNotBeNull(
                column="definition", **_why("scores compare only within one definition")
            ),
        ],
        "provinces": [
            _word("provinces", "boundary", "provinces belong to one of two boundaries"),
            gxe.ExpectColumnValuesToMatchRegex(
                column="code", regex=r"^\d\d$", **_why("a code is text, with its leading zero")
            ),
            gxe.ExpectTableRowCountToEqual(value=97, **_why("63 provinces before, 34 since")),
        ],
        "province_successors": [
            gxe.ExpectTableRowCountToEqual(value=63, **_why("each of the 63 has one successor")),
            gxe.ExpectColumnUniqueValueCountToBeBetween(
                column="new_code", min_value=34, max_value=34,
                **_why("each of the 34 is the successor of at least one"),
            ),
        ],
        "sources": [
            _word("sources", "quality", "A official, B relayed, C of unstated origin"),
            _word("sources", "founding", "marks the five documents that the book began with"),
            gxe.ExpectColumnValuesToNotBeNull(
                column="publisher", **_why("a figure is cited with its publisher")
            ),
            gxe.ExpectColumnValuesToMatchRegex(
                column="url", regex=r"^https?://", **_why("a source can be looked up")
            ),
        ],
        "identities": [
            _in_set("holds", YES_NO, "a relation was found to hold or not"),
        ],
        "decisions": [],
    }  # fmt: skip
    return specific[name]
