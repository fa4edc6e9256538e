"""Run the notebooks: in parallel, and only those whose result could differ."""

from __future__ import annotations

import asyncio
import json
import os
import re
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from analysis.model.errors import GuardFailed, RenderFailed
from analysis.model.outputs import BUILD, RESULTS
from analysis.model.paths import TABLES, Project
from analysis.model.progress import Report
from analysis.publish.book import Chapter
from analysis.publish.kernels import ENVIRONMENT, Loaded
from analysis.publish.origins import Origins, kept, write
from analysis.words import inline

# What a cell may take, in seconds. The slowest cell of the book takes about one.
CELL_SECONDS = 300

TRACEBACK_LINES = 12


def run(
    project: Project, chapters: Sequence[Chapter], report: Report, loaded: Loaded | None = None
) -> dict[str, Path]:
    """Execute notebooks; returns the executed copy of each chapter by its name.

    Executed copies are kept in the cache and used again while all that they were made from is as
    it was: the notebook's code, each module of the package and each file of the project that was
    read while it ran. The notebooks themselves are not touched. ``loaded`` is the process that
    kernels are forked from, if there is one already. Raises ``RenderFailed`` naming the chapter,
    the cell, its line and the error.
    """
    origins = Origins(project)
    numbered = enumerate(chapters, start=1)
    stale = [(i, chapter) for i, chapter in numbered if not origins.are_unchanged(chapter)]
    if len(stale) < len(chapters):
        report(f"chapters: {len(chapters) - len(stale)} of {len(chapters)} unchanged")
    if stale:
        project.cache.mkdir(parents=True, exist_ok=True)
        with nullcontext(loaded) if loaded else Loaded() as process:
            asyncio.run(_run_all(project, origins, process, stale, len(chapters), report))
    return {chapter.name: kept(project, chapter) for chapter in chapters}


async def _run_all(
    project: Project,
    origins: Origins,
    loaded: Loaded,
    stale: list[tuple[int, Chapter]],
    total: int,
    report: Report,
) -> None:
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(i: int, chapter: Chapter) -> None:
        async with places:
            start, started = time.monotonic(), time.time()
            try:
                text = (project.root / chapter.path).read_bytes()
                notebook = nbformat.reads(text.decode("utf-8"), as_version=4)
            except Exception as error:
                raise RenderFailed(f"{chapter.path}: is not a notebook: {error}") from error
            # In the system's folder for such things: the path of a socket must be short.
            with tempfile.TemporaryDirectory() as folder:
                read = await _execute(project, chapter, notebook, loaded, Path(folder))
            write(notebook, kept(project, chapter))
            origins.record(chapter, text, notebook, read, started)
            seconds = time.monotonic() - start
            report(f"chapter {i} of {total}  {chapter.name}  {seconds:.1f} s")

    outcomes = await asyncio.gather(*(one(*job) for job in stale), return_exceptions=True)
    failures = [str(outcome) for outcome in outcomes if isinstance(outcome, RenderFailed)]
    if failures:
        raise RenderFailed("\n\n".join(failures))
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


class _Client(NotebookClient):
    """Runs cells of code, and asks for the inline expressions of the prose between them."""

    async def async_execute_cell(self, cell: Any, cell_index: int, *more: Any, **kept: Any) -> Any:
        asked = inline.numbered(cell.source) if cell.cell_type == "markdown" else {}
        if not asked:
            return await super().async_execute_cell(cell, cell_index, *more, **kept)
        message = self.kc.execute("", store_history=False, user_expressions=asked)
        reply = await self.async_wait_for_reply(message)
        try:
            replies = reply["content"]["user_expressions"]
            cell.metadata[RESULTS] = inline.results(cell.source, replies)
        except ValueError as error:
            raise _ProseFailed(f"cell {cell_index + 1}: {error}") from None
        return cell


class _ProseFailed(Exception):
    """An inline expression gives nothing that can be said."""


async def _execute(
    project: Project, chapter: Chapter, notebook: Any, loaded: Loaded, folder: Path
) -> list[str] | None:
    """Run a notebook, which takes its outputs; returns the names of the files that it read.

    None where they are not known.
    """
    # Sockets in the file system: nothing listens on the network, and the kernel need not warn.
    config = Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}})
    read = folder / "read.json"
    client = _Client(
        notebook,
        km=loaded.manager(config, read),
        timeout=CELL_SECONDS,
        resources={"metadata": {"path": str(project.root)}},
        record_timing=False,
    )
    env = os.environ | ENVIRONMENT | {
        # A profile of its own: a start-up file in the user's home must not change a page.
        "IPYTHONDIR": str(project.cache / "ipython"),
        TABLES: str(project.clean),
        BUILD: "yes",
    }  # fmt: skip
    try:
        await client.async_execute(env=env, cleanup_kc=True)
    except _ProseFailed as error:
        raise RenderFailed(f"{chapter.path}, {error}") from None
    except CellExecutionError as error:
        raise RenderFailed(_failure(chapter, notebook, error)) from None
    except Exception as error:
        raise RenderFailed(f"{chapter.path}: could not be run: {error}") from error
    if not read.is_file():  # the kernel had to be killed in the end
        return None
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
    if error.ename == GuardFailed.__name__:
        return f"{place}: {error.evalue}. Rewrite the sentence, and its guard with it."
    if error.ename == inline.NotSaid.__name__:  # in a caption
        return f"{place}: {error.evalue}"
    last = "\n".join("  " + line for line in traceback.strip().splitlines()[-TRACEBACK_LINES:])
    return f"{place}: a cell failed with {error.ename}: {error.evalue}\n{code}\n{last}"
