"""Several indices on one province and year, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.model.tables import rows as rows_of

# What each index asks, in the order of the pages.
NAMES = {
    "dti": "DTI",
    "ict": "ICT Index",
    "pci": "PCI",
    "pii": "PII",
    "par": "PAR Index",
    "sipas": "SIPAS",
    "papi": "PAPI",
    "ebi": "EBI",
}


def verdicts(rankings: pd.DataFrame, year: int, boundary: str = "63") -> pd.DataFrame:
    """Every row of the rankings of one year among the indices of ``NAMES``.

    Columns out: those of the clean table; ``said`` besides: the rank as text, or why there is none
    ("not published", "not found"). One row a province and index that the tables know of.
    """
    chosen = rankings[
        (rankings["reference_year"] == year)
        & (rankings["boundary"] == boundary)
        & rankings["index"].isin(NAMES)
    ].copy()
    chosen["said"] = [
        str(rank) if pd.notna(rank) else str(missing) if pd.notna(missing) else "not found"
        for rank, missing in zip(chosen["rank"], chosen["missing"], strict=True)
    ]
    return chosen


def of_province(rankings: pd.DataFrame, code: str, year: int) -> pd.DataFrame:
    """One province's rank in each index of a year, in the order of ``NAMES``.

    Columns out: index, name, rank, rank_basis, score, said, units_ranked, units_known, source_id,
    locator, as_printed, disputed. An index of which nothing is known for the province has a row
    that says so.
    """
    own = verdicts(rankings, year)
    own = own[own["province_code"] == code].set_index("index")
    table = own.reindex(list(NAMES))
    table["said"] = table["said"].fillna("not found")
    table.insert(0, "name", list(NAMES.values()))
    columns = [
        "name", "rank", "rank_basis", "score", "said", "units_ranked", "units_known", "source_id",
        "locator", "as_printed", "disputed",
    ]  # fmt: skip
    return table[columns].rename_axis("index").reset_index()


def table_of(
    rankings: pd.DataFrame, year: int, indices: Sequence[str] = tuple(NAMES), what: str = "rank"
) -> pd.DataFrame:
    """Ranks (or scores) of a year: one row a province, one column an index, NaN where not known."""
    chosen = verdicts(rankings, year)
    wide = chosen.pivot(index="province_code", columns="index", values=what)
    return wide.reindex(columns=list(indices)).astype(float)


def known(rankings: pd.DataFrame, boundary: str = "63") -> pd.DataFrame:
    """How many provinces have a known rank or score in each index and year.

    Columns out: index, reference_year, known, in the order of ``NAMES``; editions of which nothing
    is known are not there.
    """
    chosen = rankings[(rankings["boundary"] == boundary) & rankings["index"].isin(NAMES)]
    there = chosen[chosen["rank"].notna() | chosen["score"].notna()]
    counts = there.groupby(["index", "reference_year"]).size().rename("known").reset_index()
    order = counts["index"].map(list(NAMES).index)
    return counts.iloc[order.argsort(kind="stable")].reset_index(drop=True)


def numbers_ranked(table: pd.DataFrame, usual: int = 63) -> str:
    """In words, which ranks are of another number of provinces than usual, or of an unknown one.

    Takes what ``by_year`` returns. "" where there are none.
    """
    ranked = table[table["rank"].notna()]
    said = []
    for _, rows in ranked.groupby("name", sort=False):
        for _, same in rows.groupby("units_ranked", sort=True, dropna=False):
            first = next(rows_of(same))
            series = f"{first.name} " + ", ".join(str(row.reference_year) for row in rows_of(same))
            if pd.isna(first.units_ranked):
                said.append(f"{series}: number ranked not known")
            elif first.units_ranked != usual:
                said.append(f"{series}: of {first.units_ranked}")
    return "; ".join(said)


def by_year(rankings: pd.DataFrame, code: str, boundary: str = "63") -> pd.DataFrame:
    """One province's ranks in all indices and years that the tables know of.

    Columns out: index, name, reference_year, rank, said (rank, or why there is none), score,
    rank_basis, units_ranked, definition, source_id, locator, as_printed, disputed; sorted by the
    order of ``NAMES`` and year.
    """
    own = rankings[
        (rankings["province_code"] == code)
        & (rankings["boundary"] == boundary)
        & rankings["index"].isin(NAMES)
    ]
    table = pd.concat(
        [verdicts(own, int(year), boundary) for year in sorted(own["reference_year"].unique())]
    )
    table["name"] = table["index"].map(NAMES)
    order = table["index"].map(list(NAMES).index)
    columns = [
        "index", "name", "reference_year", "rank", "said", "score", "rank_basis", "units_ranked",
        "definition", "source_id", "locator", "as_printed", "disputed",
    ]  # fmt: skip
    return (
        table.assign(_order=order)
        .sort_values(["_order", "reference_year"])[columns]
        .reset_index(drop=True)
    )
