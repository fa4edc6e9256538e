"""Run all chapters once, for their cost in CPU: as a build does, or their code in one process.

``kernels`` runs them as the build does, each in a kernel of its own, nothing kept. ``one`` executes
the same cells of code one after the other in this process, which loads every library once: what
the chapters cost without notebooks.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from analysis.model.outputs import BUILD
from analysis.model.paths import Project
from analysis.publish.book import Book
from analysis.words import inline


def in_kernels(project: Project) -> None:
    """As a build does it, with a cache of its own."""
    from analysis.publish import notebooks

    book = Book.read(project.root)
    with tempfile.TemporaryDirectory() as folder:
        for name in ("_quarto.yml", "requirements.lock", "book", "data"):
            (Path(folder) / name).symlink_to(project.root / name)
        notebooks.run(Project(Path(folder)), book.notebooks, lambda step: None)


def in_one_process(project: Project) -> None:
    """The same code and the same inline expressions, with nothing shown."""
    import nbformat  # after the package, which spares it a second (see there)
    from IPython.core.interactiveshell import InteractiveShell

    from analysis.page import cells

    vars(cells)["display"] = lambda *shown, **how: None
    os.environ[BUILD] = "yes"
    shell = InteractiveShell.instance()
    for chapter in Book.read(project.root).notebooks:
        shell.reset(new_session=True)
        for cell in nbformat.read(project.root / chapter.path, as_version=4).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, str(chapter.path), "exec"), shell.user_ns)
            else:
                shell.user_expressions(inline.numbered(cell.source))


if __name__ == "__main__":
    {"kernels": in_kernels, "one": in_one_process}[sys.argv[1]](Project.find())
