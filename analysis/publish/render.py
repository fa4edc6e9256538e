"""Choose a renderer, run it beside the old site, and put the new site in its place at the end."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Literal

from analysis.model.fingerprints import Ledger, fingerprint, sources_of
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.model.replacing import put_site
from analysis.publish.book import Book
from analysis.publish.stamp import stamp
from analysis.publish.statements import KEPT, file_of

if TYPE_CHECKING:
    from analysis.publish.kernels import Loaded

Choice = Literal["auto", "quarto", "embedded"]


def render(project: Project, choice: Choice, report: Report, loaded: Loaded | None = None) -> None:
    """Make the site in ``_site``, unless nothing has changed since it was made.

    ``choice`` forces a renderer; "auto" takes Quarto where it is found. ``report`` is told each
    step. ``loaded`` is the process that kernels are forked from, if there is one. Raises
    ``RenderFailed``; the old site then stays as it was.
    """
    from analysis.publish import quarto

    book = Book.read(project.root)
    for path in book.left_out:
        report(f"{path} is no chapter yet: _quarto.yml does not name it")
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
            *(path for path in sorted((project.root / "book").iterdir()) if path.name != KEPT),
            project.clean,
            *sources_of(project, "."),
        ],
        extra=repr(made),
    )
    outputs = {"site": project.site, "statements": file_of(project)}
    if all(ledger.is_fresh(name, inputs, output) for name, output in outputs.items()):
        report(f"pages: nothing has changed ({renderer})")
        return
    # Imported here, so that a run in which nothing has changed does not wait for the libraries.
    from analysis.publish import figures, notebooks, statements
    from analysis.publish.finish import finish

    executed = notebooks.run(project, book.notebooks, report, loaded)
    fresh = project.cache / "site"
    shutil.rmtree(fresh, ignore_errors=True)
    report(f"pages: {renderer}")
    with figures.Drawing(project.cache, figures.read(executed)) as drawing:
        if program:
            quarto.render(project, program, executed, fresh)
        else:
            embedded.render(project, book, executed, fresh)
        finish(fresh, project.clean, book, made, drawing.finish())
    put_site(project, fresh)
    statements.write(project, executed)
    for name, output in outputs.items():
        ledger.record(name, inputs, output)
