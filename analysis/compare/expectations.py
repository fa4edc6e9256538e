"""Scores beside what provinces with similar income and towns have.

A line through all other provinces says what to expect of one; nothing here says why it stands above
or below. GRDP per head is of the year itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.tools.tools import add_constant

from analysis.compare.cross_section import known, urban_share

LEVEL = 0.95
CIRCUMSTANCES = ["log_income", "urban_share"]


@dataclass(frozen=True)
class Expected:
    """Scores beside their expectation.

    ``table``: province_code, score, log_income, urban_share, expected (by a line through all other
    provinces), above (score minus expected), low and high (the prediction interval of that line,
    as bounds of ``above``), outside (the score lies beyond what it allows); largest above first.
    ``r_squared`` is in the sample, ``predicted`` the same for provinces that the line has not seen;
    ``equal_p`` speaks against equal scatter where it is small (Breusch and Pagan).
    """

    table: pd.DataFrame
    r_squared: float
    predicted: float
    equal_p: float

    @property
    def n(self) -> int:
        """How many provinces are compared."""
        return len(self.table)


def circumstances(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """What is set beside a score, of one year: one row a province.

    Columns out: log_income, the natural logarithm of GRDP per head (million dong) of that year, and
    urban_share, from 0 to 1.
    """
    income = np.log(known(values, "grdp_per_capita", year))
    return pd.DataFrame({"log_income": income, "urban_share": urban_share(values, year)})


def expected(table: pd.DataFrame) -> Expected:
    """What a least-squares line through all others gives for each province.

    ``table`` has score and ``CIRCUMSTANCES``, one row a province. Leaving one out needs no second
    fit: its error is e / (1 - h) with residual e and leverage h, and the standard error of the
    prediction s / √(1 - h), s without it (Belsley, Kuh and Welsch 1980, chapter 2). Raises
    ValueError where figures are missing or fewer than ten provinces are left.
    """
    if table.isna().any().any() or len(table) < 10:
        raise ValueError(f"an expectation needs complete figures of ten provinces ({len(table)})")
    fit = OLS(table["score"], add_constant(table[CIRCUMSTANCES])).fit()
    influence = OLSInfluence(fit)
    above = pd.Series(influence.resid_press, table.index)
    error = above / influence.resid_studentized_external
    half = error * stats.t.ppf((1 + LEVEL) / 2, fit.df_resid - 1)
    found = table.assign(
        expected=table["score"] - above, above=above, low=above - half, high=above + half,
        outside=above.abs() > half,
    )  # fmt: skip
    missed = float((above**2).sum() / ((table["score"] - table["score"].mean()) ** 2).sum())
    return Expected(
        table=found.rename_axis("province_code")
        .sort_values("above", ascending=False)
        .reset_index(),
        r_squared=float(fit.rsquared),
        predicted=1 - missed,
        equal_p=float(het_breuschpagan(fit.resid, fit.model.exog)[1]),
    )


def by_year(values: pd.DataFrame, years: Sequence[int], score: str) -> dict[int, Expected]:
    """``expected`` of a score for several years, each with its own figures."""
    found = {}
    for year in years:
        scores = known(values, score, year).rename("score")
        table = pd.concat([scores, circumstances(values, year)], axis=1).dropna()
        found[year] = expected(table)
    return found


def beside(fits: Mapping[int, Expected]) -> pd.DataFrame:
    """Points above expectation by year, and in how many editions.

    Columns out: province_code, above_, low_, high_ and outside_ with each year, mean (of the
    points), up (editions above), outside (editions beyond the interval); highest mean first.
    """
    columns = ["above", "low", "high", "outside"]
    each = [
        fit.table.set_index("province_code")[columns].add_suffix(f"_{year}")
        for year, fit in fits.items()
    ]
    table = pd.concat(each, axis=1, join="inner").sort_index()
    above = table[[f"above_{year}" for year in fits]]
    outside = table[[f"outside_{year}" for year in fits]]
    return (
        table.assign(
            mean=above.mean(axis=1), up=(above > 0).sum(axis=1), outside=outside.sum(axis=1)
        )
        .sort_values("mean", ascending=False)
        .rename_axis("province_code")
        .reset_index()
    )


def long(fits: Mapping[int, Expected], codes: Sequence[str]) -> pd.DataFrame:
    """Points above expectation of some provinces, in the order given.

    Columns out: province_code, reference_year, estimate, low, high.
    """
    tables = [fit.table.assign(reference_year=year) for year, fit in fits.items()]
    found = pd.concat(tables).rename(columns={"above": "estimate"})
    chosen = found.set_index("province_code").loc[list(codes)]
    return chosen[["reference_year", "estimate", "low", "high"]].reset_index()


def persistence(table: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Whether provinces above expectation in one edition are above it in another.

    ``table`` as ``beside`` gives it. Columns out: from_year, to_year, n, pearson (of the
    points above expectation), low, high (95 %, Fisher's z), spearman.
    """
    rows = []
    for i, first in enumerate(years):
        for last in years[i + 1 :]:
            one, other = table[f"above_{first}"], table[f"above_{last}"]
            pearson = stats.pearsonr(one, other)
            interval = pearson.confidence_interval(LEVEL)
            rows.append(
                {
                    "from_year": first, "to_year": last, "n": len(table),
                    "pearson": float(pearson.statistic),
                    "low": float(interval.low), "high": float(interval.high),
                    "spearman": float(one.corr(other, method="spearman")),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
