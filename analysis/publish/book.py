"""What _quarto.yml says of the book: parts, chapters, settings. Both renderers read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from analysis.model.errors import RenderFailed


@dataclass(frozen=True)
class Chapter:
    """One source file of the book, with its path from the root, and the part it belongs to."""

    path: PurePosixPath
    part: str | None

    @property
    def name(self) -> str:
        """The path without its ending: ``book/rankings``."""
        return str(self.path.with_suffix(""))

    @property
    def is_notebook(self) -> bool:
        """Whether the chapter computes."""
        return self.path.suffix == ".ipynb"


@dataclass(frozen=True)
class Book:
    """The settings that the embedded renderer and the finishing touches need.

    ``repo_url`` is empty where the book has no repository to name. ``left_out`` are files beside
    the chapters that would be some, if ``_quarto.yml`` named them.
    """

    title: str
    subtitle: str
    author: str
    repo_url: str
    bibliography: str
    code_summary: str
    chapters: tuple[Chapter, ...]
    left_out: tuple[str, ...]

    @property
    def notebooks(self) -> tuple[Chapter, ...]:
        """The chapters that compute, in order."""
        return tuple(chapter for chapter in self.chapters if chapter.is_notebook)

    @classmethod
    def read(cls, root: Path) -> Book:
        """Read ``_quarto.yml``. Raises ``RenderFailed`` where it or a chapter's file is missing."""
        try:
            return cls._from(root, yaml.safe_load((root / "_quarto.yml").read_text("utf-8")))
        except yaml.YAMLError as error:
            raise RenderFailed(f"_quarto.yml is not YAML: {error}") from error
        except KeyError as error:
            raise RenderFailed(f"_quarto.yml does not say {error}") from error

    @classmethod
    def _from(cls, root: Path, settings: dict[str, Any]) -> Book:
        book = settings["book"]
        chapters: list[Chapter] = []
        for entry in book["chapters"]:
            if isinstance(entry, str):
                chapters.append(Chapter(PurePosixPath(entry), None))
            else:
                chapters += [
                    Chapter(PurePosixPath(path), entry["part"]) for path in entry["chapters"]
                ]
        missing = [str(c.path) for c in chapters if not (root / c.path).is_file()]
        if missing:
            raise RenderFailed(
                f"_quarto.yml names chapters that do not exist: {', '.join(missing)}. "
                "Add the files, or take them out of the list."
            )
        return cls(
            title=book["title"],
            subtitle=book["subtitle"],
            author=book["author"],
            repo_url=book.get("repo-url") or "",
            bibliography=settings["bibliography"],
            code_summary=settings["format"]["html"]["code-summary"],
            chapters=tuple(chapters),
            left_out=tuple(_left_out(root, {str(c.path) for c in chapters})),
        )


def _left_out(root: Path, named: set[str]) -> Iterator[str]:
    for path in sorted((root / "book").glob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix in (".ipynb", ".qmd") and path.name[0] not in "._" and name not in named:
            yield name
