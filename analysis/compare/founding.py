"""The figures of the documents that the book began with, and what they can be set against."""

from __future__ import annotations

import pandas as pd

from analysis.tables import rows as rows_of

KEY = ["indicator", "boundary", "reference_year"]
NOTHING = "no other province in the tables"


def figures(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Every printed figure of the founding documents, in the order in which they print it.

    Columns out: those of the clean table ``observations``.
    """
    founding = sources.loc[sources["founding"] == "yes", "source_id"]
    chosen = observations[observations["source_id"].isin(founding)].copy()
    place = chosen["locator"].str.extract(r"para (\d+)", expand=False).astype(float)
    return (
        chosen.assign(_place=place)
        .sort_values(["province_code", "source_id", "_place", "indicator"], ignore_index=True)
        .drop(columns="_place")
    )


def others(values: pd.DataFrame, indicator: str, year: int, code: str) -> pd.DataFrame:
    """The same indicator and year in other provinces: province_code, value, source_id.

    Only figures that may be set beside each other: one indicator, one boundary, one year.
    """
    chosen = values[
        (values["indicator"] == indicator)
        & (values["reference_year"] == year)
        & (values["boundary"] == "63")
        & (values["province_code"] != code)
    ]
    return chosen[["province_code", "value", "source_id"]]


def beside_others(
    figures: pd.DataFrame, values: pd.DataFrame, warnings: pd.DataFrame
) -> pd.DataFrame:
    """What can be said of each figure beside other provinces, in words.

    A figure is *comparable* where another province has the same indicator for the same year and no
    usage warning says that provinces must not be set beside each other. Columns out: comparable
    (yes, no), other_provinces (how many), beside: where it stands among those known, or why it does
    not stand beside any. The index is that of ``figures``.
    """
    said, counts, comparable = [], [], []
    against = warnings[warnings["comparable"] == "no"]
    for row in rows_of(figures):
        rest = others(values, row.indicator, row.reference_year, row.province_code)
        counts.append(len(rest))
        # A warning with an empty place or year holds for all of them.
        warned = against[
            (against["indicator"] == row.indicator)
            & (against["province_code"].isna() | (against["province_code"] == row.province_code))
            & (against["reference_year"].isna() | (against["reference_year"] == row.reference_year))
        ]
        own = row.value if pd.notna(row.value) else row.rank
        if row.status != "used" or pd.isna(own):
            said.append(f"not used: {row.reason}" if isinstance(row.reason, str) else "not used")
            comparable.append("no")
        elif rest.empty:
            said.append(NOTHING)
            comparable.append("no")
        elif len(warned):
            said.append(str(warned["warning"].iloc[0]))
            comparable.append("no")
        else:
            said.append(_beside(float(own), rest["value"], ranked=pd.isna(row.value)))
            comparable.append("yes")
    return pd.DataFrame(
        {"comparable": comparable, "other_provinces": counts, "beside": said}, index=figures.index
    )


def contradictions(figures: pd.DataFrame, disputes: pd.DataFrame) -> pd.DataFrame:
    """Disputes in which a figure of these takes part, all figures of each case included.

    Columns out: those of the clean table ``disputes``.
    """
    case = ["indicator", "boundary", "province_code", "reference_year"]
    mine = disputes[disputes["source_id"].isin(figures["source_id"])][case].drop_duplicates()
    own = mine.merge(figures[case].drop_duplicates(), on=case)
    return disputes.merge(own, on=case).sort_values([*case, "kind", "source_id"], ignore_index=True)


def _beside(own: float, rest: pd.Series, ranked: bool) -> str:
    """ "62 others: 2 before, 60 after" for ranks, "12 others: all smaller" for figures."""
    below = int((rest < own).sum())
    equal = int((rest == own).sum())
    above = len(rest) - below - equal
    words = ("after", "the same rank", "before") if ranked else ("larger", "equal", "smaller")
    counts = [(n, word) for n, word in zip((above, equal, below), words, strict=True) if n]
    who = f"{len(rest)} other" + "s" * (len(rest) != 1)
    if len(counts) == 1 and len(rest) > 1:
        return f"{who}: all {counts[0][1]}"
    return f"{who}: " + ", ".join(f"{n} {word}" for n, word in reversed(counts))
