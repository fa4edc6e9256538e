"""What a cell puts out in a build: Markdown that both renderers read, and what is drawn.

No ``text/html`` anywhere: Quarto would take scripts from another host into the page.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any

from analysis.charts.figure import NARROW, WIDE, Figure
from analysis.model.outputs import FIGURE, RESULTS
from analysis.page.captions import Caption
from analysis.page.tables import beneath

if TYPE_CHECKING:
    from analysis.page.cells import Output


def figure(label: str, chart: Figure, caption: Caption, sources: str) -> list[Output]:
    """Where the picture stands and, beside that, what it is drawn from; publishing draws it."""
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
        f"```\n\n{caption.words}\n\n:::\n\n"
        f"::: {{.ts-source}}\nSource: {sources}\n:::\n\n"
        + folded("Table of this figure", beneath(chart))
    )
    return [({"text/markdown": markdown, FIGURE: drawn_from}, _said(label, caption))]


def table(label: str, body: str, caption: Caption) -> list[Output]:
    """A table and its caption as one numbered block."""
    markdown = f"::: {{#{label}}}\n\n{body}\n\n{caption.words}\n\n:::\n"
    return [({"text/markdown": markdown}, _said(label, caption))]


def _said(label: str, caption: Caption) -> dict[str, Any]:
    return {"label": label, "caption": caption.written, RESULTS: caption.results}


def folded(summary: str, body: str) -> str:
    """A table that opens when its summary is chosen."""
    return (
        f'```{{=html}}\n<details class="ts-table"><summary>{html.escape(summary)}</summary>\n'
        f"```\n\n{body}\n\n```{{=html}}\n</details>\n```\n"
    )
