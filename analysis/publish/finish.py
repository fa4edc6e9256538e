"""What is added to finished pages of either renderer: pictures, downloads, scripts, foot, search.

The pages' own bytes are kept; additions are made by inserting text at known places.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from analysis.model.errors import RenderFailed
from analysis.model.letters import fold
from analysis.publish.book import Book
from analysis.publish.figures import Drawn, Pictures
from analysis.publish.icons import keep_used
from analysis.publish.stamp import Stamp, colophon, metadata

ASSETS = Path(__file__).parent / "assets"

# Where a figure's picture stands, as ``analysis.page.figure`` leaves it.
_PLACE = re.compile(r'<div class="ts-figure" data-figure="(?P<label>[^"]+)"></div>')
# A wide table scrolls in a box of its own, which the keyboard can reach.
_TABLE = re.compile(r"<table(?=[ >]).*?</table>", re.DOTALL)
# An address that names how it is opened. Only the web and mail may be named: a text of the data
# that reached a page as "javascript:…" would run in the reader's browser.
_SCHEME = re.compile(
    r"""\b(?:href|src|action|formaction)=["']?\s*(?P<scheme>[a-z][a-z0-9+.-]*):""", re.IGNORECASE
)
_SCHEMES = ("http", "https", "mailto")
_END_OF_CONTENT = re.compile(r"</article>|</main>")


def finish(site: Path, clean: Path, book: Book, made: Stamp, pictures: Pictures) -> None:
    """Finish every page of ``site`` in place; a page that is finished already stays as it is.

    Raises ``RenderFailed`` where a page has an address that is neither of the web nor of mail.
    Each figure is put where its page has a place for it, and becomes ``figures/<label>`` .csv,
    .svg, .png and .js, with links beneath it.
    """
    figures = site / "figures"
    figures.mkdir(exist_ok=True)
    for figure in pictures.figures.values():
        _write_downloads(figures, figure)
    shutil.copytree(ASSETS, site / "assets", dirs_exist_ok=True)
    (site / "assets" / "vega.js").write_bytes(pictures.script)
    shutil.copytree(clean, site / "data", dirs_exist_ok=True)
    foot, about = colophon(book, made), metadata(book, made)
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        text = page.read_text("utf-8")
        if "ts-colophon" in text:
            continue
        for address in _SCHEME.finditer(text):
            if address["scheme"].lower() not in _SCHEMES:
                raise RenderFailed(f"{name}: an address that a page may not have: {address[0]}…")
        up = "../" * name.count("/")
        text = _PLACE.sub(partial(_picture, pictures.figures, up), text)
        text = _TABLE.sub(_scrolling, text)
        text = text.replace(
            "</head>",
            f"{about}"
            f'<link rel="icon" href="{up}assets/icon.svg" type="image/svg+xml">\n'
            f'<link rel="stylesheet" href="{up}assets/site.css">\n'
            f'<script defer src="{up}assets/site.js" data-root="{up}"></script>\n</head>',
            1,
        )
        text = _END_OF_CONTENT.sub(lambda match: foot + match[0], text, count=1)
        page.write_text(text, encoding="utf-8", newline="\n")
    keep_used(site)
    index = site / "search.json"
    if index.exists():
        _fold_search(index)


def _picture(drawn: Mapping[str, Drawn], up: str, match: re.Match[str]) -> str:
    """A figure's pictures and the links to its files, in its place."""
    label = match["label"]
    links = " ".join(
        f'<a href="{up}figures/{label}.{ending}" download>{ending.upper()}</a>'
        for ending in ("csv", "svg", "png")
    )
    return (
        f'<div class="ts-figure" data-figure="{label}">{drawn[label].inline()}'
        f'<p class="ts-downloads">Download: {links}</p></div>'
    )


def _scrolling(match: re.Match[str]) -> str:
    """The table in its box, its head cells marked for screen readers as heads of columns."""
    head, ended, body = match[0].partition("</thead>")
    head = re.sub(r"<th(?=[ >])(?![^>]*scope=)", '<th scope="col"', head) if ended else head
    return (
        '<div class="ts-scroll" role="region" aria-label="Table" tabindex="0">'
        f"{head}{ended}{body}</div>"
    )


def _write_downloads(figures: Path, drawn: Drawn) -> None:
    """Write the files of one figure."""
    label = drawn.figure["label"]
    specifications = {width: drawn.figure[width] for width in ("wide", "narrow")}
    files = {
        "csv": drawn.figure["csv"].encode(),
        "svg": drawn.picture("file.svg"),
        "png": drawn.picture("file.png"),
        # A script and not JSON, so that it loads from a file opened without a server as well.
        "js": (
            "window.tinhSo = window.tinhSo || {};\n"
            f"window.tinhSo[{json.dumps(label)}] = "
            + json.dumps(specifications, ensure_ascii=False, sort_keys=True)
            + ";\n"
        ).encode(),
    }
    for ending, content in files.items():
        (figures / f"{label}.{ending}").write_bytes(content)


def _fold_search(index: Path) -> None:
    """Let Quarto's search find names typed without diacritics."""
    entries: list[dict[str, Any]] = json.loads(index.read_text("utf-8"))
    for entry in entries:
        if entry.get("folded"):
            continue
        text = entry["text"]
        found = re.findall(r"\w+", text) + re.findall(r"(?:[^\W\d_]+ )+[^\W\d_]+", text)
        extra = " ".join(sorted({fold(words) for words in found if fold(words) != words}))
        entry["text"] += f" {extra}" if extra else ""
        entry["folded"] = True
    index.write_text(
        json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
