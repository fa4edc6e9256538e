"""Whether provinces draw together: spread (sigma), catching up (beta), and what looks like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.tools.tools import add_constant

from analysis.compare.agreement import holm

CONFIDENCE = 0.95


def spreads(panels: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Spread of scores in each year of one definition, over the provinces known in all years.

    ``panels``: for each indicator one row a province, one column a year; only provinces known in
    all years count, so that a change of who is observed is no change of spread. Columns out:
    indicator, reference_year, n, mean, sd (of the provinces, divisor n - 1), cv (sd / mean).
    """
    tables = []
    for indicator, panel in panels.items():
        same = panel.dropna()
        table = same.agg(["count", "mean", "std"]).T.rename_axis("reference_year").reset_index()
        table["count"] = table["count"].astype(int)
        tables.append(table.assign(indicator=indicator, cv=table["std"] / table["mean"]))
    return pd.concat(tables, ignore_index=True).rename(columns={"count": "n", "std": "sd"})


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
    is above 0, and then the slopes decide nothing and the spread has to. ``correlation`` is that of
    first and last scores; times the ratio of their spreads (last over first) it is slope + 1. ``n``
    provinces.
    """

    slope: float
    low: float
    high: float
    backward: float
    correlation: float
    n: int


def catching_up(first: pd.Series, last: pd.Series) -> CatchingUp:
    """Beta-convergence of scores of one definition, with Galton's check.

    Least squares with HC3 errors. That a negative slope alone proves nothing: Friedman (1992), "Do
    Old Fallacies Ever Die?", and Quah (1993), "Galton's Fallacy and Tests of the Convergence
    Hypothesis". Only provinces with both scores count.
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
        backward=float(backward.params["last"]),
        correlation=float(both["first"].corr(both["last"])),
        n=len(both),
    )


def changes(panels: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Catching up, and the change of spread, from the first to the last year of each panel.

    ``panels`` as in ``spreads``. Columns out: indicator, from_year, to_year, the fields of
    ``CatchingUp``; ratio, p_equal (``spread_change`` of the same provinces), p_holm (corrected for
    the number of panels); the same with the prefix complete_, and n, from_sd and to_sd, over the
    provinces known in every year.
    """
    rows = []
    for indicator, panel in panels.items():
        first, last = panel.iloc[:, 0], panel.iloc[:, -1]
        from_all, to_all = panel.dropna().iloc[:, 0], panel.dropna().iloc[:, -1]
        spread, whole = spread_change(first, last), spread_change(from_all, to_all)
        rows.append(
            {
                "indicator": indicator, "from_year": first.name, "to_year": last.name,
                **asdict(catching_up(first, last)), "ratio": spread.ratio, "p_equal": spread.p,
                "complete_n": whole.n, "complete_ratio": whole.ratio, "complete_p_equal": whole.p,
                "from_sd": from_all.std(), "to_sd": to_all.std(),
            }
        )  # fmt: skip
    table = pd.DataFrame(rows)
    for prefix in ("", "complete_"):
        table[f"{prefix}p_holm"] = holm(table[f"{prefix}p_equal"].tolist())
    return table


def room_used(panel: pd.DataFrame, top: float) -> tuple[float, float]:
    """The share of the room left below the largest possible score that gains have used.

    ``panel``: one row a province, one column a year; from the first to the last. The medians of
    the lower and of the upper half of the starting scores; who starts at ``top`` has no share.
    """
    both = panel.iloc[:, [0, -1]].dropna().astype(float).set_axis(["first", "last"], axis=1)
    both = both.sort_values("first")
    room = top - both["first"]
    used = ((both["last"] - both["first"]) / room).where(room > 0)
    half = len(used) // 2
    return float(used.iloc[:half].median()), float(used.iloc[half:].median())
