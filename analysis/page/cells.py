"""What a notebook cell puts on the page: figures and tables.

Run by a build, a cell puts out Markdown that both renderers read (``analysis.page.built``); run by
a person, what JupyterLab shows best (``analysis.page.lab``). ``_form`` alone tells them apart.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, TypeAlias

import pandas as pd
from IPython.display import display

from analysis.charts.figure import Figure
from analysis.model.outputs import BUILD
from analysis.page import built, lab
from analysis.page.captions import Caption
from analysis.page.tables import Columns, pipe_table, shown
from analysis.words.markdown import typeset

# The kinds of output of one picture or text, best first, and what is said about them.
Output: TypeAlias = tuple[Mapping[str, Any], Mapping[str, Any]]


class Form(Protocol):
    """How figures and tables look to whoever runs the chapter."""

    def figure(self, label: str, chart: Figure, caption: Caption, sources: str) -> list[Output]:
        """A picture with its caption, its source line and its table."""

    def table(self, label: str, body: str, caption: Caption) -> list[Output]:
        """A table in Markdown, with its caption."""

    def folded(self, summary: str, body: str) -> str:
        """A table in Markdown that opens when its summary is chosen."""


def figure(label: str, chart: Figure, caption: str, sources: str) -> None:
    """Put a numbered figure on the page: picture, caption, source line and its table.

    ``label`` starts with ``fig-``. ``caption`` states the finding; it may hold inline expressions.
    ``sources`` is the text of the source line, as ``cite`` makes it.
    """
    _put(_form().figure(label, chart, Caption.of(caption), sources.strip()))


def table(label: str, rows: pd.DataFrame, caption: str, columns: Columns | None = None) -> None:
    """Put a numbered table on the page. ``label`` starts with ``tbl-``.

    ``caption`` may hold inline expressions. ``columns`` says what is shown of ``rows``, and how
    (see ``analysis.page.tables.shown``).
    """
    _put(_form().table(label, _pipes(rows, columns), Caption.of(caption)))


def folded_table(summary: str, rows: pd.DataFrame, columns: Columns | None = None) -> None:
    """Put a table on the page that opens when its summary is chosen; works without scripts.

    ``{rows}`` in ``summary`` is their number; ``columns`` are as in ``table``.
    """
    said = summary.replace("{rows}", str(len(rows)))
    _put([({"text/markdown": _form().folded(said, _pipes(rows, columns))}, {})])


def folded_tables(
    summary: str, groups: Iterable[tuple[Any, pd.DataFrame]], columns: Columns | None = None
) -> None:
    """A folded table for each group, as ``groupby`` gives them; ``{name}`` is the group's name."""
    for name, rows in groups:
        folded_table(summary.replace("{name}", str(name)), rows, columns)


def say(text: str) -> None:
    """Put a paragraph of Markdown on the page."""
    _put([({"text/markdown": typeset(text.strip()) + "\n"}, {})])


def _form() -> Form:
    """The one place that asks who runs the chapter: a build or a person."""
    return built if BUILD in os.environ else lab


def _pipes(rows: pd.DataFrame, columns: Columns | None) -> str:
    return pipe_table(rows if columns is None else shown(rows, columns))


def _put(outputs: list[Output]) -> None:
    for data, metadata in outputs:
        display(dict(data), raw=True, metadata=dict(metadata))
