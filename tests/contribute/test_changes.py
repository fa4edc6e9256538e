"""What a change of data/raw does is said in words and as tables."""

from __future__ import annotations

import subprocess
from pathlib import Path

import polars as pl
import pytest
from conftest import RANKS_CODE, RANKS_PROSE, run, run_apart, write_chapter

from analysis import clean
from analysis.contribute import changes


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
        {column: [f"{i}" for i in range(150)] for column in ("old_code", "new_code")}
    )
    rows = rows.with_columns(note=pl.lit(None, pl.String()))
    found = changes.Difference("province_successors", rows, rows.clear(), rows.clear())
    provinces = pl.DataFrame({"code": [], "boundary": [], "name_vi": []})
    text = changes.report([found], {}, {"provinces": provinces})
    assert text.count("| new |") == changes.ROWS_SHOWN
    assert f"and {150 - changes.ROWS_SHOWN} more" in text


def git(root: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=Test", "-c", "user.email=test@example.org",
         *arguments],
        check=True, capture_output=True,
    )  # fmt: skip


@pytest.mark.slow
def test_since_a_git_revision(tiny_raw: Path, tiny_book: Path) -> None:
    """Numbers and sentences, on tables that are in no file yet; and a stale list is found."""
    root = tiny_book
    done = run_apart(root, "all", "--renderer", "embedded")
    assert done.returncode == 0, done.stderr
    kept = root / "book" / "statements.csv"
    said = kept.read_text("utf-8")
    assert "ranks,sec-ranks,said,Province 22 is 3rd and Province 27 is 7th" in said
    git(root, "init", "--quiet")
    git(root, "add", "data", "book")
    git(root, "commit", "--quiet", "-m", "first")
    done = run(root, "changes")
    assert done.stdout.startswith("Nothing changes")
    assert "## Chapters that show something else\n\nNone." in done.stdout
    assert "No sentence of the book moves." in done.stdout

    edit(tiny_raw, "observations/dti", ",7/63,", ",6/63,")
    said_now = run(root, "changes", "HEAD").stdout
    assert "value: 7.0 → 6.0" in said_now
    assert "1 of 1: `book/ranks.ipynb`." in said_now
    assert "Province 27 is 7th → Province 22 is 3rd and Province 27 is 6th" in said_now
    assert kept.read_text("utf-8") == said
    done = run(root, "changes", "no-such-revision")
    assert done.returncode == 2
    assert "no-such-revision is no git revision" in done.stderr

    # A guard that new figures break is said, and the numbers all the same.
    guarded = RANKS_CODE + "from analysis.page import guard\nguard('is 7th', '7th' in said)\n"
    write_chapter(root, "ranks", "# Ranks {#sec-ranks}", guarded, RANKS_PROSE)
    said_now = run(root, "changes").stdout
    assert "value: 7.0 → 6.0" in said_now
    assert "## Chapters that stop" in said_now
    assert "“is 7th” does not hold any more" in said_now

    # A list that is not what the chapters say is found, and renewed though the pages are fresh.
    edit(tiny_raw, "observations/dti", ",6/63,", ",7/63,")
    write_chapter(root, "ranks", "# Ranks {#sec-ranks}", RANKS_CODE, RANKS_PROSE)
    assert run_apart(root, "all", "--renderer", "embedded").returncode == 0
    kept.write_text(said.replace("3rd", "4th"), encoding="utf-8")
    done = run(root, "verify")
    assert done.returncode == 1
    assert "not what the chapters say: book/statements.csv" in done.stderr
    assert run_apart(root, "all", "--renderer", "embedded").returncode == 0
    assert kept.read_text("utf-8") == said
