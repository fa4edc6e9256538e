"""What several tests share: the committed tables, a tiny raw folder, and a finished site.

Tests that share something slow to make (the site, the charts, a library of validation) are one
group, and one group runs in one process: see ``group_of``. (The groups that pytest-xdist itself
offers need a mark that pytest 9.2 no longer passes on.)
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from xdist.scheduler import LoadScopeScheduling

from analysis import clean as cleaning
from analysis import cli
from analysis.build.locking import alone
from analysis.charts import drawing
from analysis.clean.raw import layout
from analysis.model import tables
from analysis.model.paths import Project
from analysis.publish import figures as book_figures
from analysis.publish import notebooks
from analysis.publish.book import Book

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parent.parent

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--site",
        type=Path,
        help="read this finished site instead of building one with the embedded renderer",
    )
    parser.addoption(
        "--renew-images",
        action="store_true",
        help="keep the charts' pictures of today as those to compare with",
    )


# The groups that take longest begin first, so that no process waits long for another at the end.
FIRST = (
    "site", "tests/test_walk.py", "tests/build/test_untouched.py",
    "tests/build/test_incremental.py", "tests/build/test_jupyter.py", "slips",
    "tests/publish/test_kernels.py", "tests/publish/test_hostile_text.py", "validate",
)  # fmt: skip

# Not in `make quick`.
SLOW = ("site", "slips", "validate", "charts")


def group_of(nodeid: str) -> str:
    """The name of the group that a test runs with: mostly its folder.

    It follows from the name of the test alone, which is all that the process that hands out tests
    knows of it.
    """
    path, _, test = nodeid.partition("::")
    if path == "tests/test_faults.py":
        # Slips of two sites of each kind are made and judged together.
        site = re.search(r"-(\d+)\]$", test)
        return f"slips-{int(site[1]) // SITES_TOGETHER if site else 0}"
    if path == "tests/compare/test_confidence.py":
        # They share nothing, and the proofs among them take long.
        return test.split("[")[0]
    folder = path.split("/")[-2]
    return path if folder in ("tests", "build", "contribute", "publish") else folder


# Each kind of slip is made at several sites; those of so many sites are one group.
SITES_TOGETHER = 2


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    def place(item: pytest.Item) -> int:
        kind = group_of(item.nodeid).split("-")[0]
        return FIRST.index(kind) if kind in FIRST else len(FIRST)

    for item in items:
        group = group_of(item.nodeid)
        if group.split("-")[0] in SLOW:
            item.add_marker(pytest.mark.slow)
        if "site" in getattr(item, "fixturenames", ()) and group != "site":
            raise pytest.UsageError(f"{item.nodeid} reads the site: it belongs into tests/site")
    items.sort(key=place)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    config.option.loadscopereorder = False
    return InGroups(config, log)


class InGroups(LoadScopeScheduling):
    """Hands out whole groups, in the order of the tests."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


CHROMIUM = next(
    (
        found
        for name in (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
        if name and (found := shutil.which(name))
    ),
    None,
)
NEEDS_CHROMIUM = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium found (set CHROMIUM or put it on PATH)"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--no-first-run",
            ],
        )  # fmt: skip
        yield started
        started.close()


def values_of(year: int, columns: Mapping[str, Mapping[str, float]]) -> pd.DataFrame:
    """The clean table ``values`` of one year on the 63, by indicator and province_code."""
    return pd.DataFrame(
        {
            "indicator": indicator, "boundary": "63", "province_code": code,
            "reference_year": year, "value": value,
        }
        for indicator, column in columns.items()
        for code, value in column.items()
    )  # fmt: skip


def silent(_: str) -> None:
    """What a command reports, nobody reads."""


@pytest.fixture(scope="session")
def project() -> Project:
    return Project(ROOT)


@pytest.fixture(scope="session")
def clean(project: Project) -> dict[str, pd.DataFrame]:
    """The committed clean tables."""
    return tables.load_all(project.clean)


