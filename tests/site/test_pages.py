"""The finished site, read as a reader's browser would."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlparse

import pandas as pd
from bs4 import BeautifulSoup, NavigableString, Tag

from analysis import validate
from analysis.clean.disputes import KINDS
from analysis.compare import digital_economy, founding, rankings
from analysis.model.dictionary import COLUMNS
from analysis.model.paths import Project
from analysis.model.reasons import DOUBTS
from analysis.publish.book import Book


@cache
def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text("utf-8"), "lxml")


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


@cache
def anchors(page: Path) -> set[str]:
    """Every place of a page that a link can lead to."""
    found = soup(page).select("[id], a[name]")
    return {str(element[a]) for element in found for a in ("id", "name") if element.has_attr(a)}


def content(page: Path) -> BeautifulSoup:
    found = soup(page).select_one("article") or soup(page).select_one("main")
    assert found, f"{page.name} has no content"
    return found


NOT_READ = {"script", "style", "pre", "svg", "code", "annotation"}


@cache
def words(page: Path) -> str:
    """The text of a page without code, scripts and pictures."""
    text: list[str] = []

    def collect(element: Tag) -> None:
        for child in element.children:
            if isinstance(child, Tag):
                if child.name not in NOT_READ:
                    collect(child)
            elif type(child) is NavigableString:
                text.append(child)

    collect(content(page))
    return re.sub(r"\s+", " ", " ".join(text))


def test_every_chapter_has_its_page(site: Path, project: Project) -> None:
    there = {page.relative_to(site).with_suffix("").as_posix() for page in pages(site)}
    assert {chapter.name for chapter in Book.read(project.root).chapters} <= there


def test_links_and_anchors_inside_the_site_lead_somewhere(site: Path) -> None:
    broken = []
    for page in pages(site):
        for link in soup(page).select("a[href]"):
            href = str(link["href"])
            if urlparse(href).scheme or href.startswith("//"):
                continue
            path, _, anchor = href.partition("#")
            path = unquote(path.split("?")[0])
            target = (page.parent / path).resolve() if path else page
            if target.is_dir():
                target = target / "index.html"
            if not target.is_file():
                broken.append(f"{page.name}: {href}")
            elif anchor and target.suffix == ".html":
                anchor = unquote(anchor)
                if anchor not in anchors(target) and anchor != "top":
                    broken.append(f"{page.name}: {href}")
    assert not broken


# Kinds of link that a browser follows by itself.
LOADED = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "modulepreload"}


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    """Links may lead away when they are followed; nothing may be loaded from elsewhere."""
    asked = []
    for page in pages(site):
        for tag, attribute in (
            ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"),
            ("video", "src"), ("audio", "src"), ("object", "data"), ("embed", "src"),
            ("form", "action"), ("use", "href"), ("image", "href"),
        ):  # fmt: skip
            for element in soup(page).select(f"{tag}[{attribute}]"):
                if re.match(r"(https?:)?//", str(element[attribute])):
                    asked.append(f"{page.name}: {element[attribute]}")
        asked += [
            f"{page.name}: {link['href']}"
            for link in soup(page).select("link[href]")
            if set(link.get("rel") or []) & LOADED and re.match(r"(https?:)?//", str(link["href"]))
        ]
    for sheet in site.rglob("*.css"):
        text = sheet.read_text("utf-8", errors="replace")
        asked += [
            f"{sheet.name}: {url}"
            for url in re.findall(r"(?:url\(|@import\s+)['\"]?((?:https?:)?//[^'\")\s]+)", text)
        ]
    assert not asked


def test_no_stray_syntax(site: Path) -> None:
    stray = []
    for page in pages(site):
        text = words(page)
        for pattern in (
            r"@(?:fig|tbl|sec)-",
            r":::",
            r"\{#",
            r"\?@",
            r"\{\{<",
            r"#\|",
            r"\bNaN\b",
            r"\bnan\b",
            r"<NA>",
            r"\{=html\}",
            r"`_",
            r"<\.\./",
            r"\{[a-z]\w*[\[.(]",
            r"\b(and|the|of|in|to|is) \1\b",
        ):
            for match in re.finditer(pattern, text):
                stray.append(
                    f"{page.name}: …{text[max(0, match.start() - 40) : match.end() + 40]}…"
                )
    assert not stray


def test_pictures_have_alternatives(site: Path) -> None:
    for page in pages(site):
        for image in content(page).select("img"):
            assert image.get("alt"), f"{page.name}: {image}"
        for picture in content(page).select(".ts-figure svg"):
            if picture.find_parent("svg"):
                continue
            assert picture.get("role") == "img"
            assert len(str(picture.get("aria-label"))) > 80, page.name


def test_figures_are_whole(site: Path) -> None:
    seen = 0
    for page in pages(site):
        for figure in content(page).select(".ts-figure"):
            label = str(figure["data-figure"])
            seen += 1
            holder = figure.find_parent(id=label)
            assert holder, f"{label} has no number"
            caption = holder.select_one("figcaption")
            assert caption
            said = re.sub(r"\s+", " ", caption.get_text()).strip()
            number = re.match(r"Figure \d+(\.\d+)?[.:]", said)
            assert number, said
            assert re.search(r"\d", said[number.end() :]), f"{label}: no finding"
            source = holder.find_next(class_="ts-source")
            assert source, label
            assert source.get_text().strip().startswith("Source:")
            assert source.select("a[href*='sources.html#src-']")
            table = holder.find_next(class_="ts-table")
            assert table, label
            assert table.select("tr")
            for ending in ("csv", "svg", "png", "js"):
                file = site / "figures" / f"{label}.{ending}"
                assert file.stat().st_size > 100
            for width in (".ts-wide svg", ".ts-narrow svg"):
                assert figure.select_one(width)
    made = {path.stem for path in (site / "figures").glob("*.csv")}
    assert seen == len(made) > 0


def test_ids_are_unique(site: Path) -> None:
    for page in pages(site):
        ids = Counter(str(element["id"]) for element in soup(page).select("[id]"))
        twice = {name for name, count in ids.items() if count > 1}
        # Sphinx and Quarto repeat some of their own; figures must not.
        assert not {name for name in twice if name.startswith(("fig-", "tbl-", "sec-", "src-"))}


def test_every_page_says_how_it_was_made_and_how_to_cite_it(site: Path, project: Project) -> None:
    for chapter in Book.read(project.root).chapters:
        foot = soup(site / f"{chapter.name}.html").select_one(".ts-colophon")
        assert foot, chapter.name
        text = foot.get_text()
        for part in ("Cite as:", "Rendered with", "Commit", "Data last changed on", "CC BY 4.0"):
            assert part in text


def test_rankings_page_shows_the_path(site: Path, clean: dict[str, pd.DataFrame]) -> None:
    text = words(site / "book" / "rankings.html")
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    ranks = rankings.path_of(paths, "22")["rank"].tolist()
    assert "{}, {}, {}, {} and {}".format(*ranks) in text
    assert "from 7th of 63 provinces in 2021 to 3rd in 2022" in text
    assert "Bắc Ninh 3rd and 21st" in text
    assert "Bình Định 13th (implied) and 37th" in text
    assert "0.4972" in text
    assert "(+0.0092)" in text
    assert "(−0.0092)" in text
    known = (paths["reference_year"] == 2020) & paths["rank"].notna()
    assert f"{known.sum()} of 63 provinces in 2020" in text
    assert "108 components in 2020" in words(site / "book" / "indices.html")


def test_share_page_shows_printed_and_bounded(site: Path, clean: dict[str, pd.DataFrame]) -> None:
    page = site / "book" / "digital_economy.html"
    text = words(page)
    shares = digital_economy.shares(
        clean["values"], clean["provinces"], digital_economy.MINISTRY, 2022
    )
    for row in shares.itertuples():
        assert f"“{row.as_printed}”" in text, row.name_vi
    others = 63 - len(shares)
    assert f"for {len(shares)} of 63 provinces; the other {others} lie between" in text
    assert "between 5.78 % and 17.15 %" in text
    assert "17 provinces are above 10 %" in text
    assert "add up to 18" in text
    text = words(site / "book" / "releases.html")
    assert "46.7 % for 2022 (statistics office)" in text
    assert "46.30 % for 2025 (statistics office" in text


def findings(project: Project) -> list[str]:
    """The chapters of the first four parts: those that come to a finding."""
    book = Book.read(project.root)
    return [
        chapter.name
        for chapter in book.chapters
        if chapter.part and chapter.part != "Behind the figures"
    ]


def test_every_chapter_opens_with_its_finding_and_ends_with_what_would_change_it(
    site: Path, project: Project
) -> None:
    assert len(findings(project)) >= 14
    for name in findings(project):
        page = content(site / f"{name}.html")
        first = page.select_one("p strong, p b")
        assert first, name
        said = re.sub(r"\s+", " ", first.get_text())
        # Two sentences with figures in them.
        assert re.search(r"\d", said), name
        assert 1 <= len(re.findall(r"\.(?: |$)", said)) <= 3, (name, said)
        rests = page.find(string=re.compile("What this rests on"))
        assert rests, name
        headings = [re.sub(r"[#¶\s]+$", "", h.get_text()).strip() for h in page.select("h2")]
        assert any(h.endswith("What would change this conclusion") for h in headings[-1:]), (
            name, headings,
        )  # fmt: skip


def test_every_chapter_says_of_how_many_provinces(site: Path, project: Project) -> None:
    for name in findings(project):
        assert re.search(
            r"\b(?:\d+|one) of (?:the )?(?:63|34|136)\b", words(site / f"{name}.html")
        ), name


def test_no_page_claims_a_cause(site: Path, project: Project) -> None:
    causal = re.compile(
        r"\b(?:leads? to|led to|causes?|caused|because of|thanks to|due to|drives?|drove|driven by|"
        r"results? in|resulted in|boosts?|boosted)\b",
        re.IGNORECASE,
    )
    allowed = {"may be due to them", "leads with"}
    for name in findings(project):
        for match in causal.finditer(words(site / f"{name}.html")):
            text = words(site / f"{name}.html")[match.start() - 60 : match.end() + 60]
            assert any(phrase in text for phrase in allowed), (name, text)


def test_founding_figures_all_stand_on_their_pages(
    site: Path, clean: dict[str, pd.DataFrame]
) -> None:
    pages_of = {"22": "quang_ninh", "27": "bac_ninh", "52": "binh_dinh"}
    every = founding.figures(clean["observations"], clean["sources"])
    shown = 0
    for code, name in pages_of.items():
        there = cells(site / "book" / f"{name}.html")
        for row in every[every["province_code"] == code].itertuples():
            parts = [t for t in (row.value_as_printed, row.rank_as_printed) if isinstance(t, str)]
            assert flat(f'"{"; ".join(parts)}"') in there, row
            shown += 1
    assert shown == 136


def test_recomputed_scores_stand_beside_printed_ones_with_residuals(site: Path) -> None:
    pillars, merged = (
        cells(site / "book" / "pillars.html"),
        cells(site / "book" / "boundaries.html"),
    )
    assert {"−0.000055", "0.716355", "0.7163"} <= pillars
    assert "+0.00007" in merged
    assert "0.000055" in words(site / "book" / "pillars.html")


def test_downloads_hold_the_figures(site: Path, clean: dict[str, pd.DataFrame]) -> None:
    text = (site / "figures" / "fig-path.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 5 * 63
    quang_ninh = [row["rank"] for row in rows if row["name_vi"] == "Quảng Ninh"]
    assert quang_ninh == ["4", "7", "3", "12", "17"]
    assert all(row["source_id"] for row in rows if row["rank"])
    for name in clean:
        assert (site / "data" / f"{name}.csv").is_file()


def test_every_province_stands_on_the_page_that_needs_no_scripts(
    site: Path, clean: dict[str, pd.DataFrame]
) -> None:
    text = words(site / "book" / "provinces.html")
    for row in clean["provinces"].itertuples():
        assert row.name_vi in text
        assert row.name_en in text


def test_every_source_has_its_anchor(site: Path, clean: dict[str, pd.DataFrame]) -> None:
    there = anchors(site / "book" / "sources.html")
    assert {f"src-{source}" for source in clean["sources"]["source_id"]} <= there


def flat(text: str) -> str:
    """A text with single spaces, and with quotes and dashes as they were before typesetting."""
    straight = text.translate(str.maketrans("‘’“”\u00a0", "''\"\" "))
    return re.sub(r"\s+", " ", straight).strip()


def cells(page: Path) -> set[str]:
    """The texts of all cells of all tables of a page."""
    return {flat(cell.get_text()) for cell in content(page).find_all("td")}


def test_quality_page_shows_every_suite_and_every_kind_of_doubt(
    site: Path, clean: dict[str, pd.DataFrame], project: Project
) -> None:
    page = site / "book" / "data_quality.html"
    text, shown = flat(words(page)), cells(page)
    report = validate.load(project.clean)
    assert set(report.rows) <= shown
    assert (site / "data" / "validation.json").exists()
    for kind in clean["doubts"]["kind"].unique():
        assert flat(DOUBTS[kind].meaning) in shown
    unread = (clean["observations"]["status"] == "unparsed").sum()
    assert f"Of {len(clean['observations']):,} printed figures {unread} could not be read" in text


def test_quality_page_tells_every_indicator_formula_decision_and_kind_of_dispute(
    site: Path, clean: dict[str, pd.DataFrame]
) -> None:
    shown = cells(site / "book" / "data_quality.html")
    assert set(clean["coverage"]["indicator"]) <= shown
    for kind in clean["disputes"]["kind"].unique():
        assert flat(KINDS[kind]) in shown, kind
    for table, column in (
        ("decisions", "reason"), ("identities", "accepted"), ("formulas", "note"),
    ):  # fmt: skip
        for said in clean[table][column].dropna():
            assert flat(said) in shown, said
    assert "not published" in shown


def test_dictionary_page_defines_every_column_and_indicator(
    site: Path, clean: dict[str, pd.DataFrame]
) -> None:
    page = site / "book" / "dictionary.html"
    shown = cells(page)
    for column in COLUMNS.values():
        assert column.name in shown
        assert flat(column.meaning) in shown, column
    for row in clean["indicators"].itertuples():
        assert {row.code, flat(row.name_en), flat(row.name_vi)} <= shown, row
    told = " ".join(shown)
    for warning in clean["usage_warnings"]["warning"]:
        assert flat(warning) in told, warning


def test_search_finds_names_without_diacritics(site: Path) -> None:
    if (site / "searchindex.js").exists():
        index = (site / "searchindex.js").read_text("utf-8")
        loaded = json.loads(index[index.index("(") + 1 : index.rindex(")")])
        assert {"nang", "hue", "ninh", "quang", "dak"} <= set(loaded["terms"])
    else:
        entries = json.loads((site / "search.json").read_text("utf-8"))
        text = " ".join(entry["text"] for entry in entries)
        assert "Da Nang" in text
        assert "Hue" in text
