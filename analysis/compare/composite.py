"""The DTI as a weighted sum: its parts, and the block of those that are not printed for all.

The weights are those of data/clean/weights.csv: printed for 2022, recovered for 2023 and 2024
(``compare.recovery``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.compare.cross_section import known, side_by_side
from analysis.compare.rankings import paths
from analysis.model.names import REST
from analysis.model.places import BEFORE, SINCE
from analysis.model.tables import having, stacked

YEAR = 2022
# The four parts that are known for all 63 provinces; the other four follow as one block.
KNOWN_FOR_ALL = ("dti_govact_score", "dti_econact_score", "dti_socact_score", "dti_infra_score")
# What tells the three pillars apart: each one's own part.
ACTIVITIES = list(KNOWN_FOR_ALL[:3])
# The score on each boundary.
SCORES = {BEFORE: "dti_score", SINCE: "dti34_score"}
# So many places are a far move.
FAR = 20
# Scores and parts are printed with four decimals: so far is a figure from its print at most.
ROUNDING = 0.00005


def points_of(
    weights: pd.DataFrame, index: str = "dti", year: int = YEAR, boundary: str = BEFORE
) -> pd.Series:
    """The points of each part of an index, by part.

    Takes the clean table ``weights``; raises KeyError where the year's points are not known.
    """
    chosen = having(weights, index=index, reference_year=year, boundary=boundary)
    if chosen.empty:
        raise KeyError(f"the points of {index} {year} on the {boundary} are not in weights.csv")
    points: pd.Series = chosen.set_index("part")["points"].astype(float).sort_index()
    return points


def points_by_edition(weights: pd.DataFrame) -> pd.DataFrame:
    """The points of each part of the DTI of the 63: parts down, editions across.

    Takes the clean table ``weights``.
    """
    own = having(weights, index="dti", boundary=BEFORE)
    return own.pivot(index="part", columns="reference_year", values="points").astype(int)


def weights_of(
    weights: pd.DataFrame, index: str = "dti", year: int = YEAR, boundary: str = BEFORE
) -> pd.Series:
    """The weight of each part in an index: its points as a share of all, as ``points_of``."""
    points = points_of(weights, index, year, boundary)
    share: pd.Series = (points / points.sum()).rename("weight")
    return share


def eight_parts(
    values: pd.DataFrame, weights: pd.Series, year: int = YEAR, boundary: str = BEFORE
) -> pd.DataFrame:
    """All parts of the provinces for which all are printed.

    Columns out: one for each part of ``weights``, score (printed), computed (their weighted sum)
    and residual (score minus computed); index province_code.
    """
    parts = side_by_side(values, list(weights.index), year, boundary).dropna()
    score = known(values, SCORES[boundary], year, boundary).reindex(parts.index)
    computed = parts @ weights
    return parts.assign(score=score, computed=computed, residual=(score - computed).round(10))


def five_blocks(values: pd.DataFrame, weights: pd.Series, year: int = YEAR) -> pd.DataFrame:
    """The four parts printed for all provinces, and the others as one block that they leave.

    The block is (score - sum of weight x part) / its weight: the mean of the parts that are not
    printed, weighted as the edition weighs them. Columns out: the four parts, ``rest``, score;
    index province_code. Raises ValueError where a block falls outside 0 to 1 by more than the
    rounding of the printed figures, as it cannot when weights and figures are right.
    """
    blocks = side_by_side(values, [*KNOWN_FOR_ALL, "dti_score"], year).dropna()
    blocks = blocks.rename(columns={"dti_score": "score"})
    weighing = block_weights(weights)
    printed = weighing.drop(REST)
    blocks[REST] = (blocks["score"] - blocks[printed.index] @ printed) / weighing[REST]
    slack = ROUNDING * (1 + printed.sum()) / weighing[REST]
    outside = blocks[~blocks[REST].between(-slack, 1 + slack)]
    if len(outside):
        raise ValueError(f"the remaining block must lie between 0 and 1:\n{outside}")
    return blocks[[*KNOWN_FOR_ALL, REST, "score"]]


def block_weights(weights: pd.Series) -> pd.Series:
    """The weights that go with ``five_blocks``: the four parts', and what is left for the rest."""
    blocks = weights[list(KNOWN_FOR_ALL)].rename("weight")
    blocks[REST] = 1 - blocks.sum()
    return blocks


def equal_weights(weights: pd.Series) -> pd.Series:
    """Block weights when each of the eight parts weighs the same: the rest holds several parts."""
    return block_weights(pd.Series(1 / len(weights), weights.index))


@dataclass(frozen=True)
class Edition:
    """One edition of the 63 as a weighted sum: ``five_blocks``, and the weights that go with it."""

    blocks: pd.DataFrame
    weights: pd.Series


