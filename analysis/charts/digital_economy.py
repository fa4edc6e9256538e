"""Charts of the digital economy's share."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.theme import FOCUS, QUIET, SMALL
from analysis.model.tables import rows as rows_of


def bounded_ranking(bounded: pd.DataFrame, by_band: pd.DataFrame) -> Figure:
    """Printed shares as bars, and what is only bounded as ranges.

    ``bounded`` as ``compare.digital_economy.bounded_ranking`` gives it, ``by_band`` as
    ``unnamed_by_band``. Unnamed provinces stand together, one range for each published band.
    """
    named = bounded[bounded["printed"]].copy()
    named["label"] = [f"{row.best_rank}  {row.name_vi}" for row in rows_of(named)]
    named["text"] = named["value"].map("{:.2f} %".format)
    unnamed = bounded[~bounded["printed"]]
    low, high = unnamed[["low", "high"]].iloc[0]
    first = int(unnamed["best_rank"].iloc[0])
    ranges = []
    for band in rows_of(by_band[by_band["unnamed"] > 0]):
        last = first + int(band.unnamed) - 1
        bottom, top = max(low, band.low), min(high, band.high)
        ranges.append(
            {
                "label": f"{first}–{last}  ({band.unnamed} not named)",
                "low": bottom,
                "high": top,
                "text": f"{bottom:.2f} to {top:.2f} %",
            }
        )
        first = last + 1
    between = pd.DataFrame(ranges)
    above = named["value"] >= high
    order = [*named.loc[above, "label"], *between["label"], *named.loc[~above, "label"]]

    def draw(width: int) -> Chart:
        y = alt.Y(
            "label:N", sort=order, title=None, axis=alt.Axis(domain=False, ticks=False, grid=False)
        )
        scale = alt.Scale(domain=[0, 80 if width <= NARROW else 64], nice=False)
        axis = alt.Axis(title="Share of GRDP (%)", tickCount=5)
        return alt.layer(
            alt.Chart(named[["label", "value", "text"]])
            .mark_bar(color=FOCUS[1], height=13)
            .encode(x=alt.X("value:Q", scale=scale, axis=axis), y=y),
            alt.Chart(between)
            .mark_bar(color=QUIET, opacity=0.55, height=13)
            .encode(x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y),
            alt.Chart(named[["label", "value", "text"]])
            .mark_text(align="left", dx=5, fontSize=SMALL)
            .encode(x=alt.X("value:Q"), y=y, text="text:N"),
            alt.Chart(between)
            .mark_text(align="left", dx=5, fontSize=SMALL)
            .encode(x=alt.X("high:Q"), y=y, text="text:N"),
        ).properties(width=width - 170, height=24 * len(order))

    reading = bounded.copy()
    reading["Share (%)"] = [
        f"{row.value:.2f}" if row.printed else f"{row.low:.2f} to {row.high:.2f}"
        for row in rows_of(bounded)
    ]
    reading["Rank"] = [
        str(row.best_rank) if row.printed else f"{row.best_rank} to {row.worst_rank}"
        for row in rows_of(bounded)
    ]
    leader = named.iloc[0]
    return Figure(
        draw=draw,
        title="Digital economy's share of GRDP, ministry's figures",
        description=(
            f"Bar chart of {len(named)} printed shares, largest first: "
            + ", ".join(f"{row.name_vi} {row.value:.2f} %" for row in rows_of(named))
            + ". Grey ranges stand for provinces that are not named: "
            + "; ".join(f"{row.label}, {row.text}" for row in rows_of(between))
            + f". {leader.name_vi} is first by far."
        ),
        data=bounded,
        reading=reading.sort_values(["best_rank", "name_en"])[
            ["Rank", "name_vi", "Share (%)"]
        ].rename(columns={"name_vi": "Province"}),
    )


def releases(figures: pd.DataFrame) -> Figure:
    """National shares as each publisher printed them: one dot a value, no line between them.

    Columns in: publisher_name and what ``compare.digital_economy.distinct_by_year`` returns.
    """
    publishers = list(dict.fromkeys(figures["publisher_name"]))
    data = figures.copy()
    data["text"] = data["value"].map("{:.2f}".format)

    def panel(name: str, plot: int) -> Chart:
        rows = data[data["publisher_name"] == name]
        years = sorted(int(year) for year in data["reference_year"].unique())
        x = alt.X(
            "reference_year:O",
            scale=alt.Scale(domain=years),
            title="Reference year",
            axis=alt.Axis(labelAngle=0, grid=False),
        )
        y = alt.Y("value:Q", title="Share of GDP (%), axis from 8", scale=alt.Scale(domain=[8, 20]))
        colour = FOCUS[publishers.index(name)]
        base = alt.Chart(rows)
        tooltip = [
            alt.Tooltip("reference_year:O", title="Year"),
            alt.Tooltip("value:Q", title="Share (%)"),
            alt.Tooltip("period:N", title="Period"),
            alt.Tooltip("sources:Q", title="Sources that print it"),
        ]
        return alt.layer(
            base.transform_filter("datum.period == 'year'")
            .mark_circle(size=80, opacity=0.9, color=colour)
            .encode(x=x, y=y, tooltip=tooltip),
            base.transform_filter("datum.period != 'year'")
            .mark_point(size=70, opacity=0.9, color=colour, shape="diamond")
            .encode(x=x, y=y, tooltip=tooltip),
        ).properties(width=plot, height=260, title=name)

    def draw(width: int) -> Chart:
        if width <= NARROW:
            return alt.vconcat(*(panel(name, width - 70) for name in publishers), spacing=24)
        return alt.hconcat(*(panel(name, (width - 120) // 2) for name in publishers), spacing=12)

    reading = data[
        ["publisher_name", "reference_year", "period", "as_printed", "qualifiers", "sources"]
    ].copy()
    reading.columns = [
        "Figures of", "Year", "Period", "Printed as", "Said to be", "Sources that print it",
    ]  # fmt: skip
    said = ". ".join(
        f"{name}: "
        + ", ".join(
            f"{row.reference_year} {row.text}{'' if row.period == 'year' else ' (half-year)'}"
            for row in rows_of(data[data["publisher_name"] == name])
        )
        for name in publishers
    )
    return Figure(
        draw=draw,
        title="National share, as printed release by release",
        description=(
            "Two dot plots side by side, one for each publisher. Across: reference year. Up: "
            f"share of GDP in percent. No lines join the dots. {said}."
        ),
        data=figures,
        reading=reading,
    )
