"""What each indicator is: its definition by edition, and what to know before using it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

AGGREGATION = {
    "mean": "unweighted mean of provinces",
    "sum": "sum of provinces",
    "never": "never put together",
}


def described(
    indicators: pd.DataFrame, editions: pd.DataFrame, usage_warnings: pd.DataFrame
) -> pd.DataFrame:
    """Every indicator in words, sorted by topic and code.

    Columns in: those of the clean tables. Columns out: topic, code, name_en, name_vi, kind (what
    it measures and in which unit), publisher, editions (years by definition, where known),
    aggregation (how provinces may be put together), warnings (each with what it is about),
    methodology_note.
    """
    definitions = {
        str(index): _editions(rows) for index, rows in editions.groupby("index", sort=False)
    }
    warnings = {
        str(code): " ".join(_warning(row) for row in rows.to_dict("records"))
        for code, rows in usage_warnings.groupby("indicator")
    }
    rows = [
        {
            "topic": row["topic"],
            "code": row["code"],
            "name_en": row["name_en"],
            "name_vi": row["name_vi"],
            "kind": f"{row['measure']}, {row['unit']}",
            "publisher": row["publisher"],
            "editions": definitions.get(str(row["index"]), ""),
            "aggregation": _aggregation(row),
            "warnings": warnings.get(str(row["code"]), ""),
            "methodology_note": row["methodology_note"],
        }
        for row in indicators.to_dict("records")
    ]
    return pd.DataFrame(rows).sort_values(["topic", "code"], ignore_index=True)


def asked(indicators: pd.DataFrame, indices: Sequence[str]) -> pd.DataFrame:
    """What some indices measure, by their scores: one row an index, in the order given.

    Columns out: index, name_en, publisher, unit, methodology_note.
    """
    scores = indicators[
        (indicators["measure"] == "score") & (indicators["boundary"].fillna("63") == "63")
    ].drop_duplicates("index")
    columns = ["name_en", "publisher", "unit", "methodology_note"]
    return scores.set_index("index").reindex(list(indices))[columns].reset_index()


def breaks(editions: pd.DataFrame, family: str) -> pd.DataFrame:
    """The definitions of a family of indices and the years that follow each.

    ``family`` is what the codes of its indices begin with. Columns out: index, years, definition,
    units (how many provinces have a score, from least to most), note; sorted by index and year.
    """
    chosen = editions[editions["index"].str.startswith(family) & (editions["boundary"] == "63")]
    rows = []
    for (index, definition), same in chosen.groupby(["index", "definition"], sort=True):
        ordered = same.sort_values("reference_year")
        least, most = int(same["units_ranked"].min()), int(same["units_ranked"].max())
        rows.append(
            {
                "index": index,
                "first": int(ordered["reference_year"].iloc[0]),
                "years": ", ".join(str(year) for year in ordered["reference_year"]),
                "definition": definition,
                "units": str(least) if least == most else f"{least} to {most}",
                "note": _first_note(ordered["note"].iloc[0]),
            }
        )
    table = pd.DataFrame(rows).sort_values(["index", "first"], ignore_index=True)
    return table.drop(columns="first")


def _first_note(note: object) -> str:
    """What a note says of the definition; that scores carry no ranks is the same for all."""
    parts = [part.strip() for part in str(note).split(";")]
    return "; ".join(part for part in parts if not part.startswith("scores only"))


def _editions(rows: pd.DataFrame) -> str:
    """ "2021, 2022: dti-922 (9 main indices, 98 components)" for each definition."""
    said = []
    for (definition, boundary), same in rows.groupby(["definition", "boundary"], sort=False):
        years = ", ".join(str(year) for year in sorted(same["reference_year"]))
        first = same.iloc[0]
        size = ", ".join(
            f"{int(first[column])} {words}"
            for column, words in (("main_indices", "main indices"), ("components", "components"))
            if pd.notna(first[column])
        )
        on = " on the 34 provinces" if boundary == "34" else ""
        said.append(f"{years}: {definition}{on}" + (f" ({size})" if size else ""))
    return "; ".join(said)


def _aggregation(row: Mapping[Hashable, Any]) -> str:
    if row["aggregation"] != "ratio":
        return AGGREGATION[str(row["aggregation"])]
    numerator = row["numerator"]
    of = f"{numerator} / " if isinstance(numerator, str) else "weighted by "
    return f"ratio: {of}{row['denominator']}"


def _warning(row: Mapping[Hashable, Any]) -> str:
    about = [
        str(row[column]) for column in ("province", "reference_year") if not pd.isna(row[column])
    ]
    return f"({', '.join(about)}) {row['warning']}" if about else str(row["warning"])
