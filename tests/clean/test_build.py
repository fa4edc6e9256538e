"""The committed tables are what data/raw gives, cell by cell."""

from __future__ import annotations

from pathlib import Path

from analysis import clean
from analysis.model import tables
from analysis.model.paths import Project


def test_committed_tables_are_what_data_raw_gives(project: Project, tmp_path: Path) -> None:
    tables.write(clean.build(clean.read(project.raw)), tmp_path)
    fresh = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    for name, text in fresh.items():
        committed = (project.clean / name).read_text("utf-8")
        # Named row by row: a difference of two whole tables takes minutes to show.
        lines = zip(text.split("\n"), committed.split("\n"), strict=False)
        assert [pair for pair in lines if pair[0] != pair[1]][:3] == [], name
        assert text.count("\n") == committed.count("\n"), name
