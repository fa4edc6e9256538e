"""Notebooks run when they, the package or the data have changed, and only then."""

from __future__ import annotations

import shutil
from pathlib import Path, PurePosixPath

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis.model.errors import RenderFailed
from analysis.model.paths import Project
from analysis.publish import notebooks
from analysis.publish.book import Chapter

CHAPTER = Chapter(PurePosixPath("book/one.ipynb"), None)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "book").mkdir()
    (tmp_path / "data" / "clean").mkdir(parents=True)
    (tmp_path / "data" / "clean" / "values.csv").write_text("a\n1\n")
    (tmp_path / "requirements.lock").write_text("")
    return Project(tmp_path)


def write(project: Project, *sources: str) -> None:
    cells = [new_code_cell(source) for source in sources]
    nbformat.write(new_notebook(cells=cells), project.root / CHAPTER.path)


def run(project: Project) -> tuple[list[str], Path]:
    said: list[str] = []
    copies = notebooks.run(project, (CHAPTER,), said.append)
    return said, copies[CHAPTER.name]


def test_runs_once_until_the_data_change(project: Project) -> None:
    write(project, "import os; print(open('data/clean/values.csv').read())")
    source = (project.root / CHAPTER.path).read_bytes()
    said, copy = run(project)
    assert said[0].startswith("chapter 1 of 1  book/one ")
    assert nbformat.read(copy, 4).cells[0].outputs[0].text == "a\n1\n\n"
    assert (project.root / CHAPTER.path).read_bytes() == source
    shutil.copystat(project.root, project.root / "data" / "clean" / "values.csv")
    assert run(project)[0] == ["chapters: 1 of 1 unchanged"]
    (project.root / "data" / "clean" / "values.csv").write_text("a\n2\n")
    said, copy = run(project)
    assert said[0].startswith("chapter 1 of 1  book/one ")
    assert nbformat.read(copy, 4).cells[0].outputs[0].text == "a\n2\n\n"
    assert len(list(copy.parent.glob("*.ipynb"))) == 1


def test_failing_cell_is_named_and_nothing_is_kept(project: Project) -> None:
    write(project, "x = 1", "x / 0")
    with pytest.raises(RenderFailed, match=r"book/one\.ipynb.*ZeroDivisionError"):
        run(project)
    assert not list((project.cache / "notebooks").rglob("*.ipynb"))


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (
            "guard('rises', 1 > 2)",
            r"“rises” does not hold .*\. Rewrite the sentence, and its guard",
        ),
        (
            "table('tbl-a', pd.DataFrame(), caption='`{python} b`')",
            r"`b` fails: NameError: [^\n]*$",
        ),
    ],
)
def test_what_the_writer_of_a_sentence_can_mend_comes_without_a_traceback(
    project: Project, cell: str, said: str
) -> None:
    write(project, "import pandas as pd\nfrom analysis.page import guard, table", cell)
    with pytest.raises(RenderFailed, match=rf"^book/one\.ipynb, cell 2, line 1: {said}"):
        run(project)
