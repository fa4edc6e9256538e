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
from linearmodels.panel import RandomEffects
from statsmodels.regression.linear_model import OLS, RegressionResultsWrapper
from statsmodels.regression.mixed_linear_model import MixedLM
from statsmodels.stats.diagnostic import het_breuschpagan
from statsmodels.stats.outliers_influence import OLSInfluence
from statsmodels.tools.tools import add_constant

from analysis.compare.agreement import CONFIDENCE, holm
from analysis.compare.cross_section import known, side_by_side
from analysis.compare.expectations import circumstances
from analysis.model.names import PAPI_EGOV
from analysis.model.tables import stacked

LEVEL = 0.05
PORTAL, INTERNET, RESPONSE = (
    "papi_egov_portal_score", "papi_egov_internet_score", "papi_egov_response_score",
)  # fmt: skip
# PAPI's e-government scores, each with its years on one scale: the third changed after 2019, the
# two others after 2018. Of the portal each year may ask other questions (editions.csv).
PAPI = {INTERNET: range(2019, 2025), PORTAL: range(2019, 2025), RESPONSE: range(2020, 2025)}
# Terms by family of tests: each family is corrected by itself (Holm 1979), and tested as a whole.
PAPI_TERMS, CIRCUMSTANCES = (PORTAL, INTERNET, RESPONSE), ("log_income", "urban_share")
TERMS = dict.fromkeys(PAPI_TERMS, PAPI_EGOV) | dict.fromkeys(CIRCUMSTANCES, "circumstances")


@dataclass(frozen=True)
class Panel:
    """A panel with province random effects and year effects.

    ``years``: reference_year, effect (points against the first year), low, high (95 %). ``between``
    and ``within`` are standard deviations: of provinces' lasting differences and of what is left.
    ``share`` is between² / (between² + within²); ``likely`` the same by restricted maximum
    likelihood. ``n`` observations of ``provinces`` provinces.
    """

    years: pd.DataFrame
    between: float
    within: float
    share: float
    likely: float
    n: int
    provinces: int


def long(values: pd.DataFrame, indicator: str, years: Sequence[int]) -> pd.DataFrame:
    """Figures of several years below each other: reference_year, province_code, value."""
    by_year = {year: known(values, indicator, year) for year in years}
    figures: pd.Series = pd.concat(by_year, names=["reference_year"])
    return figures.rename("value").reset_index()


def wide(values: pd.DataFrame, indicator: str, years: Sequence[int]) -> pd.DataFrame:
    """The same side by side: one row a province, one column a year."""
    return long(values, indicator, years).pivot(
        index="province_code", columns="reference_year", values="value"
    )


def papi(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """PAPI's scores of e-government as ``wide`` gives them, by indicator."""
    return {code: wide(values, code, years) for code, years in PAPI.items()}


def random_effects(observed: pd.DataFrame) -> Panel:
    """Scores = year + province + rest, the provinces' lasting differences taken as random.

    Feasible generalised least squares with Swamy and Arora's variances (linearmodels RandomEffects;
    Baltagi, Econometric Analysis of Panel Data, chapter 2); errors of the year effects are
    clustered by province. Provinces may miss years; the share by restricted maximum likelihood
    (statsmodels MixedLM), which weighs them otherwise, stands beside it. ``observed`` as ``long``
    gives it, years of one definition only.
    """
    years = sorted(observed["reference_year"].unique())
    indexed = observed.set_index(["province_code", "reference_year"])["value"]
    effects = pd.get_dummies(
        indexed.index.get_level_values(1), prefix="year", drop_first=True, dtype=float
    ).set_axis(indexed.index)
    effects.insert(0, "first", 1.0)
    fit = RandomEffects(indexed, effects).fit(
        cov_type="clustered", cluster_entity=True, group_debias=True
    )
    levels = fit.conf_int(level=CONFIDENCE).set_axis(["low", "high"], axis=1)
    levels.insert(0, "effect", fit.params)
    levels.iloc[0] = 0.0  # the first year, against itself
    levels.insert(0, "reference_year", years)
    between = float(fit.variance_decomposition["Effects"])
    within = float(fit.variance_decomposition["Residual"])
    return Panel(
        years=levels.reset_index(drop=True),
        between=float(np.sqrt(between)),
        within=float(np.sqrt(within)),
        share=between / (between + within),
        likely=_likely_share(observed),
        n=len(observed),
        provinces=observed["province_code"].nunique(),
    )


def _likely_share(observed: pd.DataFrame) -> float:
    """The provinces' share of the variance by restricted maximum likelihood."""
    # In units of their own spread: the optimiser wants numbers near 1.
    value = observed["value"] / observed["value"].std()
    levels = pd.get_dummies(observed["reference_year"], dtype=float)
    model = MixedLM(value.to_numpy(), levels.to_numpy(), observed["province_code"].to_numpy())
    fit = model.fit(reml=True, method="powell")
    between = float(fit.cov_re[0, 0])
    return between / (between + float(fit.scale))


def lasting(values: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """PAPI's scores as ``random_effects`` splits them, and the levels of their years.

    Without the use of the portal, of which no two years are known to ask the same. Columns out:
    indicator, between, within, share, likely, n, provinces, last (level of the last year against
    the first); and indicator, reference_year, effect, low, high, without the first
    years.
    """
    rows, levels = [], []
    for code in (INTERNET, RESPONSE):
        years = PAPI[code]
        panel = random_effects(long(values, code, years))
        rows.append({"indicator": code, **vars(panel), "last": panel.years["effect"].iloc[-1]})
        levels.append(panel.years.iloc[1:].assign(indicator=code))
    return pd.DataFrame(rows).drop(columns="years"), pd.concat(levels, ignore_index=True)


def together(values: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """DTI scores and what they are set beside, one row a province and year, complete rows only.

    Columns out: province_code, reference_year, score (DTI), the columns of ``TERMS``, each in its
    own unit: PAPI scores in points, log_income the natural logarithm of product per head of the
    same year (million dong), urban_share from 0 to 1.
    """
    frames = []
    for year in years:
        scores = side_by_side(values, ["dti_score", *PAPI_TERMS], year)
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
            **dict(zip(["low", "high"], result.conf_int().loc[term], strict=True)),
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


def totals_against_parts(values: pd.DataFrame) -> pd.DataFrame:
    """PAPI's e-government totals beside the sums of their sub-dimensions, which another file
    prints.

    Columns out: reference_year, compared (provinces with both), agree (to the sixth decimal).
    """
    rows = []
    for year in range(2018, 2025):
        total = known(values, "papi_egov_score", year)
        figures = pd.concat([known(values, code, year) for code in PAPI_TERMS], axis=1)
        # A sub-dimension that did not exist in a year is no part of its total.
        sums = figures.dropna(axis=1, how="all").dropna().sum(axis=1)
        apart = (total - sums).dropna().abs()
        rows.append(
            {"reference_year": year, "compared": len(apart), "agree": int((apart < 1e-6).sum())}
        )
    return pd.DataFrame(rows)
