"""Finishing a page: downloads, foot and search, without touching the page's own text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.charts.figure import Figure
from analysis.model.errors import RenderFailed
from analysis.model.letters import fold
from analysis.model.outputs import BUILD, FIGURE
from analysis.model.paths import Project
from analysis.page import cells
from analysis.publish import figures
from analysis.publish.book import Book
from analysis.publish.figures import Drawing, Pictures
from analysis.publish.finish import finish
from analysis.publish.stamp import Stamp

MADE = Stamp("a renderer 1.0", "abc1234", "2026-11-20")


def a_figure() -> Figure:
    import altair as alt

    data = pd.DataFrame({"x": ["</script><b>", "Huế"], "y": [1.5, 2.0]})
    return Figure(
        draw=lambda width: alt.Chart(data).mark_bar().encode(x="x:N", y="y:Q").properties(
            width=width - 60
        ),
        description='Bars with "quotes" & <signs>',
        data=data,
        reading=data,
    )  # fmt: skip


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a cell with a figure puts out."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setenv(BUILD, "yes")
    monkeypatch.setattr(cells, "display", lambda output, **_: outputs.append(output))
    cells.figure("fig-a", a_figure(), "Caption.", "nobody")
    return outputs[0]


@pytest.fixture
def pictures(tmp_path: Path, shown: dict[str, Any]) -> Pictures:
    with Drawing(tmp_path, {"fig-a": shown[FIGURE]}) as drawing:
        return drawing.finish()


NOTHING = Pictures({}, b"")


def a_site(tmp_path: Path, *bodies: str) -> Path:
    site = tmp_path / "site"
    (site / "book").mkdir(parents=True)
    for i, body in enumerate(bodies):
        (site / "book" / f"{i}.html").write_text(
            f"<html><head></head><body><main>{body}</main></body></html>", encoding="utf-8"
        )
    return site


def html_of(shown: dict[str, Any]) -> str:
    return str(shown["text/markdown"]).split("```{=html}\n", 2)[1].split("\n```", 1)[0]


def test_figure_has_caption_source_and_table(shown: dict[str, Any]) -> None:
    markdown = shown["text/markdown"]
    assert markdown.startswith("::: {#fig-a}")
    assert markdown.index("Caption.") < markdown.index("Source: nobody") < markdown.index("Huế |")


def test_pictures_downloads_and_foot(
    tmp_path: Path, shown: dict[str, Any], pictures: Pictures, project: Project
) -> None:
    site = a_site(tmp_path, html_of(shown))
    finish(site, project.clean, Book.read(project.root), MADE, pictures)
    text = (site / "book" / "0.html").read_text("utf-8")
    assert text.count("<svg role") == 2
    assert 'role="img" aria-label="Bars with &quot;quotes&quot; &amp; &lt;signs&gt;"' in text
    for ending in ("csv", "svg", "png"):
        assert f'href="../figures/fig-a.{ending}"' in text
    csv = pd.read_csv(site / "figures" / "fig-a.csv")
    assert csv["x"].tolist() == ["</script><b>", "Huế"]
    assert (site / "figures" / "fig-a.png").read_bytes().startswith(b"\x89PNG")
    assert "currentColor" not in (site / "figures" / "fig-a.svg").read_text("utf-8")
    assert "vegaEmbed" not in text  # the bundle is loaded when asked for
    assert "vegaEmbed" in (site / "assets" / "vega.js").read_text("utf-8")
    for part in ("abc1234", "2026-11-20", "a renderer 1.0", "CC BY 4.0", "Cite as"):
        assert part in text
    again = text
    finish(site, project.clean, Book.read(project.root), MADE, pictures)
    assert (site / "book" / "0.html").read_text("utf-8") == again


def test_a_picture_is_drawn_once(tmp_path: Path, shown: dict[str, Any], pictures: Pictures) -> None:
    drawn = pictures.figures["fig-a"].folder
    when = (drawn / "wide.svg").stat().st_mtime_ns
    with Drawing(tmp_path, {"fig-a": shown[FIGURE]}) as drawing:
        assert drawing.finish() == pictures
    assert (drawn / "wide.svg").stat().st_mtime_ns == when
    # A figure that has changed has another picture, and the old one is not kept.
    narrow = json.loads(json.dumps(shown[FIGURE]["narrow"]).replace("Hu", "Ha"))
    with Drawing(tmp_path, {"fig-a": shown[FIGURE] | {"narrow": narrow}}) as drawing:
        fresh = drawing.finish().figures["fig-a"]
    assert "Haế" in fresh.picture("narrow.svg").decode()
    assert not drawn.exists()


def test_one_label_twice_is_an_error(tmp_path: Path, shown: dict[str, Any]) -> None:
    output = {"output_type": "display_data", "data": shown, "metadata": {}}
    cells: list[dict[str, Any]] = [{"cell_type": "code", "outputs": [output]}]
    copy = tmp_path / "copy.ipynb"
    copy.write_text(json.dumps({"cells": cells}))
    assert figures.read({"book/one": copy})["fig-a"]["csv"].startswith("x,y\n")
    with pytest.raises(RenderFailed, match=r"book/two: the label fig-a is taken by book/one"):
        figures.read({"book/one": copy, "book/two": copy})


def test_a_section_has_a_label_of_its_own(tmp_path: Path) -> None:
    one, other = ({"cell_type": "markdown", "source": [f"## {title}\n", "\n", "Said in @sec-a."]}
                  for title in ("A {#sec-a}", "B {#sec-b .unnumbered}"))  # fmt: skip
    copy = tmp_path / "copy.ipynb"
    copy.write_text(json.dumps({"cells": [one, other]}))
    assert figures.read({"book/one": copy}) == {}
    copy.write_text(json.dumps({"cells": [one, other, other]}))
    with pytest.raises(RenderFailed, match=r"book/one: the label sec-b is taken by book/one"):
        figures.read({"book/one": copy})


@pytest.mark.slow
def test_search_of_quarto_is_folded(tmp_path: Path, project: Project) -> None:
    site = a_site(tmp_path)
    (site / "search.json").write_text(json.dumps([{"text": "Tỉnh Đà Nẵng và Huế"}]), "utf-8")
    finish(site, project.clean, Book.read(project.root), MADE, NOTHING)
    entry = json.loads((site / "search.json").read_text("utf-8"))[0]["text"]
    assert entry.startswith("Tỉnh Đà Nẵng và Huế")
    assert "Da Nang" in entry
    assert "Hue" in entry
    finish(site, project.clean, Book.read(project.root), MADE, NOTHING)
    assert json.loads((site / "search.json").read_text("utf-8"))[0]["text"] == entry


def test_fold() -> None:
    assert fold("Đắk Lắk, Bà Rịa – Vũng Tàu, đứng đầu") == "Dak Lak, Ba Ria – Vung Tau, dung dau"
