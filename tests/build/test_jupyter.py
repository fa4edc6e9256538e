"""Every chapter in JupyterLab, as a person sees it who opens it there and runs all cells."""

from __future__ import annotations

import ast
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import nbformat
import pytest
from conftest import NEEDS_CHROMIUM, ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser

from analysis.build import jupyter
from analysis.model.outputs import BUILD
from analysis.model.paths import TABLES, Project
from analysis.page.lab import CHART
from analysis.publish.book import Book

pytest.importorskip("jupyterlab", reason="no JupyterLab in this environment")
CHAPTERS = [chapter.path.name for chapter in Book.read(ROOT).notebooks]
# Chapters are run side by side, each row of them in one kernel that has the libraries loaded.
ROWS = 2
MINUTE = 60
SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8").split("\n", 1)[1]
# Where JupyterLab's page would have its server ask another host.
NEWS = ("/lab/api/news", "/lab/api/update", "/lab/api/extensions")
MARKUP = (":::", "{=html}", "<svg", "{#", "{.", "{python}", "[^")

PROSE = """\
# Heading {#sec-heading}

::: {.callout-tip}
In a callout of rank `{python} rank`, see @sec-other and [@holm1979].

- $a_1 = b_1$ and `::: code`[^why]
:::

[words]{lang=vi} of 100 \\@ sign, [a page](sources.html#src-a)

```
::: {.callout-note}
```

[^why]: Because.
"""


