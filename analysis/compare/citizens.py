"""What the Digital Transformation Index says of provinces beside what their citizens report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.compare import survey
from analysis.compare.agreement import spearman
from analysis.compare.confidence import rank_sets
from analysis.compare.cross_section import known, urban_share
from analysis.compare.egov import INTERNET, PORTAL, RESPONSE

SOCIETY, INDEX = "dti_socact_score", "dti_score"
# What citizens report, by year: shares where PAPI's workbook prints them, else its scores.
REPORTED = {
    2022: (survey.HOME, survey.NEWS, survey.COMMUNE),
    2023: (survey.HOME, survey.NEWS, survey.ESERVICE, survey.COMMUNE, survey.PAYMENT),
    2024: (INTERNET, PORTAL, RESPONSE),
}
# Shares of all respondents. Online payment was probably asked of few, of how many is not printed.
OF_ALL = (survey.HOME, survey.NEWS, survey.ESERVICE, survey.COMMUNE)
# The design effects of the what-if (assumptions.csv): a simple random sample, assumed, cautious.
SIMPLE, ASSUMED, CAUTIOUS = 1.0, 1.5, 3.0


def circumstances(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """GRDP per head and the urban share of a year."""
    return pd.concat([known(values, "grdp_per_capita", year), urban_share(values, year)], axis=1)


def correlations(values: pd.DataFrame) -> pd.DataFrame:
    """Rank correlations of all that citizens report with the index and its society activity.

    Columns out: indicator, reference_year, n, mean (of the provinces), and for society and index
    each rho_, low_, high_ (``agreement.spearman``) and partial_ (among provinces of like income and
    urban share) with its name.
    """
    rows = []
    for year, indicators in REPORTED.items():
        given = circumstances(values, year)
        for indicator in indicators:
            own = known(values, indicator, year)
            row: dict[str, object] = {
                "indicator": indicator, "reference_year": year, "mean": own.mean(),
            }  # fmt: skip
            for name, code in (("society", SOCIETY), ("index", INDEX)):
                other = known(values, code, year)
                found = spearman(own, other)
                row |= {
                    "n": found.n, f"rho_{name}": found.rho, f"low_{name}": found.low,
                    f"high_{name}": found.high, f"partial_{name}": spearman(own, other, given).rho,
                }  # fmt: skip
            rows.append(row)
    return pd.DataFrame(rows)


def placed(values: pd.DataFrame, provinces: pd.DataFrame, share: str, year: int) -> pd.DataFrame:
    """Where society activity places provinces, and where their citizens' answers do.

    Ranks are taken among the provinces with both figures. Columns out: province_code, name_vi,
    share (per cent), share_rank, low and high (ranks that sampling error with the ``ASSUMED``
    design effect does not exclude, one province at a time), score, index_rank, places (share_rank
    - index_rank: above 0 the index places a province higher), beyond (index_rank is not among those
    ranks); sorted by places, largest first.
    """
    figures = {"share": known(values, share, year), "score": known(values, SOCIETY, year)}
    both = pd.DataFrame(figures).dropna()
    error = survey.errors(both["share"], known(values, survey.RESPONDENTS, year), ASSUMED)
    sets = rank_sets(both["share"], error)
    ranks = both["score"].rank(ascending=False, method="min").astype(int)
    table = both.assign(
        share=100 * both["share"], share_rank=sets["rank"], low=sets["low"], high=sets["high"],
        index_rank=ranks, places=sets["rank"] - ranks,
        beyond=(ranks < sets["low"]) | (ranks > sets["high"]),
    ).reset_index()  # fmt: skip
    names = provinces.query("boundary == '63'").set_index("code")["name_vi"]
    table.insert(1, "name_vi", table["province_code"].map(names))
    return table.sort_values("places", ascending=False, kind="stable", ignore_index=True)


def what_if(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """What sampling error of a size does to ranks by shares, and to correlations with the index.

    Columns out: indicator, design, n, respondents and error (medians; error in percentage points),
    ranks (how many the 95 % set of a province holds, median), reliable (``survey.reliability``),
    rho (with society activity) and corrected (rho / sqrt(reliable), after Spearman 1904; NaN where
    sampling error is all there is).
    """
    people, society = known(values, survey.RESPONDENTS, year), known(values, SOCIETY, year)
    rows = []
    for indicator in OF_ALL:
        shares = known(values, indicator, year)
        rho = spearman(shares, society).rho
        for design in (SIMPLE, ASSUMED, CAUTIOUS):
            error = survey.errors(shares, people, design)
            sets = rank_sets(shares, error)
            reliable = survey.reliability(shares, error)
            rows.append(
                {
                    "indicator": indicator, "design": design, "n": len(shares),
                    "respondents": people.median(), "error": 100 * error.median(),
                    "ranks": (sets["high"] - sets["low"] + 1).median(), "reliable": reliable,
                    "rho": rho, "corrected": rho / np.sqrt(reliable) if reliable > 0 else np.nan,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