@pytest.fixture(scope="session")
def figures(project: Project) -> Mapping[str, Mapping[str, Any]]:
    """What each figure of the book is drawn from, by label; the chapters are run where stale."""
    with alone(project, silent):
        executed = notebooks.run(project, Book.read(ROOT).notebooks, silent)
    return book_figures.read(executed)


@pytest.fixture(scope="session")
def pictures(figures: Mapping[str, Mapping[str, Any]]) -> Mapping[tuple[str, str], str]:
    """Each figure of the book as SVG, by label and width (wide or narrow)."""
    return {
        (label, width): drawing.svg(figure[width])
        for label, figure in figures.items()
        for width in ("wide", "narrow")
    }


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished site, built in a copy of the project so that the user's own stays as it is."""
    given: Path | None = request.config.getoption("--site")
    if given:
        return given.resolve()
    copy = tmp_path_factory.mktemp("project")
    leave_out = shutil.ignore_patterns(
        ".venv", ".cache", "_site", ".git", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, copy, ignore=leave_out, dirs_exist_ok=True)
    # Executed notebooks are kept under a hash of all that they depend on: safe to share.
    if (ROOT / ".cache" / "notebooks").is_dir():
        with alone(Project(ROOT), silent):
            shutil.copytree(ROOT / ".cache" / "notebooks", copy / ".cache" / "notebooks")
    done = run_apart(copy, "render", "--renderer", "embedded")
    assert done.returncode == 0, done.stdout + done.stderr
    return copy / "_site"


@dataclass(frozen=True)
class Done:
    """What came of a command."""

    returncode: int
    stdout: str
    stderr: str


def run(folder: Path, *arguments: str) -> Done:
    """The command line in a folder, within this process: nothing waits for libraries again."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(folder)
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.setattr(sys, "stdin", io.StringIO())
        try:
            code = cli.main(arguments)
        except SystemExit as stop:
            code = stop.code if isinstance(stop.code, int) else 1
    return Done(code, out.getvalue(), err.getvalue())


def run_apart(
    folder: Path, *arguments: str, package: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    """The command line as users start it, in a process of its own; ``package`` holds the code."""
    return subprocess.run(
        [sys.executable, "-m", "analysis", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        env=os.environ | {"PYTHONPATH": str(package)},
        check=False,
    )


SOURCES = (
    "source_id,topic,founding,publisher,title,url,published_on,language,kind,quality,copy_of,"
    "licence,note\n"
    "ministry,dti,no,Ministry,Official table,https://example.org/a,2023-07-12,vi,official,A,,,\n"
    "paper,dti,no,Newspaper,An article,https://example.org/b,2023-07-13,vi,press,B,,,\n"
    "copy,dti,no,Portal,The same article,https://example.org/c,2023-07-14,vi,press,B,paper,,\n"
    "nobody,dti,no,Someone,A compilation,https://example.org/d,,en,dataset,C,,,\n"
)
INDICATORS = (
    "code,topic,index,measure,boundary,about,name_en,name_vi,unit,whole,minimum,maximum,"
    "higher_is_better,aggregation,numerator,denominator,publisher,methodology_note\n"
    "dti_rank,dti,dti,rank,,,DTI rank,Xếp hạng DTI,rank,yes,1,63,no,never,,,Ministry,\n"
    "dti_score,dti,dti,score,,,DTI score,Giá trị DTI,index 0-1,no,0,1,yes,mean,,,Ministry,\n"
    "accounts,founding,,value,,,Accounts,Tài khoản,tài khoản,yes,0,,yes,never,,,Province,\n"
)
OBSERVATIONS = (
    "source_id,indicator,province,boundary,reference_year,as_of,value_as_printed,"
    "rank_as_printed,out_of,unit,qualifier,locator,note\n"
)
DTI = OBSERVATIONS + (
    "ministry,dti_rank,Quảng Ninh,63,2022,,,3,63,rank,,row 3,\n"
    'ministry,dti_score,Quảng Ninh,63,2022,,"0,7024",,,index 0-1,,row 3,\n'
    "paper,dti_rank,Quảng Ninh,63,2022,,,thứ ba,,rank,,paragraph 1,\n"
    "copy,dti_rank,Quảng Ninh,63,2022,,,thứ ba,,rank,,paragraph 1,\n"
    "ministry,dti_rank,Bắc Ninh,63,2022,,,7/63,63,rank,,row 7,\n"
    "paper,dti_rank,Bắc Ninh,63,2022,,,8,63,rank,,paragraph 2,\n"
    "nobody,dti_score,Hà Nội,63,2022,,0.6,,,index 0-1,,line 9,\n"
)
FOUNDING = OBSERVATIONS + (
    'paper,accounts,Bắc Ninh,63,2023,,"hơn 728.400",,,tài khoản,over,paragraph 3,\n'
)


@pytest.fixture
def tiny_raw(tmp_path: Path) -> Path:
    """A raw folder with a handful of rows and the real provinces."""
    return write_tiny_raw(tmp_path)


def write_tiny_raw(root: Path) -> Path:
    """The same where several tests share one."""
    raw = root / "data" / "raw"
    (raw / "observations").mkdir(parents=True)
    for name in ("provinces", "province_successors"):
        shutil.copyfile(ROOT / "data" / "raw" / f"{name}.csv", raw / f"{name}.csv")
    texts = {
        "editions": "index,reference_year,boundary,definition,main_indices,components,units_ranked,"
        "announced_on,decision,source_id,note\ndti,2022,63,first,9,98,63,2023-07-12,,ministry,\n",
        "sources": SOURCES,
        "indicators": INDICATORS,
        "observations/dti": DTI,
        "observations/founding": FOUNDING,
    }
    for name, (columns, _) in layout().items():
        path = raw / f"{name}.csv"
        if not path.exists():
            path.write_text(texts.get(name, ",".join(columns) + "\n"), encoding="utf-8")
    return raw


# A chapter of a small book: code, and a sentence that says what it found.
RANKS_CODE = """from analysis.model.tables import Tables, rows
from analysis.words import listed, ordinal
ranks = Tables().values.query("indicator == 'dti_rank'")
said = listed(f"Province {row.province_code} is {ordinal(row.value)}" for row in rows(ranks))
"""
RANKS_PROSE = "`{python} said`."


def book_settings(*chapters: str) -> str:
    """The ``_quarto.yml`` of a small book; a chapter may stand in a part, written as YAML."""
    return f"""
