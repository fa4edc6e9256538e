"""Which chapters of the book a change of the data moves: their tables and figures as well."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from analysis.model.errors import RenderFailed
from analysis.model.outputs import RESULTS
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.publish import notebooks
from analysis.publish.book import Chapter
from analysis.publish.origins import Origins, kept


@dataclass(frozen=True)
class Before(Project):
    """The project with earlier tables; what its chapters gave is kept, for the next who asks."""

    @property
    def cache(self) -> Path:
        """A folder in that of the project, which begins as a copy of what is there."""
        folder = super().cache / "before"
        if not folder.exists() and (super().cache / "notebooks").is_dir():
            shutil.copytree(super().cache / "notebooks", folder / "notebooks")
        return folder


def run(
    project: Project, chapters: Sequence[Chapter], progress: Report
) -> tuple[dict[str, Path], str]:
    """The executed copies of the chapters that can be run, and why the others stop."""
    stopped = ""
    try:
        notebooks.run(project, chapters, progress)
    except RenderFailed as error:
        stopped = str(error)
    origins = Origins(project)
    return {c.name: kept(project, c) for c in chapters if origins.are_unchanged(c)}, stopped


def report(before: Mapping[str, Path], after: Mapping[str, Path]) -> str:
    """The chapters that show something else than before, as Markdown; what stops is not among them.

    A chapter that could not be run before counts as one that changes.
    """
    moved = [
        f"`{name}.ipynb`"
        for name, copy in after.items()
        if name not in before or _shown(before[name]) != _shown(copy)
    ]
    said = f"{len(moved)} of {len(after)}: {', '.join(moved)}." if moved else "None."
    return f"## Chapters that show something else\n\n{said}\n"


def _shown(copy: Path) -> str:
    """A hash of what the cells of an executed chapter put out, and of what its sentences hold."""
    cells = nbformat.read(copy, as_version=4).cells
    parts = [
        [o.get("data") for o in c.get("outputs", ())] or c.metadata.get(RESULTS) for c in cells
    ]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
