"""The expectations that suites are written in: each says why it is there. A failure stops the
build; what is only odd is a doubt (``analysis.clean.doubts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation


def because(note: str) -> dict[str, Any]:
    """Why an expectation is there."""
    return {"notes": note}


def true(rule: str, note: str) -> Expectation:
    """A rule of ``rules`` holds of every row: for checks across columns, rows or tables."""
    return gxe.ExpectColumnValuesToBeInSet(column=rule, value_set=[True], **because(note))


def refers(column: str, to: str) -> Expectation:
    """Every name in a column is a row of another table."""
    return true(f"{column}_known", f"every {column} is a row of {to}")


def unique(names: Sequence[str], note: str) -> Expectation:
    """No value, or no combination of several columns, twice. Empty cells count as equal."""
    if len(names) == 1:
        return gxe.ExpectColumnValuesToBeUnique(column=names[0], **because(note))
    return gxe.ExpectCompoundColumnsToBeUnique(
        column_list=[*names], ignore_row_if="never", **because(note)
    )


def in_set(column: str, values: Iterable[str], note: str) -> Expectation:
    """One of a few words, or empty."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[*values], **because(note))


def at_least_one(column: str, note: str) -> Expectation:
    """A number from 1 on, or empty."""
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=1, max_value=None, **because(note)
    )


def matches(column: str, regex: str, note: str) -> Expectation:
    """Text of a form, or empty."""
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=regex, **because(note))


def not_null(column: str, note: str) -> Expectation:
    """No empty cell."""
    return gxe.ExpectColumnValuesToNotBeNull(column=column, **because(note))


def at_least(column: str, other: str, note: str) -> Expectation:
    """One column is never smaller than another, where both are known."""
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=column,
        column_B=other,
        or_equal=True,
        ignore_row_if="either_value_is_missing",
        **because(note),
    )


def rows(number: int, note: str) -> Expectation:
    """So many rows."""
    return gxe.ExpectTableRowCountToEqual(value=number, **because(note))