def editions(values: pd.DataFrame, weights: pd.DataFrame) -> dict[int, Edition]:
    """Every edition of the 63 whose weights are known, printed or recovered, by year.

    Takes the clean tables ``values`` and ``weights``.
    """
    years = having(weights, index="dti", boundary=BEFORE)["reference_year"].unique()
    found = {}
    for year in sorted(int(year) for year in years):
        shares = weights_of(weights, year=year)
        found[year] = Edition(five_blocks(values, shares, year), block_weights(shares))
    return found


def effective_weights(edition: Edition) -> pd.DataFrame:
    """The share of the variance of scores that each block carries, beside its weight.

    A score is the sum of weight x block, so its variance is the sum of the covariances of
    weight x block with the score: each one's share of it, which add up to 1. Nominal weights need
    not be what a block carries (Paruolo, Saisana and Saltelli 2013, doi
    10.1111/j.1467-985X.2012.01059.x, who take correlation ratios, which need not add up). Columns
    out: block, weight, share, spread (standard deviation of the block), correlation with the score.
    """
    blocks, score = edition.blocks[edition.weights.index], edition.blocks["score"]
    with_score = blocks.apply(lambda block: block.cov(score))
    table = pd.DataFrame(
        {
            "weight": edition.weights,
            "share": edition.weights * with_score / score.var(),
            "spread": blocks.std(),
            "correlation": blocks.corrwith(score),
        }
    )
    return table.rename_axis("block").reset_index()


def effective_by_edition(editions: Mapping[int, Edition]) -> pd.DataFrame:
    """``effective_weights`` of every edition side by side.

    Columns out: block, and weight_<year> and share_<year> for each edition.
    """
    found = {
        f"{column}_{year}": effective_weights(edition).set_index("block")[column]
        for year, edition in editions.items()
        for column in ("weight", "share")
    }
    return pd.DataFrame(found).reset_index()


def contributions(
    blocks: pd.DataFrame, weights: pd.Series, province: str, against: Sequence[str]
) -> pd.DataFrame:
    """Which blocks make the score difference between a province and the mean of others.

    Exact: a score is a weighted sum, so weight x (own block - mean of theirs) adds up to the
    difference of scores. Columns out: block, weight, own, theirs, points (of score); last row the
    total, whose own and theirs are scores.
    """
    table = pd.DataFrame({"weight": [*weights, 1.0]}, [*weights.index, "score"])
    table["own"], table["theirs"] = blocks.loc[province], blocks.loc[list(against)].mean()
    table["points"] = table["weight"] * (table["own"] - table["theirs"])
    table.loc["score", "points"] = table["points"].drop("score").sum()
    return table.rename_axis("block").reset_index()


def ranks_by_part(
    rankings: pd.DataFrame, provinces: pd.DataFrame, since: int
) -> dict[str, pd.DataFrame]:
    """Every province's rank by each part that is known for all; takes the clean tables.

    A table for each of ``KNOWN_FOR_ALL``, with the columns of ``compare.rankings.paths`` and:
    value (the rank) and definition, another for each edition, so that no line joins them.
    """
    found = {}
    for part in KNOWN_FOR_ALL:
        ranked = paths(rankings, provinces, part.removesuffix("_score"))
        ranked = ranked[ranked["reference_year"] >= since]
        found[part] = ranked.assign(
            value=ranked["rank"].astype(float), definition=ranked["reference_year"].astype(str)
        )
    return found


def reordering(by_part: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """How much each part's ranking changes from one edition to the next, from ``ranks_by_part``.

    Columns out: part, from_year, to_year, n (provinces), spearman, places (mean absolute move) and
    far (provinces that moved at least ``FAR`` places).
    """
    rows = []
    for part, ranked in by_part.items():
        wide = ranked.pivot(index="province_code", columns="reference_year", values="rank")
        for first, last in pairwise(wide.columns):
            both = wide[[first, last]].dropna().astype(float)
            moved = (both[last] - both[first]).abs()
            spearman = both[first].corr(both[last], method="spearman")
            far = int((moved >= FAR).sum())
            rows.append((part, first, last, len(both), spearman, moved.mean(), far))
    columns = ["part", "from_year", "to_year", "n", "spearman", "places", "far"]
    return pd.DataFrame(rows, columns=columns)


def part_ranks(by_part: Mapping[str, pd.DataFrame], code: str) -> pd.DataFrame:
    """One province's rank by each part, from ``ranks_by_part``: rows are editions."""
    own = {part: having(ranked, province_code=code) for part, ranked in by_part.items()}
    return stacked(own, "part").pivot(index="reference_year", columns="part", values="rank")


def ranks(scores: np.ndarray) -> np.ndarray:
    """Competition ranks along the last axis, 1 for the largest; equal scores share the better rank.

    Scores are compared at ten decimals, so that a sum computed in another order is still a tie.
    Raises ValueError where a score is missing.
    """
    from scipy.stats import rankdata

    if not np.isfinite(scores).all():
        raise ValueError("a rank needs every score")
    found: np.ndarray = rankdata(-np.round(scores, 10), method="min", axis=-1).astype(int)
    return found
