"""Tables of coloured cells: provinces by indicator, indices by year, releases by year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import is_narrow, plot
from analysis.charts.marks import FILL, INKED, STROKE, names_down, shaded
from analysis.charts.theme import SMALL, TINY
from analysis.model.tables import rows as rows_of

# PAPI scores 60 to 63 provinces a year: as good as all.
NEARLY_ALL = 60
# Heights of cells: of many rows, of few, and of few with long names.
CELL, HIGH_CELL, HIGHEST_CELL = 17, 24, 28
APART = alt.Scale(padding=0.04)


def heat_table(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    edges: Sequence[float],
    finding: str,
    data: pd.DataFrame,
    legend: str,
    reverse: bool = False,
    cell: int = CELL,
    short: Mapping[str, str] | None = None,
) -> Figure:
    """Cells in up to five steps of blue, each with its text; what is missing is an empty frame.

    ``cells`` has row, column, value (NaN where missing) and text. ``rows`` and ``columns`` give the
    order, ``edges`` the limits between the steps, ``reverse`` makes small values dark, ``cell`` is
    the height of a row, ``short`` what columns are called where there is little room (years: ’24).
    Every cell carries its text, so that colour is never the only sign.
    """
    grid = pd.MultiIndex.from_product([rows, columns], names=["row", "column"])
    cells = cells.set_index(["row", "column"]).reindex(grid).fillna({"text": ""}).reset_index()
    looks = cells[["row", "column", "text"]].join(shaded(cells["value"], edges, reverse))
    texts = cells["text"].to_numpy().reshape(len(rows), len(columns))
    reading = pd.DataFrame(texts, columns=list(columns))
    reading.insert(0, "", list(rows))

    def draw(width: int) -> Chart:
        names, size = {name: name for name in columns}, SMALL
        if is_narrow(width):
            years = {name: re.sub(r"^20(?=\d\d$)", "’", name) for name in columns}
            names, size = years | dict(short or {}), TINY
        x = alt.X(
            "column:N",
            sort=[names[name] for name in columns],
            title=None,
            scale=APART,
            axis=alt.Axis(
                orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=0,
                labelFontSize=size,
            ),
        )  # fmt: skip
        y, room = names_down("row", rows, width, APART)
        base = alt.Chart(looks.assign(column=looks["column"].map(names))).encode(x=x, y=y)
        return alt.layer(
            base.mark_rect(strokeWidth=0.8, strokeDash=[2, 2]).encode(fill=FILL, stroke=STROKE),
            base.mark_text(fontSize=size).encode(text="text:N", color=INKED),
        ).properties(width=plot(width, room), height=cell * len(rows))

    return Figure(
        draw=draw,
        description=(
            f"Table of coloured cells. Down: {len(rows)} rows, from {rows[0]} to {rows[-1]}. "
            f"Across: {', '.join(columns)}. {finding}"
        ),
        data=data,
        reading=reading,
        legend=legend,
    )


def coverage(counts: pd.DataFrame, names: Mapping[str, str], years: Sequence[int]) -> Figure:
    """How many provinces of how many are known, index by year.

    ``counts`` as ``compare.verdicts.known`` gives it; ``names`` what the indices are called, in
    order. An empty frame: no edition, or none of its figures found.
    """
    grid = pd.MultiIndex.from_product([names, years], names=["index", "reference_year"])
    table = counts.set_index(["index", "reference_year"]).reindex(grid).reset_index()
    cells = pd.DataFrame(
        {
            "row": table["index"].map(names),
            "column": table["reference_year"].astype(str),
            "value": (table["known"] / table["units"]).where(table["known"] > 0),
            "text": ["" if pd.isna(n) or not n else str(int(n)) for n in table["known"]],
        }
    )
    full = table["known"] >= NEARLY_ALL / 63 * table["units"]
    whole = table.loc[full, ["index", "reference_year"]]
    named = [f"{names[index]} {year}" for index, year in whole.to_numpy()]
    return heat_table(
        cells,
        list(names.values()),
        [str(year) for year in years],
        edges=[0.25, 0.5, 0.75, 0.95],
        finding=(
            f"{len(whole)} of {int((table['known'] > 0).sum())} cells hold {NEARLY_ALL} provinces "
            f"or more: {', '.join(named)}."
        ),
        data=table,
        legend=f"Numbers: provinces of {counts['units'].max()} with a known rank or score. Empty "
        "frame: no figure found.",
        cell=HIGH_CELL,
    )


def vintages(figures: pd.DataFrame, names: Mapping[str, str], unit: str) -> Figure:
    """What each release prints for each year: one row a source, one column a year.

    ``figures`` has release, reference_year, value and text, in the order of the rows; ``names``
    gives each release's publisher. Equal figures of a year have the same shade, revisions another.
    """
    releases = list(dict.fromkeys(figures["release"]))
    by_year = figures.groupby("reference_year")["value"]
    # Within a year, the smallest figure is light and each larger one a step darker.
    steps = by_year.rank(method="dense").clip(upper=5)
    cells = figures.assign(
        row=figures["release"], column=figures["reference_year"].astype(str), value=steps
    )
    differing = ", ".join(f"{year}: {n}" for year, n in by_year.nunique().items())
    return heat_table(
        cells,
        releases,
        sorted(cells["column"].unique()),
        edges=[1.5, 2.5, 3.5, 4.5],
        finding=(
            f"{unit}. Different figures for one year: {differing}. "
            + "; ".join(f"{release} ({names[release]})" for release in releases)
            + "."
        ),
        data=figures,
        legend="Each row is one set of figures, named after one of the publications that print it "
        "(+ 2: and two others). Within a column equal shades are equal figures, and a darker shade "
        "is a larger one. Empty frame: that year is not printed there.",
        cell=HIGHEST_CELL,
    )


def ranks_by_year(table: pd.DataFrame) -> Figure:
    """One province's ranks, index by year. Takes what ``compare.verdicts.by_year`` returns.

    Darker is nearer to the first place. No line joins the years, because most indices changed their
    rules between them.
    """
    cells = pd.DataFrame(
        {
            "row": table["name"],
            "column": table["reference_year"].astype(str),
            "value": table["rank"].astype(float),
            "text": [
                "–" if pd.isna(row.rank) else f"{row.rank}{'*' if row.disputed == 'yes' else ''}"
                for row in rows_of(table)
            ],
        }
    )
    said = "; ".join(
        f"{name}: " + ", ".join(f"{row.rank} in {row.reference_year}" for row in rows_of(rows))
        for name, rows in table[table["rank"].notna()].groupby("name", sort=False)
    )
    return heat_table(
        cells,
        list(dict.fromkeys(table["name"])),
        sorted(cells["column"].unique()),
        edges=[3, 10, 20, 40],
        finding=f"{said}.",
        data=table,
        legend="Ranks before the merger of July 2025. *: another source contradicts it. –: known "
        "not to be published, or printed without a rank; empty frame: not found. Numbers ranked, "
        "scores, sources and printed forms stand in the CSV.",
        reverse=True,
        cell=HIGH_CELL,
    )
