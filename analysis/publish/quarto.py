"""The Quarto route: find the program, or try once to install it; render with it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from analysis.model.errors import RenderFailed
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.publish.executed import without_specifications

# The oldest version that the book was tried with.
OLDEST = (1, 9)
INSTALL_SECONDS = 120


@dataclass(frozen=True)
class Program:
    """A Quarto that answered with its version."""

    path: str
    version: str


def find(project: Project, choice: str, report: Report) -> Program | None:
    """Quarto from ``QUARTO``, PATH or the project's environment, in this order.

    If there is none, it is installed into the environment once, where the network allows; a
    failure is remembered, and ``make quarto`` asks again. Returns None
    where the embedded renderer shall be used; raises ``RenderFailed`` where ``choice`` is
    "quarto" and there is none that fits.
    """
    program = _look(report)
    if program is None and _may_try(project, choice):
        program = install(project, report)
    if program is None:
        if choice == "quarto":
            raise RenderFailed(
                f"RENDERER=quarto, but no Quarto {_text(OLDEST)} or newer was found. Install it, "
                "name it with QUARTO=/path/to/quarto, or use RENDERER=embedded."
            )
        report("Quarto was not found; the embedded renderer makes the same book")
    return program


def install(project: Project, report: Report) -> Program | None:
    """Try to install the optional package ``quarto-cli``; never raises. A failure is remembered."""
    report(f"installing Quarto, for at most {INSTALL_SECONDS} s (RENDERER=embedded skips this)")
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    command = [uv, "pip", "install", "--quiet", "--python", sys.executable] if uv else [
        sys.executable, "-m", "pip", "install", "--quiet",
    ]  # fmt: skip
    try:
        subprocess.run(
            [*command, f"quarto-cli>={_text(OLDEST)},<2"],
            check=True,
            capture_output=True,
            timeout=INSTALL_SECONDS,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        report("Quarto could not be installed; `make quarto` tries again")
        tried = _tried(project)
        tried.parent.mkdir(parents=True, exist_ok=True)
        tried.write_text("`make quarto` tries again to install Quarto.\n")
        return None
    _tried(project).unlink(missing_ok=True)
    return _look(report)


def _tried(project: Project) -> Path:
    return project.cache / "quarto-was-tried"


def _may_try(project: Project, choice: str) -> bool:
    # CI must not depend on a download that the lock file does not know.
    return choice == "auto" and not _tried(project).exists() and not os.environ.get("CI")


def version() -> str:
    """The version of the Quarto that calls this project, for the foot of the pages."""
    program = _look(lambda _: None)
    return program.version if program else "of unknown version"


def _look(report: Report) -> Program | None:
    beside = Path(sys.executable).parent / "quarto"
    for place in (os.environ.get("QUARTO"), shutil.which("quarto"), str(beside)):
        if not place or not shutil.which(place):
            continue
        try:
            done = subprocess.run(
                [place, "--version"], capture_output=True, text=True, timeout=60, check=True
            )
        except (OSError, subprocess.SubprocessError):
            report(f"{place} does not answer; it is passed over")
            continue
        version = done.stdout.strip()
        numbers = tuple(int(n) for n in re.findall(r"\d+", version)[:2])
        if numbers >= OLDEST:
            return Program(place, version)
        report(f"{place} is Quarto {version}; {_text(OLDEST)} or newer is needed")
    return None


def _text(version: tuple[int, ...]) -> str:
    return ".".join(str(n) for n in version)


def render(project: Project, program: Program, executed: dict[str, Path], site: Path) -> None:
    """Render executed notebooks and pages in a copy of the book, to the folder ``site``.

    Raises ``RenderFailed`` with what Quarto said and the chapter that it was at.
    """
    stage = project.cache / "quarto"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(
        project.root / "book", stage / "book",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints", "*.html"),
    )  # fmt: skip
    shutil.copyfile(project.root / "index.qmd", stage / "index.qmd")
    for name, copy in executed.items():
        notebook = without_specifications(json.loads(copy.read_text("utf-8")))
        (stage / f"{name}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    settings = yaml.safe_load((project.root / "_quarto.yml").read_text("utf-8"))
    # The stages before and after are run by this project, and the notebooks have been.
    for key in ("pre-render", "post-render"):
        settings["project"].pop(key, None)
    settings["execute"].pop("ipynb-filters", None)
    (stage / "_quarto.yml").write_text(
        yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8"
    )
    done = subprocess.run(
        [program.path, "render", "--no-execute", "--to", "html"],
        cwd=stage,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"QUARTO_PYTHON": sys.executable},
        check=False,
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    unresolved = [line for line in said.splitlines() if "Unable to resolve" in line]
    if done.returncode or unresolved:
        at = re.findall(r"^\[\s*\d+/\d+\] (\S+)", said, re.MULTILINE)
        chapter = at[-1] if at else "the book"
        raise RenderFailed(f"{chapter}: Quarto {program.version} says:\n{said.strip()[-3000:]}")
    shutil.move(stage / settings["project"]["output-dir"], site)
