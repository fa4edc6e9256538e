"""Run the suites over a set of clean tables."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis.model.dictionary import TABLES
from analysis.model.errors import ValidationFailed
from analysis.validate.report import Check, Report
from analysis.validate.rules import BEFORE, RULES, applied, with_vanished

# Rows that an error message shows.
ROWS_SHOWN = 5
# What tells, beside its key, why a row of a table may fail.
_TELLING = {"observations": ("value_as_printed", "rank_as_printed", "reason")}


def check(
    tables: dict[str, pd.DataFrame],
    coverage_before: pd.DataFrame | None = None,
    only: Collection[str] | None = None,
) -> Report:
    """Validate every clean table, or those alone that ``only`` names.

    ``coverage_before`` is the table of coverage until now, which the new one may not fall short
    of. Returns the report when every expectation holds. Raises ``ValidationFailed`` with one
    message per failed expectation: table, column, rows, what was expected and what to do. An
    expectation whose evaluation raised counts as failed.
    """
    # Imported here: the library takes seconds to load, and only validation needs it.
    from analysis.validate import suites
    from analysis.validate.library import Library

    library = Library()
    checks: list[Check] = []
    failures: list[str] = []
    frames = dict(tables)
    if coverage_before is not None:
        frames[BEFORE] = coverage_before
        frames["coverage"] = with_vanished(tables["coverage"], coverage_before)

    def run(name: str, frame: pd.DataFrame, expectations: list[Any]) -> None:
        for answer in library.ask(frame, expectations):
            found = _check(name, answer)
            checks.append(found)
            if not found.success:
                failures.append(_failure(found, frame))

    names = [name for name in TABLES if only is None or name in only]
    for name in names:
        run(name, tables[name], suites.shape(name))
    if any(tuple(tables[name].columns) != TABLES[name].columns for name in names):
        # What a table holds cannot be checked while columns are missing.
        raise ValidationFailed("\n".join(failures))
    for name in names:
        expectations = suites.contents(name, len(frames[name]))
        asked = {column for e in expectations if (column := getattr(e, "column", "")) in RULES}
        run(name, applied(frames[name], sorted(asked), frames), expectations)
    checks.sort(key=lambda c: (names.index(c.table), c.subject, c.in_words))
    checked = {check.table for check in checks}
    report = Report(tuple(checks), {name: len(frames[name]) for name in names if name in checked})
    if failures:
        raise ValidationFailed("\n".join(failures))
    return report


def _check(table: str, outcome: dict[str, Any]) -> Check:
    config, result = outcome["expectation_config"], outcome.get("result", {})
    kwargs = {k: v for k, v in config["kwargs"].items() if k not in ("batch_id", "severity")}
    info = outcome.get("exception_info", {})
    infos = [info] if "raised_exception" in info else info.values()
    raised = [str(i.get("exception_message")) for i in infos if i.get("raised_exception")]
    return Check(
        table=table,
        expectation=config["type"],
        arguments=kwargs,
        why=str(config.get("notes") or ""),
        success=bool(outcome["success"]) and not raised,
        rows_checked=int(result.get("element_count") or 0),
        rows_failed=int(result.get("unexpected_count") or 0),
        # The header is row 1 of the file, the first row of the frame is row 2.
        failed_at=tuple(sorted({int(i) + 2 for i in result.get("unexpected_index_list") or ()})),
        exception="; ".join(raised),
    )


def _failure(failed: Check, frame: pd.DataFrame) -> str:
    file = f"data/clean/{failed.table}.csv"
    key = [column for column in TABLES[failed.table].key if column in frame.columns]
    rows = []
    for row in failed.failed_at[:ROWS_SHOWN]:
        cells = frame.iloc[row - 2]
        tells = [c for c in _TELLING.get(failed.table, ()) if pd.notna(cells[c])]
        rows.append(f"  row {row}: " + ", ".join(f"{c}={cells[c]}" for c in [*key, *tells]))
    if failed.rows_failed > ROWS_SHOWN:
        rows.append(f"  … and {failed.rows_failed - ROWS_SHOWN} more rows")
    if failed.exception:
        rows.append(f"  it could not be evaluated: {failed.exception}")
    why = f" ({failed.why})" if failed.why else ""
    mend = (
        "  Look the figures up in data/raw by source_id and locator and correct them there, "
        "or change the rule in analysis/validate/ if it is wrong."
    )
    return "\n".join([f"{file}, {failed.subject}: expected {failed.in_words}{why}.", *rows, mend])
