"""What goes with what: scores beside citizens' verdicts, income and town life.

Associations between provinces. None of this says that one thing leads to another: provinces were
not assigned their incomes, and what is not in the tables can stand behind both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from statsmodels.regression.linear_model import OLS, RegressionResultsWrapper
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.tools.tools import add_constant

from analysis.compare.agreement import CONFIDENCE, holm
from analysis.compare.cross_section import side_by_side
from analysis.compare.egov import SCORES
from analysis.compare.expectations import circumstances
from analysis.model.names import PAPI_EGOV
from analysis.model.tables import stacked

LEVEL = 0.05
# Terms by family of tests: each family is corrected by itself (Holm 1979), and tested as a whole.
CIRCUMSTANCES = ("log_income", "urban_share")
TERMS = dict.fromkeys(SCORES, PAPI_EGOV) | dict.fromkeys(CIRCUMSTANCES, "circumstances")


def together(values: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """DTI scores and what they are set beside, one row a province and year, complete rows only.

    Columns out: province_code, reference_year, score (DTI), the columns of ``TERMS``, each in its
    own unit: PAPI scores in points, log_income the natural logarithm of product per head of the
    same year (million dong), urban_share from 0 to 1.
    """
    frames = []
    for year in years:
        scores = side_by_side(values, ["dti_score", *SCORES], year)
        beside = circumstances(values, year).reindex(scores.index)
        frames.append(pd.concat([scores, beside], axis=1).assign(reference_year=year))
    table = pd.concat(frames).dropna().reset_index().rename(columns={"dti_score": "score"})
    return table.loc[:, ["province_code", "reference_year", "score", *TERMS]]


@dataclass(frozen=True)
class Association:
    """How scores go with other things.

    ``terms``: term, family, estimate (points of DTI for one standard deviation of the term), low,
    high (95 %), p, p_holm (corrected within its family), n. ``families``: family, terms (how
    many), f and p (whether all of them are 0, beside all others), r_squared (of the levels of the
    editions and this family alone). ``checks``: what residuals say. ``influence``: province_code,
    cook (Cook's distance), largest first.
    """

    terms: pd.DataFrame
    families: pd.DataFrame
    checks: dict[str, float]
    influence: pd.DataFrame
    n: int
    provinces: int

    @property
    def told(self) -> pd.DataFrame:
        """The terms that can be told from 0."""
        return self.terms[self.terms["p_holm"] < LEVEL]


def standardised(table: pd.DataFrame) -> pd.DataFrame:
    """Terms with mean 0 and standard deviation 1 within each year, so that estimates compare."""
    scaled = table.copy()
    for term in TERMS:
        by_year = table.groupby("reference_year")[term]
        scaled[term] = (table[term] - by_year.transform("mean")) / by_year.transform("std")
    return scaled


def associations(table: pd.DataFrame, one_by_one: bool = False) -> Association:
    """Least squares of DTI scores on the terms.

    ``table`` as ``together`` gives it. One year: standard errors that allow for unequal variance
    (HC3). Several years: year effects, and errors clustered by province, since a province's years
    are not independent. ``one_by_one`` sets the scores beside each term alone; otherwise beside all
    together. Checks: r_squared, levels (r_squared of the editions alone), breusch_pagan (p of
    equal variance; below 0.05 speaks against it), largest_cook, cut (4 / n, a common mark for
    Cook's distance), condition (number of the matrix).
    """
    scaled = standardised(table)
    in_year = pd.get_dummies(scaled["reference_year"], "year", drop_first=True, dtype=float)

    def fit(terms: list[str]) -> RegressionResultsWrapper:
        model = OLS(scaled["score"], add_constant(pd.concat([scaled[terms], in_year], axis=1)))
        if in_year.empty:
            return model.fit(cov_type="HC3", use_t=True)
        codes, _ = pd.factorize(scaled["province_code"])
        return model.fit(cov_type="cluster", cov_kwds={"groups": codes}, use_t=True)

    full = fit(list(TERMS))
    fits = {term: fit([term]) if one_by_one else full for term in TERMS}
    terms = pd.DataFrame(
        {
            "term": term, "family": TERMS[term], "estimate": result.params[term],
            **dict(zip(["low", "high"], result.conf_int(1 - CONFIDENCE).loc[term], strict=True)),
            "p": result.pvalues[term],
        }
        for term, result in fits.items()
    )  # fmt: skip
    terms["p_holm"] = terms.groupby("family")["p"].transform(lambda mine: holm(mine.tolist()))
    families = pd.DataFrame(
        {
            "family": family,
            "terms": len(mine),
            **_joint(full, mine),
            "r_squared": fit(mine).rsquared,
        }
        for family in dict.fromkeys(TERMS.values())
        for mine in [[term for term in TERMS if TERMS[term] == family]]
    )
    influence = (
        scaled[["province_code", "reference_year"]]
        .assign(cook=np.asarray(OLSInfluence(full).cooks_distance[0]))
        .sort_values("cook", ascending=False, ignore_index=True)
    )
    checks = {
        "r_squared": float(full.rsquared),
        "levels": _explained_by_years(scaled),
        "breusch_pagan": float(het_breuschpagan(full.resid, full.model.exog)[1]),
        "largest_cook": float(influence["cook"].iloc[0]),
        "cut": 4 / len(scaled),
        "condition": float(np.linalg.cond(full.model.exog)),
    }
    provinces = scaled["province_code"].nunique()
    return Association(terms, families, checks, influence, len(scaled), provinces)


def _joint(fit: RegressionResultsWrapper, terms: list[str]) -> dict[str, float]:
    """Wald's F test that all of these terms are 0, with the fit's own covariance."""
    test = fit.f_test(", ".join(f"{term} = 0" for term in terms))
    return {"f": float(test.fvalue), "p": float(test.pvalue)}


def _explained_by_years(table: pd.DataFrame) -> float:
    """The part of the variance of scores that the levels of the editions make."""
    score = table["score"]
    within = score - table.groupby("reference_year")["score"].transform("mean")
    return float(1 - (within**2).sum() / ((score - score.mean()) ** 2).sum())


def by_year(table: pd.DataFrame) -> dict[int, Association]:
    """All terms together, each year by itself. Takes what ``together`` returns."""
    years = table["reference_year"]
    return {int(year): associations(table[years == year]) for year in years.unique()}


def beside(fits: Mapping[Any, Association]) -> pd.DataFrame:
    """The terms of several fits side by side, by what the fits are called.

    Columns out: term, family, and for each fit estimate_, low_, high_ and p_holm_ with its name.
    """
    columns = ["estimate", "low", "high", "p_holm"]
    same = next(iter(fits.values())).terms[["term", "family"]]
    own = [found.terms[columns].add_suffix(f"_{name}") for name, found in fits.items()]
    return pd.concat([same, *own], axis=1)


def families(fits: Mapping[Any, Association]) -> pd.DataFrame:
    """The joint tests of several fits: fit (its name), then ``Association.families``."""
    return stacked({str(name): found.families for name, found in fits.items()}, "fit")


def checks(fits: Mapping[Any, Association]) -> pd.DataFrame:
    """What the residuals of several fits say, one row each.

    Columns out: fit (what it is called), n, terms and told (how many, and how many can be told from
    0), those of ``Association.checks``, province_code and reference_year (of the largest Cook's
    distance), above (how many are larger than ``cut``).
    """
    rows = [
        {
            "fit": name, "n": found.n, "terms": len(found.terms), "told": len(found.told),
            **found.checks, **found.influence.drop(columns="cook").iloc[0],
            "above": int((found.influence["cook"] > found.checks["cut"]).sum()),
        }
        for name, found in fits.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def correlations(table: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """Pearson correlations of the terms, each taken within its year, and the largest of two terms.

    Columns out: term, and one for each term.
    """
    among = standardised(table)[list(TERMS)].corr()
    largest = float(among.where(~np.eye(len(among), dtype=bool)).max().max())
    return among.rename_axis("term").reset_index(), largest
