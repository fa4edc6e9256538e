"""A bare ``quarto render`` in the root: what runs before it and after it.

The notebooks are never written. They are executed before, as for any other build, and Quarto asks
``analysis.publish.executed`` for the copies.
"""

from __future__ import annotations

import os
from pathlib import Path

from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.publish import executed, figures, notebooks
from analysis.publish.book import Book
from analysis.publish.finish import finish
from analysis.publish.origins import kept
from analysis.publish.quarto import version
from analysis.publish.stamp import stamp


def before(project: Project, report: Report) -> None:
    """Execute the notebooks, and let Quarto forget what it was given the last time."""
    notebooks.run(project, Book.read(project.root).notebooks, report)
    os.utime(executed.__file__)
    (project.cache / executed.MARK).write_text(str(os.getppid()))


def after(project: Project) -> None:
    """Finish the pages that Quarto has written."""
    site = Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", project.site))
    book = Book.read(project.root)
    copies = {chapter.name: kept(project, chapter) for chapter in book.notebooks}
    made = stamp(project.root, f"Quarto {version()}")
    with figures.Drawing(project.cache, figures.read(copies)) as drawing:
        finish(site, project.clean, book, made, drawing.finish())
    (project.cache / executed.MARK).unlink(missing_ok=True)
