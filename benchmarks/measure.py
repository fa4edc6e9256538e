"""Measure time, memory and page weight against the limits. Printed, never asserted.

Run with ``make bench``: it works in a copy of the project, with the embedded renderer or the one
that RENDERER names, and leaves the project as it is.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
RENDERER = os.environ.get("RENDERER") or "embedded"

# Limits for 2 cores, after installation; see the section on limits in README.md.
LIMITS = {
    "python -m analysis check (s)": 3.0,
    "make site from nothing (s)": 90.0,
    "make site with nothing changed (s)": 5.0,
    "memory at the peak, all processes (GiB)": 1.5,
    "heaviest page on first load (kB compressed)": 320.0 if RENDERER == "quarto" else 120.0,
}


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


def build(root: Path) -> tuple[float, float]:
    """Build the site in ``root``; returns seconds and peak memory in GiB."""
    start = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "analysis", "all", "--renderer", RENDERER],
        cwd=root,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    peak = 0
    while process.poll() is None:
        peak = max(peak, tree_memory(process.pid))
        # Reading the memory of all processes takes time itself: seldom enough not to count.
        time.sleep(0.5)
    if process.returncode:
        raise SystemExit(f"the build failed with exit code {process.returncode}")
    return time.monotonic() - start, peak / 2**30


def check(root: Path) -> float:
    """Seconds that it takes to check data/raw, as an editor does on every save."""
    start = time.monotonic()
    subprocess.run(
        [sys.executable, "-m", "analysis", "check", "data/raw/observations/dti.csv"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": str(root)},
        check=True,
    )
    return time.monotonic() - start


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


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        shutil.copytree(
            ROOT, root, ignore=shutil.ignore_patterns(".venv", ".cache", "_site", "__pycache__")
        )
        # The better of two: the first also compiles the package.
        checked = min(check(root), check(root))
        from_nothing, memory = build(root)
        again, _ = build(root)
        site = root / "_site"
        weights = {
            page.relative_to(site).as_posix(): first_load(site, page)
            for page in sorted(site.rglob("*.html"))
        }
    heaviest = max(weights, key=weights.__getitem__)
    measured = dict(
        zip(LIMITS, (checked, from_nothing, again, memory, weights[heaviest] / 1000), strict=True)
    )
    print(f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}, renderer {RENDERER}\n")
    for what, limit in LIMITS.items():
        verdict = "within" if measured[what] <= limit else "OVER"
        print(f"{what:48} {measured[what]:8.1f}   limit {limit:6.1f}   {verdict}")
    print("\nfirst load by page (kB compressed):")
    for page, weight in weights.items():
        print(f"  {page:36} {weight / 1000:6.1f}")


if __name__ == "__main__":
    main()
