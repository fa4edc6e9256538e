"""The figures of the book, from what executed notebooks hold to pictures on pages and in files."""

from __future__ import annotations

import hashlib
import html
import json
import os
import re
import shutil
from collections.abc import Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

from analysis.charts import drawing
from analysis.model.errors import RenderFailed
from analysis.model.fingerprints import fingerprint
from analysis.model.outputs import FIGURE

# Where a section, figure or table is given its label.
_LABEL = re.compile(r"\{#((?:sec|fig|tbl)-[\w-]+)")


@dataclass(frozen=True)
class Drawn:
    """One figure: what it was drawn from (see ``analysis.page.figure``), and its pictures."""

    figure: Mapping[str, Any]
    folder: Path

    def picture(self, name: str) -> bytes:
        """``wide.svg`` or ``narrow.svg`` of the page, ``file.svg`` or ``file.png`` to download."""
        return (self.folder / name).read_bytes()

    def inline(self) -> str:
        """The pictures for both widths of a page, as HTML."""
        label, description = self.figure["label"], self.figure["description"]
        return "".join(
            f'<div class="ts-{width}">'
            f"{_inline(self.picture(f'{width}.svg').decode(), f'{label}-{width}', description)}"
            "</div>"
            for width in ("wide", "narrow")
        )


@dataclass(frozen=True)
class Pictures:
    """All that was drawn: figures by label, and the script that draws them in a browser."""

    figures: Mapping[str, Drawn]
    script: bytes


def read(executed: Mapping[str, Path]) -> dict[str, Mapping[str, Any]]:
    """What the figures of executed chapters are drawn from, by label.

    Raises ``RenderFailed`` where two sections, figures or tables share a label.
    """
    figures: dict[str, Mapping[str, Any]] = {}
    home: dict[str, str] = {}
    for chapter, copy in executed.items():
        for cell in json.loads(copy.read_text("utf-8"))["cells"]:
            outputs = [output.get("data", {}) for output in cell.get("outputs", ())]
            prose = cell["source"] if cell["cell_type"] == "markdown" else ""
            for text in (prose, *(data.get("text/markdown", "") for data in outputs)):
                for label in _LABEL.findall("".join(text)):
                    if label in home:
                        taken = f"{chapter}: the label {label} is taken by {home[label]}"
                        raise RenderFailed(taken)
                    home[label] = chapter
            drawn = (data[FIGURE] for data in outputs if FIGURE in data)
            figures |= {figure["label"]: figure for figure in drawn}
    return figures


class Drawing:
    """Draws figures in processes of their own, while the pages are made.

    Pictures are kept under a hash of all that they depend on, so that each is drawn once.
    """

    def __init__(self, cache: Path, figures: Mapping[str, Mapping[str, Any]]) -> None:
        self.kept = cache / "pictures"
        self.kept.mkdir(parents=True, exist_ok=True)
        program = Path(drawing.__file__)
        tools = fingerprint([program, program.parent / "fonts"], version("vl-convert-python"))
        self.drawn = {
            label: Drawn(figure, self.kept / _key(figure, tools))
            for label, figure in figures.items()
        }
        self.jobs: list[Future[None]] = []
        self.engine = self.kept / f"engine-{tools[:20]}"
        missing = {d.folder: d for d in self.drawn.values() if not d.folder.is_dir()}
        if missing or not self.engine.is_dir():
            # Started from nothing: the engine that draws does not survive a fork. Half of the
            # cores: the others write the pages, and each engine has to warm up for itself.
            workers = max(1, (os.cpu_count() or 1) // 2)
            self.pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
            self.jobs = [
                self.pool.submit(_draw, dict(drawn.figure), folder)
                for folder, drawn in missing.items()
            ]
            if not self.engine.is_dir():
                self.jobs.append(self.pool.submit(_bundle, self.engine))

    def finish(self) -> Pictures:
        """Wait for the pictures; those that no figure has any more are deleted."""
        for job in self.jobs:
            job.result()
        wanted = {self.engine, *(drawn.folder for drawn in self.drawn.values())}
        for folder in self.kept.iterdir():
            if folder not in wanted:
                shutil.rmtree(folder)
        return Pictures(self.drawn, (self.engine / "vega.js").read_bytes())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.jobs:
            self.pool.shutdown(cancel_futures=True)


def _key(figure: Mapping[str, Any], tools: str) -> str:
    charts = json.dumps([figure["wide"], figure["narrow"]], sort_keys=True)
    return hashlib.sha256(f"{tools} {charts}".encode()).hexdigest()[:20]


def _draw(figure: Mapping[str, Any], folder: Path) -> None:
    """Draw a figure into a folder that is there only when all of its pictures are."""
    half = _half(folder)
    for width in ("wide", "narrow"):
        (half / f"{width}.svg").write_text(drawing.svg(figure[width]), "utf-8")
    alone = drawing.as_file((half / "wide.svg").read_text("utf-8"))
    (half / "file.svg").write_text(alone, "utf-8")
    (half / "file.png").write_bytes(drawing.png(alone))
    half.rename(folder)


def _bundle(folder: Path) -> None:
    """Vega, Vega-Lite and vega-embed as one script, from the package that draws the pictures."""
    half = _half(folder)
    # In a function of its own: its top-level names must not meet those of the page's scripts.
    (half / "vega.js").write_text(f"(() => {{\n{drawing.vega()}\n}})();\n", "utf-8")
    half.rename(folder)


def _half(folder: Path) -> Path:
    half = folder.with_name(f"{folder.name}.{os.getpid()}")
    half.mkdir(exist_ok=True)
    return half


def _rounded(attribute: re.Match[str]) -> str:
    return re.sub(r"-?\d+\.\d{2,}", lambda found: f"{float(found[0]):.1f}", attribute[0])


def _inline(svg: str, name: str, description: str) -> str:
    """A picture that scales down, names itself, and shares no id with another."""
    svg = svg.replace("\n", " ")
    # A tenth of a pixel is enough on a page; downloads keep every digit.
    svg = re.sub(r'\b(?:d|transform)="[^"]*"', _rounded, svg)
    svg = re.sub(r'\b(id="|url\(#|href="#)', rf"\g<1>{name}-", svg)
    width = re.search(r'width="([\d.]+)"', svg)
    size = f"max-width:{width[1]}px" if width else ""
    # Texts are measured with another font than the reader's: what is a little wider is not cut off.
    style = f"width:100%;height:auto;overflow:visible;{size}"
    return re.sub(
        r'<svg class="[^"]*"|<svg',
        f'<svg role="img" aria-label="{html.escape(description)}" style="{style}"',
        svg,
        count=1,
    )
