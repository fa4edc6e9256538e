"""What `make watch` shows after each save: the new page, or what is wrong in its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import RANKS_CODE, RANKS_PROSE, write_chapter

from analysis.build.watch import Studio
from analysis.model.paths import Project
from analysis.publish.kernels import Loaded

pytestmark = pytest.mark.slow


class Desk:
    """A book that is being written, and the browser that looks at it."""

    def __init__(self, project: Project, loaded: Loaded) -> None:
        self.project = project
        self.said: list[str] = []
        self.studio = Studio(project, loaded, self.said.append)
        self.times_shown = 0

    def save(self, prose: str = "Prose.", code: str = RANKS_CODE) -> None:
        opening = f"# Ranks {{#sec-ranks}}\n\n{prose}"
        write_chapter(self.project.root, "ranks", opening, code, RANKS_PROSE)
        self.renew()

    def renew(self) -> None:
        def shown() -> None:
            self.times_shown += 1

        before, self.times_shown = self.said.copy(), 0
        self.studio.renew(shown)
        self.said = self.said[len(before) :]

    def look(self, path: str = "/book/ranks.html") -> str:
        status: list[str] = []

        def start(said: str, headers: list[tuple[str, str]]) -> None:
            status.append(said)

        body = b"".join(self.studio.answer({"PATH_INFO": path}, start)).decode()
        return body if status[0].startswith("200") else status[0]


@pytest.fixture
def desk(tiny_book: Path) -> Iterator[Desk]:
    with Loaded() as loaded:
        yield Desk(Project(tiny_book), loaded)


def test_a_morning_of_edits(desk: Desk) -> None:
    (desk.project.root / "book" / "draft.ipynb").write_text("{}")
    desk.save()
    assert "book/draft.ipynb is no chapter yet: _quarto.yml does not name it" in desk.said
    assert "Province 22 is 3rd and" in desk.look()
    assert "Home." in desk.look("/")
    assert desk.times_shown == 2  # before the tables are validated, and after

    desk.save("Other prose.")
    assert "Other prose." in desk.look()
    assert not any("chapter 1 of 1" in step for step in desk.said)  # no cell was run
    assert desk.times_shown == 1

    # What is wrong stands in place of every page, with its place in the notebook.
    desk.save("Other prose.", RANKS_CODE.replace("row.value", "row['<b>']"))
    for path in ("/", "/book/ranks.html"):
        page = desk.look(path)
        assert "book/ranks.ipynb, cell 2, line 4: a cell failed with TypeError" in page
        assert "&lt;b&gt;" in page
        assert "<b>" not in page
    desk.save("Mended.")
    assert "Mended." in desk.look()

    # A raw figure reaches the page; one that cannot be read does not, and nothing is written.
    dti = desk.project.raw / "observations" / "dti.csv"
    right = dti.read_text("utf-8")
    dti.write_text(right.replace(",,,7/63,", ",,,6/63,"), encoding="utf-8")
    desk.renew()
    assert "Province 27 is 6th" in desk.look()
    assert ",6/63," in (desk.project.clean / "values.csv").read_text("utf-8")
    dti.write_text(right.replace("Bắc Ninh", "Bắc Nin"), encoding="utf-8")
    desk.renew()
    assert "observations/dti.csv, row 6, column province" in desk.look()
    assert ",6/63," in (desk.project.clean / "values.csv").read_text("utf-8")

    # Only what lies among the pages is given out.
    assert desk.look("/../../_quarto.yml") == "404 Not Found"
    assert desk.look("/nowhere.html").startswith("<!doctype")  # what is wrong, as on every page
