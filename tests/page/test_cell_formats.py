"""How the cells of a table are said."""

from __future__ import annotations

import pandas as pd

from analysis.page.tables import pipe_table, shown


def test_a_column_without_any_cell_is_not_one_of_numbers() -> None:
    rows = pd.DataFrame({"x": [None, None], "y": [1.0, None]})
    assert pipe_table(shown(rows, {"x": "X", "y": "Y"})).split("\n")[1] == "|:---|---:|"


def test_formats_of_cells() -> None:
    rows = pd.DataFrame({"x": [0.25, 0.0, -1.5, None]})
    assert shown(rows, {"x": ("X", ".2f")})["X"].tolist() == ["0.25", "0.00", "−1.50", "–"]
    assert shown(rows, {"x": ("X", "+.2f")})["X"].tolist() == ["+0.25", "0", "−1.50", "–"]
