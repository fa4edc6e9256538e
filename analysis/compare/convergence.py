"""Whether provinces draw together: spread (sigma), catching up (beta), and what looks like it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools.tools import add_constant

CONFIDENCE = 0.95


def spreads(panel: pd.DataFrame) -> pd.DataFrame:
    """Spread of scores in each year of one definition, over the provinces known in all years.

    ``panel`` has one row a province, one column a year; only provinces known in all years count, so
    that a change of who is observed is no change of spread. Columns out: reference_year, n, mean,
    sd (of the provinces, divisor n - 1), cv (sd / mean), range.
    """
    same = panel.dropna()
    return pd.DataFrame(
        {
            "reference_year": list(same.columns),
            "n": len(same),
            "mean": same.mean().to_numpy(),
            "sd": same.std(ddof=1).to_numpy(),
            "cv": (same.std(ddof=1) / same.mean()).to_numpy(),
            "range": (same.max() - same.min()).to_numpy(),
        }
    )


@dataclass(frozen=True)
class SpreadChange:
    """Change of spread between two years: ``ratio`` of the variances, last over first.

    ``p`` is two-sided, of the hypothesis that the variances are equal, for the same ``n``
    provinces.
    """

    ratio: float
    p: float
    n: int


def spread_change(first: pd.Series, last: pd.Series) -> SpreadChange:
    """The test of Pitman (1939) and Morgan (1939) for variances of paired figures.

    Sums and differences of the pairs are uncorrelated exactly where the variances are equal (doi
    10.1093/biomet/31.1-2.9 and 10.1093/biomet/31.1-2.13). It takes the figures as about normal.
    """
    both = pd.concat([first, last], axis=1).dropna().astype(float)
    a, b = both.iloc[:, 0], both.iloc[:, 1]
    test = stats.pearsonr(a + b, b - a)
    return SpreadChange(float(b.var(ddof=1) / a.var(ddof=1)), float(test.pvalue), len(both))


@dataclass(frozen=True)
class CatchingUp:
    """Gains regressed on starting scores, and what chance alone would give.

    ``slope`` (``low``, ``high``: 95 %, HC3): points gained more for each point of starting score.
    ``backward``: the slope of gains on the *last* scores; where scores only return to their mean it
    is above 0, and then the slopes decide nothing and the spread has to. ``correlation`` of first
    and last scores and ``sd_ratio`` (last over first) give the slope exactly: slope = correlation x
    sd_ratio - 1. ``n`` provinces.
    """

    slope: float
    low: float
    high: float
    p: float
    backward: float
    correlation: float
    sd_ratio: float
    n: int


def catching_up(first: pd.Series, last: pd.Series) -> CatchingUp:
    """Beta-convergence of scores of one definition, with Galton's check.

    Least squares with HC3 errors. That a negative slope alone proves nothing: Friedman (1992), "Do
    Old Fallacies Ever Die?", and Quah (1993), "Galton's Fallacy and Tests of the Convergence
    Hypothesis". Only provinces with both
    scores count.
    """
    both = pd.concat([first.rename("first"), last.rename("last")], axis=1).dropna().astype(float)
    gain = both["last"] - both["first"]
    fit = OLS(gain, add_constant(both["first"])).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int(alpha=1 - CONFIDENCE).loc["first"]
    backward = OLS(gain, add_constant(both["last"])).fit()
    return CatchingUp(
        slope=float(fit.params["first"]),
        low=float(low),
        high=float(high),
        p=float(fit.pvalues["first"]),
        backward=float(backward.params["last"]),
        correlation=float(both["first"].corr(both["last"])),
        sd_ratio=float(both["last"].std() / both["first"].std()),
        n=len(both),
    )


def ceiling(first: pd.Series, last: pd.Series, top: float) -> pd.DataFrame:
    """Gains beside the room that was left below the largest possible score.

    Columns out: first, last, gain, room (``top`` minus first), used (gain / room); index
    province_code, lowest start first.
    """
    both = pd.concat([first.rename("first"), last.rename("last")], axis=1).dropna().astype(float)
    both["gain"] = both["last"] - both["first"]
    both["room"] = top - both["first"]
    both["used"] = np.where(both["room"] > 0, both["gain"] / both["room"], np.nan)
    return both.sort_values("first")
