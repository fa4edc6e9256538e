"""The stages in their order, each run only when something has changed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.fingerprints import Ledger, fingerprint, sources_of
from analysis.paths import Project
from analysis.progress import Report

if TYPE_CHECKING:
    from analysis import validate


def clean_and_validate(project: Project, report: Report, fewer: bool = False) -> None:
    """Build the clean tables beside the old ones, validate them, then put them in place.

    ``fewer`` accepts that fewer provinces are known than before. Raises ``BadInput`` or
    ``ValidationFailed``; ``data/clean`` then stays as it was.
    """
    ledger = Ledger(project)
    inputs = fingerprint(
        [
            project.raw,
            *sources_of(project, "clean", "validate", "dictionary.py", "tables.py"),
        ]
    )
    if ledger.is_fresh("tables", inputs, [project.clean]):
        report("tables: nothing has changed")
        return
    fresh = _built(project, project.cache / "clean", report, fewer)
    _put_in_place(fresh, project.clean)
    ledger.record("tables", inputs, [project.clean])


def _built(project: Project, fresh: Path, report: Report, fewer: bool = False) -> Path:
    """Build and validate the clean tables in a folder of their own."""
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis import clean

    report("clean: data/raw to tables")
    sheets = clean.read(project.raw)
    built = clean.build(sheets)

    from analysis import tables, validate
    from analysis.validate import raw

    shutil.rmtree(fresh, ignore_errors=True)
    tables.write(built, fresh)
    del built  # validation needs the memory
    report("validate: Great Expectations")
    # What is validated is what has been written, read back from the disk.
    there = (project.clean / "coverage.csv").is_file() and not fewer
    before = tables.load("coverage", project.clean) if there else None
    outcome = validate.check(tables.load_all(fresh), raw.frames(sheets), before)
    (fresh / validate.FILE).write_text(outcome.to_json(), encoding="utf-8", newline="\n")
    _say(outcome, report)
    return fresh


def validate_committed(project: Project, report: Report) -> None:
    """Validate ``data/clean`` as it stands. Raises ``ValidationFailed``."""
    from analysis import clean, tables, validate
    from analysis.validate import raw

    sheets = clean.read(project.raw)
    outcome = validate.check(tables.load_all(project.clean), raw.frames(sheets))
    _say(outcome, report)


def _say(outcome: validate.Report, report: Report) -> None:
    held = len(outcome.checks) - len(outcome.warnings)
    report(f"validate: {held} checks hold, {len(outcome.warnings)} warnings")
    for warning in outcome.warnings:
        where = warning.rows_in_words
        report(f"  {warning.table}, {warning.subject}: expected {warning.in_words}; not in {where}")


def up_to_date(project: Project, report: Report) -> list[str]:
    """Names of clean files that are not exactly what data/raw gives.

    Raises ``BadInput`` or ``ValidationFailed``.
    """
    fresh = _built(project, project.cache / "clean-check", report)
    wanted, there = _contents(fresh), _contents(project.clean)
    return sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))


def _contents(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        return {}
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _put_in_place(fresh: Path, target: Path) -> None:
    """Put finished tables in the place of the old ones; unchanged files are not touched."""
    target.mkdir(parents=True, exist_ok=True)
    wanted, there = _contents(fresh), _contents(target)
    for name in wanted:
        if wanted[name] != there.get(name):
            os.replace(fresh / name, target / name)
    for name in there.keys() - wanted.keys():
        (target / name).unlink()
