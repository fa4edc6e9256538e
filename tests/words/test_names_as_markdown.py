"""Names as they stand in cells of tables."""

from __future__ import annotations

from analysis.words import code, sections


def test_names_of_columns_and_of_sections() -> None:
    assert code("dti, papi") == "`dti`, `papi`"
    assert sections("sec-worth;sec-pillars") == "@sec-worth, @sec-pillars"
