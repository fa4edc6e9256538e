"""Small multiples: one panel an indicator, one line a province, breaks visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import GAP, LINE, NUMBERS, apart, is_narrow, panels, room_for
from analysis.charts.marks import COLOUR, OTHERS, SMALL_DOT, coloured, tips
from analysis.charts.segments import breaks, joined
from analysis.charts.theme import INK, SMALL

HEIGHT, ON_PHONES = 190, 170
LEGEND = "The highlighted provinces; all others stand in the CSV. –: no figure."


def small_multiples(
    tables: Mapping[str, pd.DataFrame],
    highlight: Sequence[str],
    *,
    unit: str,
    finding: str,
    top_down: bool = False,
    ticks: Sequence[float] = (),
    columns: int = 3,
) -> Figure:
    """Lines of all provinces by year in each panel, some of them highlighted and named.

    ``tables``: heading, and a table with province_code, name_vi, reference_year, value and
    definition. Lines join neighbouring years of one definition only; a dashed rule marks each
    change. A province without a figure for a year has a gap there.
    """
    data = pd.concat(
        [table.assign(panel=heading) for heading, table in tables.items()], ignore_index=True
    )
    shown = data[data["province_code"].isin(highlight)]
    found = dict(zip(shown["province_code"], shown["name_vi"], strict=True))
    names = [found[code] for code in highlight if code in found]
    values = coloured(data, highlight).assign(value=data["value"].astype(float))
    return Figure(
        draw=partial(_draw, values, list(ticks), top_down, columns),
        description=(
            f"{len(tables)} line charts side by side: {', '.join(tables)}. Across: years. Up: "
            f"{unit}. Thin grey lines are all other provinces; {', '.join(names)} are named. "
            "Dashed upright rules mark changes of definition, which no line crosses. " + finding
        ),
        data=data,
        reading=_reading(shown),
        legend=LEGEND,
    )


def _draw(
    values: pd.DataFrame, ticks: list[float], top_down: bool, columns: int, width: int
) -> Chart:
    height = ON_PHONES if is_narrow(width) else HEIGHT
    names = values.loc[values["colour"] != OTHERS, "name_vi"].unique()
    room = NUMBERS + GAP + room_for(names, bold=True)

    def panel(heading: str, inner: int) -> Chart:
        layers = _layers(values[values["panel"] == heading], ticks, top_down, height)
        return alt.layer(*layers).properties(width=inner, height=height, title=heading)

    return panels(panel, values["panel"].unique(), width, room, across=columns)


def _layers(
    table: pd.DataFrame, ticks: list[float], top_down: bool, height: float
) -> list[alt.Chart]:
    """The layers of one panel: rules at breaks, all lines, those highlighted, dots, names."""
    years = sorted(int(year) for year in table["reference_year"].unique())
    known = table.dropna(subset="value")
    low, high = known["value"].min(), known["value"].max()
    edge = (high - low) * 0.05 or 0.5
    domain = [low - edge, high + edge]
    x = alt.X(
        "reference_year:Q",
        title=None,
        scale=alt.Scale(domain=[years[0] - 0.2, years[-1] + 0.1], nice=False),
        axis=alt.Axis(values=years, format="d", grid=False, labelFontSize=SMALL),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=domain[::-1] if top_down else domain, nice=False),
        axis=alt.Axis(values=ticks) if ticks else alt.Axis(tickCount=4),
    )
    columns = ["reference_year", "value", "name_vi", "colour"]
    lines = joined(known)[[*columns, "segment"]]
    quiet = lines["colour"] == OTHERS
    focus = known.loc[known["colour"] != OTHERS, columns]
    ends = focus.sort_values("reference_year").groupby("name_vi").tail(1).sort_values("value")
    distance = (domain[1] - domain[0]) * LINE / height
    ends = ends.assign(beside=apart(list(ends["value"]), distance))
    tooltip = tips(name_vi="Province", reference_year=("Year", "d"), value="Value")
    marked = {"x": x, "y": y, "color": COLOUR}
    return [
        alt.Chart(pd.DataFrame({"reference_year": breaks(table)}))
        .mark_rule(color=INK, opacity=0.6, strokeDash=[3, 3])
        .encode(x=x),
        alt.Chart(lines[quiet]).mark_line(opacity=0.35, strokeWidth=0.8)
        .encode(**marked, detail="segment:N"),
        alt.Chart(lines[~quiet]).mark_line(strokeWidth=2.2).encode(**marked, detail="segment:N"),
        alt.Chart(focus).mark_circle(size=SMALL_DOT, opacity=1).encode(**marked, tooltip=tooltip),
        alt.Chart(ends)
        .mark_text(align="left", dx=GAP + 2, fontSize=SMALL, fontWeight="bold")
        .encode(x=x, y=alt.Y("beside:Q"), color=COLOUR, text="name_vi:N"),
    ]  # fmt: skip


def _reading(shown: pd.DataFrame) -> pd.DataFrame:
    """The highlighted provinces, panel by panel: years across."""
    table = (
        shown.assign(
            text=["–" if pd.isna(value) else f"{float(value):g}" for value in shown["value"]]
        )
        .pivot(index=["panel", "name_vi"], columns="reference_year", values="text")
        .fillna("–")
        .reset_index()
        .rename(columns={"panel": "Panel", "name_vi": "Province"})
        .rename_axis(columns=None)
    )
    table.columns = [str(column) for column in table.columns]
    return table
