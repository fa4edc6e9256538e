"""The whole walk on a tiny raw folder, as a contributor would take it."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Done, run, run_apart


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("_site", "data/clean")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


RENDER = ("render", "--renderer", "embedded")


def build(root: Path) -> Done:
    return run(root, "all", "--renderer", "embedded")


@pytest.mark.slow
def test_from_a_printed_rank_to_a_page_and_all_that_stops_it(tiny_book: Path) -> None:
    root = tiny_book
    # Sphinx takes a process for itself each time that it writes pages.
    done = run(root, "clean")
    assert done.returncode == 0, done.stderr
    done = run_apart(root, *RENDER)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "chapter 1 of 1  book/ranks" in done.stdout
    assert "_site/index.html" in done.stdout
    assert "make preview" in done.stdout
    page = (root / "_site" / "book" / "ranks.html").read_text("utf-8")
    assert "Province 22 is 3rd and" in page
    assert "Province 27 is 7th." in page
    first = snapshot(root)

    # Nothing has changed: nothing is done.
    done = build(root)
    assert "tables: nothing has changed" in done.stdout
    assert "pages: nothing has changed" in done.stdout
    assert snapshot(root) == first

    # Wrong input: exit code 2, and all stays as it was.
    dti = root / "data" / "raw" / "observations" / "dti.csv"
    right = dti.read_text("utf-8")
    dti.write_text(right.replace("Quảng Ninh", "Quảng Nình"), encoding="utf-8")
    done = build(root)
    assert done.returncode == 2
    assert 'rows 2, 3, 4, 5, column province: found "Quảng Nình"' in done.stderr
    assert snapshot(root) == first

    # A table that breaks an expectation: exit code 1, and all stays as it was.
    dti.write_text(right, encoding="utf-8")
    places = {}
    for name, start in (("provinces", "96,63,"), ("province_successors", "96,")):
        path = root / "data" / "raw" / f"{name}.csv"
        places[path] = path.read_text("utf-8")
        lines = [line for line in places[path].splitlines() if not line.startswith(start)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = build(root)
    assert done.returncode == 1
    assert "data/clean/provinces.csv, the table: expected 97 rows" in done.stderr
    assert "data/clean/province_successors.csv" in done.stderr
    assert snapshot(root) == first

    # A chapter that fails: exit code 1, and the site stays as it was.
    for path, text in places.items():
        path.write_text(text, encoding="utf-8")
    notebook = root / "book" / "ranks.ipynb"
    working = notebook.read_text("utf-8")
    notebook.write_text(working.replace("row.value", "row.nothing"), encoding="utf-8")
    done = build(root)
    assert done.returncode == 1
    assert "book/ranks.ipynb, cell 2, line 4: a cell failed with AttributeError" in done.stderr
    assert snapshot(root) == first

    # A corrected figure reaches the page; until then the tables are not up to date.
    notebook.write_text(working, encoding="utf-8")
    dti.write_text(right.replace(",,,7/63,", ",,,6/63,"), encoding="utf-8")
    done = run(root, "verify")
    assert done.returncode == 1
    assert "values.csv" in done.stderr
    done = run(root, "clean")
    assert done.returncode == 0, done.stderr
    done = run_apart(root, *RENDER)
    assert done.returncode == 0, done.stderr
    assert "Province 27 is 6th." in (root / "_site" / "book" / "ranks.html").read_text("utf-8")
