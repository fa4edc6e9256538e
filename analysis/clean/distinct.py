"""Each distinct combination of cells is read once, however many rows it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import polars as pl

from analysis.model.errors import Problem

Cells = dict[str, Any]
# Says what is wrong with a cell: its column, what was expected, how to mend it.
Say = Callable[[str, str, str], None]


class Rows:
    """Rows that columns are read from, one step after the other, and what is wrong with them.

    They have the columns ``file`` and ``line``, for messages.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.problems: list[Problem] = []

    def read(
        self,
        columns: str,
        of: Callable[[Cells, Say], Mapping[str, Any] | None],
        schema: Mapping[str, pl.DataType] | None = None,
        where: pl.Expr | None = None,
    ) -> None:
        """Add what ``of`` reads from some columns ("name other"), as columns of ``schema``.

        ``of`` is called once for each combination that the columns hold, in all rows or those
        ``where`` something holds. What it says is wrong is wrong in every row with that
        combination.
        """
        rows = self.frame if where is None else self.frame.filter(where)
        distinct = rows.select(columns.split()).unique(maintain_order=True)
        found: list[Mapping[str, Any]] = []
        said: list[tuple[int, str, str, str]] = []
        for number, cells in enumerate(distinct.iter_rows(named=True)):

            def say(column: str, expected: str, mend: str, number: int = number) -> None:
                said.append((number, column, expected, mend))

            found.append(of(cells, say) or {})
        if said:
            self.problems += _problems(rows, distinct, said)
        if schema:
            cells = {column: [row.get(column) for row in found] for column in schema}
            read = distinct.hstack(pl.DataFrame(cells, schema=schema))
            self.frame = self.frame.join(
                read, on=distinct.columns, how="left", nulls_equal=True, maintain_order="left"
            )


def _problems(
    rows: pl.DataFrame, distinct: pl.DataFrame, said: list[tuple[int, str, str, str]]
) -> Iterator[Problem]:
    wrong = pl.DataFrame(said, schema=["number", "column", "expected", "mend"], orient="row")
    where = rows.select("file", "line", *distinct.columns).join(
        distinct.with_row_index("number"), on=distinct.columns, nulls_equal=True
    )
    for row in where.join(wrong.cast({"number": pl.UInt32()}), on="number").iter_rows(named=True):
        column = row["column"]
        yield Problem(row["file"], row["line"], column, row[column], row["expected"], row["mend"])
