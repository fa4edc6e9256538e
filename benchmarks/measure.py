"""Measure time, memory and page weight against the limits, side by side. Printed, never asserted.

Run with ``make bench``. It works in copies of the project and leaves the project as it is; what was
measured is kept in ``benchmarks/measured.json``. Where Quarto is found, it is measured in the same
run, each renderer in turn: as the renderer of this project, and alone, as it would make the book
without this project (running the notebooks itself, without the steps before and after).
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from analysis.model.paths import Project
from analysis.publish import quarto

ROOT = Path(__file__).parent.parent
HERE = Path(__file__).parent
KEPT = HERE / "measured.json"

# Limits for 2 cores, after installation; see the section on limits in README.md.
LIMITS = {
    "check (s)": 3.0,
    "embedded: from nothing (s)": 30.0,
    "embedded: nothing changed (s)": 1.0,
    "embedded: memory at the peak (GiB)": 1.5,
    "embedded: heaviest page (kB compressed)": 120.0,
    "embedded / Quarto alone, time": 0.2,
    "quarto: nothing changed (s)": 1.0,
    "quarto: memory at the peak (GiB)": 1.5,
    "quarto: heaviest page (kB compressed)": 320.0,
    "quarto / Quarto alone, time": 0.5,
    "chapters / their code in one process, CPU": 1.4,
}


@dataclass(frozen=True)
class Run:
    """One process and all below it: seconds of wall time and of CPU, and memory at the peak."""

    wall: float
    cpu: float
    gib: float


def tree_memory(pid: int) -> int:
    """Memory of a process and all below it in bytes (proportional set size, from /proc)."""
    total = 0
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        match = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
        total += int(match[1]) * 1024 if match else 0
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                total += tree_memory(int(child))
    except (OSError, ValueError):
        pass
    return total


def measured(command: list[str], folder: Path) -> Run:
    """Run a command in a copy of the project; it ends the program where it fails."""
    start = time.monotonic()
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ
        | {
            "PYTHONPATH": str(folder),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "QUARTO_PYTHON": sys.executable,
        },
    )
    peak = 0
    while True:
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
        if done:
            break
        peak = max(peak, tree_memory(process.pid))
        # Reading the memory of all processes takes time itself: seldom enough not to count.
        time.sleep(0.3)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed with exit code {process.returncode}")
    return Run(time.monotonic() - start, usage.ru_utime + usage.ru_stime, peak / 2**30)


def copy_of_project(folder: Path) -> Path:
    """A copy without anything made."""
    leave_out = shutil.ignore_patterns(
        ".venv", ".cache", "_site", ".git", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, folder, ignore=leave_out)
    # What an installation compiles is not part of a build.
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(folder / "analysis")], check=True)
    return folder


def made(renderer: str) -> list[str]:
    """The command that builds the site with one of this project's two renderers."""
    return [sys.executable, "-m", "analysis", "all", "--renderer", renderer]


def let_quarto_do_it_alone(folder: Path) -> None:
    """Settings with which Quarto runs the notebooks itself, and nothing runs before or after."""
    path = folder / "_quarto.yml"
    settings = yaml.safe_load(path.read_text("utf-8"))
    for key in ("pre-render", "post-render"):
        settings["project"].pop(key)
    settings["execute"] = {"enabled": True, "echo": True}
    path.write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), "utf-8")


def first_load(site: Path, page: Path) -> int:
    """Compressed bytes of a page and of what it loads before anything is touched."""
    text = page.read_text("utf-8")
    names = re.findall(r'<(?:script|img)[^>]*\ssrc="([^"]+)"', text)
    links = re.findall(r"<link\b[^>]*>", text)
    names += [
        match[1]
        for link in links
        if re.search(r'rel="[^"]*(stylesheet|icon|preload)', link)
        and (match := re.search(r'href="([^"]+)"', link))
    ]
    files = {page}
    for name in names:
        if not re.match(r"[a-z]+:", name):
            files.add((page.parent / name.split("?")[0].split("#")[0]).resolve())
    for file in [file for file in files if file.suffix == ".css" and file.is_file()]:
        for name in re.findall(r"url\(['\"]?([^'\")]+)", file.read_text("utf-8", "replace")):
            if not re.match(r"[a-z]+:", name):
                files.add((file.parent / name.split("?")[0].split("#")[0]).resolve())
    return sum(
        len(gzip.compress(file.read_bytes(), 9, mtime=0)) for file in files if file.is_file()
    )


