"""One figure as each publisher printed it, release by release."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, NUMBERS, TITLE, panels
from analysis.charts.marks import DOT, Sign, key, tips
from analysis.charts.theme import FOCUS, INK
from analysis.model.tables import rows as rows_of
from analysis.words import fixed

HEIGHT = 260
FROM, TO = 8, 20


def releases(figures: pd.DataFrame) -> Figure:
    """National shares as each publisher printed them: one dot a value, no line between them.

    Columns in: publisher_name and what ``compare.digital_economy.distinct_by_year`` returns.
    """
    publishers = list(dict.fromkeys(figures["publisher_name"]))
    said = ". ".join(
        f"{name}: "
        + ", ".join(
            f"{row.reference_year} {fixed(row.value)}"
            + ("" if row.period == "year" else " (half-year)")
            for row in rows_of(figures[figures["publisher_name"] == name])
        )
        for name in publishers
    )

    def draw(width: int) -> Chart:
        years = sorted(int(year) for year in figures["reference_year"].unique())
        x = alt.X(
            "reference_year:O",
            scale=alt.Scale(domain=years),
            title="Reference year",
            axis=alt.Axis(labelAngle=0, grid=False),
        )
        title = f"Share of GDP (%), axis from {FROM}"
        y = alt.Y("value:Q", title=title, scale=alt.Scale(domain=[FROM, TO]))
        tooltip = tips(
            reference_year="Year",
            value="Share (%)",
            period="Period",
            sources="Sources that print it",
        )
        entries = [
            Sign("figure for a year", INK, "circle"),
            Sign("for a part of it", INK, "diamond", hollow=True),
        ]

        def panel(name: str, inner: int) -> Chart:
            rows, colour = figures[figures["publisher_name"] == name], FOCUS[publishers.index(name)]
            whole = rows["period"] == "year"
            dots, halves = (
                alt.Chart(part).encode(x=x, y=y, tooltip=tooltip)
                for part in (rows[whole], rows[~whole])
            )
            return alt.layer(
                dots.mark_circle(size=DOT, color=colour, opacity=0.9),
                halves.mark_point(size=DOT, color=colour, opacity=0.9, shape="diamond"),
            ).properties(width=inner, height=HEIGHT, title=name)

        left = NUMBERS + TITLE
        signs = key(width, left, *entries)
        return panels(panel, publishers, width, left + LAST_NUMBER, across=2, key=signs)

    return Figure(
        draw=draw,
        description=(
            "Two dot plots side by side, one for each publisher. Across: reference year. Up: "
            f"share of GDP in percent. No lines join the dots. {said}."
        ),
        data=figures,
        reading=reading(
            figures,
            publisher_name="Figures of",
            reference_year="Year",
            period="Period",
            as_printed="Printed as",
            qualifiers="Said to be",
            sources="Sources that print it",
        ),
    )
