"""Kernels forked from the loaded process: what they give, and how they end."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path, PurePosixPath

import nbformat
import pytest
from conftest import ROOT
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from analysis.model.errors import RenderFailed
from analysis.model.outputs import BUILD
from analysis.model.paths import Project
from analysis.publish import notebooks
from analysis.publish.book import Book, Chapter
from analysis.publish.kernels import ENVIRONMENT

pytestmark = pytest.mark.slow

# Together they load all libraries: charts, tests of significance, panels; and one that has none.
FEW = ("book/dictionary", "book/panels", "book/sensitivity", "book/binh_dinh")


def outputs(notebook: nbformat.NotebookNode) -> str:
    cells = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    return json.dumps(cells, indent=1, sort_keys=True)


def from_a_cold_kernel(chapter: Chapter, home: Path) -> str:
    """What the chapter gives in a kernel that was started from nothing."""
    notebook = nbformat.read(ROOT / chapter.path, as_version=4)
    client = NotebookClient(
        notebook, kernel_name="python3", resources={"metadata": {"path": str(ROOT)}},
        record_timing=False,
    )  # fmt: skip
    env = os.environ | ENVIRONMENT | {"IPYTHONDIR": str(home), BUILD: "yes"}
    asyncio.run(client.async_execute(env=env))
    return outputs(notebook)


def same_bytes(chapters: list[Chapter], tmp_path: Path) -> None:
    for name in ("_quarto.yml", "requirements.lock", "book", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / "home").mkdir()
    # In another order than the book's, side by side.
    copies = notebooks.run(Project(tmp_path), chapters[::-1], lambda step: None)
    for chapter in chapters:
        warm = outputs(nbformat.read(copies[chapter.name], as_version=4))
        assert warm == from_a_cold_kernel(chapter, tmp_path / "home"), chapter.name


def test_the_same_bytes_as_from_a_cold_kernel(tmp_path: Path) -> None:
    chapters = {chapter.name: chapter for chapter in Book.read(ROOT).notebooks}
    same_bytes([chapters[name] for name in FEW], tmp_path)


@pytest.mark.proof
def test_every_chapter_gives_the_same_bytes_as_from_a_cold_kernel(tmp_path: Path) -> None:
    same_bytes([*Book.read(ROOT).notebooks], tmp_path)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "book").mkdir()
    (tmp_path / "requirements.lock").write_text("")
    return Project(tmp_path)


def run(project: Project, *cells: str) -> Path:
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    nbformat.write(notebook, project.root / "book" / "one.ipynb")
    chapter = Chapter(PurePosixPath("book/one.ipynb"), None)
    return notebooks.run(project, [chapter], lambda step: None)["book/one"]


def test_chapters_share_nothing_but_libraries(project: Project) -> None:
    first = run(project, "import pandas as pd; pd.mine = 1; x = 2; print(len(pd.DataFrame()))")
    assert nbformat.read(first, as_version=4).cells[0].outputs[0].text == "0\n"
    again = run(project, "import pandas as pd; print(hasattr(pd, 'mine'), 'x' in globals())")
    assert nbformat.read(again, as_version=4).cells[0].outputs[0].text == "False False\n"


def test_a_kernel_that_dies_is_an_error_that_names_the_chapter(project: Project) -> None:
    with pytest.raises(RenderFailed, match=r"book/one\.ipynb: could not be run: .*died"):
        run(project, "import os; os._exit(3)")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["x = 1", "#| echo: false\nframe = {}\nframe['rnk']"],
         r"book/one\.ipynb, cell 2, line 3: a cell failed with KeyError: 'rnk'\n  frame\['rnk'\]"),
        (["def f():\n    return 1 / 0", "x = 1\n\nf()"],
         r"cell 2, line 3: a cell failed with ZeroDivisionError: .*\n  f\(\)"),
        (["import json\njson.loads('{')"], r"cell 1, line 2: a cell failed with JSONDecodeError"),
        (["x = 1\nif x\n"], r"cell 1, line 2: a cell failed with SyntaxError"),
    ],
)  # fmt: skip
def test_a_failing_cell_is_named_with_its_own_line(
    project: Project, cells: list[str], said: str
) -> None:
    """The line is the notebook's, whatever library the error comes from."""
    with pytest.raises(RenderFailed, match=said):
        run(project, *cells)
