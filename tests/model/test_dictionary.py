"""Tables and dictionary match, both ways."""

from __future__ import annotations

import pandas as pd

from analysis.clean.raw import layout
from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.paths import Project


def test_every_table_has_the_columns_of_the_dictionary_in_their_order(project: Project) -> None:
    files = {path.stem: path for path in project.clean.glob("*.csv")}
    assert set(files) == set(TABLES)
    for name, path in files.items():
        with path.open(encoding="utf-8") as file:
            assert tuple(file.readline().rstrip("\n").split(",")) == TABLES[name].columns


def test_every_column_is_defined_once_and_used() -> None:
    used = {column for table in TABLES.values() for column in table.columns}
    assert used == set(COLUMNS)
    assert all(column.meaning for column in COLUMNS.values())
    for table in TABLES.values():
        assert set(table.key) <= set(table.columns)
        assert set(table.blank) <= set(table.key)


def test_every_column_of_a_raw_reference_file_is_in_the_dictionary() -> None:
    for name, (columns, _) in layout().items():
        if name in TABLES:
            assert set(columns) <= set(TABLES[name].columns)


def test_every_indicator_of_every_table_is_defined(clean: dict[str, pd.DataFrame]) -> None:
    defined = set(clean["indicators"]["code"])
    for name, table in clean.items():
        if "indicator" in table:
            assert set(table["indicator"].dropna()) <= defined, name


def test_every_number_column_says_its_unit() -> None:
    for column in COLUMNS.values():
        if column.type in ("integer", "number"):
            assert column.unit, column.name
