"""PAPI's three scores of e-government over the years: what they are made of, and what lasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from linearmodels.panel import RandomEffects
from statsmodels.regression.mixed_linear_model import MixedLM

from analysis.compare.agreement import CONFIDENCE
from analysis.compare.cross_section import long, wide
from analysis.compare.papi import sums

SCORES = PORTAL, INTERNET, RESPONSE = (
    "papi_egov_portal_score", "papi_egov_internet_score", "papi_egov_response_score",
)  # fmt: skip
# PAPI's e-government scores, each with its years on one scale: the third changed after 2019, the
# two others after 2018. Of the portal each year may ask other questions (editions.csv).
PAPI = {INTERNET: range(2019, 2025), PORTAL: range(2019, 2025), RESPONSE: range(2020, 2025)}


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


def papi(values: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """PAPI's scores of e-government as ``cross_section.wide`` gives them, by indicator."""
    return {code: wide(values, code, years) for code, years in PAPI.items()}


def random_effects(observed: pd.DataFrame) -> Panel:
    """Scores = year + province + rest, the provinces' lasting differences taken as random.

    Feasible generalised least squares with Swamy and Arora's variances (linearmodels RandomEffects;
    Baltagi, Econometric Analysis of Panel Data, chapter 2); errors of the year effects are
    clustered by province. Provinces may miss years; the share by restricted maximum likelihood
    (statsmodels MixedLM), which weighs them otherwise, stands beside it. ``observed`` as
    ``cross_section.long`` gives it, years of one definition only.
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


def totals_against_parts(values: pd.DataFrame) -> pd.DataFrame:
    """PAPI's e-government totals beside the sums of their parts, which another file prints.

    Columns out: those of ``compare.papi.sums``.
    """
    return sums(values, "papi_egov_score", SCORES)
