"""What a notebook cell puts on the page: sentences, figures and tables, as Markdown.

Both renderers read Markdown with Quarto's conventions; a cell that uses these functions carries
``#| output: asis``. Charts are inline SVG, so that nothing is asked of another host and every
figure is there without scripts.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable
from typing import Any

import pandas as pd
from IPython.display import Markdown, display

from analysis.charts.figure import NARROW, WIDE, Figure

# The first word of a figure's machine-readable part, which publishing takes out of the page.
PAYLOAD_CLASS = "ts-payload"

# A number as tables print it; years and ranks are numbers too.
_NUMBER = re.compile(r"[<+−-]? ?\d[\d,]*(\.\d+)?( ?%)?")


def say(text: str) -> None:
    """Put a paragraph of Markdown on the page."""
    display(Markdown(_typeset(text.strip()) + "\n"))


def figure(label: str, shown: Figure, caption: str, sources: str) -> None:
    """Put a numbered figure on the page: picture, caption, source line and its table.

    ``label`` starts with ``fig-``. ``caption`` states the finding. ``sources`` is the text of the
    source line, as ``cite`` makes it.
    """
    specs = {
        name: json.loads(shown.draw(width).to_json(indent=None))
        for name, width in (("wide", WIDE), ("narrow", NARROW))
    }
    pictures = "".join(
        f'<div class="ts-{name}">{_svg(spec, f"{label}-{name}", shown.description)}</div>'
        for name, spec in specs.items()
    )
    csv = shown.data.to_csv(index=False, lineterminator="\n")
    payload = {"label": label, "csv": csv, **specs}
    # "</" would end the script element that carries the text.
    text = json.dumps(payload, ensure_ascii=False, sort_keys=True).replace("</", "<\\/")
    picture = (
        f'<div class="ts-figure" data-figure="{label}">{pictures}'
        f'<script type="application/json" class="{PAYLOAD_CLASS}">{text}</script></div>'
    )
    display(
        Markdown(
            f"::: {{#{label}}}\n\n```{{=html}}\n{picture}\n```\n\n{_typeset(caption.strip())}\n\n"
            ":::\n\n"
            f"::: {{.ts-source}}\nSource: {sources.strip()}\n:::\n\n"
            + _folded("Table of this figure", shown.reading, legend=shown.legend)
        )
    )


def table(label: str, rows: pd.DataFrame, caption: str, markdown: Collection[str] = ()) -> None:
    """Put a numbered table on the page. ``label`` starts with ``tbl-``.

    Columns named in ``markdown`` hold Markdown, such as links; all others are shown as they are.
    """
    body = pipe_table(rows, markdown)
    words = _typeset(caption.strip())
    display(Markdown(f"::: {{#{label}}}\n\n{body}\n\n{words}\n\n:::\n"))


def folded_table(summary: str, rows: pd.DataFrame, markdown: Collection[str] = ()) -> None:
    """Put a table on the page that opens when its summary is chosen; works without scripts."""
    display(Markdown(_folded(summary, rows, markdown)))


def pipe_table(rows: pd.DataFrame, markdown: Collection[str] = ()) -> str:
    """A Markdown table; numbers are aligned right, empty cells stay empty."""
    as_it_is = [column not in markdown for column in rows.columns]
    numeric = [_is_numeric(rows.iloc[:, i]) for i in range(rows.shape[1])]
    head = "| " + " | ".join(_cell(column, True) for column in rows.columns) + " |"
    rule = "|" + "|".join("---:" if right else ":---" for right in numeric) + "|"
    body = [
        "| " + " | ".join(_cell(*cell) for cell in zip(row, as_it_is, strict=True)) + " |"
        for row in rows.itertuples(index=False)
    ]
    return "\n".join([head, rule, *body])


def _is_numeric(column: pd.Series) -> bool:
    """Whether a column holds numbers, or texts that are numbers: "−0.0049", "63.4 %", "–"."""
    if pd.api.types.is_numeric_dtype(column):
        return True
    texts = [str(cell) for cell in column.dropna() if str(cell) not in ("", "–")]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def cite(source_ids: Iterable[str], sources: pd.DataFrame, most: int | None = None) -> str:
    """Links to the list of sources, in the order given, each source once.

    A source is called by its publisher; where two have the same one, by their titles as well.
    Beyond ``most`` they are only counted; a figure's download names them all.
    """
    known = sources.set_index("source_id")
    every = list(dict.fromkeys(source_ids))
    ids = every[:most]
    publishers = {source: str(known["publisher"][source]).split(" (")[0] for source in ids}
    names = list(publishers.values())
    links = []
    for source, publisher in publishers.items():
        title = f", {known['title'][source]}" if names.count(publisher) > 1 else ""
        links.append(f"[{_plain(publisher + title)}](sources.html#src-{source})")
    if len(every) > len(ids):
        links.append(f"and {len(every) - len(ids)} more, named in the downloads")
    return "; ".join(links)


def ordinal(n: int) -> str:
    """3 → "3rd"."""
    n = int(n)
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def number(value: float, decimals: int = 2) -> str:
    """1606.3 → "1,606.3", 884640 → "884,640"; nothing for a missing number."""
    if pd.isna(value):
        return ""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(share: float, decimals: int = 0) -> str:
    """0.714 → "71 %"."""
    return f"{100 * share:.{decimals}f} %"


def p_value(p: float) -> str:
    """0.0312 → "0.031"; what is smaller than three decimals can tell: "< 0.001"."""
    return f"{p:.3f}" if p >= 0.0005 else "< 0.001"


def unbroken(text: str) -> str:
    """A text that stays on one line."""
    return text.replace(" ", "\u00a0")


def listed(items: Iterable[object]) -> str:
    """["a", "b", "c"] → "a, b and c"."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"


