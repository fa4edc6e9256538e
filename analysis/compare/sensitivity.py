"""What a rank is worth: how it moves when the choices behind a composite index are varied.

After Saisana, Saltelli and Tarantola (2005), doi 10.1111/j.1467-985X.2005.00350.x, and the OECD/JRC
Handbook (2008), step 7. The DTI has no sampling error; its uncertainty is in the choices. All of
this is a what-if: no edition was computed with other weights than the published ones.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from scipy.stats import DegenerateDataWarning, sobol_indices, uniform

from analysis.compare.agreement import CONFIDENCE
from analysis.compare.composite import Edition, ranks
from analysis.model.tables import one, stacked

SEED = 20221
DRAWS = 10_000
# Each weight varies by up to this share of its published value before they are made to add up
# to 1 again. A quarter is a convention; another range gives other bands.
SPREAD = 0.25

# The band of a province: from one of these percentiles of its ranks to the other.
BAND = (5, 95)

AGGREGATIONS = ("arithmetic", "geometric")
NORMALISATIONS = ("published", "stretched", "ranks")
# What varies in a study of one edition: with the rules as they are published, the weights alone.
VARIED = {
    "weights": (AGGREGATIONS[:1], NORMALISATIONS[:1]),
    "weights and rules": (AGGREGATIONS, NORMALISATIONS),
}


def normalise(parts: np.ndarray, how: str) -> np.ndarray:
    """Parts (provinces x parts) on a common scale; all results lie above 0 and at most at 1.

    ``published``: unchanged. ``stretched``: from 0.1 for the lowest province to 1 for the
    highest, part by part; not from 0, which a geometric mean could not take. ``ranks``: (n + 1 -
    rank) / n. Raises ValueError for other words.
    """
    if how == "published":
        return parts
    if how == "stretched":
        low, high = parts.min(axis=0), parts.max(axis=0)
        if (low == high).any():
            raise ValueError("a part that is the same everywhere cannot be stretched")
        return np.asarray(0.1 + 0.9 * (parts - low) / (high - low))
    if how == "ranks":
        n = parts.shape[0]
        return np.asarray((n + 1 - ranks(parts.T).T) / n)
    raise ValueError(f"normalisation is one of {NORMALISATIONS}; not {how}")


def aggregate(parts: np.ndarray, weights: np.ndarray, how: str = "arithmetic") -> np.ndarray:
    """Scores (draws x provinces) from parts (provinces x parts) and weights (draws x parts).

    ``arithmetic``: sum of weight x part; a high part makes up for a low one. ``geometric``: product
    of part ** weight; a low part is made up for only partly. Weights are made to add up to 1.
    """
    share = weights / weights.sum(axis=1, keepdims=True)
    if how == "arithmetic":
        return np.asarray(share @ parts.T)
    if how == "geometric":
        if (parts <= 0).any():
            raise ValueError("a geometric mean needs parts above 0")
        return np.asarray(np.exp(share @ np.log(parts).T))
    raise ValueError(f"aggregation is one of {AGGREGATIONS}; not {how}")


def draw_ranks(
    parts: pd.DataFrame,
    weights: pd.Series,
    *,
    draws: int = DRAWS,
    spread: float = SPREAD,
    aggregations: tuple[str, ...] = AGGREGATIONS,
    normalisations: tuple[str, ...] = NORMALISATIONS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Ranks of all provinces in each of many draws of weights, aggregation and normalisation.

    ``parts`` has one row a province and at least the columns that ``weights`` names, above 0 and at
    most 1. In a draw every weight is uniform around its published value, and one aggregation and
    one normalisation are taken at random, each with the same chance. Rows out: draws; columns:
    province_code. The same seed gives the same draws.
    """
    generator = np.random.default_rng(seed)
    uniforms = generator.random((draws, len(weights) + 2))
    drawn = _ranks(parts, weights, uniforms, spread, aggregations, normalisations)
    return pd.DataFrame(drawn, columns=parts.index)


