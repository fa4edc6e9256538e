"""The stages in their order, each run only when something has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.dictionary import TABLES
from analysis.errors import RenderFailed
from analysis.fingerprints import Ledger, fingerprint, sources_of
from analysis.paths import Project
from analysis.progress import Report
from analysis.replacing import contents, put_tables

if TYPE_CHECKING:
    from analysis import validate
    from analysis.publish.render import Choice


def clean_and_validate(project: Project, report: Report, fewer: bool = False) -> None:
    """Build the clean tables beside the old ones, validate them, then put them in place.

    ``fewer`` accepts that fewer provinces are known than before. Raises ``BadInput`` or
    ``ValidationFailed``; ``data/clean`` then stays as it was.
    """
    if _are_fresh(project):
        report("tables: nothing has changed")
        return
    inputs = _inputs(project)
    with _built(project, report) as fresh:
        report("validate: Great Expectations")
        _say(_validate(project, fresh, fewer), report)
        put_tables(project, fresh)
    Ledger(project).record("tables", inputs, [project.clean])


def everything(project: Project, choice: Choice, report: Report, fewer: bool = False) -> None:
    """Tables and pages. The chapters run while the tables that they read are still validated.

    Nothing is put in place unless all checks hold. Raises ``BadInput``, ``ValidationFailed`` or
    ``RenderFailed``.
    """
    from analysis.publish import render

    if _are_fresh(project):
        report("tables: nothing has changed")
        render(project, choice, report)
        return
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis.publish import notebooks
    from analysis.publish.book import Book
    from analysis.publish.kernels import Loaded

    book = Book.read(project.root)
    inputs = _inputs(project)
    with Loaded() as loaded, _built(project, report) as fresh:
        # The chapters read the new tables and, until there is another, the last report on them.
        if (project.clean / "validation.json").is_file():
            shutil.copyfile(project.clean / "validation.json", fresh / "validation.json")
        report("validate: Great Expectations, while the chapters run")
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
            checking = beside.submit(_validate, project, fresh, fewer)
            failure: RenderFailed | None = None
            try:
                notebooks.run(Project(project.root, fresh), book.notebooks, report, loaded)
            except RenderFailed as error:
                failure = error  # what is wrong with the tables is said first
            _say(checking.result(), report)
        put_tables(project, fresh)
        Ledger(project).record("tables", inputs, [project.clean])
        if failure:
            raise failure
        render(project, choice, report, loaded)


def _inputs(project: Project) -> str:
    return fingerprint(
        [project.raw, *sources_of(project, "clean", "validate", "dictionary.py", "tables.py")]
    )


def _are_fresh(project: Project) -> bool:
    """Whether every table is there, as it was made of what is there now."""
    there = all((project.clean / f"{name}.csv").is_file() for name in TABLES)
    return there and Ledger(project).is_fresh("tables", _inputs(project), [project.clean])


@contextmanager
def _built(project: Project, report: Report) -> Iterator[Path]:
    """The clean tables in a folder of their own, which is gone in the end."""
    from analysis import clean, tables

    report("clean: data/raw to tables")
    built = clean.build(project.raw)
    fresh = project.cache / f"tables-{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    tables.write(built, fresh)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _validate(project: Project, fresh: Path, fewer: bool) -> validate.Report:
    """Validate what has been written, read back from the disk; the report is put beside it."""
    from analysis import tables, validate
    from analysis.validate import raw

    there = (project.clean / "coverage.csv").is_file() and not fewer
    before = tables.load("coverage", project.clean) if there else None
    outcome = validate.check(tables.load_all(fresh), raw.frames(project.raw), before)
    said = outcome.to_json().encode()
    path = fresh / validate.FILE
    # The same report is not written again: a chapter that has read it need not run once more.
    if not path.is_file() or path.read_bytes() != said:
        path.write_bytes(said)
    return outcome


def validate_committed(project: Project, report: Report) -> None:
    """Validate ``data/clean`` as it stands. Raises ``ValidationFailed``."""
    from analysis import tables, validate
    from analysis.validate import raw

    _say(validate.check(tables.load_all(project.clean), raw.frames(project.raw)), report)


def _say(outcome: validate.Report, report: Report) -> None:
    held = len(outcome.checks) - len(outcome.warnings)
    report(f"validate: {held} checks hold, {len(outcome.warnings)} warnings")
    for warning in outcome.warnings:
        rows = f"{warning.rows_failed} row{'s' * (warning.rows_failed != 1)}"
        report(f"  {warning.table}, {warning.subject}: expected {warning.in_words}; not in {rows}")


def up_to_date(project: Project, report: Report) -> list[str]:
    """Names of clean files that are not exactly what data/raw gives.

    Raises ``BadInput`` or ``ValidationFailed``.
    """
    with _built(project, report) as fresh:
        report("validate: Great Expectations")
        _say(_validate(project, fresh, fewer=False), report)
        wanted, there = contents(fresh), contents(project.clean)
    return sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))
