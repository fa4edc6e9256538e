"""What chapters may hold is checked without running them."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path

import pytest
from conftest import ROOT
from IPython.core.interactiveshell import InteractiveShell

from analysis.contribute.prose import of_chapter
from analysis.words import inline

START = "from analysis.words import ordinal\n\nrise = rises.of(data)"


def said(folder: Path, *cells: tuple[str, str]) -> list[str]:
    path = folder / "chapter.ipynb"
    held = [{"cell_type": kind, "source": source.splitlines(True)} for kind, source in cells]
    path.write_text(json.dumps({"cells": held}), encoding="utf-8")
    return [str(problem) for problem in of_chapter(path, "book/chapter.ipynb")]


def test_a_good_chapter_is_left_in_peace(tmp_path: Path) -> None:
    assert not said(
        tmp_path,
        ("code", START + '\nguard("rises", rise.places > 0)'),
        ("markdown", "# Title {#sec-a-1}\n\nIt rises to `{python} ordinal(rise.rank)` of 63,\n"
         "in 2022, by Decision 922, see @sec-b-2, $x = 3$; `{python} rise.of[2022]`.\n\n1. First"),
        ("code", 'figure("fig-1", bump(rise, [1, 20, 63]), caption="By `{python} rise.places`.")'),
    )  # fmt: skip


@pytest.mark.parametrize(
    "expression",
    ["a + 1", "-a", "a if b else c", "[x for x in a]", "a.upper()", "f(g(a))", "a < b", 'f"{a}"',
     "f(a + 1)", "lambda: a", "a and b"],
)  # fmt: skip
def test_a_sentence_computes_nothing(tmp_path: Path, expression: str) -> None:
    for cell in (
        ("markdown", f"It is `{{python}} {expression}`."),
        ("code", f"table('tbl-a', a, caption='It is `{{python}} {expression}`.')"),
    ):
        (problem,) = said(tmp_path, cell)
        assert problem.startswith("book/chapter.ipynb, cell 1: found")
        assert "Give the result a name in a cell before." in problem


def test_an_expression_over_two_lines(tmp_path: Path) -> None:
    (problem,) = said(tmp_path, ("markdown", "It is `{python}\nrank`."))
    assert "an inline expression on one line" in problem


@pytest.mark.parametrize(
    "prose", ["Of `{python}n`", "Of {python} n and", "`{ python } n`", "`{python} n`, `{Python} m`"]
)
def test_an_expression_that_the_page_would_show_as_it_is_written(
    tmp_path: Path, prose: str
) -> None:
    for cell in (("markdown", prose), ("code", f"figure('fig-a', chart(a), caption='{prose}')")):
        (problem,) = said(tmp_path, cell)
        assert "It is written `{python} name`" in problem


@pytest.mark.parametrize("call", ["figure('my-a', chart)", "table('fig-a', rows)", "table('', r)"])
def test_a_label_that_no_reference_could_name(tmp_path: Path, call: str) -> None:
    (problem,) = said(tmp_path, ("code", call))
    assert f"a label that begins with {'fig' if 'figure' in call else 'tbl'}-" in problem


@pytest.mark.parametrize("text", ["{", "[]", "{}"])
def test_what_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "chapter.ipynb"
    path.write_text(text, encoding="utf-8")
    (problem,) = of_chapter(path, "book/chapter.ipynb")
    assert str(problem).startswith('book/chapter.ipynb: found "no notebook')


def test_the_skeleton_of_contributing_is_a_chapter(tmp_path: Path) -> None:
    """It passes as it stands, its cells run, and its expressions give something."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = text.partition("## Add a chapter")[2].partition("\n2. ")[0]
    blocks = re.findall(r"^ +```(\w+)\n(.*?)^ +```$", section, re.DOTALL | re.MULTILINE)
    cells = [(kind, textwrap.dedent(block)) for kind, block in blocks]
    assert len(cells) >= 5
    assert not said(tmp_path, *(("code" if kind == "python" else kind, t) for kind, t in cells))
    shell = InteractiveShell.instance()
    try:
        for kind, cell in cells:
            if kind == "python":
                shell.run_cell(cell).raise_error()
            else:
                inline.results(cell, shell.user_expressions(inline.numbered(cell)))
    finally:
        InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    "prose",
    [
        "It ends at 3.33.",
        "Huế (4th) is next.",
        "In 12 provinces",
        "95 % of them",
        "+0.05",
        "63 of 63 provinces",
        "a 12-fold rise",
        "between $5 and $9 each",
        "{it is 77}",
    ],
)
def test_a_figure_typed_by_hand(tmp_path: Path, prose: str) -> None:
    for cell in (
        ("markdown", prose),
        ("code", f"figure('fig-a', chart(a, finding='{prose}'), caption='None.')"),
        ("code", f"figure('fig-a', chart(a), caption='{prose}')"),
        ("code", f"table('tbl-a', a, '{prose}')"),
        ("code", f"folded_table('{prose}', a)"),
    ):
        problems = said(tmp_path, cell)
        assert problems
        assert all("no figure typed by hand" in problem for problem in problems)


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("for a in b:\n    c(a)", "a loop"),
        ("d = [c(a) for a in b]", "a loop"),
        ("def a():\n    pass", "a function"),
        ("a = b if c else d", "a condition"),
        ("a = pd.DataFrame({})", "a DataFrame built by hand"),
        ("assert a", "an assertion"),
        ("a = DataFrame.from_dict(b)", "a DataFrame built by hand"),
        ("class A: pass", "a function"),
        ("figure('fig-a', a, caption=f'{b} of it')", "a caption that is a plain text"),
        ("figure('fig-a', a, caption='x' + str(b))", "a caption that is a plain text"),
        ("figure('fig-a', a, caption=b)", "a caption that is a plain text"),
        ("figure('fig-a', a(finding='so `{python} b`'), caption='x')", "a finding without"),
        ("folded_table('rows `{python} n`', a)", "a summary without inline expressions"),
        ("say('words')", "say()"),
        ("print(a)", "print()"),
        ("guard('Words')", "then what must hold"),
        ("guard('Words', True)", "a condition that new data can break"),
        ("guard(sentence='Words')", "then what must hold"),
        ("page.guard('words that are nowhere', a)", "words that are nowhere"),
        ("import pandas as pd", "import pandas"),
        ("guard('words that are nowhere', a)", "words that are nowhere"),
        ("#| echo: false\n\n" + "a = 1\n" * 149, "151 lines of code"),
        ("a = (", "Python"),
    ],
)
def test_code_that_does_not_belong_into_a_chapter(tmp_path: Path, code: str, what: str) -> None:
    found = said(tmp_path, ("markdown", "Words."), ("code", code))
    assert any(what in problem for problem in found)
