"""Tables as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

import pandas as pd

from analysis.charts.figure import Figure
from analysis.words.markdown import Markdown, plain
from analysis.words.numbers import signed, written

# A number as tables print it; years and ranks are numbers too.
_NUMBER = re.compile(r"[<+−-]? ?\d[\d,]*(\.\d+)?( ?%)?")


# What a table shows of a column, or of several together: its heading, and how a cell is said: as
# it is, by a format such as ".4f" (for a difference "+.4f", where none is a plain 0), or by a
# function of the value (of several columns: the values).
Columns: TypeAlias = Mapping[
    str | tuple[str, ...], str | tuple[str, str] | tuple[str, Callable[..., Any]]
]

# What stands in a cell that has no value.
NONE = "–"


def shown(rows: pd.DataFrame, columns: Columns) -> pd.DataFrame:
    """The columns that a page shows of a table, with their headings, in their order.

    ``columns={"name_vi": "Province", "score": ("Score", ".4f")}``. Where a cell has no value it
    stays empty, or shows "–" where the column has a format; a function is asked all the same, and
    may give ``Markdown``, such as a link. Raises KeyError for a column that is not there.
    """
    said: dict[str, pd.Series] = {}
    for names, what in columns.items():
        heading, form = (what, None) if isinstance(what, str) else what
        asked = list(names) if isinstance(names, tuple) else [names]
        if missing := [name for name in asked if name not in rows]:
            raise KeyError(f"no column {missing[0]}; there are {', '.join(map(str, rows))}")
        cells = rows[asked].astype(object)
        texts = [_said(cell, form) for cell in cells.itertuples(index=False, name=None)]
        is_markdown = any(isinstance(text, Markdown) for text in texts)
        # As a column of texts it would forget that it is Markdown.
        said[heading] = pd.Series(texts, dtype=object if is_markdown else None)
    return pd.DataFrame(said)


def each(headings: Mapping[str, str] | pd.Series, form: Any) -> Columns:
    """Columns of one form, as ``shown`` wants them: a heading for each, by the column's name."""
    return {str(column): (heading, form) for column, heading in headings.items()}


def _said(values: tuple[Any, ...], form: str | Callable[..., Any] | None) -> Any:
    if callable(form):
        return form(*values)
    (value,) = values
    if form is None:
        return value
    if pd.isna(value):
        return NONE
    return signed(value, form) if form.startswith("+") else written(value, form)


def beneath(chart: Figure) -> str:
    """The table beneath a picture: what its signs mean, then its rows."""
    legend = f"{plain(chart.legend)}\n\n" if chart.legend else ""
    return legend + pipe_table(chart.reading)


def pipe_table(rows: pd.DataFrame) -> str:
    """A Markdown table; numbers are aligned right, empty cells stay empty.

    A cell of ``Markdown``, such as a link, is taken as that; all others are shown as they are.
    """
    numeric = [_is_numeric(rows.iloc[:, i]) for i in range(rows.shape[1])]
    head = "| " + " | ".join(map(_cell, rows.columns)) + " |"
    rule = "|" + "|".join("---:" if right else ":---" for right in numeric) + "|"
    body = ["| " + " | ".join(map(_cell, row)) + " |" for row in rows.itertuples(index=False)]
    return "\n".join([head, rule, *body])


def _is_numeric(column: pd.Series) -> bool:
    """Whether a column holds numbers, or texts that are numbers: "−0.0049", "63.4 %", "–"."""
    if pd.api.types.is_numeric_dtype(column):
        return bool(column.notna().any())
    texts = [str(cell) for cell in column.dropna() if str(cell) not in ("", "–")]
    return bool(texts) and all(_NUMBER.fullmatch(text) for text in texts)


def _cell(value: object) -> str:
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return ""
    text = str(value).replace("\n", " ")
    return text if isinstance(value, Markdown) else plain(text)
