"""The expectations that suites are written in: each says why it is there and how severe it is.

A *critical* failure stops the build; a *warning* is shown on the page of data quality.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import great_expectations.expectations as gxe
from great_expectations.expectations.expectation import Expectation

Severity = Literal["critical", "warning"]


def critical(note: str) -> dict[str, Any]:
    """Why an expectation is there, for one whose failure stops the build."""
    return {"notes": note, "severity": "critical"}


def _said(note: str, severity: Severity) -> dict[str, Any]:
    return {"notes": note, "severity": severity}


def true(column: str, note: str, severity: Severity = "critical") -> Expectation:
    """A helper column holds True in every row: for checks across columns, rows or tables."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=[True], **_said(note, severity))


def unique(columns: Sequence[str], note: str) -> Expectation:
    """No value, or no combination of several columns, twice. Empty cells count as equal."""
    if len(columns) == 1:
        return gxe.ExpectColumnValuesToBeUnique(column=columns[0], **critical(note))
    return gxe.ExpectCompoundColumnsToBeUnique(
        column_list=[*columns], ignore_row_if="never", **critical(note)
    )


def refers(column: str, to: str) -> Expectation:
    """Every name in a column is a row of another table."""
    return true(f"{column}_known", f"every {column} is a row of {to}")


def in_set(column: str, values: list[str], note: str) -> Expectation:
    """One of a few words, or empty."""
    return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=values, **critical(note))


def between(column: str, low: float | None, high: float | None, note: str) -> Expectation:
    """A number between two limits, or empty."""
    return gxe.ExpectColumnValuesToBeBetween(
        column=column, min_value=low, max_value=high, **critical(note)
    )


def matches(column: str, regex: str, note: str) -> Expectation:
    """Text of a form, or empty."""
    return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=regex, **critical(note))


def not_null(column: str, note: str, severity: Severity = "critical") -> Expectation:
    """No empty cell."""
    return gxe.ExpectColumnValuesToNotBeNull(column=column, **_said(note, severity))


def at_least(column: str, other: str, note: str) -> Expectation:
    """One column is never smaller than another, where both are known."""
    return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A=column,
        column_B=other,
        or_equal=True,
        ignore_row_if="either_value_is_missing",
        **critical(note),
    )
