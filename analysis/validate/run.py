"""Run the suites over a set of clean tables."""

from __future__ import annotations

import logging
import os
from typing import Any

import pandas as pd

from analysis.dictionary import TABLES
from analysis.errors import ValidationFailed
from analysis.validate.helpers import with_helpers
from analysis.validate.report import Check, Report

ROWS_SHOWN = 5


def check(tables: dict[str, pd.DataFrame]) -> Report:
    """Validate every table.

    Returns the report when every critical expectation holds. Raises ``ValidationFailed`` with one
    message per failed expectation: table, column, rows, what was expected and what to do. An
    expectation whose evaluation raised counts as failed.
    """
    # Imported here: the library takes seconds to load, and only validation needs it.
    os.environ["GX_ANALYTICS_ENABLED"] = "False"
    import great_expectations as gx

    from analysis.validate import suites

    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("clean")
    checks: list[Check] = []
    failures: list[str] = []

    def run(name: str, frame: pd.DataFrame, expectations: list[Any]) -> None:
        batch = (
            source.add_dataframe_asset(f"{name} {len(checks)}")
            .add_batch_definition_whole_dataframe(name)
            .get_batch({"dataframe": frame})
        )
        suite = gx.ExpectationSuite(name, expectations=expectations)
        outcome = batch.validate(suite, result_format="COMPLETE").to_json_dict()
        for result in outcome["results"]:
            found = _check(name, result)
            checks.append(found)
            if not found.success:
                failures.append(_failure(found, frame))

    for name in TABLES:
        run(name, tables[name], suites.shape(name))
    if any(tuple(tables[name].columns) != TABLES[name].columns for name in TABLES):
        # What a table holds cannot be checked while columns are missing.
        raise ValidationFailed("\n".join(failures))
    for name in TABLES:
        run(name, with_helpers(name, tables), suites.contents(name))
    # The library promises no order of its results.
    checks.sort(key=lambda c: (list(TABLES).index(c.table), c.subject, c.in_words))
    report = Report(tuple(checks), {name: len(tables[name]) for name in TABLES})
    if failures:
        raise ValidationFailed("\n".join(failures))
    return report


def _check(table: str, outcome: dict[str, Any]) -> Check:
    config = outcome["expectation_config"]
    kwargs = {k: v for k, v in config["kwargs"].items() if k not in ("batch_id", "severity")}
    raised = bool(outcome.get("exception_info", {}).get("raised_exception")) or any(
        isinstance(info, dict) and info.get("raised_exception")
        for info in outcome.get("exception_info", {}).values()
    )
    result = outcome.get("result", {})
    return Check(
        table=table,
        expectation=config["type"],
        arguments=kwargs,
        why=str(config.get("notes") or ""),
        severity=str(config.get("severity") or "critical"),
        success=bool(outcome["success"]) and not raised,
        rows_checked=int(result.get("element_count") or 0),
        rows_failed=int(result.get("unexpected_count") or 0),
        failed_at=tuple(int(i) for i in result.get("unexpected_index_list") or ()),
        exception=_exception(outcome) if raised else "",
    )


def _exception(outcome: dict[str, Any]) -> str:
    info = outcome["exception_info"]
    if "exception_message" in info:
        return str(info["exception_message"])
    return "; ".join(str(part.get("exception_message")) for part in info.values())


def _failure(failed: Check, frame: pd.DataFrame) -> str:
    key = [*TABLES[failed.table].key]
    rows = []
    for position in failed.failed_at[:ROWS_SHOWN]:
        cells = frame.iloc[position]
        # The header is line 1 of the file, the first row line 2.
        where = ", ".join(f"{column}={cells[column]}" for column in key if column in frame.columns)
        rows.append(f"  row {position + 2}: {where}")
    if failed.rows_failed > ROWS_SHOWN:
        rows.append(f"  … and {failed.rows_failed - ROWS_SHOWN} more rows")
    if failed.exception:
        rows.append(f"  it could not be evaluated: {failed.exception}")
    said = f"data/clean/{failed.table}.csv, {failed.subject}: expected {failed.in_words}"
    if failed.why:
        said += f" ({failed.why})"
    mend = (
        "  Look the figures up in data/raw by source_id and locator and correct them there, "
        "or change the rule in analysis/validate/suites.py if it is wrong."
    )
    return "\n".join([f"{said}.", *rows, mend])
