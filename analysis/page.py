"""What a notebook cell puts on the page: sentences, figures and tables, as Markdown.

Both renderers read Markdown with Quarto's conventions; a cell that uses these functions carries
``#| output: asis``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Iterable
from urllib.parse import quote, urlsplit

import pandas as pd
from IPython.display import Markdown, display

from analysis.charts.figure import NARROW, WIDE, Figure

# The kind of output that holds what a figure is drawn from.
FIGURE = "application/vnd.tinh-so.figure+json"

# A number as tables print it; years and ranks are numbers too.
_NUMBER = re.compile(r"[<+−-]? ?\d[\d,]*(\.\d+)?( ?%)?")


# What a web address may hold as it is; all else is written as %XX.
_OF_ADDRESSES = ":/?#@!$&'()*+,;=%~-._"
# What the name of a place on a page may hold, so that it can stand in any syntax.
_ANCHOR = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


def plain(text: str) -> str:
    """A text of the data as Markdown that shows it sign by sign, and does nothing else.

    Every text that is not written in the book itself goes through here on its way to a page: its
    signs mean nothing to Markdown, to HTML, nor to typography ("--" stays two hyphens).
    """
    text = re.sub(r"([\\`*_{}\[\]<>#|$^~@&\"'])", r"\\\1", text)
    return text.replace("--", "\\-\\-").replace("...", "\\.\\.\\.")


def link(text: str, address: str) -> str:
    """A link to a web address, as Markdown. Raises ValueError for any other kind of address."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise ValueError(f"{address}: expected a web address, such as https://example.org/a")
    return f"[{plain(text)}](<{quote(address, safe=_OF_ADDRESSES)}>)"


def anchored(text: str, name: str) -> str:
    """A text that can be linked to by name, as Markdown. Raises ValueError for an odd name."""
    if not _ANCHOR.fullmatch(name):
        raise ValueError(f"{name}: expected a name of letters, digits and the signs - _ .")
    return f"[{plain(text)}]{{#{name}}}"


def say(text: str) -> None:
    """Put a paragraph of Markdown on the page."""
    display(Markdown(_typeset(text.strip()) + "\n"))


def figure(label: str, shown: Figure, caption: str, sources: str) -> None:
    """Put a numbered figure on the page: picture, caption, source line and its table.

    ``label`` starts with ``fig-``. ``caption`` states the finding. ``sources`` is the text of the
    source line, as ``cite`` makes it. The cell puts out where the picture stands and, beside that,
    what it is drawn from; publishing draws it.
    """
    drawn_from = {
        "label": label,
        "description": shown.description,
        "csv": shown.data.to_csv(index=False, lineterminator="\n"),
        "wide": json.loads(shown.draw(WIDE).to_json(indent=None)),
        # The same chart in another width: to check it a second time takes long and finds nothing.
        "narrow": json.loads(shown.draw(NARROW).to_json(indent=None, validate=False)),
    }
    markdown = (
        f'::: {{#{label}}}\n\n```{{=html}}\n<div class="ts-figure" data-figure="{label}"></div>\n'
        f"```\n\n{_typeset(caption.strip())}\n\n:::\n\n"
        f"::: {{.ts-source}}\nSource: {sources.strip()}\n:::\n\n"
        + _folded("Table of this figure", shown.reading, legend=shown.legend)
    )
    display({"text/markdown": markdown, FIGURE: drawn_from}, raw=True)


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
        links.append(f"[{plain(publisher + title)}](sources.html#src-{source})")
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
    return plain(text) if as_it_is else text


def _typeset(text: str) -> str:
    """Keep a number and its percent sign on one line."""
    return re.sub(r"(?<=\d) %", "\u00a0%", text)


def _folded(
    summary: str, rows: pd.DataFrame, markdown: Collection[str] = (), legend: str = ""
) -> str:
    said = f"{plain(legend)}\n\n" if legend else ""
    return (
        f'```{{=html}}\n<details class="ts-table"><summary>{html.escape(summary)}</summary>\n'
        f"```\n\n{said}{pipe_table(rows, markdown)}\n\n```{{=html}}\n</details>\n```\n"
    )