def _cell(value: object, as_it_is: bool) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    text = str(value).replace("\n", " ")
    return _plain(text) if as_it_is else text


def _plain(text: str) -> str:
    """Text whose signs mean nothing to Markdown, nor to its typography: "--" stays two hyphens."""
    text = re.sub(r"([\\`*_{}\[\]<>#|$^~@\"'])", r"\\\1", text)
    return text.replace("--", "\\-\\-").replace("...", "\\.\\.\\.")


def _typeset(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return re.sub(r"(?<=\d) %", "\u00a0%", text)


def _folded(
    summary: str, rows: pd.DataFrame, markdown: Collection[str] = (), legend: str = ""
) -> str:
    said = f"{_plain(legend)}\n\n" if legend else ""
    return (
        f'```{{=html}}\n<details class="ts-table"><summary>{html.escape(summary)}</summary>\n'
        f"```\n\n{said}{pipe_table(rows, markdown)}\n\n```{{=html}}\n</details>\n```\n"
    )


def _rounded(attribute: re.Match[str]) -> str:
    return re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", attribute[0])


def _svg(spec: dict[str, Any], name: str, description: str) -> str:
    """The chart as inline SVG that scales down, names itself, and shares no id with another."""
    # Imported here: pages without charts need not wait for it.
    from analysis import pictures

    svg = pictures.svg(spec).replace("\n", " ")
    # A tenth of a pixel is enough on a page; downloads keep every digit.
    svg = re.sub(r'\b(?:d|transform)="[^"]*"', _rounded, svg)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    description = html.escape(description, quote=True)
    width = re.search(r'width="([\d.]+)"', svg)
    size = f"max-width:{width[1]}px" if width else ""
    # Texts are measured with another font than the reader's: what is a little wider is not cut off.
    style = f"width:100%;height:auto;overflow:visible;{size}"
    return re.sub(
        r'<svg class="[^"]*"|<svg',
        f'<svg role="img" aria-label="{description}" style="{style}"',
        svg,
        count=1,
    )
