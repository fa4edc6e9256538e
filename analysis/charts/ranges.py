"""Printed shares as bars, and what is only bounded as ranges."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import LAST_NUMBER, plot, reach
from analysis.charts.marks import BAR, OTHERS, PALE, PLAIN, Sign, across, beside, key, names_down
from analysis.model.tables import rows as rows_of
from analysis.words import fixed

ROW = 24


def bounded_ranking(bounded: pd.DataFrame, by_band: pd.DataFrame) -> Figure:
    """Printed shares as bars, and what is only bounded as ranges.

    ``bounded`` as ``compare.digital_economy.bounded_ranking`` gives it, ``by_band`` as
    ``unnamed_by_band``. Unnamed provinces stand together, one range for each published band.
    """
    named = bounded[bounded["printed"]].copy()
    named["label"] = [f"{row.best_rank}  {row.name_vi}" for row in rows_of(named)]
    named["text"] = named["value"].map(fixed) + " %"
    between = _ranges(bounded[~bounded["printed"]], by_band)
    above = named["value"] >= between["high"].max()
    order = [*named.loc[above, "label"], *between["label"], *named.loc[~above, "label"]]

    def draw(width: int) -> Chart:
        y, room = names_down("label", order, width)
        inner = plot(width, room, LAST_NUMBER)
        top = reach(named["value"].max(), inner, named["text"])
        value, low, high = across(
            (0, top), "value", "low", "high", title="Share of GRDP (%)", tickCount=5
        )
        slim = named[["label", "value", "text"]]
        ranges = alt.Chart(between).mark_bar(color=OTHERS, opacity=PALE, height=BAR)
        entries = [Sign("printed"), Sign("not named: between bounds", OTHERS, opacity=PALE)]
        return alt.layer(
            alt.Chart(slim).mark_bar(color=PLAIN, height=BAR).encode(x=value, y=y),
            ranges.encode(x=low, x2="high:Q", y=y),
            *beside(slim, value, y),
            *beside(between, high, y),
            *key(width, room, *entries),
        ).properties(width=inner, height=ROW * len(order))

    return Figure(
        draw=draw,
        description=(
            f"Bar chart of {len(named)} printed shares, largest first: "
            + ", ".join(f"{row.name_vi} {row.text}" for row in rows_of(named))
            + ". Grey ranges stand for provinces that are not named: "
            + "; ".join(f"{row.label}, {row.text}" for row in rows_of(between))
            + f". {named.iloc[0]['name_vi']} is first by far."
        ),
        data=bounded,
        reading=_reading(bounded),
    )


def _ranges(unnamed: pd.DataFrame, by_band: pd.DataFrame) -> pd.DataFrame:
    """One row a band with unnamed provinces: label, low, high, text."""
    low, high = unnamed[["low", "high"]].iloc[0]
    first = int(unnamed["best_rank"].iloc[0])
    ranges = []
    for band in rows_of(by_band[by_band["unnamed"] > 0]):
        last = first + int(band.unnamed) - 1
        bottom, top = max(low, band.low), min(high, band.high)
        label = f"{first}–{last}  ({band.unnamed} not named)"
        text = f"{fixed(bottom)} to {fixed(top)} %"
        ranges.append({"label": label, "low": bottom, "high": top, "text": text})
        first = last + 1
    return pd.DataFrame(ranges)


def _reading(bounded: pd.DataFrame) -> pd.DataFrame:
    ordered = bounded.sort_values(["best_rank", "name_en"])
    rows = [
        (str(row.best_rank), row.name_vi, fixed(row.value))
        if row.printed
        else (
            f"{row.best_rank} to {row.worst_rank}",
            row.name_vi,
            f"{fixed(row.low)} to {fixed(row.high)}",
        )
        for row in rows_of(ordered)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["Rank", "Province", "Share (%)"])
