"""How far rankings agree: between editions, and between indices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

SEED = 1939
CONFIDENCE = 0.95


def holm(ps: Sequence[float]) -> list[float]:
    """p-values corrected for their number by Holm's method (1979), in the order given."""
    return [float(p) for p in multipletests(list(ps), method="holm")[1]]


@dataclass(frozen=True)
class Concordance:
    """Kendall's W: 1 when all rankings are the same, 0 when their rank sums are.

    ``n`` provinces are ranked by all ``rankings``; ``p`` is from permutations, or NaN where none
    were asked for.
    """

    w: float
    n: int
    rankings: int
    p: float


def tau_interval(tau: float, n: int) -> tuple[float, float]:
    """The 95 % interval of Kendall's tau over ``n`` provinces: atanh(tau) ± z √(0.437 / (n - 4)).

    Fieller, Hartley and Pearson (1957), "Tests for rank correlation coefficients", Biometrika 44,
    p. 470, who give it for ten or more; NaN for fewer.
    """
    if n < 10:
        return np.nan, np.nan
    with np.errstate(divide="ignore"):
        middle, half = np.arctanh(tau), stats.norm.ppf(0.975) * np.sqrt(0.437 / (n - 4))
    return float(np.tanh(middle - half)), float(np.tanh(middle + half))


def pairs(table: pd.DataFrame) -> pd.DataFrame:
    """Agreement of every two columns, over the provinces that both rank.

    ``table`` holds scores (higher is better) or ranks (lower is better), of one kind in all
    columns, one row a province. Columns out: one, other, n, spearman, kendall (tau-b, which allows
    for ties), p (of tau-b, no correction for many pairs), low and high (``tau_interval``); NaN
    where fewer than three provinces are in both.
    """
    rows = []
    for one, other in combinations(table.columns, 2):
        both = table[[one, other]].dropna().astype(float)
        found: tuple[float, ...] = (np.nan, np.nan, np.nan)
        if len(both) >= 3:
            tau = stats.kendalltau(both[one], both[other], variant="b")
            rho = stats.spearmanr(both[one], both[other]).statistic
            found = float(rho), float(tau.statistic), float(tau.pvalue)
        rows.append((one, other, len(both), *found, *tau_interval(found[1], len(both))))
    columns = ["one", "other", "n", "spearman", "kendall", "p", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


@dataclass(frozen=True)
class MeanAgreement:
    """The mean tau-b of several years, over the ``n`` provinces known in all of them."""

    tau: float
    n: int
    years: int
    p: float


def over_years(one: pd.DataFrame, other: pd.DataFrame, permutations: int) -> MeanAgreement:
    """Agreement of two indices over the years that both have, as one statistic.

    Both hold a column a year and a row a province. p: provinces of one index shuffled, all their
    years together, since the years of a province are not independent; two-sided.
    """
    years = one.columns.intersection(other.columns)
    both = pd.concat([one[years], other[years]], axis=1, join="inner").dropna().astype(float)
    n, m = len(both), len(years)
    signs = [_signs(column) for column in both.to_numpy().T]

    def mean(order: np.ndarray) -> float:
        shuffled = [matrix[np.ix_(order, order)] for matrix in signs[m:]]
        taus = [(a * b).sum() for a, b in zip(signs[:m], shuffled, strict=True)]
        return float(np.mean(taus))

    tau = mean(np.arange(n))
    generator = np.random.default_rng(SEED)
    draws = (mean(generator.permutation(n)) for _ in range(permutations))
    reached = sum(abs(draw) >= abs(tau) - 1e-12 for draw in draws)
    return MeanAgreement(tau, n, m, (1 + reached) / (permutations + 1))


def _signs(column: np.ndarray) -> np.ndarray:
    """Which of two provinces is ahead; scaled: products of two such matrices sum to tau-b."""
    signs = np.sign(column[:, None] - column)
    scaled: np.ndarray = signs / np.sqrt((signs**2).sum())
    return scaled


def kendalls_w(table: pd.DataFrame, permutations: int = 0) -> Concordance:
    """Kendall's coefficient of concordance of the columns, over rows known in all, ties allowed.

    W = 12 S / (m² (n³ - n) - m Σ T): S the squared deviations of the rank sums from their mean, m
    rankings of n provinces, T = Σ (t³ - t) over the groups of t ties in a ranking (Kendall and
    Babington Smith 1939, doi 10.1214/aoms/1177732186; Siegel and Castellan 1988, section 9.7).
    Ranks are taken anew among the rows used. ``permutations`` shuffles every column to give p.
    Raises ValueError for fewer than two columns or three complete rows.
    """
    complete = table.dropna().astype(float)
    n, m = complete.shape
    if m < 2 or n < 3:
        raise ValueError(f"W needs at least 2 rankings of 3 provinces; here are {m} of {n}")
    ranks = stats.rankdata(complete.to_numpy(), axis=0)
    tied = [np.unique(column, return_counts=True)[1] for column in ranks.T]
    ties = sum(float((counts**3 - counts).sum()) for counts in tied)
    scale = m**2 * (n**3 - n) - m * ties

    def w_of(sums: np.ndarray) -> np.ndarray:
        spread: np.ndarray = ((sums - m * (n + 1) / 2) ** 2).sum(axis=-1)
        with np.errstate(invalid="ignore"):
            return 12 * spread / np.float64(scale)

    w = float(w_of(ranks.sum(axis=1)))
    p = float("nan")
    if permutations and not np.isnan(w):
        generator = np.random.default_rng(SEED)
        shuffled = generator.permuted(np.broadcast_to(ranks.T, (permutations, m, n)), axis=2)
        # The order found is one of the permutations (Phipson and Smyth 2010).
        p = (1 + int((w_of(shuffled.sum(axis=1)) >= w - 1e-12).sum())) / (permutations + 1)
    return Concordance(w, n, m, p)


@dataclass(frozen=True)
class Rho:
    """Spearman's rank correlation of ``n`` provinces, and its 95 % interval."""

    rho: float
    low: float
    high: float
    n: int


def spearman(one: pd.Series, other: pd.Series, given: pd.DataFrame | None = None) -> Rho:
    """Rank correlation over the provinces known in all, with an interval.

    With ``given`` it is partial: the correlation of what is left of both ranks after least squares
    on the ranks of its columns. The interval is Fisher's with the variance of Bonett and Wright
    (2000, doi 10.1007/BF02294183), (1 + rho² / 2) / (n - 3), n less the number of columns given. It
    takes the provinces as a sample. Raises ValueError for fewer than four more than these columns.
    """
    both = pd.concat([one.rename("one"), other.rename("other")], axis=1)
    figures = both if given is None else pd.concat([both, given], axis=1)
    ranks = figures.dropna().astype(float).rank()
    n, held = len(ranks), ranks.shape[1] - 2
    if n - held < 4:
        raise ValueError(f"{n} provinces are too few for a correlation given {held} other columns")
    ranks -= ranks.mean()
    others = ranks.iloc[:, 2:].to_numpy()
    own = ranks.iloc[:, :2].to_numpy()
    left = own - others @ np.linalg.lstsq(others, own, rcond=None)[0]
    rho = float(np.corrcoef(left.T)[0, 1])
    middle = np.arctanh(np.clip(rho, -1 + 1e-12, 1 - 1e-12))
    margin = stats.norm.ppf((1 + CONFIDENCE) / 2) * np.sqrt((1 + rho**2 / 2) / (n - held - 3))
    return Rho(rho, float(np.tanh(middle - margin)), float(np.tanh(middle + margin)), n)
