"""Small multiples: one panel an indicator, one line a province, breaks visible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import GAP, LINE, NUMBERS, apart, is_narrow, panels, room_for
from analysis.charts.marks import COLOUR, OTHERS, SMALL_DOT, coloured, tips
from analysis.charts.segments import breaks, joined
from analysis.charts.theme import INK, SMALL
from analysis.model.tables import stacked

HEIGHT, ON_PHONES = 190, 170
RANKS = [1, 20, 40, 63]


def small_multiples(
    tables: Mapping[str, pd.DataFrame],
    highlight: Sequence[str],
    *,
    finding: str,
    unit: str | None = None,
) -> Figure:
    """Lines of all provinces by year in each panel, some of them highlighted and named.

    ``tables``: heading, and a table with province_code, name_vi, reference_year, value and
    definition. Without a ``unit`` values are ranks of 63, the first at the top. Lines join
    neighbouring years of one definition only; a dashed rule marks each change. A province without a
    figure for a year has a gap there.
    """
    data = stacked(tables, "panel")
    shown = data[data["province_code"].isin(highlight)]
    found = dict(zip(shown["province_code"], shown["name_vi"], strict=True))
    names = [found[code] for code in highlight if code in found]
    values = coloured(data, highlight).assign(value=data["value"].astype(float))

    def draw(width: int) -> Chart:
        height = ON_PHONES if is_narrow(width) else HEIGHT
        room = NUMBERS + GAP + room_for(names, bold=True)

        def panel(heading: str, inner: int) -> Chart:
            layers = _layers(values[values["panel"] == heading], not unit, height)
            return alt.layer(*layers).properties(width=inner, height=height, title=heading)

        return panels(panel, tables, width, room, across=3 if unit else 2)

    return Figure(
        draw=draw,
        description=(
            f"{len(tables)} line charts side by side: {', '.join(tables)}. Across: years. Up: "
            f"{unit or 'rank of 63 (1 is first)'}. Thin grey lines are all other provinces; "
            f"{', '.join(names)} are named. "
            "Dashed upright rules mark changes of definition, which no line crosses. " + finding
        ),
        data=data,
        reading=_reading(shown),
        legend="The highlighted provinces; all others stand in the CSV. –: no figure.",
    )


def _layers(table: pd.DataFrame, ranks: bool, height: float) -> list[alt.Chart]:
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
        scale=alt.Scale(domain=domain[::-1] if ranks else domain, nice=False),
        axis=alt.Axis(values=RANKS) if ranks else alt.Axis(tickCount=4),
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
    texts = ["–" if pd.isna(value) else f"{float(value):g}" for value in shown["value"]]
    table = (
        shown.assign(Panel=shown["panel"], Province=shown["name_vi"], text=texts)
        .pivot(index=["Panel", "Province"], columns="reference_year", values="text")
        .fillna("–")
    )
    return table.rename(columns=str).rename_axis(columns=None).reset_index()
