"""Check what people write, in a second: data/raw and the chapters. Nothing is run or written."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis import clean
from analysis.clean import doubts, frames
from analysis.clean.raw import layout
from analysis.contribute import prose
from analysis.model.dictionary import TABLES
from analysis.model.errors import BadInput, in_words
from analysis.model.paths import Project
from analysis.model.progress import Report


def check(project: Project, file: Path | None, report: Report) -> int:
    """Check all raw files and chapters, or one file with all that it goes with.

    Says what looks odd as well: in one file all of it, else what data/clean does not know yet.
    Returns 0, or 1 where other files hold problems so that not all of ``file`` could be checked.
    Raises ``BadInput`` with the problems, FileNotFoundError for a file that is neither.
    """
    name = _name(project, file) if file else ""
    if file and file.suffix == ".ipynb":
        if found := list(prose.of_chapter(file, name)):
            raise BadInput(found)
        report(f"{name}: no problem")
        return 0
    found = [] if file else prose.problems(project.root)
    try:
        tables, odd = clean.with_doubts(clean.read(project.raw), strict=True)
    except BadInput as error:
        # A relation or decision that no longer fits names the rows that it rests on.
        here = [p for p in error.problems if p.file == name or f"{name}, row" in str(p)]
        if here or not file:
            raise BadInput([*found, *(here or error.problems)]) from None
        report(
            f"{name}: no problem found, but not all could be checked: other files have "
            f"{len(error.problems)}; run `python -m analysis check`"
        )
        return 1
    if found:
        raise BadInput(found)
    shown = odd.filter(pl.col("file") == name) if file else _new(odd, project.clean)
    for said in in_words(sorted(doubts.problems(shown))):
        report(f"odd: {said}")
    newly = "" if file else f", {len(shown)} of them not yet in data/clean/doubts.csv"
    report(f"doubts: {len(shown if file else odd)}{newly}")
    figures = len(tables["observations"])
    what = name or "data/raw and the chapters"
    report(f"{what}: no problem ({figures:,} printed figures in all)")
    return 0


def _new(odd: pl.DataFrame, folder: Path) -> pl.DataFrame:
    """The doubts that are not among those of the clean tables."""
    path, key = folder / "doubts.csv", TABLES["doubts"].key
    if not path.is_file():
        return odd
    known = pl.read_csv(path, schema_overrides=frames.schema("doubts"))
    return odd.join(known, on=key, how="anti", nulls_equal=True, maintain_order="left")


def _name(project: Project, file: Path) -> str:
    """A raw file or chapter as messages name it. Raises FileNotFoundError for any other."""
    raw = {project.raw / f"{name}.csv": f"data/raw/{name}.csv" for name in layout()}
    chapters = {path: f"book/{path.name}" for path in (project.root / "book").glob("*.ipynb")}
    for path, name in (raw | chapters).items():
        if file.resolve() == path.resolve() and file.is_file():
            return name
    raise FileNotFoundError(
        f"{file} is neither a chapter in book/ nor one of: {', '.join(raw.values())}"
    )
