"""Tables of coloured cells: provinces by indicator, indices by year, releases by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.steps import colours_of, steps_of
from analysis.charts.theme import INK, ON_STEPS, QUIET, SMALL, STEPS, TINY
from analysis.model.tables import rows as rows_of

# PAPI scores 60 to 63 provinces a year: as good as all.
NEARLY_ALL = 60


def heat_table(
    cells: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    *,
    edges: Sequence[float],
    title: str,
    finding: str,
    data: pd.DataFrame,
    legend: str,
    reverse: bool = False,
    cell: int = 17,
    room: int = 150,
    short: Mapping[str, str] | None = None,
) -> Figure:
    """Cells in up to five steps of blue, each with its text; what is missing is an empty frame.

    ``cells`` has row, column, value (NaN where missing) and text. ``rows`` and ``columns`` give the
    order, ``edges`` the limits between the steps, ``reverse`` makes small values dark, ``room`` is
    the width of the row names, ``short`` what columns are called where there is little room. Every
    cell carries its text, so that colour is never the only sign.
    """
    table = cells.copy()
    step = steps_of(table["value"], list(edges))
    used = len(edges) + 1
    if used > len(STEPS):
        raise ValueError(f"at most {len(STEPS)} steps can be told apart")
    place = colours_of(step, used, len(STEPS), reverse)
    table["fill"] = [STEPS[int(i)] if pd.notna(i) else "transparent" for i in place]
    table["ink"] = [ON_STEPS[int(i)] if pd.notna(i) else INK for i in place]
    table["edge"] = ["transparent" if pd.notna(i) else QUIET for i in place]
    slim = table[["row", "column", "text", "fill", "ink", "edge"]]
    few = short or {}

    def draw(width: int) -> Chart:
        names = {name: few.get(name, name) if width <= NARROW else name for name in columns}
        side = min(room, int(width * 0.42))
        shown = slim.assign(column=slim["column"].map(names))
        x = alt.X(
            "column:N",
            sort=list(names.values()),
            title=None,
            scale=alt.Scale(padding=0.04),
            axis=alt.Axis(
                orient="top", labelAngle=0, domain=False, ticks=False, labelLimit=90,
                labelFontSize=TINY if width <= NARROW else SMALL,
            ),
        )  # fmt: skip
        y = alt.Y(
            "row:N",
            sort=list(rows),
            title=None,
            scale=alt.Scale(padding=0.04),
            axis=alt.Axis(
                domain=False, ticks=False, grid=False, labelFontSize=SMALL, labelLimit=side - 8
            ),
        )
        base = alt.Chart(shown).encode(x=x, y=y)
        return alt.layer(
            base.mark_rect(strokeWidth=0.8, strokeDash=[2, 2]).encode(
                fill=alt.Fill("fill:N", scale=None),
                stroke=alt.Stroke("edge:N", scale=None),
            ),
            base.mark_text(fontSize=TINY if width <= NARROW else SMALL).encode(
                text="text:N", color=alt.Color("ink:N", scale=None)
            ),
        ).properties(width=width - side, height=cell * len(rows))

    wide = (
        table.pivot(index="row", columns="column", values="text")
        .reindex(index=list(rows), columns=list(columns))
        .fillna("")
        .rename_axis(index=None, columns=None)
    )
    wide.insert(0, "", list(rows))
    return Figure(
        draw=draw,
        title=title,
        description=(
            f"Table of coloured cells. Down: {len(rows)} rows, from {rows[0]} to {rows[-1]}. "
            f"Across: {', '.join(columns)}. {finding}"
        ),
        data=data,
        reading=wide.reset_index(drop=True),
        legend=legend,
    )


def coverage(counts: pd.DataFrame, names: Mapping[str, str], years: Sequence[int]) -> Figure:
    """How many provinces of how many are known, index by year.

    ``counts`` has index, reference_year, known and units; ``names`` what the indices are called, in
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
    whole = table[table["known"] >= NEARLY_ALL]
    return heat_table(
        cells,
        list(names.values()),
        [str(year) for year in years],
        edges=[0.25, 0.5, 0.75, 0.95],
        title="Provinces with a known rank or score, by index and year",
        finding=(
            f"{len(whole)} of {int((table['known'] > 0).sum())} cells hold {NEARLY_ALL} provinces "
            "or more: "
            + ", ".join(
                f"{names[index]} {year}"
                for index, year in zip(whole["index"], whole["reference_year"], strict=True)
            )
            + "."
        ),
        data=table,
        legend="Numbers: provinces of 63 with a known rank or score. Empty frame: no figure found.",
        cell=22,
        room=190,
        short={str(year): f"’{year % 100}" for year in years},
    )


