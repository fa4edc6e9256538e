"""The site in a real browser: on a phone, with scripts off and on."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import NEEDS_CHROMIUM
from playwright.sync_api import Browser, BrowserContext, Page

from analysis.publish.book import Book

pytestmark = NEEDS_CHROMIUM

PHONE = {"width": 360, "height": 740}
CHAPTERS = tuple(chapter.name for chapter in Book.read(Path(__file__).parents[2]).chapters)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def opened(
    context: BrowserContext, address: str, chapter: str, scripts: bool = True
) -> tuple[Page, list[str]]:
    page = context.new_page()
    elsewhere: list[str] = []
    page.on(
        "request",
        lambda request: (
            None
            if request.url.startswith((address, "data:", "blob:"))
            else elsewhere.append(request.url)
        ),
    )
    page.goto(f"{address}/{chapter}.html")
    if scripts:  # Without them nothing is asked for later.
        page.wait_for_load_state("networkidle")
    return page, elsewhere


# Dark colours are the same with scripts and without.
@pytest.mark.parametrize(
    ("scheme", "scripts"),
    [("light", False), ("light", True), ("dark", True)],
    ids=["light, scripts off", "light, scripts on", "dark, scripts on"],
)
def test_pages_on_a_phone(browser: Browser, address: str, scripts: bool, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=scripts, color_scheme=scheme)
    for chapter in CHAPTERS:
        page, elsewhere = opened(context, address, chapter, scripts)
        assert not elsewhere, chapter
        heading = page.locator("h1").first
        assert heading.is_visible(), chapter
        if scripts:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE["width"], f"{chapter} is {width} pixels wide"
        for picture in page.locator(".ts-figure .ts-narrow > svg").all():
            box = picture.bounding_box()
            assert box, chapter
            assert box["width"] <= PHONE["width"]
            assert box["height"] > 100
        page.close()
    context.close()


def test_chart_becomes_interactive_when_asked(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 900})
    page, elsewhere = opened(context, address, "book/rankings")
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    assert not page.locator(".vega-embed").count()
    page.get_by_role("button", name="Explore with values").first.click()
    page.wait_for_selector(".ts-wide .vega-embed svg", timeout=20_000)
    assert any(url.endswith("assets/vega.js") for url in loaded)
    assert any(url.endswith("figures/fig-path.js") for url in loaded)
    assert not elsewhere
    label = page.locator(".vega-embed svg").first.get_attribute("aria-label")
    assert label
    assert "Quảng Ninh: 4 in 2020" in label
    context.close()


@pytest.mark.parametrize("query", ["da nang", "Đà Nẵng", "hue"])
def test_search_finds_a_province(browser: Browser, site: Path, address: str, query: str) -> None:
    if not (site / "searchindex.js").exists():
        pytest.skip("the search of Quarto's pages is Quarto's own; its index is tested elsewhere")
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.goto(f"{address}/search.html?q={query}")
    page.wait_for_selector("#search-results li a", timeout=20_000)
    hrefs = [
        link.get_attribute("href") or "" for link in page.locator("#search-results li a").all()
    ]
    assert any("provinces" in href for href in hrefs)
    context.close()


def test_search_without_scripts_says_where_to_look(
    browser: Browser, site: Path, address: str
) -> None:
    if not (site / "search.html").exists():
        pytest.skip("Quarto has no page of search; without scripts it shows no search field")
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/search.html?q=hue")
    assert "This search needs scripts" in page.inner_text("article")
    assert page.locator("article a[href$='book/provinces.html']").count()
    context.close()
