"""What an executed chapter was made from, so that it runs again only when that has changed."""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
from functools import cache
from pathlib import Path
from typing import Any

import nbformat

from analysis.model.fingerprints import hash_of
from analysis.model.outputs import RESULTS
from analysis.model.paths import Project
from analysis.model.replacing import replace
from analysis.publish.book import Chapter
from analysis.words import inline

PACKAGE = Path(__file__).parent.parent
# What decides how a notebook is run, whatever stands in it.
RUNNERS = tuple(
    Path(__file__).with_name(f"{name}.py") for name in ("notebooks", "kernels", "loaded")
)
LIBRARIES = tuple(f"{sysconfig.get_path(kind)}/" for kind in ("purelib", "platlib", "stdlib"))
PYTHON = f"{sys.version_info[0]}.{sys.version_info[1]}"


def kept(project: Project, chapter: Chapter) -> Path:
    """Where the executed copy of a chapter is kept; beside it lies the record of its origins."""
    return project.cache / "notebooks" / chapter.path


class Origins:
    """Compares executed copies with their origins: the notebook's code, and all files it read.

    A file is known by a name that is the same in every clone: ``tables/`` and its place among the
    clean tables, ``analysis/`` and its place in the package, or ``project/`` and its path.
    """

    def __init__(self, project: Project) -> None:
        self.project = project
        self.homes = {"tables": project.clean, "analysis": PACKAGE, "project": project.root}
        self.hash_of = cache(hash_of)  # one file is read by many chapters
        self.always = [*RUNNERS, project.root / "requirements.lock"]

    def are_unchanged(self, chapter: Chapter) -> bool:
        """Whether the copy that is kept is what the chapter would give now.

        Where only its prose has changed, the copy takes the new prose: what the cells of code put
        out does not depend on it.
        """
        copy = kept(self.project, chapter)
        try:
            record = json.loads(_record(copy).read_text("utf-8"))
            text = (self.project.root / chapter.path).read_bytes()
            old = copy.read_text("utf-8")
            now = {name: self.hash_of(self._path(name)) for name in record["read"]}
        except (OSError, ValueError, KeyError):
            return False
        if (record["python"], record["read"]) != (PYTHON, now):
            return False
        if record["notebook"] == hashlib.sha256(text).hexdigest():
            return True
        try:
            notebook = nbformat.reads(text.decode("utf-8"), as_version=4)
        except Exception:
            return False  # running it says what is wrong
        if record["code"] != _code(notebook):
            return False
        write(_with_outputs(notebook, nbformat.reads(old, as_version=4)), copy)
        record["notebook"] = hashlib.sha256(text).hexdigest()
        _record(copy).write_text(json.dumps(record, indent=1), encoding="utf-8")
        return True

    def record(
        self, chapter: Chapter, text: bytes, notebook: Any, read: list[str] | None, started: float
    ) -> None:
        """Write down what the copy was just made from: the notebook's text and the files it read.

        Nothing is written where these are not known, or where one was saved meanwhile: the copy may
        hold its old contents.
        """
        record = _record(kept(self.project, chapter))
        record.unlink(missing_ok=True)
        if read is None:
            return
        # Most of what is read belongs to libraries: told apart as text, which is quick.
        ours = (Path(name) for name in read if not name.startswith(LIBRARIES))
        paths = {self._name(path): path for path in (*ours, *self.always)}
        paths.pop(None, None)
        if any(path.stat().st_mtime >= started for path in paths.values()):
            return
        origins = {
            "python": PYTHON,
            "notebook": hashlib.sha256(text).hexdigest(),
            "code": _code(notebook),
            "read": {str(name): hash_of(path) for name, path in sorted(paths.items())},
        }
        record.write_text(json.dumps(origins, indent=1), encoding="utf-8")

    def _name(self, path: Path) -> str | None:
        """A file of the tables, the package or the project; None for all that the lock names."""
        for home, folder in self.homes.items():
            if path.is_relative_to(folder):
                inside = path.relative_to(folder)
                made = inside.parts[0].startswith(".") or "__pycache__" in inside.parts
                return None if made else f"{home}/{inside.as_posix()}"
        return None

    def _path(self, name: str) -> Path:
        home, inside = name.split("/", 1)
        return self.homes[home] / inside


def write(notebook: Any, copy: Path) -> None:
    """Keep an executed copy; at no time is there half of it."""
    copy.parent.mkdir(parents=True, exist_ok=True)
    replace(copy, nbformat.writes(notebook).encode())


def _record(copy: Path) -> Path:
    return copy.with_suffix(".json")


def _code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _code(notebook: Any) -> str:
    """A hash of all that a kernel is asked: the code, and the inline expressions of the prose."""
    asked: list[tuple[str, str]] = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            asked.append(("code", cell.source))
        else:
            asked += [("inline", expression) for expression in inline.expressions(cell.source)]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _with_outputs(notebook: Any, executed: Any) -> Any:
    for cell, done in zip(_code_cells(notebook), _code_cells(executed), strict=True):
        cell.outputs, cell.execution_count = done.outputs, done.execution_count
    results = iter(result for cell in executed.cells for result in cell.metadata.get(RESULTS, ()))
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (asked := inline.expressions(cell.source)):
            cell.metadata[RESULTS] = [next(results) for _ in asked]
    notebook.metadata["language_info"] = executed.metadata["language_info"]
    return notebook