def vintages(figures: pd.DataFrame, names: Mapping[str, str], title: str, unit: str) -> Figure:
    """What each release prints for each year: one row a source, one column a year.

    ``figures`` has release, reference_year, value and text, in the order of the rows; ``names``
    gives each release's publisher. Equal figures of a year have the same shade, revisions another.
    """
    years = sorted(figures["reference_year"].unique())
    table = figures.copy()
    # Within a year, the first figure printed is light and each other one a step darker.
    table["shade"] = table.groupby("reference_year")["value"].transform(
        lambda values: values.rank(method="dense").clip(upper=5)
    )
    releases = list(dict.fromkeys(table["release"]))
    grid = pd.MultiIndex.from_product([releases, years], names=["release", "reference_year"])
    full = table.set_index(["release", "reference_year"]).reindex(grid).reset_index()
    cells = pd.DataFrame(
        {
            "row": full["release"],
            "column": full["reference_year"].astype(str),
            "value": full["shade"],
            "text": full["text"].fillna(""),
        }
    )
    differing = table.groupby("reference_year")["value"].nunique()
    return heat_table(
        cells,
        releases,
        [str(year) for year in years],
        edges=[1.5, 2.5, 3.5, 4.5],
        title=title,
        finding=(
            f"{unit}. Different figures for one year: "
            + ", ".join(f"{year}: {n}" for year, n in differing.items())
            + ". "
            + "; ".join(f"{release} ({names[release]})" for release in releases)
            + "."
        ),
        data=figures,
        legend="Each row is one set of figures, named after one of the publications that print it "
        "(+ 2: and two others). Within a column equal shades are equal figures, and a darker shade "
        "is a larger one. Empty frame: that year is not printed there.",
        cell=24,
        room=210,
    )


def ranks_by_year(table: pd.DataFrame, province: str) -> Figure:
    """One province's ranks, index by year. Takes what ``compare.verdicts.by_year`` returns.

    Darker is nearer to the first place. No line joins the years, because most indices changed their
    rules between them.
    """
    years = sorted(table["reference_year"].unique())
    known = table[table["rank"].notna()]
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
    names = list(dict.fromkeys(table["name"]))
    grid = pd.MultiIndex.from_product([names, [str(y) for y in years]], names=["row", "column"])
    cells = cells.set_index(["row", "column"]).reindex(grid).reset_index()
    cells["text"] = cells["text"].fillna("")
    said = "; ".join(
        f"{name}: " + ", ".join(f"{row.rank} in {row.reference_year}" for row in rows_of(rows))
        for name, rows in known.groupby("name", sort=False)
    )
    return heat_table(
        cells,
        names,
        [str(year) for year in years],
        edges=[3, 10, 20, 40],
        title=f"{province}'s ranks by index and year",
        finding=f"{said}.",
        data=table,
        legend="Ranks before the merger of July 2025. *: another source contradicts it. –: known "
        "not to be published, or printed without a rank; empty frame: not found. Numbers ranked, "
        "scores, sources and printed forms stand in the CSV.",
        reverse=True,
        cell=24,
        room=110,
        short={str(year): f"’{int(year) % 100}" for year in years},
    )
