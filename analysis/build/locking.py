"""One command at a time works on a copy of the project."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.model.replacing import recover


@contextmanager
def alone(project: Project, report: Report) -> Iterator[None]:
    """Wait until no other command works here, and keep others waiting.

    What an interrupted one had begun is finished first. The operating system takes the lock back
    when its holder ends, however it ends. Raises OSError
    where the cache cannot be written.
    """
    project.cache.mkdir(parents=True, exist_ok=True)
    with (project.cache / "lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("another command works in this folder; waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        recover(project, report)
        yield
