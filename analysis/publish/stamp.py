"""What the foot of every page says: how it was made, of what, and how to cite it."""

from __future__ import annotations

import html
import subprocess
from dataclasses import dataclass
from pathlib import Path

from analysis.publish.book import Book


@dataclass(frozen=True)
class Stamp:
    """Renderer, commit and date of the data, as the foot of each page prints them."""

    renderer: str
    commit: str
    data_date: str


def stamp(root: Path, renderer: str) -> Stamp:
    """Read commit and date from git.

    Outside a repository of its own both are said to be unknown; so is the date where the
    history was cut short (a shallow clone).
    """
    if _git(root, "rev-parse", "--show-toplevel") != str(root.resolve()):
        return Stamp(renderer, "unknown", "unknown")
    commit = _git(root, "rev-parse", "--short=10", "HEAD")
    if commit and _git(root, "status", "--porcelain", "--untracked-files=no"):
        commit += " with local changes"
    shallow = _git(root, "rev-parse", "--is-shallow-repository") == "true"
    date = "" if shallow else _git(root, "log", "-1", "--format=%cs", "--", "data/raw")
    return Stamp(renderer, commit or "unknown", date or "unknown")


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def colophon(book: Book, made: Stamp) -> str:
    """The foot of a page as HTML. It asks nothing of any host."""
    year = made.data_date[:4] if made.data_date != "unknown" else "n.d."
    citation = f"{book.author} ({year}). {book.title}: {book.subtitle}"
    citation += f". {book.repo_url}" if book.repo_url else ""
    return (
        '<div class="ts-colophon" role="contentinfo" aria-label="About this page">'
        f"<p><strong>Cite as:</strong> {html.escape(citation)} "
        f"(commit {html.escape(made.commit)}, data of {made.data_date}).</p>"
        f"<p>Data last changed on {made.data_date}. Commit {html.escape(made.commit)}. Rendered "
        f"with {html.escape(made.renderer)}. Code: MIT. Text, tables and figures: "
        '<a href="https://creativecommons.org/licenses/by/4.0/">CC BY 4.0</a>.</p></div>'
    )


def metadata(book: Book, made: Stamp) -> str:
    """What programs that collect references read of a page, as lines for its head."""
    content = {
        "description": book.subtitle,
        "citation_title": f"{book.title}: {book.subtitle}",
        "citation_author": book.author,
        "citation_publication_date": made.data_date.replace("-", "/"),
    }
    if book.repo_url:
        content["citation_public_url"] = book.repo_url
    return "".join(
        f'<meta name="{name}" content="{html.escape(text)}">\n' for name, text in content.items()
    )
