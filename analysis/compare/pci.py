"""The PCI as a weighted sum of ten sub-indices: its weights, recovered from printed parts.

No text among the sources prints the weights. Where all ten sub-indices and the total of enough
provinces are printed, the weights follow from them.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.optimize import nnls

from analysis.compare.agreement import pairs
from analysis.compare.cross_section import known, side_by_side
from analysis.compare.mobility import mean_change
from analysis.model.names import PCI_PARTS

# The scores of the ten sub-indices.
SCORES = [f"{part}_score" for part in PCI_PARTS]
# Editions of which several provinces' ten sub-indices are printed.
YEARS = (2019, 2021, 2022)
# Weights are looked for in these steps, in per cent.
STEP = 5
# How far a total may be from the weighted sum of parts by rounding alone: parts are printed with
# two decimals and weigh 10 together, and the total has two decimals itself.
ROUNDING = 10 * 0.005 + 0.005 + 1e-9


def parts(values: pd.DataFrame, year: int) -> tuple[pd.DataFrame, pd.Series]:
    """The ten sub-indices (0 to 10), and the total (0 to 100), of provinces with all of them."""
    scores = side_by_side(values, SCORES, year).dropna()
    total = known(values, "pci_score", year)
    scores = scores[scores.index.isin(total.index)].rename(
        columns=lambda code: code.removesuffix("_score")
    )
    return scores, total[scores.index]


def least_squares(scores: pd.DataFrame, total: pd.Series) -> pd.Series:
    """Weights (shares of 1, none below 0) whose sums come nearest to the totals.

    Non-negative least squares (Lawson and Hanson 1974, chapter 23), without a constant and without
    asking that they add up to 1. NaN for fewer provinces than parts.
    """
    n, k = scores.shape
    found = nnls(10 * scores.to_numpy(), total.to_numpy())[0] if n >= k else np.nan
    return pd.Series(found, scores.columns)


def schemes(parts: int = len(PCI_PARTS), step: int = STEP) -> np.ndarray:
    """All ways to share 100 % among parts in whole steps, none without weight; one row each."""
    units = 100 // step
    cuts = np.array(list(combinations(range(1, units), parts - 1)))
    walls = np.pad(cuts, ((0, 0), (1, 1)), constant_values=((0, 0), (0, units)))
    shares: np.ndarray = np.diff(walls, axis=1) * step
    return shares


def fitting(scores: pd.DataFrame, total: pd.Series, tried: np.ndarray) -> pd.DataFrame:
    """The schemes that come nearest: one row each, the nearest first, ten at most.

    Columns out: the parts (weights in %), largest (the largest distance of a total from its
    weighted sum), within (whether rounding alone can make it).
    """
    apart = np.abs(scores.to_numpy() @ tried.T / 10 - total.to_numpy()[:, None]).max(axis=0)
    nearest = np.argsort(apart, kind="stable")[:10]
    table = pd.DataFrame(tried[nearest], columns=scores.columns)
    return table.assign(largest=apart[nearest], within=apart[nearest] <= ROUNDING)


def recovered(values: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The weights of each of ``YEARS`` (%), and how sure they are.

    First: part, and for each year share_ (the one scheme in steps) and free_ (least squares, NaN
    where the provinces are too few). Second: reference_year, n, tried, fit (schemes that rounding
    allows), largest (distance under the nearest scheme), next_best (the same of the next one),
    before (the largest distance under the weights of the first year). Raises ValueError where a
    year has no scheme or several.
    """
    tried = schemes()
    table, sure = pd.DataFrame({"part": list(PCI_PARTS)}), []
    for year in YEARS:
        scores, total = parts(values, year)
        near = fitting(scores, total, tried)
        if near["within"].sum() != 1:
            raise ValueError(f"{near['within'].sum()} schemes of weights fit the PCI of {year}")
        table[f"share_{year}"] = near.loc[0, list(PCI_PARTS)].to_numpy(dtype=int)
        table[f"free_{year}"] = 100 * least_squares(scores, total).to_numpy()
        first = scores.to_numpy() @ table[f"share_{YEARS[0]}"].to_numpy() / 10
        sure.append(
            {
                "reference_year": year, "n": len(scores), "tried": len(tried),
                "fit": int(near["within"].sum()), "largest": near["largest"].iloc[0],
                "next_best": near["largest"].iloc[1],
                "before": float((total - first).abs().max()),
            }
        )  # fmt: skip
    return table, pd.DataFrame(sure)


def later(values: pd.DataFrame, weights: pd.DataFrame, years: list[int]) -> pd.DataFrame:
    """Totals printed after the last of ``YEARS`` beside those that its weights give.

    ``weights`` as ``recovered`` gives them. Columns out: reference_year, province_code, total,
    computed, residual (total minus computed), within (rounding alone can make it).
    """
    shares = weights.set_index("part")[f"share_{YEARS[-1]}"]
    found = []
    for year in years:
        scores, total = parts(values, year)
        computed = (scores @ shares / 10).rename("computed")
        found.append(
            pd.concat([total.rename("total"), computed], axis=1).assign(reference_year=year)
        )
    table = pd.concat(found).rename_axis("province_code").reset_index()
    table["residual"] = table["total"] - table["computed"]
    return table.assign(within=table["residual"].abs() <= ROUNDING)


def reweighed(values: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """How the provinces with all parts would be ordered by the weights of another edition.

    ``weights`` as ``recovered`` gives them. For each of ``YEARS`` with other weights than the last
    one: reference_year, n, kendall (of the two orders), places (mean places moved), largest.
    """
    found = []
    for year in YEARS[:-1]:
        scores, _ = parts(values, year)
        by = {
            name: (scores @ weights.set_index("part")[f"share_{name}"]).round(6)
            for name in (year, YEARS[-1])
        }
        ranks = pd.DataFrame(by).rank(ascending=False, method="min")
        moved = (ranks[year] - ranks[YEARS[-1]]).abs()
        places, _, n = mean_change(ranks[year], ranks[YEARS[-1]])
        found.append(
            {
                "reference_year": year, "n": n, "kendall": pairs(ranks)["kendall"].iloc[0],
                "places": places, "largest": int(moved.max()),
            }
        )  # fmt: skip
    return pd.DataFrame(found)
