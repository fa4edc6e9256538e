"""What was checked and how it came out, in words and as stable JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# Beside the clean tables, committed with them: a review sees when a check comes or goes.
FILE = "validation.json"

# Rows that a report names, and those that a line about it names; the others are counted.
ROWS_NAMED = 20
ROWS_SAID = 5

# Helper columns that check a column of the same name with this ending.
_ENDINGS = ("_known", "_named")

# Helper columns in words: what they say where they hold.
_TRUE = {
    "province_code_known": "a code and boundary of provinces.csv (or VN, all)",
    "source_id_known": "names of sources.csv",
    "indicator_known": "codes of indicators.csv",
    "reason_code_known": "codes of analysis/model/reasons.py",
    "above_minimum": "no value below the minimum of its indicator",
    "below_maximum": "no value above the maximum of its indicator",
    "reason_given": "a reason wherever status is not used",
    "is_read": "no row whose print was not read",
    "rank_within_units": "a rank no larger than units_ranked (63 where that is unknown)",
    "bounds_in_order": "the lower bound below the upper one",
    "source_is_stated": "sources of quality A or B only",
    "derivation_given": "a print for what is printed, a derivation for what is derived",
    "rank_or_reason": "a rank, a score, or a reason why there is none",
    "rank_agrees_with_scores": "no better rank with a lower score (undisputed rows)",
    "ranks_form_an_order": "ranks as they follow from the scores, where all are known",
    "at_most_one_chosen": "at most one chosen figure in a dispute",
    "agrees_or_disputed": "agreement, or a row in the table of disputes",
    "residual_within": "agreement exactly where the residual is within the tolerance",
    "no_fewer_than_before": "no fewer provinces known than in the tables until now",
    "bands_count_all": "bands that count as many provinces as there are (63)",
    "holds_or_accepted": "a relation that holds, or a recorded decision that accepts it",
    "cells_are_clean": "no space at an end, invisible sign, foreign letter, formula or HTML",
    "usual_name": "the usual Vietnamese name of a province",
    "something_printed": "a printed value or rank",
    "period_is_readable": "a date or period",
    "qualifier_says_it": "a qualifier wherever words before the number give a bound",
    "is_cited": "sources that at least one row rests on",
    "has_figures": "indicators with at least one figure",
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
            for ending in _ENDINGS:
                column = column.removesuffix(ending)
            return "each row" if column in _TRUE else f"column {column}"
        if "column_A" in self.arguments:
            return f"columns {self.arguments['column_A']} and {self.arguments['column_B']}"
        if self.expectation == "expect_compound_columns_to_be_unique":
            return "columns " + ", ".join(self.arguments["column_list"])
        return "the table"

    @property
    def rows_in_words(self) -> str:
        """How many rows failed, and where the first of them stand."""
        said = f"{self.rows_failed} row{'s' * (self.rows_failed != 1)}"
        named = [str(row) for row in self.failed_at[:ROWS_SAID]]
        if not named:
            return said
        more = ", …" if len(self.failed_at) > ROWS_SAID else ""
        return f"{said} ({', '.join(named)}{more})"

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
            case "expect_column_values_to_not_be_in_set":
                share = f"{a['mostly']:.1%} of rows: " if "mostly" in a else ""
                return share + "none of " + ", ".join(str(value) for value in a["value_set"])
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
    if column.endswith("_named"):
        return "names of rows that exist"
    return _TRUE[column]


@dataclass(frozen=True)
class Report:
    """All checks of one run, and how many rows each table had."""

    checks: tuple[Check, ...]
    rows: Mapping[str, int]

    @property
    def warnings(self) -> tuple[Check, ...]:
        """Checks that do not hold and did not stop the build."""
        return tuple(check for check in self.checks if not check.success)

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
