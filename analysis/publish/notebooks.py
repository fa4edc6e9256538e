"""Run the notebooks: in parallel, and only those whose result could differ."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from traitlets.config import Config

from analysis.errors import RenderFailed
from analysis.fingerprints import fingerprint, sources_of
from analysis.paths import Project
from analysis.progress import Report
from analysis.publish.book import Chapter

# What a cell may take, in seconds. The slowest cell of the book takes about one.
CELL_SECONDS = 300


def run(project: Project, chapters: tuple[Chapter, ...], report: Report) -> dict[str, Path]:
    """Execute notebooks; returns the executed copy of each chapter by its name.

    Executed copies are kept in the cache under a hash of the notebook, the package, the clean
    tables and the lock file. The notebooks themselves are not touched. Raises ``RenderFailed``
    naming the chapter, the cell and the error.
    """
    kept = project.cache / "notebooks"
    kept.mkdir(parents=True, exist_ok=True)
    shared = fingerprint([project.clean, *sources_of(project, ".")])
    copies: dict[str, Path] = {}
    stale: list[tuple[int, Chapter, Path]] = []
    for i, chapter in enumerate(chapters, start=1):
        source = project.root / chapter.path
        key = fingerprint([source], extra=shared)
        copy = kept / f"{source.stem}-{key[:16]}.ipynb"
        copies[chapter.name] = copy
        if copy.exists():
            report(f"chapter {i} of {len(chapters)}  {chapter.name}  unchanged")
        else:
            stale.append((i, chapter, copy))
    if stale:
        asyncio.run(_run_all(project, stale, len(chapters), report))
    for file in kept.glob("*.ipynb"):
        if file not in copies.values():
            file.unlink()
    return copies


async def _run_all(
    project: Project, stale: list[tuple[int, Chapter, Path]], total: int, report: Report
) -> None:
    places = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(i: int, chapter: Chapter, copy: Path) -> None:
        async with places:
            start = time.monotonic()
            # In the system's folder for such things: the path of a socket must be short.
            with tempfile.TemporaryDirectory() as sockets:
                await _execute(project, chapter, copy, sockets)
            seconds = time.monotonic() - start
            report(f"chapter {i} of {total}  {chapter.name}  {seconds:.1f} s")

    outcomes = await asyncio.gather(*(one(*job) for job in stale), return_exceptions=True)
    failures = [str(outcome) for outcome in outcomes if isinstance(outcome, RenderFailed)]
    if failures:
        raise RenderFailed("\n\n".join(failures))
    for outcome in outcomes:
        if isinstance(outcome, BaseException):
            raise outcome


async def _execute(project: Project, chapter: Chapter, copy: Path, sockets: str) -> None:
    try:
        notebook = nbformat.read(project.root / chapter.path, as_version=4)
    except Exception as error:
        raise RenderFailed(f"{chapter.path}: is not a notebook: {error}") from error
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        kernel_name="python3",
        resources={"metadata": {"path": str(project.root)}},
        record_timing=False,
        # Sockets in the file system: nothing listens on the network, and the kernel need not warn.
        config=Config({"KernelManager": {"transport": "ipc", "ip": f"{sockets}/kernel"}}),
    )
    # A profile of its own: a start-up file in the user's home must not change a page.
    env = os.environ | {
        "IPYTHONDIR": str(project.cache / "ipython"),
        "PYTHONHASHSEED": "0",
        "PYTHONWARNINGS": "default",
    }
    try:
        await client.async_execute(env=env)
    except CellExecutionError as error:
        raise RenderFailed(
            f"{chapter.path}: a cell failed with {error.ename}: {error.evalue}\n"
            f"{_last_lines(error.traceback)}"
        ) from None
    except Exception as error:
        raise RenderFailed(f"{chapter.path}: could not be run: {error}") from error
    half = copy.with_suffix(".part")
    nbformat.write(notebook, half)
    half.replace(copy)


def _last_lines(traceback: str, lines: int = 12) -> str:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", traceback)
    return "\n".join("  " + line for line in plain.strip().splitlines()[-lines:])
