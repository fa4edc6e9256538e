"""PAPI as a plain sum of eight dimensions: how far they add up, and what spreads the totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from analysis.compare.agreement import CONFIDENCE
from analysis.compare.cross_section import known, side_by_side
from analysis.model.names import PAPI_DIMENSIONS

# The scores of the eight dimensions.
SCORES = [f"{dimension}_score" for dimension in PAPI_DIMENSIONS]
# Totals exist from here on: the seventh and the eighth dimension began in 2018.
YEARS = range(2018, 2025)
# Figures are printed with six decimals or more; eight of them are added.
TOLERANCE = 1e-5


def dimensions(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """The eight dimensions of provinces with all of them: one row a province, points of 1 to 10."""
    table = side_by_side(values, SCORES, year).dropna()
    return table.rename(columns=lambda code: code.removesuffix("_score"))


def sums(
    values: pd.DataFrame,
    total: str = "papi_score",
    parts: Sequence[str] = SCORES,
    years: Sequence[int] = YEARS,
) -> pd.DataFrame:
    """PAPI's totals beside the sums of their parts, both codes of scores.

    Columns out: reference_year, totals (provinces with one), compared (with all parts too), agree
    (within ``TOLERANCE``), largest (distance), extra (provinces with all parts and no total).
    """
    rows = []
    for year in years:
        printed = known(values, total, year)
        # What did not exist in a year is no part of its total.
        there = side_by_side(values, parts, year).dropna(axis=1, how="all").dropna()
        apart = (printed - there.sum(axis=1)).dropna().abs()
        rows.append(
            {
                "reference_year": year, "totals": len(printed), "compared": len(apart),
                "agree": int((apart <= TOLERANCE).sum()), "largest": float(apart.max()),
                "extra": len(there.index.difference(printed.index)),
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Changes:
    """Changes of totals between two years beside their standard errors.

    Of ``n`` provinces with both totals and both errors, ``beyond`` changed by more than sampling
    error explains at the level of ``agreement.CONFIDENCE``; ``error`` is the median standard error
    of a total, in points.
    """

    n: int
    beyond: int
    error: float


def changes(values: pd.DataFrame, first: int, last: int) -> Changes:
    """Changes of PAPI's totals that its printed standard errors do not explain.

    The two samples are drawn by themselves, so the error of a difference is the root of the sum of
    the squared errors. Raises KeyError where a year has no errors.
    """
    totals = [known(values, "papi_score", year) for year in (first, last)]
    errors = [known(values, "papi_score_error", year) for year in (first, last)]
    if any(error.empty for error in errors):
        raise KeyError(f"no standard errors of PAPI's totals of {first} and {last}")
    both = pd.concat([*totals, *errors], axis=1, keys=["from", "to", "before", "after"]).dropna()
    margin = norm.ppf((1 + CONFIDENCE) / 2) * np.hypot(both["before"], both["after"])
    return Changes(
        n=len(both),
        beyond=int(((both["to"] - both["from"]).abs() > margin).sum()),
        error=float(np.median(both[["before", "after"]])),
    )


def spread(values: pd.DataFrame) -> pd.DataFrame:
    """What makes the totals differ: each dimension's part of their variance.

    share = Cov(dimension, total) / Var(total): the shares of a year add up to 1, since the total is
    the sum. Columns out: reference_year, dimension, n, mean, sd, low, high, share.
    """
    found = []
    for year in YEARS:
        table = dimensions(values, year)
        total = table.sum(axis=1)
        by_dimension = pd.DataFrame(
            {
                "mean": table.mean(), "sd": table.std(), "low": table.min(), "high": table.max(),
                "share": table.apply(total.cov) / total.var(),
            }
        )  # fmt: skip
        found.append(by_dimension.assign(reference_year=year, n=len(table)))
    table = pd.concat(found).rename_axis("dimension").reset_index()
    return table[["reference_year", "dimension", "n", "mean", "sd", "low", "high", "share"]]


def left_out(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """How far a province's rank depends on a single dimension: each of the eight left out in turn.

    Columns out: province_code, rank (by the sum of all eight), low and high (best and worst of the
    eight ranks), width (places between them); sorted by rank.
    """
    table = dimensions(values, year)
    total = table.sum(axis=1)
    without = table.rsub(total, axis=0)
    ranks = without.rank(ascending=False, method="min")
    found = pd.DataFrame(
        {
            "rank": total.rank(ascending=False, method="min"),
            "low": ranks.min(axis=1),
            "high": ranks.max(axis=1),
        }
    ).astype(int)
    found["width"] = found["high"] - found["low"]
    return found.rename_axis("province_code").sort_values("rank").reset_index()
