"""Choose a renderer, run it beside the old site, and put the new site in its place at the end."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Literal

from analysis.fingerprints import Ledger, fingerprint, sources_of
from analysis.paths import Project
from analysis.progress import Report
from analysis.publish.book import Book
from analysis.publish.stamp import stamp

Choice = Literal["auto", "quarto", "embedded"]


def render(project: Project, choice: Choice, report: Report) -> None:
    """Make the site in ``_site``, unless nothing has changed since it was made.

    ``choice`` forces a renderer; "auto" takes Quarto where it is found. ``report`` is told each
    step. Raises ``RenderFailed``; the old site then stays as it was.
    """
    from analysis.publish import quarto

    book = Book.read(project.root)
    program = None if choice == "embedded" else quarto.find(project, choice, report)
    if program:
        renderer = f"Quarto {program.version}"
    else:
        from analysis.publish import embedded

        renderer = embedded.name()
    made = stamp(project.root, renderer)
    ledger = Ledger(project)
    inputs = fingerprint(
        [
            project.root / "_quarto.yml",
            project.root / "index.qmd",
            project.root / "book",
            project.clean,
            *sources_of(project, "."),
        ],
        extra=repr(made),
    )
    if ledger.is_fresh("site", inputs, [project.site]):
        report(f"pages: nothing has changed ({renderer})")
        return
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis.publish import notebooks
    from analysis.publish.finish import finish

    executed = notebooks.run(project, book.notebooks, report)
    fresh = project.cache / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    report(f"pages: {renderer}")
    if program:
        quarto.render(project, program, executed, fresh)
    else:
        embedded.render(project, book, executed, fresh)
    finish(fresh, project.clean, book, made)
    replace(project.site, fresh)
    ledger.record("site", inputs, [project.site])


def replace(old: Path, new: Path) -> None:
    """Put a finished folder in the place of the old one; at no time is there half a site."""
    aside = new.with_name(new.name + "-before")
    shutil.rmtree(aside, ignore_errors=True)
    if old.exists():
        os.replace(old, aside)
    os.replace(new, old)
    shutil.rmtree(aside, ignore_errors=True)
