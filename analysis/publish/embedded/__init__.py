"""The renderer that needs nothing but Python packages: pandoc reads the chapters, Sphinx writes.

The same sources as Quarto's; a construct that is not known is an error, never dropped.
"""

from __future__ import annotations

import io
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pypandoc

from analysis.errors import RenderFailed
from analysis.paths import Project
from analysis.publish.book import Book, Chapter
from analysis.publish.chapters import from_notebook, from_qmd

HERE = Path(__file__).parent
FILTER = HERE / "quarto_to_rst.lua"
TEMPLATES = HERE / "templates"


def name() -> str:
    """The renderer and its version, for the foot of the pages."""
    return (
        f"the embedded renderer (Sphinx {version('sphinx')}, furo {version('furo')}, "
        f"pandoc {pypandoc.get_pandoc_version()})"
    )


def render(project: Project, book: Book, executed: dict[str, Path], site: Path) -> None:
    """Write all pages to the folder ``site``.

    ``executed`` holds the executed copy of each notebook by chapter name. Raises ``RenderFailed``
    naming the chapter where a construct is not known or a reference leads nowhere.
    """
    source = project.cache / "embedded" / "source"
    shutil.rmtree(source, ignore_errors=True)
    (source / "book").mkdir(parents=True)
    with ThreadPoolExecutor() as pool:
        texts = pool.map(lambda chapter: _to_rst(project, book, chapter, executed), book.chapters)
        for chapter, text in zip(book.chapters, texts, strict=True):
            (source / f"{chapter.name}.rst").write_text(text, encoding="utf-8")
    index = source / "index.rst"
    index.write_text(index.read_text("utf-8") + _contents(book), encoding="utf-8")
    (source / "conf.py").write_text("")
    shutil.copyfile(project.root / book.bibliography, source / "references.bib")
    _sphinx(project, book, source, site)


def _to_rst(project: Project, book: Book, chapter: Chapter, executed: dict[str, Path]) -> str:
    if chapter.is_notebook:
        text = from_notebook(executed[chapter.name], str(chapter.path), book.code_summary)
    else:
        text = from_qmd(project.root / chapter.path, project.root)
    try:
        rst: str = pypandoc.convert_text(
            text,
            "rst",
            format="markdown-smart",
            extra_args=["--wrap=preserve", f"--lua-filter={FILTER}"],
        )
    except RuntimeError as error:
        unknown = re.search(r"unknown construct: (.*)", str(error))
        said = f"the embedded renderer does not know {unknown[1]}" if unknown else str(error)
        raise RenderFailed(f"{chapter.path}: {said}") from None
    return rst


def _contents(book: Book) -> str:
    """Tables of contents of all parts, in order."""
    parts: dict[str | None, list[str]] = {}
    for chapter in book.chapters:
        if chapter.name != "index":
            parts.setdefault(chapter.part, []).append(chapter.name)
    trees = []
    for part, names in parts.items():
        caption = f"   :caption: {part}\n" if part else ""
        entries = "\n".join(f"   {entry}" for entry in names)
        trees.append(f"\n.. toctree::\n   :hidden:\n{caption}\n{entries}\n")
    return "".join(trees)


def _sphinx(project: Project, book: Book, source: Path, site: Path) -> None:
    # Imported here: only this function needs it, and it takes a moment.
    from sphinx.application import Sphinx
    from sphinx.errors import SphinxError
    from sphinx.util.docutils import docutils_namespace

    said = io.StringIO()
    try:
        with docutils_namespace():
            app = Sphinx(
                srcdir=source,
                confdir=source,
                outdir=site,
                doctreedir=project.cache / "embedded" / "doctrees",
                buildername="html",
                confoverrides=_settings(book),
                status=None,
                warning=said,
                freshenv=True,
            )
            app.build()
    except SphinxError as error:
        raise RenderFailed(f"{error}\n{said.getvalue()}") from error
    warnings = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).strip()
    if warnings:
        # Sphinx speaks of the text made for it; the reader knows the chapters.
        made = rf"{re.escape(str(source))}/(.+?)\.rst(?::\d+)?:"
        raise RenderFailed(re.sub(made, r"\1:", warnings))
    (site / ".buildinfo").unlink(missing_ok=True)


def _settings(book: Book) -> dict[str, object]:
    suffixes = {chapter.name: chapter.path.suffix for chapter in book.chapters}
    return {
        "project": book.title,
        "html_title": book.title,
        "html_theme": "furo",
        "html_theme_options": {
            "source_repository": f"{book.repo_url}/",
            "source_branch": "main",
            "source_directory": "",
        },
        "templates_path": [str(TEMPLATES)],
        "extensions": ["sphinxcontrib.bibtex", "analysis.publish.embedded.sphinx_book"],
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_reference_style": "author_year",
        "chapter_suffixes": suffixes,
        "numfig": True,
        "numfig_secnum_depth": 0,
        "numfig_format": {"figure": "Figure %s.", "table": "Table %s."},
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_use_index": False,
        "smartquotes": False,
    }