def _ranks(
    parts: pd.DataFrame,
    weights: pd.Series,
    uniforms: np.ndarray,
    spread: float = SPREAD,
    aggregations: tuple[str, ...] = AGGREGATIONS,
    normalisations: tuple[str, ...] = NORMALISATIONS,
) -> np.ndarray:
    """Ranks (draws x provinces). Columns of uniforms: the weights', aggregation, normalisation."""
    matrix = parts[weights.index].to_numpy(dtype=float)
    varied = weights.to_numpy(dtype=float) * (1 + spread * (2 * uniforms[:, :-2] - 1))
    aggregation = (uniforms[:, -2] * len(aggregations)).astype(int).clip(max=len(aggregations) - 1)
    scale = (uniforms[:, -1] * len(normalisations)).astype(int).clip(max=len(normalisations) - 1)
    found = np.empty((len(uniforms), len(matrix)), dtype=int)
    for i, how in enumerate(aggregations):
        for j, norm in enumerate(normalisations):
            rows = (aggregation == i) & (scale == j)
            found[rows] = ranks(aggregate(normalise(matrix, norm), varied[rows], how))
    return found


def summary(drawn: pd.DataFrame, published: pd.Series) -> pd.DataFrame:
    """What the draws say of each province, beside its published rank.

    ``drawn`` as ``draw_ranks`` gives it, ``published`` ranks by province_code. Columns out:
    province_code, rank (published), median, low, high (the ends of ``BAND``), best, worst, shift
    (mean absolute distance to the published rank), in_first (share of draws among the first
    ten places); sorted by rank.
    """
    ranks_drawn = drawn.to_numpy()
    rank = published.reindex(drawn.columns).to_numpy(dtype=int)
    # An observed rank, not a mean of two: ranks are never averaged.
    low, median, high = np.quantile(
        ranks_drawn, [BAND[0] / 100, 0.5, BAND[1] / 100], axis=0, method="inverted_cdf"
    ).astype(int)
    return pd.DataFrame(
        {
            "province_code": drawn.columns, "rank": rank, "median": median, "low": low,
            "high": high, "best": ranks_drawn.min(axis=0), "worst": ranks_drawn.max(axis=0),
            "shift": np.abs(ranks_drawn - rank).mean(axis=0),
            "in_first": (ranks_drawn <= 10).mean(axis=0),
        }
    ).sort_values(["rank", "province_code"], ignore_index=True)  # fmt: skip


def by_edition(editions: Mapping[int, Edition], code: str) -> pd.DataFrame:
    """What one province's rank is worth in each edition, by weights alone and with the rules.

    ``editions`` as ``compare.composite.editions`` gives them. Columns out: reference_year, vary
    (a key of ``VARIED``), rank (published), low, high (the ends of ``BAND``), exactly
    (share of draws at the published rank), shift (its mean distance to it), every (the mean shift
    of all provinces) and middle (the median width of bands between the first and the last ten).
    """
    rows = []
    for year, edition in editions.items():
        blocks = edition.blocks
        published = pd.Series(ranks(blocks["score"].to_numpy()), blocks.index)
        for vary, (aggregations, normalisations) in VARIED.items():
            drawn = draw_ranks(
                blocks, edition.weights, aggregations=aggregations, normalisations=normalisations
            )
            worth = summary(drawn, published)
            own = one(worth, province_code=code)
            rows.append(
                {
                    "reference_year": year, "vary": vary, "rank": own.rank, "low": own.low,
                    "high": own.high, "exactly": (drawn[code] == own.rank).mean(),
                    "shift": own.shift, "every": worth["shift"].mean(),
                    "middle": median_widths(worth)[1],
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def median_widths(worth: pd.DataFrame, ends: int = 10) -> tuple[float, float, float]:
    """Median widths of the bands: of the first provinces, of those between, and of the last.

    ``worth`` as ``summary`` gives it; a width is high - low.
    """
    width = worth["high"] - worth["low"]
    first, last = worth["rank"] <= ends, worth["rank"] > len(worth) - ends
    between = width[~first & ~last]
    return float(width[first].median()), float(between.median()), float(width[last].median())


def one_at_a_time(
    parts: pd.DataFrame, weights: pd.Series, equal: pd.Series
) -> tuple[pd.DataFrame, pd.Series]:
    """Ranks when one choice alone is changed, and the mean shift that it makes.

    ``equal`` are other weights of the same parts. Columns out, of both: published, equal,
    geometric, stretched, ranks; index of the ranks: province_code, by published rank.
    """
    changed = {
        "published": (weights, "arithmetic", "published"),
        "equal": (equal, "arithmetic", "published"),
        "geometric": (weights, "geometric", "published"),
        "stretched": (weights, "arithmetic", "stretched"),
        "ranks": (weights, "arithmetic", "ranks"),
    }
    matrix = parts[weights.index].to_numpy(dtype=float)
    found = {
        name: ranks(aggregate(normalise(matrix, scale), by.to_numpy(dtype=float)[None], how)[0])
        for name, (by, how, scale) in changed.items()
    }
    table = pd.DataFrame(found, parts.index).sort_values("published", kind="stable")
    return table, table.sub(table["published"], axis=0).abs().mean()


# What is made of ranks (draws x provinces): one number a draw.
Outcome: TypeAlias = Callable[[np.ndarray], np.ndarray]


def shift_from(published: pd.Series, order: pd.Index) -> Outcome:
    """Mean absolute rank shift of each draw: Saisana et al., equation for the average shift.

    ``published`` ranks by province_code; ``order`` is that of the provinces in the draws.
    """
    known = published.reindex(order).to_numpy(dtype=float)
    return lambda drawn: np.abs(drawn - known).mean(axis=-1)


def rank_of(code: str, order: pd.Index) -> Outcome:
    """The rank of one province in each draw."""
    own = order.get_loc(code)
    return lambda drawn: drawn[:, own].astype(float)


def above_all(drawn: pd.DataFrame, code: str) -> pd.Series:
    """For every other province, the share of draws in which one ranks before it.

    Shared ranks do not count as before.
    """
    others = drawn.drop(columns=code)
    return others.gt(drawn[code], axis=0).mean().rename("above")


@dataclass(frozen=True)
class Effects:
    """Main and total effects of each choice on one outcome.

    ``table``: choice, main, total, and low and high of the total (a bootstrap interval).
    ``runs`` is the number of evaluations.
    """

    table: pd.DataFrame
    runs: int


def beside(found: Mapping[str, Effects]) -> pd.DataFrame:
    """The effects on several outcomes, one below the other, as charts of intervals take them.

    Columns out: choice, main, estimate (the total effect), low, high, series (the outcome).
    """
    table = stacked({outcome: effects.table for outcome, effects in found.items()}, "series")
    return table.rename(columns={"total": "estimate"})


def effects(
    parts: pd.DataFrame, weights: pd.Series, outcome: Outcome, *, samples: int = 1024
) -> Effects:
    """Variance-based sensitivity of an outcome of the ranks to each choice.

    ``outcome`` takes ranks (draws x provinces) and gives one number a draw. Choices are the weight
    of each part, the aggregation and the normalisation. Main effect: the share of variance that
    goes when the choice alone is fixed; total effect: the share that stays when it alone varies
    (Saltelli et al. 2010, doi 10.1016/j.cpc.2009.09.018, as scipy.stats.sobol_indices computes
    them). ``samples`` is a power of 2. Raises ValueError where the outcome does not vary.
    """
    choices = [*weights.index, "aggregation", "normalisation"]

    def run(uniforms: np.ndarray) -> np.ndarray:
        return outcome(_ranks(parts, weights, uniforms.T))

    probe = run(np.random.default_rng(SEED).random((len(choices), samples)))
    if np.ptp(probe) == 0:
        raise ValueError("the outcome is the same in every draw: there is no variance to explain")
    dists = [uniform(loc=0, scale=1)] * len(choices)
    found = sobol_indices(func=run, n=samples, dists=dists, rng=np.random.default_rng(SEED))
    # scipy's bootstrap takes no generator: it draws from numpy's global one, which is seeded for it
    # and then put back.
    before = np.random.get_state()
    np.random.seed(SEED)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):
        # A choice without any effect has no interval: it stays empty, and that is no warning.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        interval = found.bootstrap(confidence_level=CONFIDENCE, n_resamples=200)
    np.random.set_state(before)
    between = interval.total_order.confidence_interval
    table = pd.DataFrame(
        {
            "choice": choices, "main": found.first_order, "total": found.total_order,
            "low": between.low, "high": between.high,
        }
    ).sort_values("total", ascending=False, ignore_index=True)  # fmt: skip
    return Effects(table, samples * (len(choices) + 2))
