"""A bare ``quarto render`` in the root: what runs before it and after it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from analysis.paths import Project
from analysis.publish.book import Book
from analysis.publish.finish import finish
from analysis.publish.quarto import version
from analysis.publish.stamp import stamp


def before(project: Project) -> None:
    """Keep the notebooks as they are: Quarto writes the outputs of cells into them."""
    _restore(project)  # a render that was interrupted has left them changed
    kept = _kept(project)
    for chapter in Book.read(project.root).notebooks:
        copy = kept / chapter.path
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(project.root / chapter.path, copy)


def after(project: Project) -> None:
    """Put the notebooks back and finish the pages that Quarto has written."""
    _restore(project)
    site = Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", project.site))
    made = stamp(project.root, f"Quarto {version()}")
    finish(site, project.clean, Book.read(project.root), made)


def _restore(project: Project) -> None:
    kept = _kept(project)
    for copy in kept.rglob("*.ipynb"):
        shutil.copyfile(copy, project.root / copy.relative_to(kept))
    shutil.rmtree(kept, ignore_errors=True)


def _kept(project: Project) -> Path:
    return project.cache / "notebooks-before-quarto"
