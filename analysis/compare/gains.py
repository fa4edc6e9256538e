"""How much a score gained between two editions, beside what its starting point lets one expect."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from statsmodels.regression.linear_model import OLS
from statsmodels.tools.tools import add_constant

from analysis.compare.agreement import CONFIDENCE


@dataclass(frozen=True)
class Line:
    """A fitted line of gains on starting scores.

    ``catch_up``: points gained more for each point of starting score less, ``low`` and ``high`` its
    bounds (95 %); ``n`` provinces stand behind it.
    """

    catch_up: float
    low: float
    high: float
    r_squared: float
    n: int


def expected_gains(moves: pd.DataFrame) -> tuple[pd.DataFrame, Line]:
    """Gains of score and what a least-squares line on the starting score gives for each.

    ``moves`` as ``compare.rankings.moves`` gives them, of two editions of one definition; only
    provinces with both scores count. Columns out: province_code, name_vi, name_en, from_score,
    to_score, gain, expected, above (gain minus expected); sorted by above, largest first.

    Ordinary least squares with standard errors that allow for unequal variance (HC3: MacKinnon
    and White 1985, doi 10.1016/0304-4076(85)90158-7). The line describes; a score that starts low
    by chance gains by chance as well (Friedman 1992, "Do Old Fallacies Ever Die?"). Raises
    ValueError where the two editions do not follow one definition.
    """
    if not moves["comparable"].all():
        raise ValueError("gains of score compare only within one definition")
    columns = ["province_code", "name_vi", "name_en", "from_score", "to_score"]
    table = moves.dropna(subset=["from_score", "to_score"])[columns].copy()
    table["gain"] = (table["to_score"] - table["from_score"]).round(10)
    start = add_constant(table["from_score"])
    fit = OLS(table["gain"], start).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int(alpha=1 - CONFIDENCE).loc["from_score"]
    table["expected"] = fit.fittedvalues.round(10)
    table["above"] = (table["gain"] - table["expected"]).round(10)
    slope, r_squared = float(fit.params["from_score"]), float(fit.rsquared)
    line = Line(-slope, low=-float(high), high=-float(low), r_squared=r_squared, n=len(table))
    return table.sort_values("above", ascending=False, ignore_index=True), line
