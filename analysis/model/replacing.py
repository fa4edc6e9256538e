"""New results take the place of old ones whole, or not at all, whatever happens meanwhile.

An error on the way puts back what was there. Where the program is killed, the next command goes on
where it stopped (``recover``): what lies in the cache under one of the names below is complete.
"""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from analysis.model.paths import Project
from analysis.model.progress import Report

# Complete tables, or a complete site, on the way to their place; and what stood there before.
TABLES_COMING = "tables-coming"
TABLES_BEFORE = "tables-before"
SITE_COMING = "site-coming"
SITE_BEFORE = "site-before"


def put_tables(project: Project, fresh: Path) -> None:
    """Put finished tables in the place of ``data/clean``; a file that is equal is not touched.

    Raises OSError, with all tables as they were, where a file cannot be replaced.
    """
    coming = project.cache / TABLES_COMING
    shutil.rmtree(coming, ignore_errors=True)
    os.replace(fresh, coming)  # from here on they will be put in place
    _exchange_files(project)


def put_site(project: Project, fresh: Path) -> None:
    """Put a finished site in the place of the old one."""
    if project.site.exists() and _swap(fresh, project.site):
        shutil.rmtree(fresh)
        return
    coming = project.cache / SITE_COMING
    shutil.rmtree(coming, ignore_errors=True)
    os.replace(fresh, coming)
    _exchange_folders(project)


def recover(project: Project, report: Report) -> None:
    """Finish what a command that was killed had begun to put in place."""
    if (project.cache / TABLES_COMING).is_dir():
        report("putting in place the tables of a command that was interrupted")
        _exchange_files(project)
    if (project.cache / SITE_COMING).is_dir():
        report("putting in place the site of a command that was interrupted")
        _exchange_folders(project)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of a folder by name, without hidden ones."""
    if not folder.is_dir():
        return {}
    paths = (path for path in folder.iterdir() if path.is_file() and path.name[0] != ".")
    return {path.name: path.read_bytes() for path in paths}


def _exchange_files(project: Project) -> None:
    """File by file: the folder is under version control, and may be open somewhere."""
    coming, before = project.cache / TABLES_COMING, project.cache / TABLES_BEFORE
    project.clean.mkdir(parents=True, exist_ok=True)
    wanted, there = contents(coming), contents(project.clean)
    if not before.is_dir():  # else it holds what stood there before the interruption
        shutil.copytree(project.clean, half := before.with_suffix(".part"), dirs_exist_ok=True)
        os.replace(half, before)
    name = ""
    try:
        for name in sorted(wanted):
            if wanted[name] != there.get(name):
                replace(project.clean / name, wanted[name])
        for name in sorted(there.keys() - wanted.keys()):
            (project.clean / name).unlink()
    except OSError as error:
        _put_back(project.clean, contents(before))
        shutil.rmtree(before)
        shutil.rmtree(coming)
        raise OSError(
            f"data/clean/{name} cannot be replaced ({error.strerror}); all tables are as they "
            "were. Make the file and its folder writable, and run the command again."
        ) from error
    shutil.rmtree(before)
    shutil.rmtree(coming)


def _put_back(folder: Path, before: dict[str, bytes]) -> None:
    now = contents(folder)
    for name, content in before.items():
        if content != now.get(name):
            replace(folder / name, content)
    for name in now.keys() - before.keys():
        (folder / name).unlink()


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of another in one step, so that none is ever half written."""
    beside = path.with_name(f".{path.name}.new")
    try:
        beside.write_bytes(content)
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def replace_all(files: Mapping[Path, bytes]) -> None:
    """Put several files in the place of others, all or none.

    Raises OSError, with all as they were, where one cannot be replaced.
    """
    before = {path: path.read_bytes() for path in files}
    path = None
    try:
        for path, content in files.items():
            replace(path, content)
    except BaseException as error:
        for done, content in before.items():
            if done.read_bytes() != content:
                replace(done, content)
        if isinstance(error, OSError):
            raise OSError(
                f"{path} cannot be replaced ({error.strerror}); all files are as they were. Make "
                "the file and its folder writable, and run the command again."
            ) from error
        raise


def _swap(one: Path, other: Path) -> bool:
    """Exchange two folders in a single step, where the system can: then neither is ever missing."""
    system = ctypes.CDLL(None, use_errno=True)
    here, exchange = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of renameat2(2)
    if not hasattr(system, "renameat2"):
        return False
    done: int = system.renameat2(here, os.fsencode(one), here, os.fsencode(other), exchange)
    return done == 0


def _exchange_folders(project: Project) -> None:
    coming, before = project.cache / SITE_COMING, project.cache / SITE_BEFORE
    if project.site.exists():
        shutil.rmtree(before, ignore_errors=True)
        os.replace(project.site, before)
    os.replace(coming, project.site)
    shutil.rmtree(before, ignore_errors=True)
