"""The ministry's shares of the 63 carried over to today's 34 provinces, as bounds.

The share of a province is the mean of the shares of its parts, weighted by their GRDP. Where a part
has no printed share, only the least and the largest that it can be are known, and no value is put
in their place.
"""

from __future__ import annotations

import pandas as pd

from analysis.compare.concentration import extremes
from analysis.model.places import SINCE
from analysis.model.tables import having


def bounds(
    bounded: pd.DataFrame,
    by_band: pd.DataFrame,
    grdp: pd.Series,
    successors: pd.DataFrame,
    provinces: pd.DataFrame,
    national: float | None = None,
) -> pd.DataFrame:
    """The least and the largest share that each of the 34 can have.

    ``bounded`` and ``by_band`` as ``compare.digital_economy`` gives them, ``grdp`` by code of the
    63, ``successors`` and ``provinces`` are clean tables. ``national`` is a share in percent that
    all provinces together are taken to have of their GRDP. Columns out: province_code (of the 34),
    name_vi, parts, printed (how many of them have a printed share), low, high (percent; equal where
    all parts are printed), weight (share of the province's GRDP made in parts with a printed
    share); the largest ``low`` first, then the largest ``high``, then by name. Raises ValueError as
    ``extremes`` does.
    """
    whole = None if national is None else national / 100 * float(grdp.sum())
    places = having(provinces, boundary=SINCE).set_index("code")
    name_vi, name_en = places["name_vi"].to_dict(), places["name_en"].to_dict()
    is_printed = bounded.set_index("province_code")["printed"]
    found = []
    for code, parts in successors.groupby("new_code")["old_code"]:
        amount, product = extremes(parts, bounded, by_band, grdp, whole), grdp[parts].sum()
        known = parts[parts.map(is_printed)]
        ends = 100 * amount.low / product, 100 * amount.high / product
        weight = grdp[known].sum() / product
        found.append((code, name_vi[code], name_en[code], len(parts), len(known), *ends, weight))
    columns = ["province_code", "name_vi", "name_en", "parts", "printed", "low", "high", "weight"]
    # What the solver gives is exact to more than this.
    table = pd.DataFrame(found, columns=columns).round({"low": 6, "high": 6})
    order = ["low", "high", "name_en"]
    ordered = table.sort_values(order, ascending=[False, False, True], ignore_index=True)
    return ordered.drop(columns="name_en")


def moved(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """By how many percentage points the bounds of two tables differ at most, by province_code."""
    ends = [table.set_index("province_code")[["low", "high"]] for table in (one, other)]
    return (ends[0] - ends[1]).abs().max(axis=1)


def certain_places(table: pd.DataFrame) -> int:
    """How many places from the top are certain: each province's least is above all below it.

    Takes what ``bounds`` returns, largest ``low`` first.
    """
    below = table["high"].iloc[::-1].cummax().iloc[::-1].shift(-1, fill_value=0)
    return int((table["low"] > below).cumprod().sum())
