"""What the indices ask, what is known not to exist of them, and where their rules break."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.model.places import BEFORE
from analysis.model.tables import having


def asked(indicators: pd.DataFrame, indices: Sequence[str]) -> pd.DataFrame:
    """What some indices measure, by their scores: one row an index, in the order given.

    Columns out: index, name_en, publisher, unit, methodology_note.
    """
    scores = having(indicators.fillna({"boundary": BEFORE}), measure="score", boundary=BEFORE)
    columns = ["name_en", "publisher", "unit", "methodology_note"]
    scores = scores.drop_duplicates("index").set_index("index")
    return scores.reindex(list(indices))[columns].reset_index()


def absent(absences: pd.DataFrame, index: str, reason: str) -> pd.Series:
    """The provinces of which an index has no figure for this reason, by year: sorted names.

    Takes the clean table ``absences``; a year without any edition has no name.
    """
    chosen = having(absences, index=index, reason=reason).groupby("reference_year")["province"]
    names: pd.Series = chosen.agg(lambda provinces: sorted(provinces.dropna()))
    return names


def breaks(editions: pd.DataFrame, indices: Sequence[str]) -> pd.DataFrame:
    """The definitions of some indices and the years that follow each.

    ``indices`` are their codes. Columns out: index, definition, years,
    least and most (provinces with a score), note; sorted by index and year.
    """
    own = having(editions[editions["index"].isin(list(indices))], boundary=BEFORE)
    by_definition = own.sort_values("reference_year").groupby(["index", "definition"])
    table = by_definition.agg(
        first=("reference_year", "min"),
        years=("reference_year", lambda years: ", ".join(map(str, years))),
        least=("units_ranked", "min"),
        most=("units_ranked", "max"),
        note=("note", _first_note),
    ).reset_index()
    return table.sort_values(["index", "first"], ignore_index=True).drop(columns="first")


def _first_note(notes: pd.Series) -> str:
    """What a note says of the definition; that scores carry no ranks is the same for all."""
    parts = [part.strip() for part in str(notes.iloc[0]).split(";")]
    return "; ".join(part for part in parts if not part.startswith("scores only"))
