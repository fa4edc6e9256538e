"""What was checked and how it came out, in words and as stable JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analysis.validate import rules

# Beside the clean tables, committed with them: a review sees when a check comes or goes.
FILE = "validation.json"

# Rows that a report names; the others are counted.
ROWS_NAMED = 20

# Expectations as the end of a sentence, by what they were asked with; another kind needs its own.
_SAID: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "expect_table_columns_to_match_ordered_list": lambda a: (
        "the columns of the data dictionary, in their order"
    ),
    "expect_column_values_to_be_unique": lambda a: "no value twice",
    "expect_compound_columns_to_be_unique": lambda a: "no combination twice",
    "expect_column_values_to_not_be_null": lambda a: "no empty cell",
    "expect_column_values_to_be_in_set": lambda a: (
        rules.in_words(a["column"])
        if a["column"] in rules.RULES
        else "one of " + ", ".join(map(str, a["value_set"]))
    ),
    "expect_column_values_to_not_be_in_set": lambda a: (
        f"{a['mostly']:.1%} of rows: none of " + ", ".join(map(str, a["value_set"]))
    ),
    "expect_column_values_to_be_between": lambda a: f"at least {a['min_value']}",
    "expect_column_pair_values_a_to_be_greater_than_b": lambda a: (
        f"{a['column_A']} at least as large as {a['column_B']}"
    ),
    "expect_column_values_to_match_regex": lambda a: f"the form {a['regex']}",
    "expect_table_row_count_to_equal": lambda a: f"{a['value']} rows",
}


@dataclass(frozen=True)
class Check:
    """One expectation of one table and its outcome.

    ``failed_at`` are rows as an editor counts them: the header is row 1.
    """

    table: str
    expectation: str
    arguments: Mapping[str, Any]
    why: str
    success: bool
    rows_checked: int
    rows_failed: int
    failed_at: tuple[int, ...] = ()
    exception: str = ""

    @property
    def subject(self) -> str:
        """The column or columns that the expectation is about."""
        if "column" in self.arguments:
            column = str(self.arguments["column"])
            if column in rules.RULES and not column.endswith("_known"):
                return "each row"
            return f"column {column.removesuffix('_known')}"
        if "column_A" in self.arguments:
            return f"columns {self.arguments['column_A']} and {self.arguments['column_B']}"
        if self.expectation == "expect_compound_columns_to_be_unique":
            return "columns " + ", ".join(self.arguments["column_list"])
        return "the table"

    @property
    def in_words(self) -> str:
        """The expectation as a sentence's end, for readers and for error messages."""
        return _SAID[self.expectation](self.arguments)


@dataclass(frozen=True)
class Report:
    """All checks of one run, and how many rows each table had."""

    checks: tuple[Check, ...]
    rows: Mapping[str, int]

    def to_json(self) -> str:
        """The same text for the same outcome: no times, no run names."""
        kept = [
            asdict(check) | {"failed_at": check.failed_at[:ROWS_NAMED]} for check in self.checks
        ]
        document = {"rows": dict(self.rows), "checks": kept}
        return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load(folder: Path) -> Report:
    """The report that stands beside the clean tables in ``folder``."""
    document = json.loads((folder / FILE).read_text(encoding="utf-8"))
    checks = (
        Check(**check | {"failed_at": tuple(check["failed_at"])}) for check in document["checks"]
    )
    return Report(tuple(checks), document["rows"])
