"""Open the chapters in JupyterLab, quietly: on this machine only, and asking no other host."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import analysis.page
from analysis.model.paths import Project

# Settings and the extension that shows a chapter as one, in the folders that Jupyter expects.
HERE = Path(analysis.page.__file__).parent / "jupyter"


def command(project: Project, more: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """What to start, and in which environment. ``more`` goes to JupyterLab as it is."""
    # Before the user's own, which stay as they are.
    paths = {
        name: os.pathsep.join(filter(None, (str(HERE), os.environ.get(name))))
        for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
    }
    start = [sys.executable, "-m", "jupyterlab", "--ip", "127.0.0.1", *more]
    return [*start, str(project.root / "book")], os.environ | paths


def show(project: Project, more: Iterable[str]) -> None:
    """Start JupyterLab in place of this process."""
    words, environment = command(project, more)
    sys.stdout.flush()
    os.execve(words[0], words, environment)