def a_notebook() -> Any:
    """All that prose may hold, and an expression that fails."""
    return new_notebook(
        cells=[
            new_code_cell("rank = 3"),
            new_markdown_cell(PROSE),
            new_markdown_cell("A rank of `{python} rnk`."),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """JupyterLab as `make lab` starts it, on a copy of the book."""
    copy = tmp_path_factory.mktemp("project")
    for name in ("book", "data"):
        shutil.copytree(ROOT / name, copy / name)
    shutil.copyfile(ROOT / "_quarto.yml", copy / "_quarto.yml")
    nbformat.write(a_notebook(), copy / "book" / "prose.ipynb")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words, environment = jupyter.command(
        Project(copy),
        ["--no-browser", "--allow-root", "--port", str(port), "--ServerApp.port_retries=0",
         "--IdentityProvider.token=known", "--expose-app-in-browser"],
    )  # fmt: skip
    # Nothing of the user's own, and a person who runs it.
    for name in ("CONFIG", "DATA", "RUNTIME"):
        environment[f"JUPYTER_{name}_DIR"] = str(copy / ".jupyter" / name)
    environment |= {"IPYTHONDIR": str(copy / ".ipython"), "PYTHONPATH": str(ROOT)}
    for name in (BUILD, TABLES):
        environment.pop(name, None)
    said = copy / "jupyter.log"
    with (
        said.open("w") as log,
        subprocess.Popen(words, env=environment, cwd=copy, stdout=log, stderr=log) as server,
    ):
        url = f"http://127.0.0.1:{port}"
        end = time.monotonic() + MINUTE
        while not answers(f"{url}/api"):
            assert server.poll() is None, said.read_text("utf-8")
            assert time.monotonic() < end, said.read_text("utf-8")
            time.sleep(0.1)
        yield url
        server.terminate()


def answers(url: str) -> bool:
    try:
        with urlopen(url):
            return True
    except OSError:
        return False


@dataclass
class Seen:
    """What was seen of the chapters, which other hosts were asked, and what the user was."""

    chapters: dict[str, Any]
    elsewhere: list[str]
    asked: list[str]


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest, browser: Browser, address: str) -> Seen:
    # `-k rankings` runs one chapter.
    wanted = {getattr(item, "callspec", None) and item.callspec.params.get("chapter")
              for item in request.session.items}  # fmt: skip
    chapters = ["prose.ipynb", *(name for name in CHAPTERS if name in wanted)]
    seen = Seen({}, [], [])
    own = (address, address.replace("http", "ws"), "data:", "blob:")

    def watched(url: str) -> None:
        if not url.startswith(own) or any(path in url for path in NEWS):
            seen.elsewhere.append(url)

    pages = []
    rows = min(ROWS, len(chapters) // 2 or 1)
    for row in range(rows):
        page = browser.new_context(viewport={"width": 1300, "height": 900}).new_page()
        page.on("request", lambda request: watched(request.url))
        page.goto(f"{address}/lab/workspaces/row{row}?token=known", wait_until="commit")
        pages.append(page)
    for row, page in enumerate(pages):
        page.wait_for_function("window.jupyterapp", timeout=MINUTE * 1000)
        page.evaluate(
            "paths => { window.end = {}; "
            f"({SCRIPT})(paths).then(told => {{ window.end = {{ told }} }}, "
            "error => { window.end = { error: String(error) } }) }",
            chapters[row::rows],
        )
    for page in pages:
        page.wait_for_function(
            "window.end.told || window.end.error", timeout=10 * MINUTE * 1000, polling=200
        )
        end = page.evaluate("window.end")
        assert "told" in end, end
        seen.chapters |= end["told"]
        seen.asked += page.locator(".Toastify__toast").all_inner_texts()
        page.context.close()
    for name, chapter in sorted(seen.chapters.items()):
        print(f"{chapter['seconds']:5.1f} s  {name}")
    return seen


def calls(source: str, *names: str) -> int:
    """How often a cell calls one of these functions itself."""
    return sum(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        for node in ast.walk(ast.parse(source))
    )


@NEEDS_CHROMIUM
@pytest.mark.slow
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_looks_like_a_chapter(seen: Seen, chapter: str) -> None:
    for number, cell in enumerate(seen.chapters[chapter]["cells"], start=1):
        where = f"{chapter}, cell {number}"
        outputs = cell["outputs"]
        wrong = [f"{o['ename']}: {o['evalue']}" for o in outputs if o["output_type"] == "error"]
        assert not wrong, f"{where}: {wrong}"
        found = [line for line in cell["words"].split("\n") if any(m in line for m in MARKUP)]
        assert not found, f"{where} shows markup: {found[:3]}"
        assert not cell["unfilled"], where
        assert "ts-important" not in cell["html"], f"{where}: {cell['words']}"
        assert len(cell["pictures"]) == sum(CHART in o.get("data", {}) for o in outputs), where
        assert all(w > 200 and h > 50 for w, h in cell["pictures"]), f"{where}: {cell['pictures']}"
        opened = [size for size in cell["tables"] if size]
        assert all(w > 50 and h > 20 for w, h in opened), f"{where}: {opened}"
        if outputs or re.search(r"^(?:figure|table|folded_table)\(", cell["source"], re.MULTILINE):
            assert len(cell["pictures"]) >= calls(cell["source"], "figure"), where
            tables = calls(cell["source"], "figure", "table", "folded_table")
            assert len(cell["tables"]) >= tables, where


@NEEDS_CHROMIUM
@pytest.mark.slow
def test_prose_is_read_as_quarto_means_it(seen: Seen) -> None:
    _, prose, failing = seen.chapters["prose.ipynb"]["cells"]
    html, words = prose["html"], prose["words"]
    assert not prose["unfilled"]
    assert "In a callout of rank 3, see @sec-other and [@holm1979]." in words
    assert '<div class="ts-callout ts-tip"><p class="ts-title">Tip</p>' in html
    assert '<span class="ts-reference">@sec-other</span>' in html
    assert "<code>::: code</code>" in html
    assert "::: {.callout-note}" in html
    assert '<span lang="vi">words</span>' in html
    assert "100 @ sign" in words
    assert "sources.ipynb" in html
    assert html.count("mjx-container") >= 2
    assert "<sup>why</sup>" in html
    assert "sec-heading" not in words
    assert "`rnk` fails: NameError" in failing["words"]
    assert "ts-important" in failing["html"]


@NEEDS_CHROMIUM
@pytest.mark.slow
def test_nothing_is_asked_of_another_host_or_of_the_user(seen: Seen) -> None:
    assert not seen.elsewhere
    assert not seen.asked


def test_only_this_machine_is_served_and_what_the_user_set_stays(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTER_PATH", "/of/the/user")
    words, environment = jupyter.command(project, ["--allow-root"])
    assert words[words.index("--ip") + 1] == "127.0.0.1"
    assert "--allow-root" in words
    ours, _, theirs = environment["JUPYTER_PATH"].partition(os.pathsep)
    assert theirs == "/of/the/user"
    assert (Path(ours) / "labextensions" / "tinh-so" / "package.json").is_file()
