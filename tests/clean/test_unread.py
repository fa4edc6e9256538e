"""A print that the program cannot read: kept in the tables, refused where figures are added."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl
import pytest
from conftest import ROOT, run

from analysis.clean import build, read
from analysis.contribute import add
from analysis.model.errors import BadInput
from analysis.model.paths import Project

UNREAD = ("56,,83", "(5)", "1e5", "0x1F", "18% [1]", "l206.8")
FIGURE = {
    "source_id": "paper", "indicator": "accounts", "province": "Huế", "reference_year": "2022",
    "locator": "paragraph 2",
}  # fmt: skip


@pytest.fixture
def project(tiny_raw: Path) -> Project:
    root = tiny_raw.parent.parent
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    return Project(root)


def with_value(raw: Path, text: str, note: str = "") -> None:
    path = raw / "observations" / "founding.csv"
    row = f'paper,accounts,Huế,63,2022,,"{text}",,,tài khoản,,paragraph 4,{note}\n'
    path.write_text(path.read_text("utf-8") + row, "utf-8")


@pytest.mark.parametrize("text", UNREAD)
def test_check_names_row_print_and_remedy(text: str, project: Project) -> None:
    with_value(project.raw, text)
    with pytest.raises(BadInput) as caught:
        build(read(project.raw), strict=True)
    [problem] = caught.value.problems
    assert (problem.file, problem.row) == ("data/raw/observations/founding.csv", 3)
    assert (problem.column, problem.printed) == ("value_as_printed", text)
    assert problem.expected
    assert "write sic into the note" in problem.mend


def test_check_exits_with_2(project: Project) -> None:
    with_value(project.raw, "56,,83")
    done = run(project.root, "check", "data/raw/observations/founding.csv")
    assert done.returncode == 2
    assert 'founding.csv, row 3, column value_as_printed: found "56,,83"' in done.stderr


@pytest.mark.parametrize("text", UNREAD)
def test_add_refuses_and_writes_nothing(text: str, project: Project) -> None:
    before = {path: path.read_bytes() for path in project.raw.rglob("*.csv")}
    with pytest.raises(BadInput) as caught:
        add.check(project, FIGURE | {"value_as_printed": text}, None, lambda step: None)
    assert f'the new figure, column value_as_printed: found "{text}"' in str(caught.value)
    assert {path: path.read_bytes() for path in project.raw.rglob("*.csv")} == before


def test_a_rank_that_is_not_read_is_named_as_well(project: Project) -> None:
    wrong = {"indicator": "dti_rank", "rank_as_printed": "hạng bét"}
    with pytest.raises(BadInput, match="column rank_as_printed"):
        add.check(project, FIGURE | wrong, None, lambda step: None)


def test_what_is_really_printed_so_is_kept_with_sic(project: Project) -> None:
    with_value(project.raw, "56,,83", "two commas in print (sic)")
    rows = build(read(project.raw), strict=True)["observations"].filter(
        pl.col("note").is_not_null()
    )
    assert rows["status"].to_list() == ["unparsed"]
    assert rows["value"].to_list() == [None]


def test_the_tables_keep_it_and_say_why(project: Project) -> None:
    with_value(project.raw, "18% [1]")
    tables = build(read(project.raw))
    row = tables["observations"].filter(pl.col("value_as_printed") == "18% [1]")
    assert row["status"].to_list() == ["unparsed"]
    assert row["reason"].item().startswith("value: expected ")
    # Of so few figures one may be unread; it is shown.
    done = run(project.root, "clean")
    assert done.returncode == 0
    [shown] = tables["doubts"].filter(kind="unread").rows(named=True)
    assert shown["cell"] == "18% [1]"
    assert shown["expected"].startswith("value: expected ")
    assert f"doubts: {tables['doubts'].height}" in done.stdout
