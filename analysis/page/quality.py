"""Tables of the chapter on data quality: their columns, and what is known topic by topic."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pandas as pd

from analysis.clean.disputes import KINDS
from analysis.model.keys import COUNTED
from analysis.model.names import TOPICS, english
from analysis.model.places import COUNTRY_BOUNDARY
from analysis.model.reasons import DOUBTS
from analysis.page.cells import folded_table
from analysis.page.citations import cite_one
from analysis.page.tables import NONE, Columns
from analysis.validate.report import Report
from analysis.words import code, number, percent, quoted

_SIGNS = {"equals": "=", "at least": "≥", "at most": "≤"}
_FOUR = partial(number, decimals=4)


def spaced(name: str) -> str:
    """A name of the data as words: set_aside → "set aside"."""
    return name.replace("_", " ")


def relation(left: str, sign: str, right: str) -> str:
    """Both sides of an identity, as printed: "16 + 4 = 20"."""
    return f"{left} {_SIGNS[sign]} {right}"


def decided(identity: str, indicator: str, province: str, year: int) -> str:
    """What a decision is about: an identity, or else a figure."""
    return f"{indicator}, {province}, {year}" if pd.isna(identity) else identity


def years(first: int, last: int) -> str:
    """The years of a formula: "2018 to 2024"."""
    return str(first) if first == last else f"{first} to {last}"


# Columns that say one thing together, and what a table calls that; of two columns with one name,
# the second is a tuple of one.
_TOGETHER: dict[str, str | tuple[str, ...]] = {
    "about": ("identity", "indicator", "province", "reference_year"),
    "as_stated": ("left_figures", "relation", "right_figure"),
    "meaning": ("kind",),
    "years": ("first_year", "last_year"),
}

_MEANINGS = KINDS | {kind: doubt.meaning for kind, doubt in DOUBTS.items()}

# Where a heading is not the column's own name, or its cells not what is in them.
_SHOWN: Columns = {
    "accepted": "If not", "chosen": "Used", "compared": "Also printed", "decided_on": "Day",
    "found": "Holds", "name_vi": "Place", "places": "Provinces", "reference_year": "Year",
    "relative_to": "Earlier year", "subject": "What",
    "status": ("Status", spaced), "suite": ("Suite", code),
    "index": ("Index", code), "indicator": ("Indicator", code),
    "value": ("Figure", number), "implied": ("Implied", number), "earlier": ("Used", number),
    "left_value": ("Left side", _FOUR), "right_value": ("Right side", _FOUR),
    "tolerance": ("Tolerance", _FOUR), "printed": ("Printed", _FOUR),
    "computed": ("Computed", _FOUR),
    "as_printed": ("Printed change", quoted), "value_as_printed": ("Printed as", quoted),
    "expect": ("Made on", quoted), "source_id": ("Source", cite_one),
    "kind": ("Kind", str.capitalize), "method": ("Method", str.capitalize),
    "meaning": ("What it means", _MEANINGS.get), "about": ("About", decided),
    "as_stated": ("Relation", relation), "left": ("Figure", code), "right": ("Equals", code),
    "years": ("Years", years), "gap": ("Apart by", percent), "used": ("Used", number),
    "sum": "Weighted parts", "identity": "Relation",
}  # fmt: skip


def columns(names: str, **otherwise: str | tuple[str, str]) -> Columns:
    """How this chapter shows columns of a table: "status reason rows", or ``otherwise`` than usual.

    Each has one heading wherever it stands, but for these.
    """
    return {
        _TOGETHER.get(name, name): otherwise.get(name)
        or _SHOWN.get(name)
        or spaced(name).capitalize()
        for name in names.split()
    }


def checks(report: Report) -> pd.DataFrame:
    """Every check of a validation, all of which hold.

    Columns out: suite, rows (of its table), subject, expected, why, rows_checked (all where a check
    is of the table itself).
    """
    return pd.DataFrame(
        {
            "suite": check.table, "rows": report.rows[check.table], "subject": check.subject,
            "expected": check.in_words, "why": check.why,
            "rows_checked": check.rows_checked or report.rows[check.table],
        }
        for check in sorted(report.checks, key=lambda c: c.table)
    )  # fmt: skip


def by_topic(rows: pd.DataFrame, indicators: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """The rows about indicators of each topic that has any, with what readers call the topic."""
    topics = rows["indicator"].map(indicators.set_index("code")["topic"])
    for topic, title in english(TOPICS).items():
        if (topics == topic).any():
            yield title, rows[topics == topic]


def coverage_by_topic(
    coverage: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame
) -> None:
    """A folded table a topic: what is known of each indicator, year by year."""
    for title, cells in by_topic(known_and_disputed(coverage, observations), indicators):
        years = cells.set_index([*COUNTED])["cell"].unstack()
        table = years.sort_index(axis=1).rename(columns=str).fillna(NONE).reset_index()
        summary = f"{title}: {table['indicator'].nunique()} indicators with figures"
        folded_table(summary, table, columns(" ".join(table.columns)))


def known_and_disputed(coverage: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """What is known of each indicator, boundary and year that has any figure, in words.

    Columns out: indicator, boundary, reference_year, cell. A cell says of how many provinces a
    figure is known and, in brackets, for how many of these the sources contradict each other or
    themselves: "13 of 63 (3)". Where figures are printed but none may be used, it says so: "set
    aside", "bounded".
    """
    key = list(COUNTED)
    said = coverage["units_known"].astype(str) + " of " + coverage["units"].astype(str)
    said = said.where(coverage["boundary"] != COUNTRY_BOUNDARY, "known")
    disputed = " (" + coverage["units_disputed"].astype(str) + ")"
    known = coverage.assign(cell=said + disputed.where(coverage["units_disputed"] > 0, ""))
    statuses = observations.groupby(key)["status"].unique()
    only = statuses.map(lambda found: spaced(", ".join(sorted(found))))
    cells = pd.concat([known[[*key, "cell"]], only.rename("cell").reset_index()])
    return cells.drop_duplicates(key)
