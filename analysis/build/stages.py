"""The stages in their order, each run only when something has changed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.model.dictionary import TABLES
from analysis.model.errors import RenderFailed
from analysis.model.fingerprints import Ledger, fingerprint, sources_of
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.model.replacing import contents, put_tables

if TYPE_CHECKING:
    from analysis import validate
    from analysis.clean.raw import Sheets
    from analysis.publish.render import Choice


def clean_and_validate(project: Project, report: Report, fewer: bool = False) -> None:
    """Build the clean tables beside the old ones, validate them, then put them in place.

    ``fewer`` accepts that fewer provinces are known than before. Raises ``BadInput`` or
    ``ValidationFailed``; ``data/clean`` then stays as it was.
    """
    if are_fresh(project):
        report("tables: nothing has changed")
        return
    with new_tables(project, report, fewer) as tables:
        tables.put_in_place(report)


def everything(project: Project, choice: Choice, report: Report, fewer: bool = False) -> None:
    """Tables and pages. The chapters run while the tables that they read are still validated.

    Nothing is put in place unless all checks hold. Raises ``BadInput``, ``ValidationFailed`` or
    ``RenderFailed``.
    """
    from analysis.publish.render import render

    if are_fresh(project):
        report("tables: nothing has changed")
        render(project, choice, report)
        return
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis.publish import notebooks
    from analysis.publish.book import Book
    from analysis.publish.kernels import Loaded

    book = Book.read(project.root)
    # The libraries load while the tables are built.
    with Loaded() as loaded:
        with new_tables(project, report, fewer) as tables:
            failure: RenderFailed | None = None
            try:
                notebooks.run(Project(project.root, tables.folder), book.notebooks, report, loaded)
            except RenderFailed as error:
                failure = error  # what is wrong with the tables is said first
            tables.put_in_place(report)
            if failure:
                raise failure
        render(project, choice, report, loaded)


def _inputs(project: Project) -> str:
    return fingerprint([project.raw, *sources_of(project, "clean", "validate", "model")])


def are_fresh(project: Project) -> bool:
    """Whether every clean table is there, as it was made of what is there now."""
    there = all((project.clean / f"{name}.csv").is_file() for name in TABLES)
    return there and Ledger(project).is_fresh("tables", _inputs(project), project.clean)


@dataclass(frozen=True)
class NewTables:
    """Clean tables in a folder of their own, which are being validated."""

    project: Project
    folder: Path
    inputs: str
    outcome: Future[validate.Report]

    def put_in_place(self, report: Report) -> None:
        """Wait for the validation; if all holds, put the tables into ``data/clean``.

        Raises ``ValidationFailed`` with the old tables untouched.
        """
        _say(self.outcome.result(), report)
        put_tables(self.project, self.folder)
        Ledger(self.project).record("tables", self.inputs, self.project.clean)


@contextmanager
def unchecked_tables(project: Project, sheets: Sheets) -> Iterator[Path]:
    """A folder with the clean tables that raw files give, not validated; in the end it is gone."""
    from analysis import clean
    from analysis.model import tables

    folder = project.cache / f"tables-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    tables.write(clean.build(sheets), folder)
    # Until there is a new report on the tables, chapters that show it read the old one.
    old = project.clean / "validation.json"
    if old.is_file():
        shutil.copyfile(old, folder / old.name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_tables(project: Project, report: Report, fewer: bool = False) -> Iterator[NewTables]:
    """Build the clean tables and have them validated, in a process beside this one.

    In the end the folder is gone. Raises ``BadInput``.
    """
    from analysis import clean

    inputs = _inputs(project)
    report("clean: data/raw to tables")
    with unchecked_tables(project, clean.read(project.raw)) as folder:
        report("validate: Great Expectations")
        beside = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
        try:
            outcome = beside.submit(_validate, project, folder, fewer)
            yield NewTables(project, folder, inputs, outcome)
        finally:
            beside.shutdown(cancel_futures=True)


def _validate(project: Project, folder: Path, fewer: bool) -> validate.Report:
    """Validate what has been written, read back from the disk; the report is put beside it."""
    from analysis import validate
    from analysis.model import tables

    there = (project.clean / "coverage.csv").is_file() and not fewer
    before = tables.load("coverage", project.clean) if there else None
    outcome = validate.check(tables.load_all(folder), before)
    said = outcome.to_json().encode()
    path = folder / validate.FILE
    # The same report is not written again: a chapter that has read it need not run once more.
    if not path.is_file() or path.read_bytes() != said:
        path.write_bytes(said)
    return outcome


def validate_committed(project: Project, report: Report) -> None:
    """Validate ``data/clean`` as it stands. Raises ``ValidationFailed``."""
    from analysis import validate
    from analysis.model import tables

    _say(validate.check(tables.load_all(project.clean)), report)


def _say(outcome: validate.Report, report: Report) -> None:
    report(f"validate: all {len(outcome.checks)} checks hold; doubts: {outcome.rows['doubts']}")


def out_of_date(project: Project, report: Report) -> list[str]:
    """What is not exactly what data/raw and the chapters give: clean files, and statements.

    Raises ``BadInput``, ``ValidationFailed`` or ``RenderFailed``.
    """
    from analysis.publish import notebooks, statements
    from analysis.publish.book import Book

    with new_tables(project, report) as tables:
        book = Book.read(project.root)
        executed = notebooks.run(Project(project.root, tables.folder), book.notebooks, report)
        _say(tables.outcome.result(), report)
        wanted, there = contents(tables.folder), contents(project.clean)
    names = sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))
    different = [f"not what data/raw gives: {', '.join(names)}"] if names else []
    if statements.as_csv(statements.of_chapters(executed)) != statements.kept(project):
        different.append("not what the chapters say: book/statements.csv")
    return different
