"""The embedded renderer: what it knows comes out right, what it does not know is an error."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from analysis.model.errors import RenderFailed
from analysis.model.paths import Project
from analysis.publish import embedded
from analysis.publish.book import Book
from analysis.publish.embedded.sphinx_book import FoldedSearch
from analysis.publish.stamp import Stamp, colophon, metadata

SETTINGS = """
book:
  title: "Sách"
  subtitle: "s"
  author: "a"
  repo-url: https://github.com/a/b
  chapters:
    - index.qmd
    - part: "Part one"
      chapters: [book/one.qmd, book/two.qmd]
    - part: "Part two"
      chapters: [book/references.qmd]
bibliography: book/references.bib
format:
  html:
    code-summary: "Show the code"
"""

ONE = """# One {#sec-one}

See @fig-a, @tbl-b, @sec-two, [@fig-a; @tbl-b] and [@key2020]. A claim.[^n]

[^n]: A note.

::: {#fig-a}

```{=html}
<svg role="img" aria-label="a"></svg>
```

The caption of **a**.

:::

::: {.callout-warning title="Mind *this*"}
Text with `code`.
:::

::: {.code-fold summary="Show"}
```python
x = 1
```
:::
"""

TWO = """# Two {#sec-two}

Back to @fig-a and @sec-detail.

## Detail {#sec-detail}

| a | b |
|:--|--:|
| Đà Nẵng | 1 |

: A caption. {#tbl-b}

[here]{#spot} and <https://example.org/> and [`code` in **it**](https://example.org/c)
"""

BIB = "@article{key2020, author={Nguyễn, An}, title={T}, journal={J}, year={2020}}\n"


def book(tmp_path: Path, settings: str = SETTINGS, **pages: str) -> Path:
    (tmp_path / "book").mkdir()
    texts = {
        "index.qmd": "# Sách {.unnumbered}\n\nHome.\n",
        "book/one.qmd": pages.get("one", ONE),
        "book/two.qmd": pages.get("two", TWO),
        "book/references.qmd": "# References {.unnumbered}\n\n::: {#refs}\n:::\n\nNo more.\n",
        "book/references.bib": BIB,
        "_quarto.yml": settings,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    site = tmp_path / "site"
    embedded.render(Project(tmp_path), Book.read(tmp_path), {}, site)
    return site


def soup_of(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "lxml")


def soup(page: Path) -> BeautifulSoup:
    return soup_of(page.read_text("utf-8"))


def test_a_book_with_everything_that_is_known(tmp_path: Path) -> None:
    site = book(tmp_path)
    one, two = soup(site / "book" / "one.html"), soup(site / "book" / "two.html")
    article = one.select_one("article")
    assert article
    text = re.sub(r"\s+", " ", article.get_text())
    assert "See Figure 1, Table 1, Two, Figure 1, Table 1 and [Nguyễn, 2020]." in text
    figure = one.select_one("figure#fig-a")
    assert figure
    assert figure.select_one("svg[aria-label=a]")
    assert "Figure 1. The caption of a." in re.sub(r"\s+", " ", figure.get_text())
    assert one.select_one("a[href='two.html#tbl-b']")
    assert one.select_one("a[href='two.html#sec-two']")
    callout = one.select_one(".admonition.warning")
    assert callout
    assert "Text with code." in callout.get_text()
    assert one.select_one("details.ts-code .highlight")
    assert "A note." in text
    assert two.select_one("figure#tbl-b table")
    assert "ts-right-2" in two.select_one("table")["class"]
    assert two.select_one("#spot")
    assert two.select_one("a[href='https://example.org/c']").get_text() == "code in it"
    assert two.select_one("a[href='one.html#fig-a']")
    assert "Part one" in one.get_text()
    assert "Nguyễn" in soup(site / "book" / "references.html").get_text()


@pytest.mark.parametrize("address", ["https://github.com/us/book", ""])
def test_links_to_the_repository_are_there_once_it_has_an_address(
    tmp_path: Path, address: str
) -> None:
    settings = SETTINGS.replace("https://github.com/a/b", f'"{address}"')
    page = book(tmp_path, settings) / "book" / "one.html"
    assert ("Edit this page" in page.read_text("utf-8")) == bool(address)
    made, read = Stamp("r", "abc1234", "2026-11-20"), Book.read(tmp_path)
    assert ('name="citation_public_url"' in metadata(read, made)) == bool(address)
    said = soup_of(colophon(read, made)).get_text()
    named = f"a (2026). Sách: s{f'. {address}' if address else ''} (commit abc1234"
    assert f"Cite as: {named}, data of 2026-11-20)." in said


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("::: {.panel-tabset}\n## A\n:::", "a div with the classes 'panel-tabset'"),
        ("[x]{.smallcaps-red}", "a span with the classes 'smallcaps-red'"),
        ("![alt](picture.png)", "an image file"),
        ("::: {#fig-z}\n\nOnly a caption.\n\n:::", "without a caption: fig-z"),
        ("::: {#fig-z}\n\nx[^1]\n\ny\n\n:::\n\n[^1]: n", "a footnote inside"),
        ("See [@key2020, p. 3].", "a citation with words before or after"),
        ("See [-@key2020].", "without its author"),
        ("~~x~~", "struck-out text"),
        ('[x]{lang="vi"}', "a span"),
        ('::: {.callout-note collapse="true"}\nx\n:::', "the attribute 'collapse'"),
        ('```{.python filename="a.py"}\n1\n```', "code with attributes"),
        ("[x](https://example.org){.button}", "a link with classes"),
        ("**See @sec-here.**", "within bold or italic text"),
        ("See @fig-nowhere.", "fig-nowhere"),
        ("See @sec-nowhere.", "sec-nowhere"),
        ("See [@nokey].", "nokey"),
    ],
)
def test_unknown_construct_names_chapter_and_construct(
    tmp_path: Path, text: str, complaint: str
) -> None:
    with pytest.raises(RenderFailed) as caught:
        book(tmp_path, two=f"{TWO}\n\n{text}\n")
    assert "book/two" in str(caught.value)
    assert complaint in str(caught.value)


def test_the_bridge_stays_small() -> None:
    """A bridge of 400 lines, and what it keeps between builds; more would be a site generator."""
    folder = Path(embedded.__file__).parent
    lines = sum(
        len(file.read_text("utf-8").splitlines())
        for file in folder.rglob("*")
        if file.suffix in (".py", ".lua", ".html")
    )
    assert lines < 470


@pytest.mark.parametrize(("word", "stem"), [("Đà", "da"), ("Nẵng", "nang"), ("Huế", "hue")])
def test_search_folds_vietnamese(word: str, stem: str) -> None:
    assert FoldedSearch({}).stem(word) == stem
