"""What the dictionary shows: tables, columns, and indicators in words."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.names import TOPICS, english
from analysis.model.places import SINCE
from analysis.model.tables import having
from analysis.page.cells import folded_table
from analysis.page.tables import Columns
from analysis.words.markdown import Markdown, code

PUT_TOGETHER = {
    "mean": "unweighted mean of provinces",
    "sum": "sum of provinces",
    "never": "never put together",
}


def download(table: str) -> Markdown:
    """The link to the file of a clean table."""
    return Markdown(f"[`{table}.csv`](../data/{table}.csv)")


def tables() -> pd.DataFrame:
    """The clean tables. Columns out: name, meaning, key (names of columns)."""
    return pd.DataFrame([*TABLES.values()]).assign(key=lambda frame: frame["key"].map(", ".join))


def columns() -> pd.DataFrame:
    """The columns of the clean tables. Columns out: name, type, unit, meaning, tables (names)."""
    columns = pd.DataFrame([*COLUMNS.values()])
    holding = [
        [table.name for table in TABLES.values() if name in table.columns] for name in COLUMNS
    ]
    return columns.assign(tables=[", ".join(names) for names in holding])


def described(
    indicators: pd.DataFrame, editions: pd.DataFrame, usage_warnings: pd.DataFrame
) -> pd.DataFrame:
    """Every indicator with what its editions follow and what to know before using it.

    Columns in: those of the clean tables. Columns out: those of ``indicators``, definitions (years
    by definition, where known) and warnings (each with what it is about), in words; sorted by topic
    and code.
    """
    definitions = {index: _definitions(rows) for index, rows in editions.groupby("index")}
    warnings = {
        code: " ".join(_warning(row) for row in rows.itertuples())
        for code, rows in usage_warnings.groupby("indicator")
    }
    return indicators.assign(
        definitions=indicators["index"].map(definitions), warnings=indicators["code"].map(warnings)
    ).sort_values(["topic", "code"], ignore_index=True)


def put_indicators(described: pd.DataFrame) -> None:
    """Put a table for each topic on the page, which opens when its title is chosen."""
    for topic, title in english(TOPICS).items():
        rows = having(described, topic=topic)
        folded_table(f"{title} ({len(rows)} indicators)", rows, _INDICATORS)


def put_together(aggregation: str, numerator: str, denominator: str) -> str:
    """How figures of provinces may be put together, in words."""
    if aggregation != "ratio":
        return PUT_TOGETHER[aggregation]
    return f"ratio: {'weighted by' if pd.isna(numerator) else f'{numerator} /'} {denominator}"


_INDICATORS: Columns = {
    "code": ("Code", code),
    "name_en": "Name",
    "name_vi": "Vietnamese",
    ("measure", "unit"): ("Type and unit", "{}, {}".format),
    "publisher": "Publisher",
    ("aggregation", "numerator", "denominator"): ("Put together", put_together),
    "definitions": "Definition by edition",
    "methodology_note": "Note",
    "warnings": "Before use",
}


def _definitions(rows: pd.DataFrame) -> str:
    """ "2021, 2022: dti-922 (9 main indices, 98 components)" for each definition."""
    said = []
    for (definition, boundary), same in rows.groupby(["definition", "boundary"], sort=False):
        years = ", ".join(str(year) for year in sorted(same["reference_year"]))
        sizes = same[["main_indices", "components"]].iloc[0].dropna()
        size = ", ".join(f"{n} {str(what).replace('_', ' ')}" for what, n in sizes.items())
        on = " on the 34 provinces" if boundary == SINCE else ""
        said.append(f"{years}: {definition}{on}" + (f" ({size})" if size else ""))
    return "; ".join(said)


def _warning(row: Any) -> str:
    named = (getattr(row, column) for column in ("province", "reference_year"))
    about = ", ".join(str(cell) for cell in named if pd.notna(cell))
    return f"({about}) {row.warning}" if about else str(row.warning)
