"""What the indices ask, how many provinces are known of them, and where their rules break."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd


def asked(indicators: pd.DataFrame, indices: Sequence[str]) -> pd.DataFrame:
    """What some indices measure, by their scores: one row an index, in the order given.

    Columns out: index, name_en, publisher, unit, methodology_note.
    """
    scores = indicators[
        (indicators["measure"] == "score") & (indicators["boundary"].fillna("63") == "63")
    ].drop_duplicates("index")
    columns = ["name_en", "publisher", "unit", "methodology_note"]
    return scores.set_index("index").reindex(list(indices))[columns].reset_index()


@dataclass(frozen=True)
class Known:
    """Of how many editions how much is known.

    Of ``editions`` some rank or score is known, of ``whole`` for nearly all provinces: for
    ``least`` or more. ``years`` are those from the first edition to the last; ``fullest`` how many
    provinces the fullest edition of each index has.
    """

    editions: int
    whole: int
    least: int
    years: list[int]
    fullest: pd.Series


def known(counts: pd.DataFrame, nearly_all: int) -> Known:
    """What is known of the indices. Takes what ``compare.verdicts.known`` returns."""
    whole = counts[counts["known"] >= nearly_all]["known"]
    years = counts["reference_year"]
    return Known(
        len(counts), len(whole), int(whole.min()), list(range(years.min(), years.max() + 1)),
        counts.groupby("index")["known"].max(),
    )  # fmt: skip


def absent(absences: pd.DataFrame, index: str, reason: str) -> pd.Series:
    """The provinces of which an index has no figure for this reason, by year: sorted names.

    Takes the clean table ``absences``; a year without any edition has no name.
    """
    chosen = absences[(absences["index"] == index) & (absences["reason"] == reason)]
    names: pd.Series = chosen.groupby("reference_year")["province"].agg(
        lambda provinces: sorted(provinces.dropna())
    )
    return names


def breaks(editions: pd.DataFrame, family: str) -> pd.DataFrame:
    """The definitions of a family of indices and the years that follow each.

    ``family`` is what the codes of its indices begin with. Columns out: index, definition, years,
    least and most (provinces with a score), note; sorted by index and year.
    """
    chosen = editions[editions["index"].str.startswith(family) & (editions["boundary"] == "63")]
    table = (
        chosen.sort_values("reference_year")
        .groupby(["index", "definition"])
        .agg(
            first=("reference_year", "min"),
            years=("reference_year", lambda years: ", ".join(map(str, years))),
            least=("units_ranked", "min"),
            most=("units_ranked", "max"),
            note=("note", _first_note),
        )
        .reset_index()
    )
    return table.sort_values(["index", "first"], ignore_index=True).drop(columns="first")


def _first_note(notes: pd.Series) -> str:
    """What a note says of the definition; that scores carry no ranks is the same for all."""
    parts = [part.strip() for part in str(notes.iloc[0]).split(";")]
    return "; ".join(part for part in parts if not part.startswith("scores only"))
