"""Nothing of the contributor's is ever overwritten, however a build ends.

Quarto is not installed where these tests run: a stand-in calls the project as Quarto does (tried
with 1.9.38): the pre-render command, the filter for every notebook, the post-render command.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
import yaml
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.cli import main
from analysis.model.fingerprints import Ledger
from analysis.model.paths import Project

pytestmark = pytest.mark.slow

# Waits in each step for a file to come, so that a test can interrupt it there.
QUARTO = """
import subprocess, sys, time
from pathlib import Path
import yaml

settings = yaml.safe_load(Path("_quarto.yml").read_text())
steps = Path("steps")

def step(name):
    (steps / f"at {name}").touch()
    while (steps / f"wait at {name}").exists():
        time.sleep(0.02)

def call(*command, **more):
    return subprocess.run([sys.executable, *command], check=True, **more).stdout

step("start")
call("-m", "analysis", "prepare")
step("convert")
filter = settings["execute"]["ipynb-filters"][0]
for chapter in ("one", "two"):
    text = Path(f"book/{chapter}.ipynb").read_bytes()
    given = call(filter, cwd="book", input=text, stdout=subprocess.PIPE)
    given.decode("ascii")
    Path("_site/book").mkdir(parents=True, exist_ok=True)
    Path(f"_site/book/{chapter}.html").write_bytes(b"<head></head><main>" + given + b"</main>")
step("finish")
call("-m", "analysis", "finish")
"""
SETTINGS = {
    "project": {"type": "book", "output-dir": "_site"},
    "book": {
        "title": "Two", "subtitle": "s", "author": "a", "repo-url": "https://github.com/a/b",
        "chapters": ["index.qmd", "book/one.ipynb", "book/two.ipynb"],
    },
    "bibliography": "book/references.bib",
    "execute": yaml.safe_load((ROOT / "_quarto.yml").read_text("utf-8"))["execute"],
    "format": {"html": {"code-summary": "Show the code"}},
}  # fmt: skip
# A cell that waits as long as the test wants it to.
WAITS = """
import os, time
from pathlib import Path
from IPython.display import Markdown, display
Path("steps/kernel %s").write_text(str(os.getpid()))
Path("steps/at run").touch()
while Path("steps/wait at run").exists():
    time.sleep(0.02)
display(Markdown("Ran **%s**."))
"""


def notebook(word: str) -> str:
    cells = [
        new_markdown_cell(f"# {word}"),
        new_code_cell("#| output: asis" + WAITS % (word, word)),
    ]
    for i, cell in enumerate(cells):
        cell.id = str(i)
    return str(nbformat.writes(new_notebook(cells=cells)))


@pytest.fixture
def project(tiny_raw: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A book of two chapters whose tables have been built and are known to be fresh."""
    project = Project(tiny_raw.parent.parent)
    root = project.root
    (root / "_quarto.yml").write_text(yaml.safe_dump(SETTINGS), encoding="utf-8")
    (root / "requirements.lock").write_text("")
    (root / "index.qmd").write_text("# Home {.unnumbered}\n\nHome.\n")
    (root / "book").mkdir()
    (root / "book" / "references.bib").write_text("")
    # The filter of the project itself, where the settings look for it.
    (root / "analysis").symlink_to(ROOT / "analysis")
    (root / "steps").mkdir()
    for word in ("one", "two"):
        (root / "book" / f"{word}.ipynb").write_text(notebook(word), encoding="utf-8")
    (root / "quarto.py").write_text(QUARTO)
    monkeypatch.chdir(root)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    from analysis import clean
    from analysis.build import stages
    from analysis.model import tables

    tables.write(clean.build(clean.read(project.raw)), project.clean)
    Ledger(project).record("tables", stages._inputs(project), project.clean)
    return project


@pytest.fixture
def quarto(project: Project) -> Iterator[subprocess.Popen[bytes]]:
    running = start()
    yield running
    if running.poll() is None:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def start() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "quarto.py"], start_new_session=True)


def wait_for(step: str, seconds: int = 120) -> None:
    for _ in range(seconds * 50):
        if Path("steps", f"at {step}").exists():
            return
        time.sleep(0.02)
    pytest.fail(f"the render did not come to: {step}")


def assert_no_kernel_is_left(seconds: int = 20) -> None:
    kernels = [int(path.read_text()) for path in Path("steps").glob("kernel *")]
    assert kernels
    for _ in range(seconds * 10):
        if not any(Path(f"/proc/{kernel}").exists() for kernel in kernels):
            return
        time.sleep(0.1)
    pytest.fail("kernels are left behind")


