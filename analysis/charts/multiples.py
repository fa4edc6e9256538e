"""Small multiples: one panel an indicator, one line a province, breaks visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import apart
from analysis.charts.theme import FOCUS, INK, QUIET, SMALL
from analysis.model.tables import rows as rows_of


def small_multiples(
    panels: Mapping[str, pd.DataFrame],
    highlight: Sequence[str],
    *,
    title: str,
    unit: str,
    finding: str,
    top_down: bool = False,
    ticks: Sequence[float] = (),
    columns: int = 3,
) -> Figure:
    """Lines of all provinces by year in each panel, some of them highlighted and named.

    ``panels``: heading, and a table with province_code, name_vi, reference_year, value and
    definition. Lines join neighbouring years of one definition only; a dashed rule marks each
    change. A province without a figure for a year has a gap there.
    """
    named: dict[str, str] = {}
    for table in panels.values():
        named |= {
            str(code): str(name)
            for code, name in zip(table["province_code"], table["name_vi"], strict=True)
            if code in highlight
        }
    names = [named[code] for code in highlight if code in named]

    def panel(heading: str, plot: int, height: int) -> Chart:
        table = panels[heading].dropna(subset="value").copy()
        table["segment"] = _segments(table)
        table["value"] = table["value"].astype(float)
        years = sorted(panels[heading]["reference_year"].unique())
        changes = _changes(panels[heading])
        x = alt.X(
            "reference_year:Q",
            title=None,
            scale=alt.Scale(domain=[min(years) - 0.2, max(years) + 0.2], nice=False),
            axis=alt.Axis(
                values=[int(year) for year in years], format="d", grid=False, labelFontSize=SMALL
            ),
        )
        low, high = float(table["value"].min()), float(table["value"].max())
        edge = (high - low) * 0.05 or 0.5
        domain = [low - edge, high + edge]
        y = alt.Y(
            "value:Q",
            title=None,
            scale=alt.Scale(domain=domain[::-1] if top_down else domain, nice=False),
            axis=alt.Axis(values=list(ticks)) if ticks else alt.Axis(tickCount=4),
        )
        columns = ["reference_year", "value", "segment", "name_vi"]
        own = table["province_code"].isin(highlight)
        # A line needs two points; a lone figure of a highlighted province is a dot.
        joined = table.groupby("segment")["value"].transform("size") > 1
        quiet = table.loc[~own & joined, columns]
        lines, focus = table.loc[own & joined, columns], table.loc[own, columns]
        colour = alt.Color(
            "name_vi:N", scale=alt.Scale(domain=names, range=list(FOCUS)), legend=None
        )
        ends = _apart(
            focus.sort_values("reference_year").groupby("name_vi").tail(1),
            (domain[1] - domain[0]) * 14 / height,
        )
        return alt.layer(
            alt.Chart(pd.DataFrame({"reference_year": changes}))
            .mark_rule(color=INK, opacity=0.6, strokeDash=[3, 3])
            .encode(x=x),
            alt.Chart(quiet)
            .mark_line(color=QUIET, opacity=0.35, strokeWidth=0.8)
            .encode(x=x, y=y, detail="segment:N"),
            alt.Chart(lines)
            .mark_line(strokeWidth=2.2)
            .encode(x=x, y=y, detail="segment:N", color=colour),
            alt.Chart(focus)
            .mark_circle(size=26, opacity=1)
            .encode(
                x=x,
                y=y,
                color=colour,
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip("reference_year:Q", title="Year", format="d"),
                    alt.Tooltip("value:Q", title=unit),
                ],
            ),
            alt.Chart(ends)
            .mark_text(align="left", dx=7, fontSize=SMALL, fontWeight="bold")
            .encode(x=x, y=alt.Y("beside:Q"), color=colour, text="name_vi:N"),
        ).properties(width=plot, height=height, title=heading)

    def draw(width: int) -> Chart:
        if width <= NARROW:
            return alt.vconcat(
                *(panel(heading, width - 125, 170) for heading in panels), spacing=20
            )
        across = min(columns, len(panels))
        plot = (width - across * 125) // across
        headings = list(panels)
        return alt.vconcat(
            *(
                alt.hconcat(*(panel(h, plot, 190) for h in headings[i : i + across]), spacing=12)
                for i in range(0, len(headings), across)
            ),
            spacing=20,
        )

    data = pd.concat(
        [table.assign(panel=heading) for heading, table in panels.items()], ignore_index=True
    )
    shown = data[data["province_code"].isin(highlight)]
    reading = (
        shown.assign(
            text=["–" if pd.isna(value) else f"{float(value):g}" for value in shown["value"]]
        )
        .pivot(index=["panel", "name_vi"], columns="reference_year", values="text")
        .fillna("–")
        .reset_index()
        .rename(columns={"panel": "Panel", "name_vi": "Province"})
        .rename_axis(columns=None)
    )
    reading.columns = [str(column) for column in reading.columns]
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"{len(panels)} line charts side by side: {', '.join(panels)}. Across: years. Up: "
            f"{unit}. Thin grey lines are all other provinces; {', '.join(names)} are named. "
            "Dashed upright rules mark changes of definition, which no line crosses. " + finding
        ),
        data=data,
        reading=reading,
        legend="The highlighted provinces; all others stand in the CSV. –: no figure.",
    )


def _segments(table: pd.DataFrame) -> list[str]:
    """A name for each unbroken stretch: one province, one definition, years without a gap."""
    ordered = table.sort_values(["province_code", "reference_year"])
    names: dict[object, str] = {}
    before: tuple[str, str, int] | None = None
    count = 0
    for index, row in zip(ordered.index, rows_of(ordered), strict=True):
        here = (str(row.province_code), str(row.definition), int(row.reference_year))
        if before is None or before[:2] != here[:2] or before[2] + 1 != here[2]:
            count += 1
        names[index] = f"{row.province_code}-{count}"
        before = here
    return [names[index] for index in table.index]


def _changes(table: pd.DataFrame) -> list[float]:
    """Half way between neighbouring years whose definitions differ."""
    by_year = table.groupby("reference_year")["definition"].first().sort_index()
    return [
        (one + other) / 2
        for one, other in zip(by_year.index, by_year.index[1:], strict=False)
        if by_year[one] != by_year[other]
    ]


def _apart(ends: pd.DataFrame, distance: float) -> pd.DataFrame:
    """Heights for names at the right, moved so that neighbours stay readable."""
    ends = ends.sort_values("value").copy()
    ends["beside"] = apart(ends["value"], distance)
    return ends
