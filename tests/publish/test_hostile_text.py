"""Whatever a source's name or title holds, a page shows it sign by sign and does nothing."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from conftest import ROOT, book_settings

from analysis import words
from analysis.model.errors import RenderFailed
from analysis.model.paths import Project
from analysis.publish import embedded, notebooks
from analysis.publish.book import Book
from analysis.publish.figures import Pictures
from analysis.publish.finish import finish
from analysis.publish.stamp import Stamp

pytestmark = pytest.mark.slow

HOSTILE = [
    """P1]{id='p1" tabindex=1 autofocus onfocus=alert("P1") data-y="'} [Pub""",
    "A](javascript:alert(1)) <b onclick=alert(2)>bold</b>",
    "x`<img src=x onerror=alert(3)>`{=html} y",
    "`<img src=x onerror=alert(4)>`{=rst} :html:`<img src=x onerror=alert(5)>`\\ z",
    "```{=html}<script>alert(6)</script>```",
    "Theo @tinhso: 5 tỷ ~~cũ~~ **mới** $x^2$ \\ &lt;script&gt; {{< include x >}} -- ... 'a' \"b\"",
    "]: <javascript:alert(7)> | a | b || |_ref_ `link <javascript:alert(8)>`_ [1]_ ^9^ H~2~O",
]


@pytest.fixture(scope="module")
def sources_page(tmp_path_factory: pytest.TempPathFactory) -> BeautifulSoup:
    """The page of sources, made of tables whose texts are hostile."""
    root = tmp_path_factory.mktemp("hostile")
    (root / "book").mkdir()
    for name in ("book/sources.ipynb", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    (root / "book" / "references.bib").write_text("")
    (root / "_quarto.yml").write_text(book_settings("book/sources.ipynb"), encoding="utf-8")
    (root / "index.qmd").write_text(
        "# Home {.unnumbered}\n\n::: {.callout-note}\n"
        # @sec-dictionary is linked from the chapter; here it stands for itself.
        "A page.\n:::\n",
        encoding="utf-8",
    )
    shutil.copytree(ROOT / "data" / "clean", root / "data" / "clean")
    path = root / "data" / "clean" / "sources.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for i, text in enumerate(HOSTILE):
        rows[i] |= {"publisher": f"P{i} {text}", "title": f"T{i} {text}"}
        rows[i]["url"] = f"https://example.org/{i}?a=<b>`\"'){{}}|*_é%20&c=d>"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    project, book = Project(root), Book.read(root)
    executed = notebooks.run(project, book.notebooks, lambda _: None)
    site = root / "site"
    embedded.render(project, book, executed, site)
    finish(site, project.clean, book, Stamp("r", "c", "d"), Pictures({}, b""))
    return BeautifulSoup((site / "book" / "sources.html").read_text("utf-8"), "lxml")


def test_texts_are_shown_sign_by_sign(sources_page: BeautifulSoup) -> None:
    article = sources_page.select_one("article")
    assert article is not None
    text = " ".join(article.get_text().split())
    for i, hostile in enumerate(HOSTILE):
        said = " ".join(hostile.split())
        assert f"P{i} {said}" in text
        assert f"T{i} {said}" in text


def test_texts_make_nothing_of_themselves(sources_page: BeautifulSoup) -> None:
    article = sources_page.select_one("article")
    assert article is not None
    for element in article.select("*"):
        assert element.name not in ("script", "img", "iframe", "object", "b", "math")
        assert not [name for name in element.attrs if name.startswith("on")], element
        for name in ("href", "src"):
            assert not str(element.get(name, "")).strip().lower().startswith("javascript"), element
    address = article.select_one("a[href^='https://example.org/0']")
    assert address is not None
    # What would end an address or begin something else is written as %XX; what was so stays so.
    assert address["href"].startswith("https://example.org/0?a=%3Cb%3E%60%22')%7B%7D%7C*_")
    assert "%20" in address["href"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "ftp://example.org", "//x.y",
     "https://user:password@example.org/", "https://"],
)  # fmt: skip
def test_only_the_web_is_linked_to(address: str) -> None:
    with pytest.raises(ValueError, match="expected a web address"):
        words.link("title", address)


@pytest.mark.parametrize("name", ["", "a b", 'a"b', "a'b", "a}b", "<a>", "á"])
def test_only_plain_names_are_linked_to(name: str) -> None:
    with pytest.raises(ValueError, match="expected a name"):
        words.anchored("text", name)


def test_a_page_with_an_address_that_runs_is_not_published(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<a href='JavaScript:alert(1)'>x</a>", "utf-8")
    made = Stamp("r", "c", "d")
    with pytest.raises(RenderFailed, match=r"a\.html: an address that a page may not have"):
        finish(tmp_path, ROOT / "data" / "clean", Book.read(ROOT), made, Pictures({}, b""))
