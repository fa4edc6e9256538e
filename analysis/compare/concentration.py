"""How the digital economy is spread over provinces, as far as printed shares and bounds can say.

Within one publisher's figures only. Amounts are share x GRDP; the GRDP of a province is its
GRDP per head times its population.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from analysis.compare.quality import with_names
from analysis.model.keys import KEY
from analysis.model.tables import having


@dataclass(frozen=True)
class Bounds:
    """A quantity that lies between ``low`` and ``high``; equal where it is known."""

    low: float
    high: float


@dataclass(frozen=True)
class Held(Bounds):
    """What some provinces hold of all provinces' digital economy, and of their GRDP (0 to 1)."""

    grdp: float


def lead(shares: pd.DataFrame) -> pd.DataFrame:
    """How far the first province is ahead of each of the others with a printed share.

    ``shares`` as ``compare.digital_economy.shares`` gives them. Columns out: name_vi, value, points
    (percentage points behind the first), times (the first's share as a multiple).
    """
    table = shares[["name_vi", "value"]].iloc[1:].reset_index(drop=True)
    first = float(shares["value"].iloc[0])
    return table.assign(points=(first - table["value"]).round(10), times=first / table["value"])


def total(bounded: pd.DataFrame, by_band: pd.DataFrame, grdp: pd.Series) -> Bounds:
    """The least and the largest digital economy of all provinces together, in billion dong.

    Which unnamed province lies in which band is not known, only how many do: the least sum puts the
    largest GRDPs into the lowest band, the largest sum into the highest.
    """
    missing = set(bounded["province_code"]) - set(grdp.dropna().index)
    if missing:
        raise ValueError(f"a GRDP is missing: {sorted(missing)}")
    named = bounded[bounded["printed"]]
    certain = float((named["value"] / 100 * named["province_code"].map(grdp)).sum())
    unnamed = bounded[~bounded["printed"]]
    floor, cap = float(unnamed["low"].iloc[0]), float(unnamed["high"].iloc[0])
    sizes = unnamed["province_code"].map(grdp).sort_values(ascending=False).tolist()
    bands = by_band[by_band["unnamed"] > 0].sort_values("low", ascending=False, na_position="last")
    each = bands.loc[bands.index.repeat(bands["unnamed"].astype(int))]
    lows = each["low"].fillna(floor).clip(lower=floor).tolist()
    highs = each["high"].fillna(cap).clip(upper=cap).tolist()
    if len(lows) != len(sizes):
        raise ValueError(f"the bands hold {len(lows)} unnamed provinces, the list {len(sizes)}")
    # Largest GRDP with the smallest share gives the least sum, with the largest the most.
    least = sum(share * size for share, size in zip(reversed(lows), sizes, strict=True))
    most = sum(share * size for share, size in zip(highs, sizes, strict=True))
    return Bounds(certain + least / 100, certain + most / 100)


def share_of_grdp(bounded: pd.DataFrame, by_band: pd.DataFrame, grdp: pd.Series) -> Bounds:
    """All provinces' digital economy together as a share (0 to 1) of their GRDP; see ``total``."""
    whole = total(bounded, by_band, grdp)
    return Bounds(whole.low / grdp.sum(), whole.high / grdp.sum())


def held_by(
    codes: Collection[str], bounded: pd.DataFrame, by_band: pd.DataFrame, grdp: pd.Series
) -> Held:
    """What provinces with a printed share hold together. Raises ValueError for any other."""
    named = bounded[bounded["province_code"].isin(codes)]
    if len(named) != len(codes) or not named["printed"].all():
        raise ValueError("only provinces with a printed share hold a known amount")
    own = float((named["value"] / 100 * named["province_code"].map(grdp)).sum())
    whole = total(bounded, by_band, grdp)
    of_grdp = float(grdp[named["province_code"]].sum() / grdp.sum())
    return Held(own / whole.high, own / whole.low, of_grdp)


def both_publishers(values: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """Places and years for which both publishers' figures exist, for a plot of differences.

    After Bland and Altman (1986): differences against means, so that neither is taken for the
    truth. Columns out: province_code, boundary, reference_year, one, other, mean, difference (one -
    other, percentage points), distance (the same without its sign), relative (the difference in
    percent of the mean), one_as_printed, other_as_printed, one_source, other_source.
    """
    key = ["province_code", "boundary", "reference_year"]
    columns = [*key, "value", "as_printed", "source_id"]
    first, second = (
        having(values, indicator=code)[columns].set_axis(
            [*key, name, f"{name}_as_printed", f"{name}_source"], axis=1
        )
        for code, name in ((one, "one"), (other, "other"))
    )
    table = first.merge(second, on=key, validate="1:1")
    table["mean"] = (table["one"] + table["other"]) / 2
    table["difference"] = (table["one"] - table["other"]).round(10)
    table["distance"] = table["difference"].abs()
    table["relative"] = (100 * table["difference"] / table["mean"]).round(10)
    return table.sort_values([*KEY[1:]], ignore_index=True)


def labelled(both: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """What ``both_publishers`` returns, the country first, with a label: name and year."""
    named = with_names(both, provinces).sort_values([*KEY[1:]], ascending=[False, True, True])
    named["label"] = named["name_vi"] + " " + named["reference_year"].astype(str)
    return named.drop(columns="name_vi")
