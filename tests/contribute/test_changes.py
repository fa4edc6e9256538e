"""What a change of data/raw does is said in words and as tables."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import polars as pl
import pytest
from conftest import ROOT, build_tables, run

from analysis import clean
from analysis.contribute import changes
from analysis.model.paths import Project


def edit(raw: Path, name: str, old: str, new: str) -> None:
    path = raw / f"{name}.csv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def said(before: changes.Tables, raw: Path) -> str:
    after = changes.as_text(clean.build(clean.read(raw)))
    return changes.report(changes.between(before, after), before, after)


@pytest.fixture
def before(tiny_raw: Path) -> changes.Tables:
    return changes.as_text(clean.build(clean.read(tiny_raw)))


def test_nothing_changes(tiny_raw: Path, before: changes.Tables) -> None:
    assert said(before, tiny_raw).startswith("Nothing changes")


def test_a_changed_value_and_the_rank_that_moves(tiny_raw: Path, before: changes.Tables) -> None:
    edit(tiny_raw, "observations/dti", ",7/63,", ",6/63,")
    text = said(before, tiny_raw)
    assert "- Values: 0 new, 1 changed, 0 gone." in text
    assert "- 1 rank move" in text
    assert "| changed | dti_rank, Bắc Ninh (63), 2022 | value: 7.0 → 6.0 |" in text
    assert "rank: 7 → 6" in text
    assert "rank_as_printed: 7/63 → 6/63" in text


def test_a_new_figure_opens_a_dispute_and_covers_more(
    tiny_raw: Path, before: changes.Tables
) -> None:
    with (tiny_raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write("paper,dti_rank,Quảng Ninh,63,2022,,,4,63,rank,,paragraph 9,\n")
        file.write("paper,dti_rank,Huế,63,2022,,,5,63,rank,,paragraph 9,\n")
    text = said(before, tiny_raw)
    assert "- Disputes: 1 opened, 0 closed." in text
    assert "- Coverage: grows in 1 and shrinks in 0 indicator-years." in text
    assert "| new | dti_rank, Thừa Thiên Huế (63), 2022 |" in text
    assert "- Printed figures: 2 new, 0 changed, 0 gone." in text


def test_a_figure_that_goes_closes_its_dispute(tiny_raw: Path, before: changes.Tables) -> None:
    edit(
        tiny_raw,
        "observations/dti",
        "paper,dti_rank,Bắc Ninh,63,2022,,,8,63,rank,,paragraph 2,\n",
        "",
    )
    text = said(before, tiny_raw)
    assert "- Disputes: 0 opened, 1 closed." in text
    assert "- Printed figures: 0 new, 0 changed, 1 gone." in text


def test_another_figure_in_a_dispute_opens_and_closes_none(
    tiny_raw: Path, before: changes.Tables
) -> None:
    with (tiny_raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write("copy,dti_rank,Bắc Ninh,63,2022,,,9,63,rank,,paragraph 9,\n")
    assert "- Disputes: 0 opened, 0 closed." in said(before, tiny_raw)


def test_reference_tables_are_told_too(tiny_raw: Path, before: changes.Tables) -> None:
    edit(tiny_raw, "sources", "Newspaper,An article", "Newspaper,Another article")
    assert "- Also: sources (0 new, 1 changed, 0 gone)." in said(before, tiny_raw)


def test_a_bar_in_a_cell_does_not_break_the_table(tiny_raw: Path, before: changes.Tables) -> None:
    edit(tiny_raw, "sources", "Newspaper,An article", "Newspaper,A | B")
    assert "A \\| B" in said(before, tiny_raw)


def test_long_lists_are_cut_and_counted() -> None:
    rows = pl.DataFrame(
        {column: [f"{i}" for i in range(99)] for column in ("old_code", "new_code")}
    )
    rows = rows.with_columns(note=pl.lit(None, pl.String()))
    found = changes.Difference("province_successors", rows, rows.clear(), rows.clear())
    provinces = pl.DataFrame({"code": [], "boundary": [], "name_vi": []})
    text = changes.report([found], {}, {"provinces": provinces})
    assert text.count("| new |") == changes.ROWS_SHOWN
    assert f"and {99 - changes.ROWS_SHOWN} more" in text


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=Test", "-c", "user.email=test@example.org",
         *arguments],
        check=True, capture_output=True,
    )  # fmt: skip


def test_since_a_git_revision(tiny_raw: Path) -> None:
    root = tiny_raw.parent.parent
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    build_tables(Project(root))
    git(root, "init", "--quiet")
    git(root, "add", "data")
    git(root, "commit", "--quiet", "-m", "first")
    assert run(root, "changes").stdout.startswith("Nothing changes")
    edit(tiny_raw, "observations/dti", ",7/63,", ",6/63,")
    assert "value: 7.0 → 6.0" in run(root, "changes", "HEAD").stdout
    done = run(root, "changes", "no-such-revision")
    assert done.returncode == 2
    assert "no-such-revision is no git revision" in done.stderr
