"""How the digital economy is spread over provinces, as far as printed shares and bounds can say.

Within one publisher's figures only. Amounts are share x GRDP.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize

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


def extremes(
    codes: Collection[str],
    bounded: pd.DataFrame,
    by_band: pd.DataFrame,
    grdp: pd.Series,
    whole: float | None = None,
) -> Bounds:
    """The least and the largest digital economy that some provinces hold, in billion dong.

    ``bounded`` and ``by_band`` as ``compare.digital_economy`` gives them; ``grdp`` by
    province_code. A named province holds its share. Which unnamed province lies in which band is
    not known, only how many do: every way to fill the bands is allowed, and where ``whole`` is
    given only those that let all provinces hold so much. Solved as two mixed-integer linear
    programmes: a share for each unnamed province, and a yes or no for each band that it may lie in.
    Raises ValueError where a GRDP is missing, where bands and list hold different numbers of
    unnamed provinces, and where nothing within the bands adds up to ``whole``.
    """
    if missing := set(bounded["province_code"]) - set(grdp.dropna().index):
        raise ValueError(f"a GRDP is missing: {sorted(missing)}")
    amount = bounded["value"] / 100 * bounded["province_code"].map(grdp)
    named, own = bounded["printed"], bounded["province_code"].isin(codes)
    unnamed = bounded[~named]
    n, bands = len(unnamed), by_band[by_band["unnamed"] > 0]
    if (held := int(bands["unnamed"].sum())) != n:
        raise ValueError(f"the bands hold {held} unnamed provinces, the list {n}")
    certain = float(amount[named & own].sum())
    if not n:
        return Bounds(certain, certain)
    # In shares of all GRDP, so that the solver meets no large numbers.
    scale = float(grdp[bounded["province_code"]].sum())
    size = (unnamed["province_code"].map(grdp) / scale / 100).to_numpy()
    low = bands["low"].clip(lower=unnamed["low"].iloc[0]).fillna(unnamed["low"].iloc[0])
    high = bands["high"].clip(upper=unnamed["high"].iloc[0]).fillna(unnamed["high"].iloc[0])
    each, m = np.eye(n), len(bands)
    # First the amounts of the provinces, then whether province 1 lies in band 1, band 2 …
    conditions = [
        optimize.LinearConstraint(np.hstack([0 * each, np.kron(each, np.ones(m))]), 1, 1),
        optimize.LinearConstraint(
            np.hstack([np.zeros((m, n)), np.tile(np.eye(m), n)]), bands["unnamed"], bands["unnamed"]
        ),
        optimize.LinearConstraint(np.hstack([each, -np.kron(np.diag(size), low)]), 0, np.inf),
        optimize.LinearConstraint(np.hstack([each, -np.kron(np.diag(size), high)]), -np.inf, 0),
    ]
    if whole is not None:
        rest = (whole - float(amount[named].sum())) / scale
        conditions.append(optimize.LinearConstraint([*[1] * n, *[0] * n * m], rest, rest))
    wanted = np.array([*own[~named].astype(float), *[0] * n * m])

    def least(sign: int) -> float:
        found = optimize.milp(
            sign * wanted,
            constraints=conditions,
            integrality=[*[0] * n, *[1] * n * m],
            bounds=optimize.Bounds(0, 1),
            options={"mip_rel_gap": 0},
        )
        if not found.success:
            raise ValueError(f"nothing within the bands adds up to {whole}: {found.message}")
        return sign * float(found.fun) * scale

    return Bounds(certain + least(1), certain + least(-1))


def total(bounded: pd.DataFrame, by_band: pd.DataFrame, grdp: pd.Series) -> Bounds:
    """The least and the largest digital economy of all provinces, in billion dong: ``extremes``."""
    return extremes(bounded["province_code"], bounded, by_band, grdp)


def share_of_grdp(amount: Bounds, grdp: pd.Series) -> Bounds:
    """An amount of all provinces together as a share (0 to 1) of their GRDP."""
    return Bounds(amount.low / grdp.sum(), amount.high / grdp.sum())


def held_by(codes: Collection[str], bounded: pd.DataFrame, grdp: pd.Series, whole: Bounds) -> Held:
    """What provinces with a printed share hold together of the ``whole``, an amount.

    Raises ValueError for provinces without a printed share.
    """
    named = bounded[bounded["province_code"].isin(codes)]
    if len(named) != len(codes) or not named["printed"].all():
        raise ValueError("only provinces with a printed share hold a known amount")
    own = float((named["value"] / 100 * named["province_code"].map(grdp)).sum())
    of_grdp = float(grdp[named["province_code"]].sum() / grdp.sum())
    return Held(own / whole.high, own / whole.low, of_grdp)


def mean_of_unnamed(bounded: pd.DataFrame, grdp: pd.Series, whole: Bounds) -> Bounds:
    """The GRDP-weighted mean share (0 to 1) of the provinces without a printed share."""
    named = bounded[bounded["printed"]]
    own = float((named["value"] / 100 * named["province_code"].map(grdp)).sum())
    others = float(grdp[bounded.loc[~bounded["printed"], "province_code"]].sum())
    return Bounds((whole.low - own) / others, (whole.high - own) / others)


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
