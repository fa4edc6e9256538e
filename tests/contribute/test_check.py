"""``check`` looks at data/raw on every save: quickly, and without writing anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, build_tables, run

from analysis.model.paths import Project


def test_no_heavy_library_is_loaded() -> None:
    """It is the libraries that take seconds; the limit itself is measured by the benchmarks."""
    program = (
        "import sys; from analysis.cli import main; code = main(['check']); "
        "heavy = {'pandas', 'great_expectations', 'altair', 'statsmodels', 'IPython', 'nbclient'}; "
        "print(code, sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stdout + done.stderr


@pytest.fixture
def root(tiny_raw: Path) -> Path:
    root = tiny_raw.parent.parent
    (root / "_quarto.yml").write_text("", encoding="utf-8")
    return root


def test_one_file_or_all(root: Path) -> None:
    raw = Project(root).raw
    sources, dti = raw / "sources.csv", raw / "observations" / "dti.csv"
    sources.write_text(sources.read_text("utf-8").replace("official,A", "official,D"), "utf-8")
    assert run(root, "check").returncode == 2
    done = run(root, "check", str(sources))
    assert done.returncode == 2
    assert "one of A, B, C" in done.stderr
    done = run(root, "check", "data/raw/observations/dti.csv")
    assert done.returncode == 1
    assert "no problem found, but not all could be checked: other files have 1" in done.stdout
    dti.write_text(dti.read_text("utf-8").replace("Quảng Ninh", "Quảng Nin"), "utf-8")
    done = run(root, "check", str(dti))
    assert 'rows 2, 3, 4, 5, column province: found "Quảng Nin"' in done.stderr
    assert "one of A, B, C" not in done.stderr
    assert not (root / "data" / "clean").exists()
    assert not (root / ".cache").exists()


def test_a_file_that_is_not_of_data_raw(root: Path) -> None:
    (root / "data" / "raw" / "README.md").write_text("", encoding="utf-8")
    for name in ("elsewhere.csv", "data/raw/nothing.csv", "data/raw/README.md"):
        done = run(root, "check", name)
        assert done.returncode == 2
        assert name.rsplit("/", 1)[-1] in done.stderr
        assert "Traceback" not in done.stderr


def test_a_relation_that_no_longer_holds_is_a_problem_of_the_file_it_rests_on(root: Path) -> None:
    (Project(root).raw / "identities.csv").write_text(
        "id,source_id,province,boundary,kind,left,relation,right,left_figures,right_figure,"
        "tolerance_note,holds,note\n"
        "test,ministry,Bắc Ninh,63,order,dti_rank,equals,8,,,,yes,\n",
        encoding="utf-8",
    )
    done = run(root, "check", "data/raw/observations/dti.csv")
    assert done.returncode == 2
    assert "identities.csv, row 2" in done.stderr
    assert "observations/dti.csv, row 6" in done.stderr


def test_what_looks_odd_is_said_until_it_is_known(root: Path) -> None:
    project = Project(root)
    done = run(root, "check")
    assert done.returncode == 0
    odd = 'odd: data/raw/sources.csv, row 5, column published_on: found ""; expected a day'
    assert odd in done.stdout
    build_tables(project)
    done = run(root, "check")
    assert odd not in done.stdout
    assert "doubts: 1, 0 of them not yet in data/clean/doubts.csv" in done.stdout
    # Of one file, all is said.
    assert odd in run(root, "check", "data/raw/sources.csv").stdout
    assert "odd: " not in run(root, "check", "data/raw/editions.csv").stdout


def test_a_day_that_has_not_come(root: Path) -> None:
    """A slip; but what is built does not depend on the clock."""
    sources = Project(root).raw / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("2023-07-12", "2050-07-12"), "utf-8")
    build_tables(Project(root))
    done = run(root, "check")
    assert done.returncode == 2
    assert "sources.csv, row 2, column published_on" in done.stderr
    assert "expected a day until today" in done.stderr
