"""Chapters become Markdown; what is not known is an error that names chapter and construct."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.model.errors import RenderFailed
from analysis.publish.chapters import from_notebook, from_qmd


def markdown(tmp_path: Path, *cells: Any) -> str:
    path = tmp_path / "chapter.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return from_notebook(path, "book/chapter.ipynb", "Show the code")


def code(source: str, *outputs: Any) -> Any:
    return new_code_cell(source, outputs=list(outputs))


def shown(mime: str, text: str) -> Any:
    return new_output("display_data", data={mime: text})


def test_prose_code_and_output(tmp_path: Path) -> None:
    text = markdown(
        tmp_path,
        new_markdown_cell("# Title {#sec-x}"),
        code("#| output: asis\nsay(1)", shown("text/markdown", "One.")),
        code("#| echo: false\n#| output: asis\nsay(2)", shown("text/markdown", "Two.")),
    )
    assert text.index("# Title {#sec-x}") < text.index("say(1)") < text.index("One.")
    assert "Show the code" in text
    assert "#|" not in text
    assert "say(2)" not in text
    assert "Two." in text


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [
        (code("#| fig-cap: x\n1"), "cell option fig-cap"),
        (code("1", shown("text/html", "<b>1</b>")), "text/html"),
        (code("1", shown("text/markdown", "1")), "output: asis"),
        (code("1", new_output("stream", name="stderr", text="Deprecated")), "Deprecated"),
        (new_markdown_cell("{{< video x.mp4 >}}"), "shortcode video"),
        (new_markdown_cell("```{python}\n1\n```"), "runs"),
    ],
)
def test_unknown_constructs(tmp_path: Path, cell: Any, complaint: str) -> None:
    with pytest.raises(RenderFailed) as caught:
        markdown(tmp_path, new_markdown_cell("# Title"), cell)
    assert "book/chapter.ipynb, cell 2" in str(caught.value)
    assert complaint in str(caught.value)


def test_shortcode_shown_as_code_is_no_shortcode(tmp_path: Path) -> None:
    text = markdown(tmp_path, new_markdown_cell("```text\n{{< video x.mp4 >}}\n```"))
    assert "video" in text


def test_includes_are_put_in_place(tmp_path: Path) -> None:
    (tmp_path / "part.qmd").write_text("Hà Nội\n", encoding="utf-8")
    page = tmp_path / "page.qmd"
    page.write_text("# A\n\n{{< include part.qmd >}}\n\nEnd\n", encoding="utf-8")
    assert from_qmd(page, tmp_path).split() == ["#", "A", "Hà", "Nội", "End"]
