"""Only what depends on a change is done again, and the result is that of a build from nothing."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import RANKS_CODE, RANKS_PROSE, ROOT, book_settings, run_apart, write_chapter

pytestmark = pytest.mark.slow

DRAWN = """#| output: asis
import altair as alt
import pandas as pd
from analysis.charts.figure import Figure
from analysis.page import figure
def shown(name, *values):
    data = pd.DataFrame({"x": ["a", "b"], "y": values})
    chart = lambda width: alt.Chart(data).mark_bar().encode(x="x", y="y").properties(width=width)
    figure(name, Figure(chart, "Bars", data, data), "Two bars.", "nobody")
shown("fig-bars", 1.5, 2.5)
"""
PLACES = """from analysis.compare.indicators import asked
from analysis.model.tables import Tables
provinces = len(Tables().provinces)
"""
CHAPTERS = {
    "ranks": (RANKS_CODE, RANKS_PROSE),
    "drawn": (DRAWN, "Above stand bars."),
    "places": (PLACES, "There are `{python} provinces` provinces. See @fig-bars."),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of three chapters with a package of its own, so that its code can be edited too."""
    root = tmp_path_factory.mktemp("incremental") / "book"
    shutil.copytree(ROOT / "analysis", root / "analysis", ignore=shutil.ignore_patterns("__pyc*"))
    shutil.copytree(ROOT / "data" / "raw", root / "data" / "raw")
    shutil.copytree(ROOT / "data" / "clean", root / "data" / "clean")
    shutil.copyfile(ROOT / "requirements.lock", root / "requirements.lock")
    (root / "_quarto.yml").write_text(
        book_settings(
            '{part: "One", chapters: [book/ranks.ipynb, book/drawn.ipynb]}',
            '{part: "Two", chapters: [book/places.ipynb, book/references.qmd]}',
        ),
        encoding="utf-8",
    )
    (root / "index.qmd").write_text("# Small {.unnumbered}\n\nHome. See @sec-places.\n")
    (root / "book").mkdir()
    (root / "book" / "references.bib").write_text(
        "@book{key, author={An, B.}, title={T}, publisher={P}, year={2020}}\n"
    )
    (root / "book" / "references.qmd").write_text("# References\n\n::: {#refs}\n:::\n\n[@key]\n")
    for name, (code, prose) in CHAPTERS.items():
        opening = f"# The {name} {{#sec-{name}}}\n\nProse of {name}."
        write_chapter(root, name, opening, code, prose)
    return root


def build(root: Path) -> set[str]:
    """Build, with the package of the book itself; returns the chapters that were run."""
    done = run_apart(root, "render", "--renderer", "embedded", package=root)
    assert done.returncode == 0, done.stdout + done.stderr
    return set(re.findall(r"^.*chapter \d+ of \d+  book/(\w+)", done.stdout, re.MULTILINE))


def files(site: Path) -> dict[str, bytes]:
    return {p.relative_to(site).as_posix(): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def from_nothing(root: Path, elsewhere: Path) -> dict[str, bytes]:
    """The site of the same sources, built in another folder without anything kept."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    shutil.copytree(root, elsewhere, ignore=shutil.ignore_patterns(".cache", "_site", "__pyc*"))
    build(elsewhere)
    return files(elsewhere / "_site")


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def another_rank(root: Path) -> None:
    """One figure of a clean table, as a corrected raw figure would change it."""
    path = root / "data" / "clean" / "values.csv"
    lines = path.read_text("utf-8").split("\n")
    i = next(i for i, line in enumerate(lines) if line.startswith("dti_rank,63,01,2020"))
    value = lines[i].split(",")[5]
    lines[i] = lines[i].replace(f",{value},", ",1.0,", 1)
    path.write_text("\n".join(lines), encoding="utf-8")


# Each edit, and the chapters that depend on it.
EDITS: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "a character of the style sheet": (
        edit("analysis/publish/assets/site.css", ".ts-figure { margin: 0; }",
             ".ts-figure { margin: 1px; }"),
        set(),
    ),
    "prose of a chapter": (edit("book/ranks.ipynb", "Prose of", "New prose of"), set()),
    "words around what is computed": (
        edit("book/places.ipynb", "There are `", "There are all in all `"), set()
    ),
    "another expression in a sentence": (
        edit("book/places.ipynb", "`{python} provinces` prov", "`{python} str(provinces)` prov"),
        {"places"},
    ),
    "a heading that others name": (edit("book/places.ipynb", "The places", "All places"), set()),
    "code of a chapter": (edit("book/ranks.ipynb", "Province {", "The province {"), {"ranks"}),
    "a figure more, which moves the numbers of others": (
        edit("book/drawn.ipynb", 'shown(\\"fig-bars\\", 1.5, 2.5)',
             'shown(\\"fig-first\\", 3, 4)\\nshown(\\"fig-bars\\", 1.5, 2.5)'),
        {"drawn"},
    ),
    "a picture whose words stay": (edit("book/drawn.ipynb", "3, 4", "3, 5"), {"drawn"}),
    "a figure of a table": (another_rank, {"ranks"}),
    "a module that one chapter imports": (
        edit("analysis/compare/indicators.py", "from __future__", "# Edited.\nfrom __future__"),
        {"places"},
    ),
    "a module that no chapter imports": (
        edit("analysis/compare/panels.py", "from __future__", "# Edited.\nfrom __future__"), set()
    ),
    "a module that chapters with words and figures import": (
        edit("analysis/words/numbers.py", 'return f"{n}{suffix}"', 'return f"{n}-{suffix}"'),
        {"ranks", "drawn"},
    ),
}  # fmt: skip


@pytest.mark.proof
def test_after_every_edit_the_site_is_that_of_a_build_from_nothing(
    book: Path, tmp_path: Path
) -> None:
    root = tmp_path / "book"
    shutil.copytree(book, root)
    assert build(root) == {"ranks", "drawn", "places"}
    assert build(root) == set()
    for name, (change, depends) in EDITS.items():
        change(root)
        assert build(root) == depends, name
        assert files(root / "_site") == from_nothing(root, tmp_path / "elsewhere" / "book"), name


def test_what_an_edit_runs_again_and_that_nothing_old_stays(book: Path, tmp_path: Path) -> None:
    """The edits that are made most, one after the other, and one build from nothing at the end."""
    root = tmp_path / "book"
    shutil.copytree(book, root)
    assert build(root) == {"ranks", "drawn", "places"}
    for name in (
        "a character of the style sheet", "prose of a chapter", "code of a chapter",
        "a figure more, which moves the numbers of others", "a figure of a table",
        "a module that one chapter imports",
    ):  # fmt: skip
        change, depends = EDITS[name]
        change(root)
        assert build(root) == depends, name
    assert files(root / "_site") == from_nothing(root, tmp_path / "elsewhere" / "book")
