"""Run all chapters once, for their cost in CPU: as a build does, or their code in one process.

``kernels`` runs them as the build does, each in a kernel of its own, nothing kept. ``one`` executes
the same cells of code one after the other in this process, which loads every library once: what
the chapters cost without notebooks.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from analysis import page
from analysis.model.paths import Project
from analysis.publish.book import Book


def in_kernels(project: Project) -> None:
    """As a build does it, with a cache of its own."""
    from analysis.publish import notebooks

    book = Book.read(project.root)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("_quarto.yml", "requirements.lock", "book", "data"):
            (Path(folder) / name).symlink_to(project.root / name)
        notebooks.run(Project(Path(folder)), book.notebooks, lambda step: None)


def in_one_process(project: Project) -> None:
    """The same code, with nothing shown."""
    import nbformat  # after the package, which spares it a second (see there)

    vars(page)["display"] = lambda *shown, **how: None
    for chapter in Book.read(project.root).notebooks:
        notebook = nbformat.read(project.root / chapter.path, as_version=4)
        names: dict[str, object] = {"__name__": "__main__"}
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, str(chapter.path), "exec"), names)


if __name__ == "__main__":
    {"kernels": in_kernels, "one": in_one_process}[sys.argv[1]](Project.find())
