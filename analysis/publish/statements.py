"""Every computed piece of every sentence and caption, as it stands on the page.

Kept in ``book/statements.csv``, so that whoever reviews a change of the data reads which sentences
it moves.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from analysis.model.outputs import RESULTS
from analysis.model.paths import Project
from analysis.words import inline

KEPT = "statements.csv"
COLUMNS = ("chapter", "section", "expression", "text")

# Words beside a piece that say what it is about.
BESIDE = 60

_HEADING = re.compile(r"^#+ (?P<title>.*?)(?: *\{#(?P<label>[\w-]+)[^}]*\})? *$", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ESCAPED = re.compile(r"\\([^\w\s])")


@dataclass(frozen=True)
class Statement:
    """One computed piece.

    ``section`` is the label of the section, or of the figure or table whose caption it is in;
    ``text`` what stands on the page; ``before`` and ``after`` are the words of the chapter around
    it. ``title`` is the chapter's.
    """

    chapter: str
    section: str
    expression: str
    text: str
    before: str = ""
    after: str = ""
    title: str = ""

    @property
    def row(self) -> tuple[str, str, str, str]:
        """What ``book/statements.csv`` holds of it."""
        return self.chapter, self.section, self.expression, self.text


def file_of(project: Project) -> Path:
    """Where the statements are kept."""
    return project.root / "book" / KEPT


def of_chapters(executed: Mapping[str, Path]) -> list[Statement]:
    """The statements of executed chapters, in their order on the pages."""
    found: list[Statement] = []
    for name, copy in executed.items():
        found += _of_chapter(Path(name).name, json.loads(copy.read_text("utf-8")))
    return found


def as_csv(statements: list[Statement]) -> str:
    """The statements as ``book/statements.csv`` holds them."""
    content = io.StringIO()
    writer = csv.writer(content, lineterminator="\n")
    writer.writerows([COLUMNS, *(statement.row for statement in statements)])
    return content.getvalue()


def from_csv(text: str) -> list[Statement]:
    """The statements that a ``book/statements.csv`` holds, without the words around them."""
    return [Statement(*row) for row in list(csv.reader(io.StringIO(text)))[1:]]


def kept(project: Project) -> str:
    """What ``book/statements.csv`` holds; nothing where there is none."""
    path = file_of(project)
    return path.read_text("utf-8") if path.is_file() else ""


def write(project: Project, executed: Mapping[str, Path]) -> None:
    """Renew ``book/statements.csv``; where nothing has changed it is not touched."""
    said = as_csv(of_chapters(executed))
    if said != kept(project):
        file_of(project).write_text(said, encoding="utf-8")


def words(markdown: str) -> str:
    """Markdown as a reader sees it: links by their text, no escapes, one line."""
    return " ".join(_ESCAPED.sub(r"\1", _LINK.sub(r"\1", markdown)).split())


def _of_chapter(chapter: str, notebook: Mapping[str, Any]) -> Iterator[Statement]:
    title = section = ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            results = iter(cell["metadata"].get(RESULTS, ()))
            # A heading begins a section; what stands above it belongs to the one before.
            begins = [0, *(found.start() for found in _HEADING.finditer(source)), len(source)]
            for begin, end in pairwise(begins):
                part = source[begin:end]
                if heading := _HEADING.match(part):
                    section = heading["label"] or heading["title"]
                    title = title or heading["title"]
                given = [next(results) for _ in inline.expressions(part)]
                for piece in _pieces(part, given):
                    yield Statement(chapter, section, *piece, title)
        for output in cell.get("outputs", ()):
            about = output.get("metadata", {})
            for piece in _pieces(about.get("caption", ""), about.get(RESULTS, [])):
                yield Statement(chapter, about["label"], *piece, title)


def _pieces(source: str, results: list[Mapping[str, Any]]) -> Iterator[tuple[str, str, str, str]]:
    """Each expression of a text, what it gave, and the words before and after it."""
    given = [inline.said(result) for result in results]
    # Words and computed pieces in turn, beginning and ending with words.
    flow = inline.around(source)
    for i, (_, text) in enumerate(given):
        flow.insert(2 * i + 1, text)
    for i, (expression, text) in enumerate(given):
        before, after = "".join(flow[: 2 * i + 1]), "".join(flow[2 * i + 2 :])
        yield expression, words(text), _last(before), _first(after)


def _last(text: str) -> str:
    """The end of the sentence so far, at most so many signs."""
    said = words(re.split(r"\n\s*\n|(?<=[.:;]) ", text)[-1]).lstrip("*# ")
    return said if len(said) <= BESIDE else "… " + said[-BESIDE:].split(" ", 1)[-1]


def _first(text: str) -> str:
    """The rest of the sentence, at most so many signs."""
    said = words(re.split(r"\n\s*\n|(?<=[.:;]) ", text)[0]).rstrip("*")
    return said if len(said) <= BESIDE else said[:BESIDE].rsplit(" ", 1)[0] + " …"
