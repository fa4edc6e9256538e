"""Finishing a page: downloads, foot and search, without touching the page's own text."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import page, serve
from analysis.charts.figure import Figure
from analysis.errors import RenderFailed
from analysis.paths import Project
from analysis.publish.book import Book
from analysis.publish.finish import finish, fold
from analysis.publish.stamp import Stamp

MADE = Stamp("a renderer 1.0", "abc1234", "2026-11-20")


def a_figure() -> Figure:
    import altair as alt

    data = pd.DataFrame({"x": ["</script><b>", "Huế"], "y": [1.5, 2.0]})
    return Figure(
        draw=lambda width: alt.Chart(data).mark_bar().encode(x="x:N", y="y:Q").properties(
            width=width - 60
        ),
        title="t",
        description='Bars with "quotes" & <signs>',
        data=data,
        reading=data,
    )  # fmt: skip


@pytest.fixture
def markdown(monkeypatch: pytest.MonkeyPatch) -> str:
    shown: list[Any] = []
    monkeypatch.setattr(page, "display", shown.append)
    page.figure("fig-a", a_figure(), "Caption.", "nobody")
    text: str = shown[0].data
    return text


def a_site(tmp_path: Path, *bodies: str) -> Path:
    site = tmp_path / "site"
    (site / "book").mkdir(parents=True)
    for i, body in enumerate(bodies):
        (site / "book" / f"{i}.html").write_text(
            f"<html><head></head><body><main>{body}</main></body></html>", encoding="utf-8"
        )
    return site


def html_of(markdown: str) -> str:
    return markdown.split("```{=html}\n", 2)[1].split("\n```", 1)[0]


def test_figure_has_alternative_caption_source_and_table(markdown: str) -> None:
    assert markdown.startswith("::: {#fig-a}")
    assert 'role="img" aria-label="Bars with &quot;quotes&quot; &amp; &lt;signs&gt;"' in markdown
    assert markdown.index("Caption.") < markdown.index("Source: nobody") < markdown.index("Huế |")
    assert markdown.count("<svg role") == 2
    assert markdown.count("</script>") == 1


@pytest.mark.slow
def test_downloads_and_foot(tmp_path: Path, markdown: str, project: Project) -> None:
    site = a_site(tmp_path, html_of(markdown))
    finish(site, project.clean, Book.read(project.root), MADE)
    text = (site / "book" / "0.html").read_text("utf-8")
    for ending in ("csv", "svg", "png"):
        assert f'href="../figures/fig-a.{ending}"' in text
    csv = pd.read_csv(site / "figures" / "fig-a.csv")
    assert csv["x"].tolist() == ["</script><b>", "Huế"]
    assert (site / "figures" / "fig-a.png").read_bytes().startswith(b"\x89PNG")
    assert "currentColor" not in (site / "figures" / "fig-a.svg").read_text("utf-8")
    assert "ts-payload" not in text
    assert "vegaEmbed" not in text  # the bundle is loaded when asked for
    for part in ("abc1234", "2026-11-20", "a renderer 1.0", "CC BY 4.0", "Cite as"):
        assert part in text
    again = text
    finish(site, project.clean, Book.read(project.root), MADE)
    assert (site / "book" / "0.html").read_text("utf-8") == again


@pytest.mark.slow
def test_one_label_twice_is_an_error(tmp_path: Path, markdown: str, project: Project) -> None:
    site = a_site(tmp_path, html_of(markdown), html_of(markdown))
    with pytest.raises(RenderFailed, match="fig-a is taken by"):
        finish(site, project.clean, Book.read(project.root), MADE)


@pytest.mark.slow
def test_search_of_quarto_is_folded(tmp_path: Path, project: Project) -> None:
    site = a_site(tmp_path)
    (site / "search.json").write_text(json.dumps([{"text": "Tỉnh Đà Nẵng và Huế"}]), "utf-8")
    finish(site, project.clean, Book.read(project.root), MADE)
    entry = json.loads((site / "search.json").read_text("utf-8"))[0]["text"]
    assert entry.startswith("Tỉnh Đà Nẵng và Huế")
    assert "Da Nang" in entry
    assert "Hue" in entry
    finish(site, project.clean, Book.read(project.root), MADE)
    assert json.loads((site / "search.json").read_text("utf-8"))[0]["text"] == entry


def test_fold() -> None:
    assert fold("Đắk Lắk, Bà Rịa – Vũng Tàu, đứng đầu") == "Dak Lak, Ba Ria – Vung Tau, dung dau"


def test_serving_needs_a_site(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make site"):
        serve.serve(tmp_path, 0)


def test_tables_show_text_as_it_is() -> None:
    rows = pd.DataFrame({"a": ["x|y *z* <b> $1$ @fig-a"], "b": [1.5]})
    assert "x\\|y \\*z\\* \\<b\\> \\$1\\$ \\@fig-a" in page.pipe_table(rows)
    assert "| x|y *z*" in page.pipe_table(rows, markdown=["a"])
    assert page.pipe_table(rows).splitlines()[1] == "|:---|---:|"


@pytest.mark.parametrize(
    ("n", "word"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"), (12, "12th"), (43, "43rd")]
)
def test_ordinal(n: int, word: str) -> None:
    assert page.ordinal(n) == word


def test_old_site_is_replaced_whole(tmp_path: Path) -> None:
    from analysis.publish.render import replace

    old, new = tmp_path / "_site", tmp_path / "fresh"
    for folder, name in ((old, "gone.html"), (new, "index.html")):
        folder.mkdir()
        (folder / name).write_text(name)
    replace(old, new)
    assert [path.name for path in old.iterdir()] == ["index.html"]
    assert not new.exists()
    shutil.rmtree(old)
