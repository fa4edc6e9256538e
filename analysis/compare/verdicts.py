"""Several indices on one province and year, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.compare import agreement
from analysis.model.names import INDICES, english
from analysis.model.places import BEFORE
from analysis.model.tables import having
from analysis.words import fixed

# The indices that the book follows, in the order of the pages.
NAMES = english(INDICES)


def _followed(rankings: pd.DataFrame, boundary: str = BEFORE) -> pd.DataFrame:
    return having(rankings[rankings["index"].isin(NAMES)], boundary=boundary)


def _order(codes: pd.Series) -> pd.Series:
    return codes.map(list(NAMES).index)


def of_year(rankings: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of the clean table ``rankings`` of one year among the indices of ``NAMES``."""
    return having(_followed(rankings), reference_year=year)


def by_year(rankings: pd.DataFrame, code: str, boundary: str = BEFORE) -> pd.DataFrame:
    """One province's ranks in all indices of ``NAMES`` and all years that the tables know of.

    Columns out: index, name, reference_year, rank, missing (why there is none), score, rank_basis,
    units_ranked, units_known, definition, source_id, locator, as_printed, disputed; sorted by the
    order of ``NAMES`` and year.
    """
    own = _followed(rankings, boundary).query("province_code == @code")
    columns = [
        "index", "name", "reference_year", "rank", "missing", "score", "rank_basis", "units_ranked",
        "units_known", "definition", "source_id", "locator", "as_printed", "disputed",
    ]  # fmt: skip
    table = own.assign(name=own["index"].map(NAMES))[columns].sort_values("reference_year")
    return table.sort_values("index", key=_order, kind="stable", ignore_index=True)


def of_province(rankings: pd.DataFrame, code: str, year: int) -> pd.DataFrame:
    """One province's row in each index of a year, one row for each of ``NAMES``.

    Columns out: those of ``by_year``. Where nothing is known of the province ``missing`` is
    "not found".
    """
    own = by_year(rankings, code).query("reference_year == @year")
    table = own.set_index("index").reindex(list(NAMES))
    why = table["missing"].fillna("not found").where(table["rank"].isna())
    return table.assign(name=list(NAMES.values()), missing=why).reset_index()


def table_of(rankings: pd.DataFrame, year: int) -> pd.DataFrame:
    """Ranks of a year: one row a province, one column an index, NaN where not known."""
    wide = of_year(rankings, year).pivot(index="province_code", columns="index", values="rank")
    return wide.reindex(columns=list(NAMES)).astype(float)


def cells(ranks: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Ranks as ``charts.heat.heat_table`` takes them, province by province.

    ``ranks`` as ``table_of`` returns them. Columns out: row (the province's Vietnamese name),
    column (the name of the index), value (the rank) and text; province_code and index besides.
    """
    names = having(provinces, boundary=BEFORE).set_index("code")["name_vi"]
    long = ranks.reset_index().melt("province_code", list(NAMES))
    table = long.sort_values("province_code", kind="stable", ignore_index=True)
    return table.assign(
        row=table["province_code"].map(names),
        column=table["index"].map(NAMES),
        text=table["value"].map(fixed, decimals=0).where(table["value"].notna(), "–"),
    )


def known(
    rankings: pd.DataFrame, indices: Sequence[str] = tuple(NAMES), boundary: str = BEFORE
) -> pd.DataFrame:
    """How many provinces have a known rank or score in each index and year.

    Columns out: index, reference_year, known and units (of how many), in the order of ``indices``;
    editions of which nothing is known are not there.
    """
    own = having(rankings[rankings["index"].isin(list(indices))], boundary=boundary)
    there = own.dropna(subset=["rank", "score"], how="all")
    counts = there.groupby(["index", "reference_year"]).size().rename("known").reset_index()
    order = list(indices).index
    ordered = counts.sort_values(
        "index", key=lambda codes: codes.map(order), kind="stable", ignore_index=True
    )
    return ordered.assign(units=int(boundary))


def first_places(ranks: pd.DataFrame) -> pd.DataFrame:
    """In how many editions of each index a province's rank is known, and is the first.

    Takes what ``by_year`` returns. Columns out: editions, first; index: the code of the index.
    """
    ranked = ranks[ranks["rank"].notna()]
    first = ranked.assign(first=ranked["rank"] == 1).groupby("index", sort=False)["first"]
    return pd.DataFrame({"editions": first.size(), "first": first.sum()})


def agreements(ranks: pd.DataFrame, least: int) -> pd.DataFrame:
    """Agreement of every two indices that rank ``least`` provinces or more in common.

    ``ranks`` as ``table_of`` returns them. Columns out: those of ``agreement.pairs``, the names of
    the two (one_name, other_name) and p_corrected, for the number of pairs looked at; most
    provinces first.
    """
    pairs = agreement.pairs(ranks)
    enough = pairs[pairs["n"] >= least].sort_values("n", ascending=False, ignore_index=True)
    return enough.assign(
        one_name=enough["one"].map(NAMES),
        other_name=enough["other"].map(NAMES),
        p_corrected=agreement.holm(enough["p"].tolist()),
    )


def agreements_by_year(rankings: pd.DataFrame, least: int) -> pd.DataFrame:
    """``agreements`` of every year of the clean table, p corrected for all of them together.

    Columns out: reference_year and those of ``agreements``; by pair in the order of ``NAMES``.
    """
    years = sorted(_followed(rankings)["reference_year"].unique())
    by_year = {year: agreements(table_of(rankings, year), least) for year in years}
    found: pd.DataFrame = pd.concat(by_year, names=["reference_year"]).reset_index(level=0)
    found["p_corrected"] = agreement.holm(found["p"].tolist())
    return found.sort_values(["one", "other"], key=_order, kind="stable", ignore_index=True)


def ranks_over_years(rankings: pd.DataFrame, index: str, years: Sequence[int]) -> pd.DataFrame:
    """One index's ranks of the 63: one row a province, one column a year, NaN where not known."""
    own = having(rankings[rankings["reference_year"].isin(years)], index=index, boundary=BEFORE)
    ranks = own.astype({"rank": float})
    return ranks.pivot(index="province_code", columns="reference_year", values="rank")
