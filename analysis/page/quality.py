"""Tables of the chapter on data quality: their columns, and what is known topic by topic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.clean.disputes import KINDS
from analysis.compare.quality import TOPICS
from analysis.page.cells import folded_table
from analysis.page.citations import cite_one
from analysis.page.tables import Columns
from analysis.words import code, number, quoted

_SIGNS = {"equals": "=", "at least": "≥", "at most": "≤"}
_FOUR, _SIX = partial(number, decimals=4), partial(number, decimals=6)


def spaced(name: str) -> str:
    """A name of the data as words: set_aside → "set aside"."""
    return name.replace("_", " ")


def relation(left: str, sign: str, right: str) -> str:
    """Both sides of an identity, as printed: "16 + 4 = 20"."""
    return f"{left} {_SIGNS[sign]} {right}"


def decided(identity: str, indicator: str, province: str, year: int) -> str:
    """What a decision is about: an identity, or else a figure."""
    return f"{indicator}, {province}, {year}" if pd.isna(identity) else identity


def rows_named(failed_at: tuple[int, ...], rows_failed: int) -> str:
    """The rows at which a check fails; "…" where more fail than are named."""
    return ", ".join(map(str, failed_at)) + (" …" if len(failed_at) < rows_failed else "")


# Where a heading is not the column's own name, or its cells not what is in them.
_SHOWN: Columns = {
    "accepted": "If not", "chosen": "Used", "compared": "Also printed", "decided_on": "Day",
    "found": "Holds", "name_vi": "Place", "places": "Provinces", "reference_year": "Year",
    "relative_to": "Earlier year", "rows_failed": "Failed", "subject": "What",
    "status": ("Status", spaced), "suite": ("Suite", code),
    "index": ("Index", code), "indicator": ("Indicator", code),
    "value": ("Figure", number), "implied": ("Implied", number), "earlier": ("Used", number),
    "left_value": ("Left side", _FOUR), "right_value": ("Right side", _FOUR),
    "tolerance": ("Tolerance", _FOUR), "largest": ("Largest residual", _SIX),
    "printed": ("Printed", "g"), "residual": ("Residual", "+.6f"),
    "as_printed": ("Printed change", quoted), "value_as_printed": ("Printed as", quoted),
    "expect": ("Made on", quoted), "source_id": ("Source", cite_one),
    # Of two columns with one name, the second is a tuple of one.
    ("kind",): ("What it means", KINDS.get),
    ("identity", "indicator", "province", "reference_year"): ("About", decided),
    ("left_figures", "relation", "right_figure"): ("Relation", relation),
    ("failed_at", "rows_failed"): ("Which", rows_named),
}  # fmt: skip


def columns(*names: str | tuple[str, ...]) -> Columns:
    """How this chapter shows columns of a table: each has one heading wherever it stands."""
    return {
        name: _SHOWN[name] if name in _SHOWN else spaced(str(name)).capitalize() for name in names
    }


def by_topic(rows: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows about indicators of each topic that has any, with what readers call the topic."""
    topics = rows["indicator"].map(indicators.set_index("code")["topic"])
    for topic, title in TOPICS.items():
        if (topics == topic).any():
            yield title, rows[topics == topic]


def coverage_by_topic(
    coverage: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame
) -> None:
    """A folded table a topic: what is known of each indicator, year by year."""
    for title, cells in by_topic(known_and_disputed(coverage, observations), indicators):
        years = cells.set_index(["indicator", "boundary", "reference_year"])["cell"].unstack()
        table = years.sort_index(axis=1).rename(columns=str).fillna("–").reset_index()
        folded_table(
            f"{title}: {table['indicator'].nunique()} indicators with figures",
            table,
            columns(*table.columns),
            markdown=["Indicator"],
        )


def known_and_disputed(coverage: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """What is known of each indicator, boundary and year that has any figure, in words.

    Columns out: indicator, boundary, reference_year, cell. A cell says of how many provinces a
    figure is known and, in brackets, for how many of these the sources contradict each other or
    themselves: "13 of 63 (3)". Where figures are printed but none may be used, it says so: "set
    aside", "bounded".
    """
    key = ["indicator", "boundary", "reference_year"]
    said = coverage["units_known"].astype(str) + " of " + coverage["units"].astype(str)
    said = said.where(coverage["boundary"] != "all", "known")
    disputed = " (" + coverage["units_disputed"].astype(str) + ")"
    known = coverage.assign(cell=said + disputed.where(coverage["units_disputed"] > 0, ""))
    only = observations.groupby(key)["status"].agg(
        lambda found: spaced(", ".join(sorted({*found})))
    )
    cells = pd.concat([known[[*key, "cell"]], only.rename("cell").reset_index()])
    return cells.drop_duplicates(key)
