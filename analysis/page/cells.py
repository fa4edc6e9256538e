"""What a notebook cell puts on the page: figures and tables.

Run by a build, a cell puts out Markdown that both renderers read; run by a person, what JupyterLab
shows best. ``shown`` alone tells them apart.
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import display

from analysis.charts.figure import NARROW, WIDE, Figure
from analysis.model.outputs import BUILD, FIGURE, RESULTS
from analysis.page.tables import Columns, pipe_table, shown
from analysis.words import inline
from analysis.words.markdown import plain, typeset


def figure(label: str, chart: Figure, caption: str, sources: str) -> None:
    """Put a numbered figure on the page: picture, caption, source line and its table.

    ``label`` starts with ``fig-``. ``caption`` states the finding; it may hold inline expressions.
    ``sources`` is the text of the source line, as ``cite`` makes it. The cell puts out where the
    picture stands and, beside that, what it is drawn from; publishing draws it.
    """
    results = _results(caption)
    drawn_from = {
        "label": label,
        "description": chart.description,
        "csv": chart.data.to_csv(index=False, lineterminator="\n"),
        "wide": json.loads(chart.draw(WIDE).to_json(indent=None)),
        # The same chart in another width: to check it a second time takes long and finds nothing.
        "narrow": json.loads(chart.draw(NARROW).to_json(indent=None, validate=False)),
    }
    markdown = (
        f'::: {{#{label}}}\n\n```{{=html}}\n<div class="ts-figure" data-figure="{label}"></div>\n'
        f"```\n\n{inline.filled(caption.strip(), results)}\n\n:::\n\n"
        f"::: {{.ts-source}}\nSource: {sources.strip()}\n:::\n\n"
        + _folded("Table of this figure", chart.reading, legend=chart.legend)
    )
    _put({"text/markdown": markdown, FIGURE: drawn_from}, label, caption, results)


def table(
    label: str,
    rows: pd.DataFrame,
    caption: str,
    columns: Columns | None = None,
    markdown: Collection[str] = (),
) -> None:
    """Put a numbered table on the page. ``label`` starts with ``tbl-``.

    ``caption`` may hold inline expressions. ``columns`` says what is shown of ``rows``, and how
    (see ``analysis.page.tables.shown``). Columns whose heading is in ``markdown`` hold Markdown,
    such as links; all others are shown as they are.
    """
    results = _results(caption)
    body = pipe_table(rows if columns is None else shown(rows, columns), markdown)
    words = inline.filled(caption.strip(), results)
    _put(
        {"text/markdown": f"::: {{#{label}}}\n\n{body}\n\n{words}\n\n:::\n"},
        label,
        caption,
        results,
    )


def folded_table(
    summary: str,
    rows: pd.DataFrame,
    columns: Columns | None = None,
    markdown: Collection[str] = (),
) -> None:
    """Put a table on the page that opens when its summary is chosen; works without scripts.

    ``{rows}`` in ``summary`` is their number; ``columns`` and ``markdown`` are as in ``table``.
    """
    body = rows if columns is None else shown(rows, columns)
    said = summary.replace("{rows}", str(len(rows)))
    _put({"text/markdown": _folded(said, body, markdown)})


def folded_tables(
    summary: str,
    groups: Iterable[tuple[Any, pd.DataFrame]],
    columns: Columns | None = None,
    markdown: Collection[str] = (),
) -> None:
    """A folded table for each group, as ``groupby`` gives them; ``{name}`` is the group's name."""
    for name, rows in groups:
        folded_table(summary.replace("{name}", str(name)), rows, columns, markdown)


def say(text: str) -> None:
    """Put a paragraph of Markdown on the page."""
    _put({"text/markdown": typeset(text.strip()) + "\n"})


def for_a_build() -> bool:
    """Whether a build runs this chapter, not a person."""
    return BUILD in os.environ


def _put(
    data: Mapping[str, Any], label: str = "", caption: str = "", results: Collection[Any] = ()
) -> None:
    metadata = {"label": label, "caption": caption, RESULTS: list(results)} if label else {}
    display(dict(data), raw=True, metadata=metadata)


def _results(caption: str) -> list[dict[str, Any]]:
    """What the inline expressions of a caption give, in the notebook that calls."""
    asked = inline.numbered(caption)
    if not asked:
        return []
    shell = get_ipython()
    if shell is None:
        raise ValueError(f"outside a notebook nothing gives {', '.join(asked.values())}")
    return inline.results(caption, shell.user_expressions(asked))


def _folded(
    summary: str, rows: pd.DataFrame, markdown: Collection[str] = (), legend: str = ""
) -> str:
    said = f"{plain(legend)}\n\n" if legend else ""
    return (
        f'```{{=html}}\n<details class="ts-table"><summary>{html.escape(summary)}</summary>\n'
        f"```\n\n{said}{pipe_table(rows, markdown)}\n\n```{{=html}}\n</details>\n```\n"
    )
