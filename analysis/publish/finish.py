"""What is added to finished pages of either renderer: downloads, scripts, foot, search.

The pages' own bytes are kept; additions are made by inserting text at known places.
"""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from functools import partial
from pathlib import Path
from typing import Any

from analysis import pictures
from analysis.errors import RenderFailed
from analysis.page import PAYLOAD_CLASS
from analysis.publish.book import Book
from analysis.publish.icons import keep_used
from analysis.publish.stamp import Stamp, colophon, metadata

ASSETS = Path(__file__).parent / "assets"

# The picture for downloads has colours of its own: a file knows no page around it.
INK_OF_FILES = "#1f2328"

_PAYLOAD = re.compile(
    rf'<script type="application/json" class="{PAYLOAD_CLASS}">(?P<payload>.*?)</script>', re.DOTALL
)
# A wide table scrolls in a box of its own, which the keyboard can reach.
_TABLE = re.compile(r"<table(?=[ >]).*?</table>", re.DOTALL)
_END_OF_CONTENT = re.compile(r"</article>|</main>")


def finish(site: Path, clean: Path, book: Book, made: Stamp) -> None:
    """Finish every page of ``site`` in place; a page that is finished already stays as it is.

    Figures leave their specification in the page; it becomes ``figures/<label>`` .csv, .svg, .png
    and .js, with links beneath the figure. Raises ``RenderFailed`` where two figures share a label.
    """
    figures = site / "figures"
    figures.mkdir(exist_ok=True)
    shutil.copytree(ASSETS, site / "assets", dirs_exist_ok=True)
    (site / "assets" / "vega.js").write_text(_vega_bundle(), encoding="utf-8", newline="\n")
    shutil.copytree(clean, site / "data", dirs_exist_ok=True)
    foot, about = colophon(book, made), metadata(book, made)
    labels: dict[str, str] = {}
    for page in sorted(site.rglob("*.html")):
        name = page.relative_to(site).as_posix()
        text = page.read_text("utf-8")
        if "ts-colophon" in text:
            continue
        up = "../" * name.count("/")
        for match in _PAYLOAD.finditer(text):
            label = json.loads(match["payload"])["label"]
            if label in labels:
                raise RenderFailed(f"{name}: the label {label} is taken by {labels[label]}")
            labels[label] = name
        text = _PAYLOAD.sub(partial(_download, figures, up), text)
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


def _scrolling(match: re.Match[str]) -> str:
    """The table in its box, its head cells marked for screen readers as heads of columns."""
    head, ended, body = match[0].partition("</thead>")
    head = re.sub(r"<th(?=[ >])(?![^>]*scope=)", '<th scope="col"', head) if ended else head
    return (
        '<div class="ts-scroll" role="region" aria-label="Table" tabindex="0">'
        f"{head}{ended}{body}</div>"
    )


def _vega_bundle() -> str:
    """Vega, Vega-Lite and vega-embed as one script, from the package that draws the pictures."""
    # In a function of its own: its top-level names must not meet those of the page's scripts.
    return f"(() => {{\n{pictures.vega()}\n}})();\n"


def _download(figures: Path, up: str, match: re.Match[str]) -> str:
    """Write the files of one figure; return the links to put in its place."""
    figure: dict[str, Any] = json.loads(match["payload"])
    label = figure["label"]
    picture = json.loads(json.dumps(figure["wide"]).replace("currentColor", INK_OF_FILES))
    picture["config"]["background"] = "white"
    picture["padding"] = 12
    svg = pictures.svg(picture)
    files = {
        "csv": figure["csv"].encode(),
        "svg": svg.encode(),
        "png": pictures.png(svg),
        # A script and not JSON, so that it loads from a file opened without a server as well.
        "js": (
            "window.tinhSo = window.tinhSo || {};\n"
            f"window.tinhSo[{json.dumps(label)}] = "
            + json.dumps(
                {width: figure[width] for width in ("wide", "narrow")},
                ensure_ascii=False,
                sort_keys=True,
            )
            + ";\n"
        ).encode(),
    }
    for ending, content in files.items():
        (figures / f"{label}.{ending}").write_bytes(content)
    links = " ".join(
        f'<a href="{up}figures/{label}.{ending}" download>{ending.upper()}</a>'
        for ending in ("csv", "svg", "png")
    )
    return f'<p class="ts-downloads">Download: {links}</p>'


def fold(text: str) -> str:
    """Text without diacritics, as people type it: Đà Nẵng → Da Nang."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in plain if not unicodedata.combining(c))


def _fold_search(index: Path) -> None:
    """Let Quarto's search find names typed without diacritics."""
    entries: list[dict[str, Any]] = json.loads(index.read_text("utf-8"))
    for entry in entries:
        if entry.get("folded"):
            continue
        words = {word for word in re.findall(r"\w+", entry["text"]) if fold(word) != word}
        phrases = {
            phrase
            for phrase in re.findall(r"(?:[^\W\d_]+ )+[^\W\d_]+", entry["text"])
            if fold(phrase) != phrase
        }
        extra = " ".join(sorted({fold(found) for found in words | phrases}))
        entry["text"] += f" {extra}" if extra else ""
        entry["folded"] = True
    index.write_text(
        json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )
