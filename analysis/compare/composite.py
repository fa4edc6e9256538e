"""The DTI as a weighted sum: its parts, its pillars, and the block that the pillars share.

The weights are those of data/clean/weights.csv: printed for 2022, recovered for 2023 and 2024
(``compare.recovery``). The pillars are those of 2022: of no later edition is one printed.
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
PILLARS = ("dti_gov", "dti_econ", "dti_soc")
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


def pillar_scores(parts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The three pillars from their parts: (foundations x 100 + activity x its points) / points.

    ``parts`` as ``eight_parts`` gives them, ``weights`` the clean table. Columns out:
    province_code, pillar, score, foundation (the part of the score that the five foundations make),
    activity (the part that the pillar's own activity makes), shared (foundation / score).
    """
    pillars = {}
    for pillar in PILLARS:
        share = weights_of(weights, pillar)
        own = _activity(share)
        base = share.index.difference(own)
        made = {"foundation": parts[base] @ share[base], "activity": parts[own] @ share[own]}
        pillars[pillar] = pd.DataFrame(made).rename_axis("province_code").reset_index()
    table = stacked(pillars, "pillar")
    table["score"] = table["foundation"] + table["activity"]
    table["shared"] = table["foundation"] / table["score"]
    columns = ["province_code", "pillar", "score", "foundation", "activity", "shared"]
    return table[columns].sort_values(columns[:2], ignore_index=True)


def _activity(share: pd.Series) -> list[str]:
    """The parts of a pillar that are its own: its activity, as against the foundations."""
    return [part for part in share.index if part.endswith("act_score")]


def shared_block(weights: pd.DataFrame) -> pd.DataFrame:
    """How much of each pillar's points belongs to parts that all three pillars hold.

    Columns out: pillar, shared (0 to 1).
    """
    shares = pd.DataFrame({pillar: weights_of(weights, pillar) for pillar in PILLARS})
    return shares.dropna().sum().rename_axis("pillar").rename("shared").reset_index()


def pillars_from_blocks(blocks: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The three pillars of every province, from the five blocks.

    The pillars weigh the five foundations alike, and so do the blocks: the infrastructure and the
    four others together are the foundation. Columns out: one for each pillar; index province_code.
    """
    columns = {}
    for pillar in PILLARS:
        share = weights_of(weights, pillar)
        own, infra = _activity(share), "dti_infra_score"
        others = 1 - share[infra] - share[own].sum()
        foundation = blocks[infra] * share[infra]
        columns[pillar] = blocks[own] @ share[own] + foundation + blocks[REST] * others
    return pd.DataFrame(columns)


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


def printed_pillars(values: pd.DataFrame, computed: pd.DataFrame) -> pd.DataFrame:
    """Every pillar score that a source prints, beside the computed one.

    Takes the clean table ``values``; ``computed`` as ``pillars_from_blocks`` gives it. Columns out:
    province_code, pillar, value, as_printed, source_id, computed, residual (value minus computed);
    sorted by province_code and pillar.
    """
    printed = having(values, reference_year=YEAR, boundary=BEFORE)
    printed = printed.assign(pillar=printed["indicator"].str.removesuffix("_score"))
    long = computed.reset_index().melt("province_code", var_name="pillar", value_name="computed")
    columns = ["province_code", "pillar", "value", "as_printed", "source_id"]
    both = printed[columns].merge(long, validate="1:1")
    both["residual"] = (both["value"] - both["computed"]).round(10)
    return both.sort_values(["province_code", "pillar"], ignore_index=True)


def printed_pillar_ranks(
    rankings: pd.DataFrame,
    editions: Mapping[int, Edition],
    weights: pd.DataFrame,
    years: Sequence[int],
) -> pd.DataFrame:
    """Every pillar rank that a source prints, beside the one that follows from the five blocks.

    Takes the clean tables ``rankings`` and ``weights``. Only of editions that weigh as 2022 does
    can the points of the pillars of 2022 be used. Columns out: reference_year, province_code,
    pillar, rank, computed, source_id.
    """
    found = []
    for year in years:
        scores = pillars_from_blocks(editions[year].blocks, weights)
        computed = pd.DataFrame(ranks(scores.to_numpy().T).T, scores.index, scores.columns)
        long = computed.reset_index().melt(
            "province_code", var_name="pillar", value_name="computed"
        )
        printed = having(rankings, reference_year=year, boundary=BEFORE, rank_basis="printed")
        columns = ["reference_year", "province_code", "pillar", "rank", "source_id"]
        found.append(printed.rename(columns={"index": "pillar"})[columns].merge(long))
    return pd.concat(found, ignore_index=True)


def agreeing_ranks(ranked: pd.DataFrame) -> pd.DataFrame:
    """How many of ``printed_pillar_ranks`` are the computed ones, by edition and pillar.

    Columns out: reference_year, pillar, n, agreeing.
    """
    same = ranked.assign(same=ranked["rank"] == ranked["computed"])
    return same.groupby(["reference_year", "pillar"], as_index=False).agg(
        n=("same", "size"), agreeing=("same", "sum")
    )


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