def weights(site: Path) -> dict[str, float]:
    """The first load of every page, in kB."""
    return {
        page.relative_to(site).as_posix(): first_load(site, page) / 1000
        for page in sorted(site.rglob("*.html"))
    }


def middle(runs: list[Run], of: Callable[[Run], float]) -> float:
    """The median of several runs."""
    return statistics.median(of(run) for run in runs)


def main() -> None:
    """Measure, print and keep."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--runs", type=int, default=3, help="of each, in turn (default: 3)")
    times = options.parse_args().runs
    program = quarto.find(Project(ROOT), "auto", print)
    runs: dict[str, list[Run]] = {}
    pages: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        root = copy_of_project(Path(folder) / "project")

        def measure(name: str, command: list[str]) -> None:
            runs.setdefault(name, []).append(measured(command, root))
            last = runs[name][-1]
            print(f"{name:40} {last.wall:7.1f} s {last.cpu:7.1f} s CPU {last.gib:5.2f} GiB")

        for _ in range(times):
            measure("check", [sys.executable, "-m", "analysis", "check"])
            for renderer in ("embedded", "quarto") if program else ("embedded",):
                shutil.rmtree(root / ".cache", ignore_errors=True)
                shutil.rmtree(root / "_site", ignore_errors=True)
                measure(f"{renderer}: from nothing", made(renderer))
                measure(f"{renderer}: nothing changed", made(renderer))
                pages[renderer] = weights(root / "_site")
            if program:
                alone = copy_of_project(Path(folder) / "alone")
                let_quarto_do_it_alone(alone)
                root, project = alone, root
                measure("Quarto alone", [program.path, "render", "--to", "html"])
                root = project
                shutil.rmtree(alone)
            measure("chapters", [sys.executable, str(HERE / "chapters.py"), "kernels"])
            measure("their code in one process", [sys.executable, str(HERE / "chapters.py"), "one"])
    found = _against_limits(runs, pages)
    print(f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}, medians of {times} runs\n")
    for what, value in found.items():
        verdict = "within" if value <= LIMITS[what] else "OVER"
        print(f"{what:48} {value:8.2f}   limit {LIMITS[what]:6.1f}   {verdict}")
    KEPT.write_text(
        json.dumps(
            {
                "cores": os.cpu_count(),
                "python": sys.version.split()[0],
                "quarto": program.version if program else None,
                "medians": {k: round(v, 2) for k, v in found.items()},
                "limits": LIMITS,
                "runs": {name: [asdict(run) for run in each] for name, each in runs.items()},
                "pages, kB": pages,
            },
            indent=1,
        )
        + "\n"
    )


def _against_limits(
    runs: dict[str, list[Run]], pages: dict[str, dict[str, float]]
) -> dict[str, float]:
    """The medians that have a limit."""
    found = {"check (s)": middle(runs["check"], lambda run: run.wall)}
    for renderer, page_weights in pages.items():
        nothing = runs[f"{renderer}: from nothing"]
        found |= {
            f"{renderer}: from nothing (s)": middle(nothing, lambda run: run.wall),
            f"{renderer}: nothing changed (s)": middle(
                runs[f"{renderer}: nothing changed"], lambda run: run.wall
            ),
            f"{renderer}: memory at the peak (GiB)": middle(nothing, lambda run: run.gib),
            f"{renderer}: heaviest page (kB compressed)": max(page_weights.values()),
        }
        if "Quarto alone" in runs:
            pairs = zip(nothing, runs["Quarto alone"], strict=True)
            ratios = [one.wall / other.wall for one, other in pairs]
            found[f"{renderer} / Quarto alone, time"] = statistics.median(ratios)
    pairs = zip(runs["chapters"], runs["their code in one process"], strict=True)
    found["chapters / their code in one process, CPU"] = statistics.median(
        one.cpu / other.cpu for one, other in pairs
    )
    return {what: value for what, value in found.items() if what in LIMITS}


if __name__ == "__main__":
    main()
