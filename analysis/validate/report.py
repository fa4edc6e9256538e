"""What was checked and how it came out, in words and as stable JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Beside the clean tables, committed with them: a review sees when a check comes or goes.
FILE = "validation.json"

# Helper columns as a reader would name them.
_HELPERS = {"province_code_known": "province_code", "source_id_known": "source_id",
            "indicator_known": "indicator"}  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One expectation of one table and its outcome."""

    table: str
    expectation: str
    arguments: Mapping[str, Any]
    why: str
    severity: str
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
            return f"column {_HELPERS.get(column, column)}"
        if "column_A" in self.arguments:
            return f"columns {self.arguments['column_A']} and {self.arguments['column_B']}"
        if self.expectation == "expect_compound_columns_to_be_unique":
            return "columns " + ", ".join(self.arguments["column_list"])
        return "the table"

    @property
    def in_words(self) -> str:
        """The expectation as a sentence's end, for readers and for error messages."""
        a = self.arguments
        match self.expectation:
            case "expect_table_columns_to_match_ordered_list":
                return "the columns of the data dictionary, in their order"
            case "expect_column_values_to_be_unique":
                return "no value twice"
            case "expect_compound_columns_to_be_unique":
                return "no combination twice"
            case "expect_column_values_to_not_be_null":
                return "no empty cell"
            case "expect_column_values_to_be_of_type":
                kinds = {"str": "text", "int64": "whole numbers", "float64": "numbers"}
                return kinds[a["type_"]]
            case "expect_column_values_to_be_in_set" if a["value_set"] == [True]:
                return _true(str(a["column"]))
            case "expect_column_values_to_be_in_set":
                return "one of " + ", ".join(str(value) for value in a["value_set"])
            case "expect_column_values_to_be_between":
                if a.get("max_value") is None:
                    return f"at least {a['min_value']}"
                return f"from {a['min_value']} to {a['max_value']}"
            case "expect_column_pair_values_a_to_be_greater_than_b":
                return f"{a['column_A']} at least as large as {a['column_B']}"
            case "expect_column_values_to_match_regex":
                return f"the form {a['regex']}"
            case "expect_table_row_count_to_equal":
                return f"{a['value']} rows"
            case "expect_column_unique_value_count_to_be_between":
                return f"{a['min_value']} different values"
        raise ValueError(f"no words for {self.expectation}; add them here")


def _true(column: str) -> str:
    words = {
        "province_code_known": "a code and boundary of provinces.csv (or VN, all)",
        "source_id_known": "names of sources.csv",
        "indicator_known": "codes of indicators.csv",
        "above_minimum": "no value below the minimum of its indicator",
        "below_maximum": "no value above the maximum of its indicator",
        "reason_given": "a reason wherever status is not used",
        "rank_within_units": "a rank no larger than units_ranked (63 where that is unknown)",
        "bounds_in_order": "the lower bound below the upper one",
        "source_is_stated": "a source of quality A or B",
        "rank_or_reason": "a rank, a score, or a reason why there is none",
        "rank_agrees_with_scores": "no better rank with a lower score (undisputed rows)",
        "ranks_form_an_order": "ranks as they follow from the scores, where all are known",
        "at_most_one_chosen": "at most one chosen figure in a dispute",
    }
    return words[column]


@dataclass(frozen=True)
class Report:
    """All checks of one run, and how many rows each table had."""

    checks: tuple[Check, ...]
    rows: Mapping[str, int]

    def to_json(self) -> str:
        """The same text for the same outcome: no times, no run names."""
        kept = [
            {k: v for k, v in asdict(check).items() if k not in ("failed_at", "exception")}
            for check in self.checks
        ]
        document = {"rows": dict(self.rows), "checks": kept}
        return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def load(folder: Path) -> Report:
    """The report that stands beside the clean tables in ``folder``."""
    document = json.loads((folder / FILE).read_text(encoding="utf-8"))
    return Report(tuple(Check(**check) for check in document["checks"]), document["rows"])
