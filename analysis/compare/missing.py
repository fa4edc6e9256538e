"""What is not known of a province, index by index and edition by edition, and why."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.model.places import BEFORE, SINCE
from analysis.model.tables import having

NOT_FOUND, MERGED = "not found", "merged"
# The year in which the 63 became 34 (in July).
MERGER = 2025

_KEY = ["province_code", "index", "reference_year"]


def missing(
    rankings: pd.DataFrame, absences: pd.DataFrame, codes: Sequence[str], boundary: str
) -> pd.DataFrame:
    """Editions of indices of which neither rank nor score of a province is known.

    ``rankings`` and ``absences`` are clean tables; an edition is one of which something is known of
    any province of the boundary, or that is known not to exist. Columns out: province_code, index,
    reference_year, reason (of the table ``absences``, else "not found").
    """
    own = having(rankings, boundary=boundary)
    there = own.dropna(subset=["rank", "score"], how="all")
    none = having(absences, boundary=boundary)
    none = none.loc[none["province_code"].isna(), [*_KEY[1:], "reason"]]
    editions = pd.concat([there[_KEY[1:]], none[_KEY[1:]]]).drop_duplicates()
    grid = pd.DataFrame({"province_code": codes}).merge(editions, how="cross")
    known = pd.MultiIndex.from_frame(there[_KEY])
    table = grid[~pd.MultiIndex.from_frame(grid[_KEY]).isin(known)]
    table = table.merge(own[[*_KEY, "missing"]], how="left").merge(none, how="left")
    reason = table["missing"].fillna(table["reason"]).fillna(NOT_FOUND)
    return table.assign(reason=reason)[[*_KEY, "reason"]]


def of_the_others(rankings: pd.DataFrame, codes: Sequence[str], boundary: str) -> pd.DataFrame:
    """Editions that exist for the other boundary alone, of which a merged province has no figure.

    ``codes`` are those that are merged. Columns out: those of ``missing``; the reason is "merged",
    because the province was not there yet, or no longer; "not found" where one of the 63 still was.
    """
    other = {BEFORE: SINCE, SINCE: BEFORE}[boundary]
    known = rankings.dropna(subset=["rank", "score"], how="all")
    own, others = (
        pd.MultiIndex.from_frame(having(known, boundary=b)[_KEY[1:]].drop_duplicates())
        for b in (boundary, other)
    )
    table = others.difference(own).to_frame(index=False)
    still_there = (boundary == BEFORE) & (table["reference_year"] < MERGER)
    table["reason"] = np.where(still_there, NOT_FOUND, MERGED)
    return pd.DataFrame({"province_code": codes}).merge(table, how="cross")


def by_index(missing: pd.DataFrame) -> pd.DataFrame:
    """The editions that are missing, together by province, index and reason.

    Columns out: province_code, index, reason, years (a list, sorted), editions (their number).
    """
    grouped = missing.groupby(["province_code", "index", "reason"])["reference_year"]
    table = grouped.agg(sorted).rename("years").reset_index()
    return table.assign(editions=table["years"].map(len))
