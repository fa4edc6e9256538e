"""Inline expressions: what is computed in a sentence, ``{python} name`` in backquotes.

They stand in Markdown cells and in captions. The kernel evaluates them as Quarto has it do
(``user_expressions``), and each result is kept beside the cell under that name.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.words.markdown import plain, typeset

# As Quarto reads them.
_INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
# What pandas' and numpy's whole numbers look like.
_WHOLE = re.compile(r"(?:np\.u?int\d+\()?(-?\d+)\)?")


class NotSaid(ValueError):
    """An inline expression fails, or gives what a sentence cannot hold; the message names it."""


def expressions(text: str) -> list[str]:
    """The inline expressions of a text, in their order."""
    # Without spaces at the ends: Quarto looks for what was given to the expression as such.
    return [expression.strip() for expression in _INLINE.findall(text)]


def around(text: str) -> list[str]:
    """The words before, between and after the inline expressions of a text: one more than these."""
    return _INLINE.split(text)[::2]


def numbered(text: str) -> dict[str, str]:
    """The expressions of a text, as a kernel is asked for them."""
    return {str(i): expression for i, expression in enumerate(expressions(text))}


def results(text: str, replies: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What a kernel replied to ``numbered``, as it is kept: each expression and its Markdown.

    Raises ``NotSaid`` for an expression that failed, or that gives what a sentence cannot hold.
    """
    kept = []
    for i, expression in numbered(text).items():
        reply = replies[i]
        if reply["status"] != "ok":
            raise NotSaid(f"`{expression}` fails: {reply['ename']}: {reply['evalue']}")
        data = {"text/markdown": _markdown(expression, reply["data"])}
        kept.append(
            {"expression": expression, "result": {"status": "ok", "data": data, "metadata": {}}}
        )
    return kept


def said(result: Mapping[str, Any]) -> tuple[str, str]:
    """An expression and its Markdown, from one of ``results``."""
    return result["expression"], result["result"]["data"]["text/markdown"]


def filled(text: str, kept: list[dict[str, Any]]) -> str:
    """A text with each inline expression replaced by what it gave, as Markdown."""
    given: Iterator[str] = (said(result)[1] for result in kept)
    return typeset(_INLINE.sub(lambda _: next(given), text))


def _markdown(expression: str, data: Mapping[str, str]) -> str:
    if data.get("text/markdown"):
        return data["text/markdown"]
    text = data["text/plain"]
    if whole := _WHOLE.fullmatch(text):
        return whole[1]
    if text[:1] in "'\"(":  # a long text stands in brackets, a piece a line
        value = ast.literal_eval(text)
        if isinstance(value, str) and value.strip():
            return plain(value)
    raise NotSaid(
        f"`{expression}` gives {text}; expected a text or a whole number. Have a formatter of "
        "analysis.words say it, such as number(...), percent(...) or listed(...)"
    )
