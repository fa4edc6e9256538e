"""Score gained against starting score, with the line that describes them together."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.marks import coloured
from analysis.charts.placing import along
from analysis.charts.scatter import Axis, dots, names, plane
from analysis.charts.theme import QUIET
from analysis.model.tables import rows as rows_of
from analysis.words import signed

HEIGHT = 340


def gains(table: pd.DataFrame, highlight: str, years: tuple[int, int], named: int = 2) -> Figure:
    """Score gained against starting score, with the line that describes them together.

    ``table`` as ``compare.gains.expected_gains`` gives it. The ``named`` provinces farthest above
    and below the line are labelled, and the highlighted one (its code).
    """
    rows = coloured(table, [highlight])
    farthest = (rows.index < named) | (rows.index >= len(rows) - named)
    rows["label"] = rows["name_vi"].where(farthest | (rows["province_code"] == highlight), "")
    above, below = (
        ", ".join(f"{row.name_vi} {signed(row.above, '+.4f')}" for row in rows_of(part))
        for part in (rows.head(named), rows.tail(named))
    )
    return Figure(
        draw=lambda width: _draw(rows, years, width),
        description=(
            f"Scatter plot of {len(rows)} provinces. Across: score in {years[0]}. Up: score gained "
            f"to {years[1]}. A grey line falls from left to right: lower scores gained more. "
            f"Farthest above the line: {above}. Farthest below: {below}."
        ),
        data=table,
        reading=_reading(rows, years),
    )


def _draw(rows: pd.DataFrame, years: tuple[int, int], width: int) -> Chart:
    x = Axis("from_score", f"Score in {years[0]}", ".4f")
    y = Axis("gain", f"Score gained to {years[1]}", "+.4f")
    on = plane(rows, x, y, width, HEIGHT)
    line = rows.sort_values("from_score").iloc[[0, -1]]
    start, end = (on.at(row.from_score, row.expected) for row in rows_of(line))
    ex, ey = on.encoded("expected")
    fitted = alt.Chart(line[["from_score", "expected"]]).mark_line(color=QUIET, strokeWidth=2)
    return alt.layer(
        fitted.encode(x=ex, y=ey), dots(rows, on), *names(rows, on, along(*start, *end))
    ).properties(width=on.width, height=on.height)


def _reading(rows: pd.DataFrame, years: tuple[int, int]) -> pd.DataFrame:
    written = rows.copy()
    for column in ("from_score", "to_score"):
        written[column] = rows[column].map("{:.4f}".format)
    for column in ("gain", "expected", "above"):
        written[column] = [signed(number, "+.4f") for number in rows[column]]
    return reading(
        written,
        name_vi="Province",
        from_score=f"Score {years[0]}",
        to_score=f"Score {years[1]}",
        gain="Gain",
        expected="On the line",
        above="Above it",
    )
