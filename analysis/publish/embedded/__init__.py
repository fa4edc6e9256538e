"""The renderer that needs nothing but Python packages: pandoc reads the chapters, Sphinx writes.

The same sources as Quarto's; a construct that is not known is an error, never dropped.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

from analysis.model.errors import RenderFailed
from analysis.model.fingerprints import fingerprint
from analysis.model.paths import Project
from analysis.publish.book import Book, Chapter

HERE = Path(__file__).parent
FILTER = HERE / "quarto_to_rst.lua"
TEMPLATES = HERE / "templates"
# Room in memory with which pandoc need not tidy up so often: a fifth faster, the same result.
ROOM = ("+RTS", "-A64m", "-RTS")


def name() -> str:
    """The renderer and its version, for the foot of the pages."""
    return (
        f"the embedded renderer (Sphinx {version('sphinx')}, furo {version('furo')}, "
        f"pandoc of pypandoc {version('pypandoc_binary')})"
    )


def render(project: Project, book: Book, executed: dict[str, Path], site: Path) -> None:
    """Write all pages to the folder ``site``; of pages that are there, those that have changed.

    ``executed`` holds the executed copy of each notebook by chapter name. What was made of a
    chapter that has not changed since is used again. Raises ``RenderFailed`` naming the chapter
    where a construct is not known or a reference leads nowhere.
    """
    home = (
        project.cache / "embedded" / fingerprint([HERE, HERE.with_name("chapters.py")], name())[:16]
    )
    for other in home.parent.glob("*"):
        if other != home:
            shutil.rmtree(other)
    source = home / "source"
    (source / "book").mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        texts = pool.map(lambda c: _to_rst(project, book, c, executed, home / "rst"), book.chapters)
        files = {f"{c.name}.rst": text for c, text in zip(book.chapters, texts, strict=True)}
    files["index.rst"] += _contents(book)
    files["references.bib"] = (project.root / book.bibliography).read_text("utf-8")
    files["conf.py"] = ""
    for file in source.rglob("*"):
        if file.is_file() and file.relative_to(source).as_posix() not in files:
            file.unlink()
    for path, text in files.items():
        if not (source / path).is_file() or (source / path).read_text("utf-8") != text:
            (source / path).write_text(text, encoding="utf-8")
    try:
        _sphinx(book, source, home / "doctrees", site)
    except RenderFailed:
        # Sphinx warns of a chapter when it reads it: so that it says the same again next time.
        shutil.rmtree(home / "doctrees", ignore_errors=True)
        raise


def _to_rst(
    project: Project, book: Book, chapter: Chapter, executed: dict[str, Path], kept: Path
) -> str:
    # Imported here and below: a run in which nothing has changed does not wait for the libraries.
    import pypandoc

    from analysis.publish import chapters

    if chapter.is_notebook:
        text = chapters.from_notebook(executed[chapter.name], str(chapter.path), book.code_summary)
    else:
        text = chapters.from_qmd(project.root / chapter.path, project.root)
    digest = hashlib.sha256(text.encode()).hexdigest()
    copy = kept / f"{chapter.name}.rst"
    if copy.is_file():
        made_of, kept_text = copy.read_text("utf-8").split("\n", 1)
        if made_of == digest:
            return kept_text
    try:
        rst: str = pypandoc.convert_text(
            text,
            "rst",
            format="markdown-smart",
            extra_args=["--wrap=preserve", f"--lua-filter={FILTER}", *ROOM],
        )
    except RuntimeError as error:
        unknown = re.search(r"unknown construct: (.*)", str(error))
        said = f"the embedded renderer does not know {unknown[1]}" if unknown else str(error)
        raise RenderFailed(f"{chapter.path}: {said}") from None
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_text(f"{digest}\n{rst}", encoding="utf-8")
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


def _sphinx(book: Book, source: Path, doctrees: Path, site: Path) -> None:
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
                doctreedir=doctrees,
                buildername="html",
                confoverrides=_settings(book),
                status=None,
                warning=said,
                parallel=os.cpu_count() or 1,
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
    # Where furo finds the source of a page, which it then offers to edit.
    repository = {
        "source_repository": f"{book.repo_url}/",
        "source_branch": "main",
        "source_directory": "",
    }
    return {
        "project": book.title,
        "html_title": book.title,
        "html_theme": "furo",
        "html_theme_options": repository if book.repo_url else {},
        "templates_path": [str(TEMPLATES)],
        "extensions": ["sphinxcontrib.bibtex", "analysis.publish.embedded.sphinx_book"],
        "bibtex_bibfiles": ["references.bib"],
        "bibtex_reference_style": "author_year",
        "chapter_suffixes": {chapter.name: chapter.path.suffix for chapter in book.chapters},
        "numfig": True,
        "numfig_secnum_depth": 0,
        "numfig_format": {"figure": "Figure %s.", "table": "Table %s."},
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_show_copyright": False,
        "html_use_index": False,
        "smartquotes": False,
    }
