"""Printed shares as bars, and what is only bounded as ranges."""

from __future__ import annotations

from collections.abc import Callable

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import LAST_NUMBER, plot, reach
from analysis.charts.marks import BAR, OTHERS, PALE, PLAIN, Sign, across, beside, key, names_down
from analysis.model.tables import rows as rows_of
from analysis.words import fixed, span

ROW = 24


def bounded_ranking(bounded: pd.DataFrame, by_band: pd.DataFrame) -> Figure:
    """Printed shares as bars, and what is only bounded as ranges.

    ``bounded`` as ``compare.digital_economy.bounded_ranking`` gives it, ``by_band`` as
    ``unnamed_by_band``. Unnamed provinces stand together, one range for each published band.
    """
    named = bounded[bounded["printed"]].copy()
    named["place"] = named["best_rank"].astype(str)
    named["label"] = named["place"] + "  " + named["name_vi"]
    named["text"] = named["value"].map(fixed) + " %"
    between = _by_band(bounded[~bounded["printed"]], by_band)
    above = named["value"] >= between["high"].max()
    rows = pd.concat([named[above], between, named[~above]], ignore_index=True)
    return Figure(
        draw=_drawn(rows, "printed", "not named: between bounds"),
        description=(
            f"Bar chart of {len(named)} printed shares, largest first: "
            + ", ".join(f"{row.name_vi} {row.text}" for row in rows_of(named))
            + ". Grey ranges stand for provinces that are not named: "
            + "; ".join(f"{row.label}, {row.text}" for row in rows_of(between))
            + f". {named.iloc[0]['name_vi']} is first by far."
        ),
        data=bounded,
        reading=reading(rows, place="Rank", name_vi="Province", text="Share"),
    )


def _by_band(unnamed: pd.DataFrame, by_band: pd.DataFrame) -> pd.DataFrame:
    """One row a band with unnamed provinces: place, name_vi, label, low, high, text."""
    low, high = unnamed[["low", "high"]].iloc[0]
    first = int(unnamed["best_rank"].iloc[0])
    ranges = []
    for band in rows_of(by_band[by_band["unnamed"] > 0]):
        last = first + int(band.unnamed) - 1
        ends = max(low, band.low), min(high, band.high)
        ranges.append(
            (f"{first}–{last}", f"{band.unnamed} not named", *ends, span(*ends, 2) + " %")
        )
        first = last + 1
    table = pd.DataFrame(ranges, columns=["place", "name_vi", "low", "high", "text"])
    return table.assign(label=table["place"] + "  (" + table["name_vi"] + ")")


def bounds(table: pd.DataFrame, *, finding: str) -> Figure:
    """Shares that are known as bars, and all others as ranges, in the order of the table.

    ``table`` as ``compare.shares_34.bounds`` gives it. Provinces of which no part is printed stand
    together.
    """
    rows = table.copy()
    bare = rows["printed"] == 0
    rows["label"] = rows["name_vi"].mask(bare, f"{bare.sum()} others")
    rows = rows.drop_duplicates(["label", "low", "high"])
    rows["value"] = rows["low"].where(rows["low"] == rows["high"])
    # What is computed has one decimal, what is printed its own two.
    rows["text"] = [
        span(row.low, row.high, 2 if row.parts == 1 or not row.printed else 1) + " %"
        for row in rows_of(rows)
    ]
    return Figure(
        draw=_drawn(rows, "all parts printed", "between bounds"),
        description=(
            f"Bars and ranges of shares of {len(table)} provinces: "
            + "; ".join(f"{row.label} {row.text}" for row in rows_of(rows))
            + f". {finding}"
        ),
        data=table,
        reading=reading(rows, label="Province", text="Share"),
    )


def _drawn(rows: pd.DataFrame, known: str, bounded: str) -> Callable[[int], Chart]:
    """What draws bars of ``value``, or where there is none ranges from ``low`` to ``high``.

    ``rows`` has these, label and text, from top to bottom; ``known`` and ``bounded`` say in the key
    what bars and ranges are.
    """
    slim = rows[rows["value"].notna()][["label", "value", "text"]]
    between = rows[rows["value"].isna()][["label", "low", "high", "text"]]
    ends = rows["value"].fillna(rows["high"])

    def draw(width: int) -> Chart:
        y, room = names_down("label", rows["label"], width)
        inner = plot(width, room, LAST_NUMBER)
        top = max(reach(end, inner, [text]) for end, text in zip(ends, rows["text"], strict=True))
        value, low, high = across(
            (0, top), "value", "low", "high", title="Share of GRDP (%)", tickCount=5
        )
        ranges = alt.Chart(between).mark_bar(color=OTHERS, opacity=PALE, height=BAR)
        entries = [Sign(known), Sign(bounded, OTHERS, opacity=PALE)]
        return alt.layer(
            alt.Chart(slim).mark_bar(color=PLAIN, height=BAR).encode(x=value, y=y),
            ranges.encode(x=low, x2="high:Q", y=y),
            *beside(slim, value, y),
            *beside(between, high, y),
            *key(width, room, *entries),
        ).properties(width=inner, height=ROW * len(rows))

    return draw
