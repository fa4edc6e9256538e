"""What a change of data/raw does to the published numbers, in words and as tables."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass

import polars as pl

from analysis.model.dictionary import TABLES
from analysis.model.keys import KEY
from analysis.model.paths import Project
from analysis.model.places import COUNTRY, COUNTRY_NAME
from analysis.model.progress import Report

Tables = dict[str, pl.DataFrame]

# Rows of a table that are shown; the others are counted.
ROWS_SHOWN = 100
# Tables whose changes are told before all others, and what their sections are called.
_FIRST = {"values": "Values", "rankings": "Ranks", "disputes": "Disputes",
          "coverage": "Coverage", "observations": "Printed figures"}  # fmt: skip
_SHOWN = {
    "values": ("value", "as_printed", "as_of", "source_id", "basis", "disputed"),
    "rankings": ("rank", "score", "rank_basis", "missing", "disputed"),
    "coverage": ("units_known", "units_disputed"),
    "observations": (
        "value_as_printed", "rank_as_printed", "value", "rank", "status", "qualifier",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """How the rows of one table differ. Cells are text.

    ``new`` and ``gone`` have the columns of the table; ``changed`` has its key, and each other
    column twice: as it was (``x``) and as it is (``x_now``).
    """

    table: str
    new: pl.DataFrame
    changed: pl.DataFrame
    gone: pl.DataFrame

    def __bool__(self) -> bool:
        return any(len(rows) for rows in (self.new, self.changed, self.gone))

    def columns_changed(self) -> list[str]:
        """The columns in which at least one row has changed."""
        twice = [c for c in self.changed.columns if f"{c}_now" in self.changed.columns]
        return [c for c in twice if self.changed[c].ne_missing(self.changed[f"{c}_now"]).any()]


def committed(project: Project, revision: str) -> dict[str, bytes]:
    """The clean tables of a git revision, and the report on them, as files by name.

    A table that it does not have is empty. Raises ValueError with the remedy where the revision,
    or git itself, is not there.
    """
    known = _git(project, "rev-parse", "--verify", f"{revision}^{{commit}}")
    if known.returncode:
        why = known.stderr.decode().strip()
        raise ValueError(f"{revision} is no git revision of this project: {why}")
    empty = {f"{name}.csv": ",".join(table.columns).encode() for name, table in TABLES.items()}
    files = empty | {"validation.json": b""}
    for name in files:
        files[name] = _git(project, "show", f"{revision}:data/clean/{name}").stdout or files[name]
    return files


def _git(project: Project, *words: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(project.root), *words]
    return subprocess.run(command, capture_output=True, check=False)


def since(project: Project, revision: str, progress: Report) -> str:
    """What data/raw changes since a git revision: published numbers, chapters, and sentences.

    Chapters that depend on it are run on the new tables, which are not validated. Raises
    ``BadInput``, and ValueError for a revision that is not there.
    """
    from analysis import clean
    from analysis.build.stages import unchecked_tables
    from analysis.contribute import pages, sentences
    from analysis.publish import statements
    from analysis.publish.book import Book

    files, sheets = committed(project, revision), clean.read(project.raw)
    before = {name: _read(files[f"{name}.csv"]) for name in TABLES}
    shown = _git(project, "show", f"{revision}:book/{statements.KEPT}").stdout
    was = statements.from_csv(shown.decode())
    with unchecked_tables(project, sheets) as folder:
        after = {name: _read((folder / f"{name}.csv").read_bytes()) for name in TABLES}
        numbers = report(between(before, after), before, after)
        chapters = Book.read(project.root).notebooks
        earlier = pages.Before(project.root, project.cache / "before" / "tables")
        progress("the book as it was")
        earlier.clean.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (earlier.clean / name).write_bytes(content)
        was_shown, _ = pages.run(earlier, chapters, progress)
        progress("the book as it becomes")
        ran, stops = pages.run(Project(project.root, folder), chapters, progress)
        moved = pages.report(was_shown, ran)
        now = statements.of_chapters(ran)
    # What a chapter says that stops is not known.
    was = [said for said in was if f"book/{said.chapter}" in ran]
    stopped = f"\n## Chapters that stop\n\n```text\n{stops}\n```\n" if stops else ""
    return f"{numbers}\n{moved}\n{sentences.report(was, now)}{stopped}"


def as_text(tables: Tables) -> Tables:
    """Clean tables as their files hold them: every cell text, an empty one null."""
    return {name: _read(frame.write_csv().encode()) for name, frame in tables.items()}


def between(before: Tables, after: Tables) -> list[Difference]:
    """The tables that differ, most important first."""
    order = [*_FIRST, *(name for name in TABLES if name not in _FIRST)]
    found = (_difference(name, before[name], after[name]) for name in order)
    return [difference for difference in found if difference]


def report(differences: list[Difference], before: Tables, after: Tables) -> str:
    """The differences as Markdown: a summary in words, then one section a table."""
    if not differences:
        return "Nothing changes: the published numbers stay as they are.\n"
    called = names(after["provinces"])
    parts = ["## What changes in the published numbers\n", *summary(differences, before, after), ""]
    for difference in differences:
        parts += _section(difference, called)
    return "\n".join(parts)


def _read(content: bytes) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(content), infer_schema=False)


def _difference(name: str, before: pl.DataFrame, after: pl.DataFrame) -> Difference:
    key = list(TABLES[name].key)
    # A table or column that is new has no earlier cells.
    missing = [pl.lit(None, pl.String()).alias(c) for c in after.columns if c not in before.columns]
    before = before.with_columns(missing).select(after.columns)
    gone = before.join(after, on=key, how="anti", nulls_equal=True)
    new = after.join(before, on=key, how="anti", nulls_equal=True)
    both = before.join(after, on=key, how="inner", suffix="_now", nulls_equal=True)
    others = [column for column in after.columns if column not in key]
    changed = both.filter(
        pl.any_horizontal([pl.col(column).ne_missing(pl.col(f"{column}_now")) for column in others])
    )
    return Difference(name, new, changed, gone)


def names(provinces: pl.DataFrame) -> dict[tuple[str, str], str]:
    """What places are called, by code and boundary: Bắc Ninh (63)."""
    called = {
        (row["code"], row["boundary"]): f"{row['name_vi']} ({row['boundary']})"
        for row in provinces.iter_rows(named=True)
    }
    return called | {COUNTRY: COUNTRY_NAME}


def summary(differences: list[Difference], before: Tables, after: Tables) -> list[str]:
    """The differences counted, a line each."""
    by_table = {difference.table: difference for difference in differences}
    lines = []
    if values := by_table.get("values"):
        lines.append(f"- Values: {_counts(values)}.")
    if rankings := by_table.get("rankings"):
        moved = rankings.changed["rank"].ne_missing(rankings.changed["rank_now"]).sum()
        if moved:
            lines.append(f"- {moved} rank{' moves' if moved == 1 else 's move'}.")
    if "disputes" in by_table:
        was, now = _cases(before["disputes"]), _cases(after["disputes"])
        lines.append(f"- Disputes: {len(now - was)} opened, {len(was - now)} closed.")
    if coverage := by_table.get("coverage"):
        more, fewer = _grown(coverage)
        lines.append(f"- Coverage: grows in {more} and shrinks in {fewer} indicator-years.")
    if observations := by_table.get("observations"):
        lines.append(f"- Printed figures: {_counts(observations)}.")
    others = [d for d in differences if d.table not in _FIRST]
    if others:
        lines.append("- Also: " + "; ".join(f"{d.table} ({_counts(d)})" for d in others) + ".")
    return lines


def _counts(rows: Difference) -> str:
    return f"{len(rows.new)} new, {len(rows.changed)} changed, {len(rows.gone)} gone"


def _cases(disputes: pl.DataFrame) -> set[tuple[str | None, ...]]:
    """Contradictions, each however many figures it has."""
    return set(contradictions(disputes).select("kind", *KEY).iter_rows())


def contradictions(disputes: pl.DataFrame) -> pl.DataFrame:
    """The disputes but for those that are only noted."""
    from analysis.clean.disputes import HARMLESS

    return disputes.filter(~pl.col("kind").is_in(HARMLESS))


def _grown(difference: Difference) -> tuple[int, int]:
    rows = difference.changed.select(pl.col("units_known", "units_known_now").cast(int))
    more = len(rows.filter(pl.col("units_known_now") > pl.col("units_known")))
    fewer = len(rows.filter(pl.col("units_known_now") < pl.col("units_known")))
    return more + len(difference.new), fewer + len(difference.gone)


def _section(difference: Difference, called: dict[tuple[str, str], str]) -> list[str]:
    shown = _SHOWN.get(difference.table, ())
    changed = difference.columns_changed()
    columns = [c for c in shown if c in changed] + [c for c in changed if c not in shown]
    lines = [f"### {_FIRST.get(difference.table, difference.table)}", ""]
    rows: list[tuple[str, str, str]] = []
    for row in difference.changed.iter_rows(named=True):
        for column in columns:
            was, now = row[column], row[f"{column}_now"]
            if was != now:
                said = f"{column}: {was or '(empty)'} → {now or '(empty)'}"
                rows.append(("changed", key_in_words(difference.table, row, called), said))
    for word, frame in (("new", difference.new), ("gone", difference.gone)):
        for row in frame.iter_rows(named=True):
            kept = [c for c in (shown or row) if c not in TABLES[difference.table].key and row[c]]
            said = ", ".join(f"{column} {row[column]}" for column in kept[:5])
            rows.append((word, key_in_words(difference.table, row, called), said))
    lines += ["| | Which | What |", "|:---|:---|:---|"]
    lines += [table_row(*cells) for cells in rows[:ROWS_SHOWN]]
    if len(rows) > ROWS_SHOWN:
        lines += ["", f"… and {len(rows) - ROWS_SHOWN} more; `git diff data/clean` shows all."]
    return [*lines, ""]


def key_in_words(table: str, row: dict[str, str | None], called: dict[tuple[str, str], str]) -> str:
    """The key of a row as a reader says it: the place by its name."""
    place = called.get((row.get("province_code") or "", row.get("boundary") or ""))
    parts = []
    for column in TABLES[table].key:
        if place and column in ("boundary", "province_code", "province"):
            if place not in parts:
                parts.append(place)
        elif row[column]:
            parts.append(str(row[column]))
    return ", ".join(parts)


def table_row(*cells: str) -> str:
    """A row of a Markdown table; each text stays in its cell."""
    plain = (c.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for c in cells)
    return f"| {' | '.join(plain)} |"
