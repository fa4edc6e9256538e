"""Show the book while it is being written: whatever is saved, the page in the browser is new.

The pages shown are those of the embedded renderer, in a folder of their own: ``_site`` stays as it
is. Only what depends on a change is done again. What goes wrong is shown in place of the page.
"""

from __future__ import annotations

import html
import logging
import mimetypes
import os
import re
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from urllib.parse import unquote

from livereload import Server
from livereload.handlers import LiveReloadHandler
from livereload.watcher import Watcher
from tornado.ioloop import IOLoop
from watchfiles import DefaultFilter, watch

from analysis.build import stages
from analysis.build.locking import alone
from analysis.model.errors import BadInput, RenderFailed, ValidationFailed
from analysis.model.paths import Project
from analysis.model.progress import Report
from analysis.publish import embedded, figures
from analysis.publish.book import Book
from analysis.publish.finish import finish
from analysis.publish.kernels import Loaded
from analysis.publish.notebooks import run
from analysis.publish.stamp import Stamp

HOST = "127.0.0.1"

MADE = Stamp("`make watch`", "being edited", "unknown")


class Studio:
    """The book as it is being written: its pages, or what is wrong with it."""

    def __init__(self, project: Project, loaded: Loaded, report: Report) -> None:
        self.project = project
        self.loaded = loaded
        self.report = report
        self.pages = project.cache / "watch"
        self.wrong = ""
        # Of which executed copies the pages are: a figure may be new where its text is not.
        self.made_of: dict[str, int] = {}

    def renew(self, shown: Callable[[], None]) -> None:
        """Make again what depends on a change. ``shown`` is called when the pages are new.

        New tables are validated after their pages are shown, and only then put in place.
        """
        start = time.monotonic()
        try:
            with alone(self.project, self.report):
                if stages.are_fresh(self.project):
                    self._make_pages(self.project)
                else:
                    with stages.new_tables(self.project, self.report) as tables:
                        self._make_pages(Project(self.project.root, tables.folder))
                        shown()
                        tables.put_in_place(self.report)
                    self._make_pages(self.project)
            self.report(f"the pages are new, after {time.monotonic() - start:.1f} s")
        except Exception as error:
            known = isinstance(error, BadInput | ValidationFailed | RenderFailed | OSError)
            # Whatever it is, it is shown, and the next save is waited for.
            self.wrong = str(error) if known else traceback.format_exc()
            self.report(f"\n{self.wrong}\n")
        shown()

    def _make_pages(self, project: Project) -> None:
        book = Book.read(project.root)
        for path in book.left_out:
            self.report(f"{path} is no chapter yet: _quarto.yml does not name it")
        executed = run(project, book.notebooks, self.report, self.loaded)
        dates = {name: copy.stat().st_mtime_ns for name, copy in executed.items()}
        for name, date in dates.items():
            if date != self.made_of.get(name):
                (self.pages / f"{name}.html").unlink(missing_ok=True)
        with figures.Drawing(project.cache, figures.read(executed)) as drawing:
            embedded.render(project, book, executed, self.pages)
            finish(self.pages, project.clean, book, MADE, drawing.finish())
        self.made_of = dates
        self.wrong = ""

    def answer(
        self, request: dict[str, str], start: Callable[[str, list[tuple[str, str]]], object]
    ) -> Iterable[bytes]:
        """A page or file, as WSGI asks for it; in place of every page, what is wrong."""
        path = (self.pages / unquote(request["PATH_INFO"]).lstrip("/")).resolve()
        if path.is_dir():
            path /= "index.html"
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        headers = [("Content-Type", f"{kind}; charset=utf-8"), ("Cache-Control", "no-store")]
        if self.wrong and path.suffix == ".html":
            start("200 OK", headers)
            return [_what_is_wrong(self.wrong).encode()]
        if not path.is_relative_to(self.pages.resolve()) or not path.is_file():
            start("404 Not Found", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"There is no such page."]
        start("200 OK", headers)
        return [path.read_bytes()]


class _Told(Watcher):
    """Livereload's own watching is not used: it is told when pages are new."""

    def start(self, callback: Callable[[], None]) -> bool:
        """Nothing to start."""
        return True


def show(project: Project, port: int, report: Report) -> None:
    """Serve the book on this machine and renew it after each save, until interrupted."""
    places = ("book", "data/raw", "analysis", "index.qmd", "_quarto.yml")
    paths = [project.root / place for place in places if (project.root / place).exists()]
    for name in ("livereload", "tornado.access"):  # their words are of no use here
        logging.getLogger(name).disabled = True
    loop = IOLoop.current()
    done = threading.Event()

    def reload() -> None:
        loop.add_callback(LiveReloadHandler.reload_waiters)

    def work(studio: Studio) -> None:
        studio.renew(reload)
        for changes in watch(
            *paths, watch_filter=_Sources(), debounce=100, step=30, stop_event=done
        ):
            names = sorted({os.path.relpath(path, project.root) for _, path in changes})
            report(f"saved: {', '.join(names)}")
            studio.renew(reload)

    with Loaded() as loaded:
        studio = Studio(project, loaded, report)
        worker = threading.Thread(target=work, args=(studio,), daemon=True)
        worker.start()
        report(f"http://{HOST}:{port}/  shows the book as it is being written (stop with Ctrl-C)")
        # In its mode for development the server starts anew when a module that it has loaded
        # changes: chapters load theirs themselves.
        server = Server(studio.answer, watcher=_Told())
        server.serve(port=port, host=HOST, debug=True)
        done.set()


class _Sources(DefaultFilter):
    """What people edit: not what editors and Python put beside it."""

    allowed = re.compile(r"\.(ipynb|qmd|yml|py|csv|bib|css|js|lua|html|scss)$")

    def __call__(self, change: object, path: str) -> bool:
        """Whether a change of this file is one to act on."""
        return super().__call__(change, path) and bool(self.allowed.search(path))  # type: ignore[arg-type]


def _what_is_wrong(text: str) -> str:
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        "<title>Something is wrong</title></head>"
        '<body style="font: 16px/1.5 system-ui, sans-serif; margin: 2em; max-width: 60em">'
        "<h1>Something is wrong</h1><p>Mend it and save: the page comes back by itself.</p>"
        f'<pre style="white-space: pre-wrap">{html.escape(text)}</pre></body></html>'
    )
