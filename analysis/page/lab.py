"""What a chapter puts out where a person runs it: what JupyterLab shows best.

A chart is a Vega-Lite specification, which JupyterLab draws itself; all else is Markdown of the
plain kind that it reads. The prose between is filled by the extension in ``analysis/page/jupyter``.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING

from analysis.charts.figure import WIDE, Figure
from analysis.page.captions import Caption, given
from analysis.page.tables import beneath
from analysis.words import inline
from analysis.words.markdown import Markdown, plain

if TYPE_CHECKING:
    from analysis.page.cells import Output

# JupyterLab's newest name for a specification; it draws those of Vega-Lite 6 as well.
CHART = "application/vnd.vegalite.v5+json"
# As SVG, the only form in which a chart takes the ink of the page around it.
EMBEDDED = {"renderer": "svg", "actions": False}


def figure(label: str, chart: Figure, caption: Caption, sources: str) -> list[Output]:
    """The chart, drawn in the browser, then its caption, its source line and its table.

    Numbers are given by a build; here a caption begins with what the text refers to.
    """
    drawn = {
        CHART: json.loads(chart.draw(WIDE).to_json(indent=None)),
        "text/plain": chart.description,
    }
    words = (
        f"@{label}: {caption.words}\n\n<small>Source: {sources}</small>\n\n"
        f"{folded('Table of this figure', beneath(chart))}"
    )
    return [(drawn, {CHART: {"embed_options": EMBEDDED}}), ({"text/markdown": words}, {})]


def table(label: str, body: str, caption: Caption) -> list[Output]:
    """The caption, and the table beneath it."""
    return [({"text/markdown": f"@{label}: {caption.words}\n\n{body}\n"}, {})]


def folded(summary: str, body: str) -> str:
    """A table that opens when its summary is chosen."""
    return f"<details><summary>{html.escape(summary)}</summary>\n\n{body}\n\n</details>\n"


def filled(prose: str) -> Markdown:
    """A cell of prose with its inline expressions filled, or with what is wrong with one of them.

    The extension asks for this whenever a cell of prose is run.
    """
    try:
        return Markdown(inline.filled(prose, given(prose)))
    except ValueError as error:
        return Markdown(f"{prose}\n\n::: {{.callout-important}}\n{plain(str(error))}\n:::\n")
