"""PAPI's scores of e-government as the shares of respondents behind them, and their errors."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.compare.cross_section import known
from analysis.compare.egov import INTERNET, PAPI, PORTAL, RESPONSE, papi
from analysis.compare.rankings import paths

HOME, NEWS = "papi_home_internet_share", "papi_internet_news_share"
ESERVICE, COMMUNE = "papi_eservice_use_share", "papi_eservice_commune_use_share"
PAYMENT, RESPONDENTS = "papi_online_payment_share", "papi_respondents"
CERTIFICATION, LAND, BUILDING = (
    "papi_portal_certification_share", "papi_portal_land_share", "papi_portal_building_share",
)  # fmt: skip
# Shares in PAPI's workbook and scores that follow from them agree to the seventh decimal.
EXACT = 1e-6


@dataclass(frozen=True)
class Scale:
    """Where the scale of a score starts, and its points from no respondent to all of them."""

    floor: float
    points: float


# Since 2019. They follow from the workbook: scores and shares agree with them (``made_of``).
SCALES = {
    INTERNET: Scale(0.33, 2.97), PORTAL: Scale(0.33, 2.97), RESPONSE: Scale(0.334, 3.006),
}  # fmt: skip
# The questions whose shares make up a score, for the years in which the workbook prints both. For
# the portal in 2023 no set of its questions gives the score; the nearest stands here.
QUESTIONS: dict[tuple[str, int], tuple[str, ...]] = {
    **dict.fromkeys([(INTERNET, 2019), (INTERNET, 2022), (INTERNET, 2023)], (HOME, NEWS)),
    (PORTAL, 2019): (CERTIFICATION, LAND, BUILDING),
    (PORTAL, 2022): (CERTIFICATION, LAND),
    (PORTAL, 2023): (CERTIFICATION, LAND, ESERVICE),
    **dict.fromkeys([(RESPONSE, 2022), (RESPONSE, 2023)], (COMMUNE,)),
}


def as_share(scores: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Scores of a PAPI indicator in ``SCALES`` as the mean of shares behind them, 0 to 1.

    A linear change of scale. Raises ValueError for a score that no share can give.
    """
    scale = SCALES[indicator]
    shares = (scores - scale.floor) / scale.points
    if shares.lt(0).any(axis=None) or shares.gt(1).any(axis=None):
        raise ValueError(f"{indicator} has scores beyond {scale.floor} plus {scale.points} points")
    return shares


def panels(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The scores of ``compare.egov.papi`` as shares, by indicator."""
    return {indicator: as_share(scores, indicator) for indicator, scores in papi(values).items()}


def lines(rankings: pd.DataFrame, provinces: pd.DataFrame, indicator: str) -> pd.DataFrame:
    """Shares by province and year, as ``compare.rankings.paths`` gives scores, with value (%)."""
    series = paths(rankings, provinces, indicator.removesuffix("_score"))
    series = series[series["reference_year"].isin(PAPI[indicator])]
    return series.assign(value=(100 * as_share(series[["score"]], indicator)["score"]).round(1))


def made_of(values: pd.DataFrame) -> pd.DataFrame:
    """Printed scores beside floor + points × the mean of the shares that ``QUESTIONS`` names.

    Columns out: indicator, reference_year, questions (how many), n (provinces with all figures),
    apart (the largest difference, in points), follows (all differences below ``EXACT``).
    """
    rows = []
    for (indicator, year), questions in QUESTIONS.items():
        shares = pd.concat([known(values, code, year) for code in questions], axis=1).dropna()
        scale = SCALES[indicator]
        given = scale.floor + scale.points * shares.mean(axis=1)
        apart = (known(values, indicator, year) - given).dropna().abs()
        rows.append((indicator, year, len(questions), len(apart), float(apart.max())))
    table = pd.DataFrame(rows, columns=["indicator", "reference_year", "questions", "n", "apart"])
    return table.assign(follows=table["apart"] < EXACT)


def errors(shares: pd.Series, respondents: pd.Series, design: float) -> pd.Series:
    """Standard errors of shares (0 to 1) of so many respondents.

    sqrt(design × p (1 - p) / n): ``design`` is the design effect, 1 for a simple random sample
    (Kish 1965). Provinces without a number of respondents have none. Raises ValueError for a share
    beyond 0 and 1, or a design effect below 1.
    """
    if not shares.dropna().between(0, 1).all() or design < 1:
        raise ValueError("shares must lie from 0 to 1, a design effect at 1 or above")
    return (design * shares * (1 - shares) / respondents.reindex(shares.index)) ** 0.5


def reliability(shares: pd.Series, error: pd.Series) -> float:
    """The part of the variance between provinces that is not sampling error, from 0 to 1."""
    return max(0.0, 1 - float((error**2).mean() / shares.var()))


def largest_design(values: pd.DataFrame, indicator: str, first: int, last: int) -> float:
    """The design effect at which sampling alone would give the changes between two years.

    The variance of changes over what two simple random samples would give. True changes differ as
    well, so that the design effect lies below, as far as 63 provinces can tell.
    """
    both = pd.concat([known(values, indicator, year) for year in (first, last)], axis=1).dropna()
    simple = [
        errors(both.iloc[:, column], known(values, RESPONDENTS, year), 1) ** 2
        for column, year in enumerate((first, last))
    ]
    change = both.iloc[:, 1] - both.iloc[:, 0]
    return float(change.var() / (simple[0] + simple[1]).mean())
