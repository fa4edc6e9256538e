"""Whether provinces draw together, and how far the answer hangs on the scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.compare.agreement import holm

POINTS, ODDS = "points", "odds"


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


def log_odds(shares: pd.DataFrame) -> pd.DataFrame:
    """ln(p / (1 - p)): a scale without ends. Raises ValueError for shares not between 0 and 1."""
    if shares.le(0).any(axis=None) or shares.ge(1).any(axis=None):
        raise ValueError("log odds need shares above 0 and below 1")
    return (shares / (1 - shares)).transform(np.log)


def by_scale(panels: Mapping[str, pd.DataFrame], every_year: bool = False) -> pd.DataFrame:
    """The change of spread from the first to the last year, on two scales.

    ``panels``: for each indicator shares from 0 to 1, one row a province, one column a year. The
    provinces known in both years count, or those known in ``every_year``. Columns out: indicator,
    scale (percentage points, or log odds), from_year, to_year, n, from_mean and to_mean (per cent,
    on both scales), from_sd and to_sd (on the scale, divisor n - 1), ratio and p of
    ``spread_change``, p_holm (p corrected for the number of rows).
    """
    rows = []
    for indicator, panel in panels.items():
        same = panel.dropna() if every_year else panel.iloc[:, [0, -1]].dropna()
        ends = same.iloc[:, [0, -1]]
        for scale, figures in ((POINTS, 100 * ends), (ODDS, log_odds(ends))):
            found = spread_change(figures.iloc[:, 0], figures.iloc[:, 1])
            rows.append(
                (indicator, scale, *ends.columns, found.n, *(100 * ends.mean()), *figures.std(),
                 found.ratio, found.p)
            )  # fmt: skip
    columns = [
        "indicator", "scale", "from_year", "to_year", "n", "from_mean", "to_mean", "from_sd",
        "to_sd", "ratio", "p",
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=columns)
    return table.assign(p_holm=holm(table["p"].tolist()))
