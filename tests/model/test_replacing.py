"""Tables and site take their place whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

from analysis.build import stages
from analysis.build.locking import alone
from analysis.model import replacing
from analysis.model.dictionary import TABLES
from analysis.model.fingerprints import Ledger
from analysis.model.paths import Project

OLD = {"a.csv": b"old a", "b.csv": b"old b", "c.csv": b"same", "gone.csv": b"x"}
NEW = {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"same", "more.csv": b"y"}


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    fill(project.clean, OLD)
    fill(project.site, {"index.html": b"old"})
    fill(project.cache / "fresh", NEW)
    fill(project.cache / "site", {"index.html": b"new"})
    return project


def fill(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def leftovers(project: Project) -> set[str]:
    return {path.name for path in project.cache.iterdir()} - {"fresh", "site", "lock"}


def quiet(step: str) -> None:
    pass


def test_tables_are_put_in_place_and_equal_files_are_not_touched(project: Project) -> None:
    same = (project.clean / "c.csv").stat()
    replacing.put_tables(project, project.cache / "fresh")
    assert files(project.clean) == NEW
    assert (project.clean / "c.csv").stat().st_mtime_ns == same.st_mtime_ns
    assert (project.clean / "c.csv").stat().st_ino == same.st_ino
    assert not leftovers(project)


@pytest.mark.parametrize("name", ["a.csv", "b.csv", "more.csv"])
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    project: Project, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if Path(target) == project.clean / name:
            raise PermissionError(errno.EPERM, "Operation not permitted")
        real(source, target)

    monkeypatch.setattr(replacing.os, "replace", replace)
    with pytest.raises(OSError, match=f"data/clean/{name} cannot be replaced.*all tables are as"):
        replacing.put_tables(project, project.cache / "fresh")
    assert files(project.clean) == OLD
    assert not leftovers(project)


KILLED = """
import os, sys
from pathlib import Path
from analysis.build import stages
from analysis.model import replacing
from analysis.model.dictionary import TABLES
from analysis.model.fingerprints import Ledger
from analysis.model.paths import Project

project, what, left, swap = Project(Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]), sys.argv[4]
real = os.replace

def replace(source, target):
    # The process is gone just before the n-th step.
    global left
    if left == 0:
        os._exit(9)
    left -= 1
    real(source, target)

replacing.os.replace = replace
if swap == "no":
    replacing._swap = lambda one, other: False
if what == "tables":
    replacing.put_tables(project, project.cache / "fresh")
else:
    replacing.put_site(project, project.cache / "site")
"""


def killed(project: Project, what: str, steps: int, swap: str = "yes") -> bool:
    """Whether the process was killed before it was done."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(project.root), what, str(steps), swap],
        cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 9)
    return done.returncode == 9


@pytest.mark.parametrize("steps", range(6))
def test_tables_of_a_killed_command_are_finished_by_the_next(project: Project, steps: int) -> None:
    was_killed = killed(project, "tables", steps)
    assert was_killed == (steps < 5)
    with alone(project, quiet):
        replacing.recover(project, quiet)
    # Before the first step there was nothing to go on with: the old ones are whole.
    assert files(project.clean) == (OLD if steps == 0 else NEW)
    assert not leftovers(project)


@pytest.mark.parametrize("steps", range(4))
def test_where_folders_cannot_be_swapped_the_next_command_brings_the_site(
    project: Project, steps: int
) -> None:
    was_killed = killed(project, "site", steps, swap="no")
    assert was_killed == (steps < 3)
    # Between the two renames there is no site, for as long as no command runs.
    assert project.site.exists() == (steps != 2)
    replacing.recover(project, quiet)
    assert files(project.site) == {"index.html": b"old" if steps == 0 else b"new"}
    assert not leftovers(project) - {replacing.SITE_BEFORE}


def test_swapped_in_one_step_there_is_always_a_site(project: Project) -> None:
    """No rename takes part, so that there is no step before which it could be killed."""
    assert not killed(project, "site", 0)
    assert files(project.site) == {"index.html": b"new"}
    assert not (project.cache / "site").exists()
    assert not leftovers(project)


def test_the_first_site_is_put_in_place(project: Project) -> None:
    replacing.put_site(project, project.cache / "site")
    fill(project.cache / "site", {"index.html": b"newer"})
    for name in ("index.html",):
        (project.site / name).unlink()
    project.site.rmdir()
    replacing.put_site(project, project.cache / "site")
    assert files(project.site) == {"index.html": b"newer"}


def test_commands_wait_for_each_other(project: Project) -> None:
    """A second one says that it waits, and goes on when the first has ended, even if killed."""
    holder = subprocess.Popen(
        [sys.executable, "-c",
         "import sys, time; from pathlib import Path; from analysis.build.locking import alone; "
         "from analysis.model.paths import Project\n"
         "with alone(Project(Path(sys.argv[1])), print):\n"
         "    print('holds', flush=True)\n"
         "    time.sleep(60)",
         str(project.root)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert holder.stdout is not None
    assert holder.stdout.readline() == "holds\n"
    said: list[str] = []

    def report(step: str) -> None:
        said.append(step)
        holder.kill()

    with alone(project, report):
        assert said == ["another command works in this folder; waiting for it"]
    holder.wait()
    holder.stdout.close()


def test_two_cleans_at_once_leave_all_tables(tiny_raw: Path) -> None:
    project = Project(tiny_raw.parent.parent)
    (project.root / "_quarto.yml").write_text("")
    (project.root / "requirements.lock").write_text("")
    command = [sys.executable, "-m", "analysis", "clean"]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    both = [
        subprocess.Popen(command, cwd=project.root, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    # The second waited for the first, and found its work done.
    assert sum("another command works in this folder" in text for text in said) == 1
    assert sum("nothing has changed" in text for text in said) == 1
    assert {path.stem for path in project.clean.glob("*.csv")} == set(TABLES)
    assert not [path for path in project.cache.iterdir() if path.name.startswith("tables-")]


def test_a_table_that_has_vanished_is_never_taken_for_fresh(project: Project) -> None:
    fill(project.root / "all", {f"{name}.csv": b"a\n" for name in TABLES})
    shutil.rmtree(project.clean)
    (project.root / "all").rename(project.clean)
    (project.root / "requirements.lock").write_text("")
    (project.clean / "values.csv").unlink()
    Ledger(project).record("tables", stages._inputs(project), project.clean)
    assert not stages.are_fresh(project)
