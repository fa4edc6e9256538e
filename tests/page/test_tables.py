"""Tables of a page: what is shown of a frame, and as Markdown."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.page.tables import pipe_table, shown
from analysis.words.markdown import Markdown


def test_tables_show_text_as_it_is() -> None:
    rows = pd.DataFrame({"a": ["x|y *z* <b> $1$ @fig-a"], "b": [1.5]})
    assert "x\\|y \\*z\\* \\<b\\> \\$1\\$ \\@fig-a" in pipe_table(rows)
    linked = shown(rows, {"b": ("B", lambda n: Markdown(f"[{n}](#a)")), "a": ("A", str)})
    assert pipe_table(linked).splitlines()[2].startswith("| [1.5](#a) | x\\|y \\*z\\*")
    assert pipe_table(rows).splitlines()[1] == "|:---|---:|"


def test_columns_have_headings_and_a_form() -> None:
    rows = pd.DataFrame(
        {"name": ["Huế", "Cà Mau"], "score": [0.5, None], "low": [1, 2], "high": [3, 4]}
    )
    table = shown(
        rows,
        {
            ("low", "high"): ("Places", lambda low, high: f"{low} to {high}"),
            "name": "Province",
            "score": ("Score", "+.2f"),
        },
    )
    assert table.columns.tolist() == ["Places", "Province", "Score"]
    assert table.to_numpy().tolist() == [["1 to 3", "Huế", "+0.50"], ["2 to 4", "Cà Mau", "–"]]
    assert shown(rows.assign(score=-1.0), {"score": ("S", ".1f")})["S"].tolist() == ["−1.0"] * 2


def test_a_column_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="no column rnk; there are rank"):
        shown(pd.DataFrame({"rank": [1]}), {"rnk": "Rank"})
