"""The stages in their order, each run only when something has changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from analysis.fingerprints import Ledger, fingerprint, sources_of
from analysis.paths import Project

Report = Callable[[str], None]


def clean_and_validate(project: Project, report: Report) -> None:
    """Build the clean tables beside the old ones, validate them, then put them in place.

    Raises ``BadInput`` or ``ValidationFailed``; ``data/clean`` then stays as it was.
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
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis import clean, tables, validate

    report("clean: data/raw to tables")
    built = clean.build(project.raw)
    fresh = project.cache / "clean"
    tables.write(built, fresh)
    report("validate: Great Expectations")
    # What is validated is what has been written, read back from the disk.
    outcome = validate.check(tables.load_all(fresh))
    (fresh / validate.FILE).write_text(outcome.to_json(), encoding="utf-8", newline="\n")
    report(f"validate: {len(outcome.checks)} checks hold")
    _put_in_place(fresh, project.clean)
    ledger.record("tables", inputs, [project.clean])


def validate_committed(project: Project, report: Report) -> None:
    """Validate ``data/clean`` as it stands. Raises ``ValidationFailed``."""
    from analysis import tables, validate

    outcome = validate.check(tables.load_all(project.clean))
    report(f"validate: {len(outcome.checks)} checks hold")


def up_to_date(project: Project) -> list[str]:
    """Names of clean files that are not exactly what data/raw gives. Raises ``BadInput``."""
    from analysis import clean, tables, validate

    fresh = project.cache / "clean-check"
    tables.write(clean.build(project.raw), fresh)
    outcome = validate.check(tables.load_all(fresh))
    (fresh / validate.FILE).write_text(outcome.to_json(), encoding="utf-8", newline="\n")
    wanted = {path.name: path.read_bytes() for path in fresh.iterdir()}
    there = {path.name: path.read_bytes() for path in project.clean.iterdir()}
    return sorted(n for n in wanted.keys() | there.keys() if wanted.get(n) != there.get(n))


def _put_in_place(fresh: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    wanted = {path.name for path in fresh.iterdir()}
    for path in fresh.iterdir():
        old = target / path.name
        if not old.exists() or old.read_bytes() != path.read_bytes():
            os.replace(path, old)
    for path in target.iterdir():
        if path.name not in wanted:
            path.unlink()
