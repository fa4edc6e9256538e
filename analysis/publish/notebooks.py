"""Run the notebooks: in parallel, and only those whose result could differ."""

from __future__ import annotations

import asyncio
import json
import os
import re
import tempfile
import time
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from analysis.errors import RenderFailed
from analysis.fingerprints import Hashes
from analysis.paths import TABLES, Project
from analysis.progress import Report
from analysis.publish.book import Chapter
from analysis.publish.kernels import ENVIRONMENT, Loaded

# What a cell may take, in seconds. The slowest cell of the book takes about one.
CELL_SECONDS = 300

PACKAGE = Path(__file__).parent.parent
# What decides how a notebook is run, whatever stands in it.
RUNNERS = tuple(
    Path(__file__).with_name(f"{name}.py") for name in ("notebooks", "kernels", "loaded")
)
TRACEBACK_LINES = 12


def run(
    project: Project, chapters: Iterable[Chapter], report: Report, loaded: Loaded | None = None
) -> dict[str, Path]:
    """Execute notebooks; returns the executed copy of each chapter by its name.

    Executed copies are kept in the cache with a record of what they were made from: the notebook,
    and each module of the package and each file of the project that was read while it ran. A copy
    is used again while all of these are as they were. The notebooks themselves are not touched.
    ``loaded`` is the process that kernels are forked from, if there is one already. Raises
    ``RenderFailed`` naming the chapter, the cell, its line and the error.
    """
    chapters = list(chapters)
    origins = _Origins(project)
    copies: dict[str, Path] = {}
    stale: list[tuple[int, Chapter, Path]] = []
    for i, chapter in enumerate(chapters, start=1):
        copy = kept(project, chapter)
        copies[chapter.name] = copy
        if not origins.are_unchanged(chapter, copy):
            stale.append((i, chapter, copy))
    if len(stale) < len(chapters):
        report(f"chapters: {len(chapters) - len(stale)} of {len(chapters)} unchanged")
    if stale:
        with nullcontext(loaded) if loaded else Loaded() as process:
            asyncio.run(_run_all(project, origins, process, stale, len(chapters), report))
    return copies


def kept(project: Project, chapter: Chapter) -> Path:
    """Where the executed copy of a chapter is kept."""
    return project.cache / "notebooks" / chapter.path


class _Origins:
    """What executed copies were made from, by the names that it has in every clone."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.homes = {"tables": project.clean, "analysis": PACKAGE, "project": project.root}
        self.hashes = Hashes()
        self.always = [*RUNNERS, project.root / "requirements.lock"]

    def are_unchanged(self, chapter: Chapter, copy: Path) -> bool:
        """Whether a copy is there, and all that it was made from is as it was."""
        try:
            known: Mapping[str, str] = json.loads(_record(copy).read_text("utf-8"))
        except (OSError, ValueError):
            return False
        return copy.is_file() and known == {
            name: self.hashes.of(self._path(name)) for name in {*known, *self._needed(chapter)}
        }

    def record(self, chapter: Chapter, copy: Path, read: Iterable[str], started: float) -> None:
        """Write down what a copy was just made from.

        Nothing is written where a file was saved meanwhile: the copy may hold its old contents.
        """
        named = (self._name(Path(path)) for path in read)
        names = sorted({*filter(None, named), *self._needed(chapter)})
        paths = [self._path(name) for name in names]
        if all(path.stat().st_mtime < started for path in paths):
            hashes = Hashes()
            known = {name: hashes.of(path) for name, path in zip(names, paths, strict=True)}
            _record(copy).write_text(json.dumps(known, indent=1), encoding="utf-8")

    def _needed(self, chapter: Chapter) -> set[str]:
        own = self.project.root / chapter.path
        return {name for path in (own, *self.always) if (name := self._name(path))}

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


def _record(copy: Path) -> Path:
    return copy.with_suffix(".json")


async def _run_all(
    project: Project,
    origins: _Origins,
    loaded: Loaded,
    stale: list[tuple[int, Chapter, Path]],
    total: int,
    report: Report,
) -> None:
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(i: int, chapter: Chapter, copy: Path) -> None:
        async with places:
            start, started = time.monotonic(), time.time()
            # In the system's folder for such things: the path of a socket must be short.
            with tempfile.TemporaryDirectory() as folder:
                read = await _execute(project, chapter, copy, loaded, Path(folder))
            origins.record(chapter, copy, read, started)
            seconds = time.monotonic() - start
            report(f"chapter {i} of {total}  {chapter.name}  {seconds:.1f} s")

    outcomes = await asyncio.gather(*(one(*job) for job in stale), return_exceptions=True)
    failures = [str(outcome) for outcome in outcomes if isinstance(outcome, RenderFailed)]
    if failures:
        raise RenderFailed("\n\n".join(failures))
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def _execute(
    project: Project, chapter: Chapter, copy: Path, loaded: Loaded, folder: Path
) -> list[str]:
    """Run one chapter and keep its copy; returns the names of the files that it read."""
    try:
        notebook = nbformat.read(project.root / chapter.path, as_version=4)
    except Exception as error:
        raise RenderFailed(f"{chapter.path}: is not a notebook: {error}") from error
    # Sockets in the file system: nothing listens on the network, and the kernel need not warn.
    config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
    read = folder / "read.json"
    manager = loaded.manager(config, read)
    client = NotebookClient(
        notebook,
        km=manager,
        timeout=CELL_SECONDS,
        resources={"metadata": {"path": str(project.root)}},
        record_timing=False,
    )
    env = os.environ | ENVIRONMENT | {
        # A profile of its own: a start-up file in the user's home must not change a page.
        "IPYTHONDIR": str(project.cache / "ipython"),
        TABLES: str(project.clean),
    }  # fmt: skip
    try:
        await client.async_execute(env=env)
    except CellExecutionError as error:
        raise RenderFailed(_failure(chapter, notebook, error)) from None
    except Exception as error:
        raise RenderFailed(f"{chapter.path}: could not be run: {error}") from error
    finally:
        if manager.has_kernel:
            await manager.shutdown_kernel()
    copy.parent.mkdir(parents=True, exist_ok=True)
    half = copy.with_suffix(".part")
    nbformat.write(notebook, half)
    half.replace(copy)
    names: list[str] = json.loads(read.read_text("utf-8"))
    return names


def _failure(chapter: Chapter, notebook: Any, error: CellExecutionError) -> str:
    """Which cell failed and on which line, then what the libraries say."""
    number, cell = next(
        (number, cell)
        for number, cell in enumerate(notebook.cells, start=1)
        if any(output.output_type == "error" for output in cell.get("outputs", ()))
    )
    traceback = re.sub(r"\x1b\[[0-9;]*m", "", error.traceback)
    place, code = f"{chapter.path}, cell {number}", ""
    # The last line of this cell in the traceback: what it called may have called it back.
    if at := re.findall(rf"Cell In\[{cell.execution_count}\], line (\d+)", traceback):
        line = int(at[-1])
        place += f", line {line}"
        code = f"  {cell.source.splitlines()[line - 1].strip()}\n"
    last = "\n".join("  " + line for line in traceback.strip().splitlines()[-TRACEBACK_LINES:])
    return f"{place}: a cell failed with {error.ename}: {error.evalue}\n{code}\n{last}"