project: {{type: book, output-dir: _site}}
book:
  title: "Tiny"
  subtitle: "a book"
  author: "Someone"
  repo-url: https://github.com/someone/tiny
  chapters: [index.qmd, {", ".join(chapters)}]
bibliography: book/references.bib
execute: {{enabled: false}}
format: {{html: {{code-summary: "Show the code"}}}}
"""


def write_chapter(root: Path, name: str, opening: str, code: str, prose: str) -> Path:
    """A chapter of a small book: words, a cell of code, and words that say what it found."""
    cells = [new_markdown_cell(opening), new_code_cell(code), new_markdown_cell(prose)]
    for i, cell in enumerate(cells):
        cell.id = str(i)  # else each time another
    path = root / "book" / f"{name}.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


@pytest.fixture
def tiny_book(tiny_raw: Path) -> Path:
    """A project with a handful of raw rows and one chapter, of ranks."""
    root = tiny_raw.parent.parent
    shutil.copyfile(ROOT / "requirements.lock", root / "requirements.lock")
    (root / "_quarto.yml").write_text(
        book_settings('{part: "One", chapters: [book/ranks.ipynb]}'), encoding="utf-8"
    )
    (root / "index.qmd").write_text("# Tiny {.unnumbered}\n\nHome.\n")
    (root / "book").mkdir()
    (root / "book" / "references.bib").write_text("")
    write_chapter(root, "ranks", "# Ranks {#sec-ranks}", RANKS_CODE, RANKS_PROSE)
    return root


def build_tables(project: Project) -> None:
    """The clean tables of a project whose raw files are known to be right: not validated again."""
    tables.write(cleaning.build(cleaning.read(project.raw)), project.clean)


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
