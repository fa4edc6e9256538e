"""Inline expressions are found, asked for and put in as Quarto does."""

from __future__ import annotations

import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis.words import inline, link

TEXT = "Rose from `{python} ordinal(rise.from_rank)` to **`{python} best`** of 63; `code` stays."


def given(**names: object) -> InteractiveShell:
    shell = InteractiveShell()
    shell.user_ns.update(names)
    return shell


def said(text: str, **names: object) -> str:
    replies = given(**names).user_expressions(inline.numbered(text))
    return inline.filled(text, inline.results(text, replies))


def test_expressions_are_those_that_quarto_would_see() -> None:
    assert inline.expressions(TEXT) == ["ordinal(rise.from_rank)", "best"]
    assert inline.expressions("``{python} x`` shown as code") == []
    assert inline.around(TEXT)[0] == "Rose from "
    assert len(inline.around(TEXT)) == 3


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("3rd", "3rd"),
        (7, "7"),
        ("Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("a * b_c <d> `e`", r"a \* b\_c \<d\> \`e\`"),
        ('it\'s "so"\nand\tso', 'it\\\'s \\"so\\"\nand\tso'),
        ("x" * 200, "x" * 200),
        ("long words " * 20, "long words " * 20),
        (link("Sở & sông", "https://example.org/a"), r"[Sở \& sông](<https://example.org/a>)"),
    ],
)
def test_texts_stand_sign_by_sign_and_links_as_links(value: object, shown: str) -> None:
    assert said("`{python} x`", x=value) == shown


def test_whole_numbers_of_tables_are_numbers() -> None:
    import numpy as np

    assert said("`{python} x` of `{python} y`", x=np.int64(-3), y=np.uint8(63)) == "-3 of 63"


def test_spaces_around_an_expression_do_not_matter() -> None:
    assert inline.expressions("`{python}  x `") == ["x"]
    assert said("`{python}  x `", x=7) == "7"


def test_a_percent_sign_stays_with_its_number() -> None:
    assert said("`{python} x` % of it", x="56.83") == "56.83\u00a0% of it"


@pytest.mark.parametrize("value", [0.1 + 0.2, None, [1, 2], {"a": 1}, True, "", " "])
def test_what_no_sentence_can_hold_is_refused_with_a_remedy(value: object) -> None:
    with pytest.raises(ValueError, match=r"`x` gives .*; expected a text or a whole number"):
        said("`{python} x`", x=value)


def test_an_expression_that_fails_is_named() -> None:
    with pytest.raises(ValueError, match=r"`nobody` fails: NameError"):
        said("Known: `{python} known`, `{python} nobody`.", known=1)
