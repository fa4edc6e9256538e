"""What chapters may hold is checked without running them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analysis.contribute.prose import of_chapter

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
    "prose", ["It ends at 3.33.", "Huế (4th) is next.", "In 12 provinces", "95 % of them", "+0.05"]
)
def test_a_figure_typed_by_hand(tmp_path: Path, prose: str) -> None:
    for cell in (
        ("markdown", prose),
        ("code", f"figure('fig-a', chart(a, finding='{prose}'), caption='None.')"),
        ("code", f"figure('fig-a', chart(a), caption='{prose}')"),
        ("code", f"table('tbl-a', a, '{prose}')"),
        ("code", f"folded_table('{prose}', a)"),
    ):
        (problem,) = said(tmp_path, cell)
        assert "no figure typed by hand" in problem


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("for a in b:\n    c(a)", "a loop"),
        ("d = [c(a) for a in b]", "a loop"),
        ("def a():\n    pass", "a function"),
        ("a = b if c else d", "a condition"),
        ("a = pd.DataFrame({})", "a DataFrame built by hand"),
        ("assert a", "an assertion"),
        ("figure('fig-a', a, caption=f'{b} of it')", "a caption that is put together"),
        ("import pandas as pd", "import pandas"),
        ("guard('words that are nowhere', a)", "words that are nowhere"),
        ("#| echo: false\n\n" + "a = 1\n" * 149, "151 lines of code"),
        ("a = (", "Python"),
    ],
)
def test_code_that_does_not_belong_into_a_chapter(tmp_path: Path, code: str, what: str) -> None:
    found = said(tmp_path, ("markdown", "Words."), ("code", code))
    assert any(what in problem for problem in found)