def notebooks(project: Project) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted((project.root / "book").glob("*.ipynb"))
    }


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("step", ["run", "convert", "finish"])
def test_a_render_that_is_interrupted_touches_no_notebook_then_or_later(
    project: Project, step: str, how: signal.Signals
) -> None:
    (project.root / "steps" / f"wait at {step}").touch()
    running = start()
    wait_for(step)
    before = notebooks(project)
    os.killpg(running.pid, how)
    running.wait()
    assert notebooks(project) == before
    assert_no_kernel_is_left()
    # Edited before the next command, whatever that is.
    one = project.root / "book" / "one.ipynb"
    one.write_text(notebook("EDITED"), encoding="utf-8")
    edited = notebooks(project)
    (project.root / "steps" / f"wait at {step}").unlink()
    assert main(["validate"]) in (0, 1)
    assert notebooks(project) == edited
    assert start().wait() == 0
    assert notebooks(project) == edited
    page = (project.site / "book" / "one.html").read_text("utf-8")
    assert "Ran **EDITED**." in page
    assert "ts-colophon" in page


def test_a_chapter_that_fails_touches_no_notebook(project: Project) -> None:
    one = project.root / "book" / "one.ipynb"
    one.write_text(notebook("one").replace("display(Markdown", "fails(Markdown"), encoding="utf-8")
    before = notebooks(project)
    assert start().wait() != 0
    assert notebooks(project) == before


def test_a_notebook_that_is_saved_during_a_render_is_neither_lost_nor_half_published(
    project: Project, quarto: subprocess.Popen[bytes]
) -> None:
    (project.root / "steps" / "wait at convert").touch()
    wait_for("convert")
    two = project.root / "book" / "two.ipynb"
    two.write_text(notebook("SAVED"), encoding="utf-8")
    (project.root / "steps" / "wait at convert").unlink()
    assert quarto.wait() != 0  # the copy is of another notebook: the render stops
    assert two.read_text("utf-8") == notebook("SAVED")
    assert start().wait() == 0
    assert "SAVED" in (project.site / "book" / "two.html").read_text("utf-8")


def test_one_chapter_alone_can_be_asked_for_before_it_has_been_executed(project: Project) -> None:
    """Quarto calls the filter for a single chapter before the pre-render command."""
    text = (project.root / "book" / "one.ipynb").read_bytes()
    given = subprocess.run(
        [sys.executable, ROOT / "analysis" / "publish" / "executed.py"],
        cwd=project.root / "book", input=text, capture_output=True, check=True,
    ).stdout  # fmt: skip
    assert json.loads(given) == json.loads(text)


def test_make_site_while_a_notebook_is_being_saved(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """Half a notebook is an error that names it; the site stays, and so does the half."""
    assert main(["render", "--renderer", "embedded"]) == 0
    site = {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()}
    one = project.root / "book" / "one.ipynb"
    half = notebook("HALF")[:150]
    one.write_text(half, encoding="utf-8")
    assert main(["render", "--renderer", "embedded"]) == 1
    assert "book/one.ipynb: is not a notebook" in capsys.readouterr().err
    assert one.read_text("utf-8") == half
    assert {path: path.read_bytes() for path in project.site.rglob("*") if path.is_file()} == site
    one.write_text(notebook("WHOLE"), encoding="utf-8")
    assert main(["render", "--renderer", "embedded"]) == 0
    assert "WHOLE" in (project.site / "book" / "one.html").read_text("utf-8")


def test_a_notebook_open_in_jupyterlab(project: Project) -> None:
    """A build gives it no new date, so that Lab saves the user's edits without asking."""
    from jupyter_server.services.contents.largefilemanager import LargeFileManager

    contents = LargeFileManager(root_dir=str(project.root / "book"))
    opened = contents.get("one.ipynb")
    assert main(["render", "--renderer", "embedded"]) == 0
    assert contents.get("one.ipynb", content=False)["last_modified"] == opened["last_modified"]
    opened["content"]["cells"][0]["source"] = "# From Lab"
    contents.save({"type": "notebook", "content": opened["content"]}, "one.ipynb")
    assert main(["render", "--renderer", "embedded"]) == 0
    assert "From Lab" in (project.site / "book" / "one.html").read_text("utf-8")
    assert "From Lab" in (project.root / "book" / "one.ipynb").read_text("utf-8")
