"""How mobile a ranking is from one edition to the next, and whether regions move together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare import agreement
from analysis.compare.rankings import edition
from analysis.model.tables import rows as rows_of

SEED = 2004
PERMUTATIONS = 9_999
LEVEL = 0.05


@dataclass(frozen=True)
class Transitions:
    """Moves between classes of rank.

    ``counts`` is square, rows the class in the first edition, columns in the second, class 1 the
    first places. ``shorrocks`` is (k - trace) / (k - 1), the trace that of the shares of each row:
    0 where all stay in their class, 1 where the class left says nothing of the class entered, more
    where classes swap. Of ``n`` provinces ``stayed`` stay in their class.
    """

    counts: np.ndarray
    shorrocks: float
    stayed: int
    n: int


@dataclass(frozen=True)
class Tested:
    """A statistic and the share of permutations that reach it (one-sided, larger is more)."""

    value: float
    p: float


def ranks_of(paths: pd.DataFrame, year: int) -> pd.Series:
    """The known ranks of one edition by province_code. Takes ``compare.rankings.paths``."""
    ranks = edition(paths, year).set_index("province_code")["rank"].dropna().astype(int)
    return ranks.rename(year)


def transitions(first: pd.Series, second: pd.Series, classes: int = 5) -> Transitions:
    """Moves between classes of about equal size, by rank among the provinces in both editions.

    ``first`` and ``second`` hold ranks by province_code. Index: Shorrocks (1978), "The
    Measurement of Mobility", Econometrica 46, p. 1013. Raises ValueError for a class that is empty.
    """
    both = pd.concat([first.rename("a"), second.rename("b")], axis=1).dropna().astype(float)
    n = len(both)
    # The place among those in both, ties in one order, cut into classes.
    place = both.rank(method="first")
    cut = np.ceil(place.to_numpy() * classes / n).astype(int) - 1
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (cut[:, 0], cut[:, 1]), 1)
    totals = counts.sum(axis=1, keepdims=True)
    if (totals == 0).any():
        raise ValueError(f"{n} provinces do not fill {classes} classes")
    shares = counts / totals
    shorrocks = float((classes - np.trace(shares)) / (classes - 1))
    return Transitions(counts, shorrocks, int(np.trace(counts)), n)


def cells(moves: Transitions, names: Sequence[str]) -> pd.DataFrame:
    """How many provinces made each move, by the names of the classes.

    Columns out: row (class left), column (entered), value (NaN for none), text (the number).
    """
    counts = pd.DataFrame(moves.counts, index=list(names), columns=list(names))
    table = counts.stack().reset_index().set_axis(["row", "column", "n"], axis=1)
    return table.assign(value=table["n"].where(table["n"] > 0), text=table["n"].astype(str))


def mean_change(first: pd.Series, second: pd.Series) -> tuple[float, float, int]:
    """Mean absolute change of rank, its share of the largest possible, and n provinces in both.

    Ranks are taken anew among those in both. The largest possible mean is that of a ranking turned
    round: n/2, for odd n (n² - 1) / 2n (Diaconis and Graham 1977 on Spearman's footrule).
    """
    both = pd.concat([first, second], axis=1).dropna().rank()
    n = len(both)
    change = float(both.diff(axis=1).iloc[:, 1].abs().mean())
    return change, change / ((n**2 - n % 2) / 2 / n), n


def cohesion(
    first: pd.Series, second: pd.Series, regions: pd.Series, permutations: int = PERMUTATIONS
) -> Tested:
    """Whether provinces of one region move through the ranks in the same direction.

    Theta = Σ over regions |Σ of rank changes in it| / Σ |rank changes|: 0 where moves within
    regions cancel, 1 where each region moves one way (Rey 2004, "Spatial dependence in the
    evolution of regional income distributions", in Spatial Econometrics and Spatial Statistics, p.
    194). p: rank changes shuffled over provinces.
    """
    table = _with_regions(first, second, regions)
    moves = (table["b"].rank() - table["a"].rank()).to_numpy()
    codes, _ = pd.factorize(table["r"], sort=True)
    members = np.eye(codes.max() + 1)[codes]
    total = np.abs(moves).sum()
    if total == 0:
        return Tested(float("nan"), float("nan"))
    value = float(np.abs(moves @ members).sum() / total)
    many = np.broadcast_to(moves, (permutations, len(moves)))
    shuffled = np.random.default_rng(SEED).permuted(many, axis=1)
    reached = int((np.abs(shuffled @ members).sum(axis=1) / total >= value - 1e-12).sum())
    return Tested(value, (1 + reached) / (permutations + 1))


def between_editions(paths: pd.DataFrame, pairs: pd.DataFrame, regions: pd.Series) -> pd.DataFrame:
    """Mobility from each edition to the next, among the provinces ranked in both.

    ``paths`` and ``pairs`` as ``compare.rankings.paths`` and ``comparable_pairs`` give them.
    Columns out: those of ``pairs``, n, places and share (``mean_change``), spearman, kendall,
    shorrocks, cohesion and p (its).
    """
    found = []
    for pair in rows_of(pairs):
        first, last = ranks_of(paths, pair.from_year), ranks_of(paths, pair.to_year)
        places, share, n = mean_change(first, last)
        agreed = agreement.pairs(pd.concat([first, last], axis=1)).iloc[0]
        theta = cohesion(first, last, regions)
        found.append(
            {
                "n": n, "places": places, "share": share, **agreed[["spearman", "kendall"]],
                "shorrocks": transitions(first, last).shorrocks,
                "cohesion": theta.value, "p": theta.p,
            }
        )  # fmt: skip
    return pd.concat([pairs.reset_index(drop=True), pd.DataFrame(found)], axis=1)


def regional_concordance(
    first: pd.Series, second: pd.Series, regions: pd.Series, permutations: int = PERMUTATIONS
) -> pd.DataFrame:
    """Whether pairs of provinces keep their order, within each region and between regions.

    For a set of pairs tau = (concordant - discordant) / pairs, where a pair is concordant when both
    editions order it alike; ties count as neither (Rey 2016, "Space-time patterns of rank
    concordance", Annals of the American Association of Geographers 106, p. 788). Columns out: one,
    other (regions), within (whether they are the same), pairs, tau, p_low, p_high: the shares of
    permutations of regions over provinces whose tau is at most, at least this large.
    """
    table = _with_regions(first, second, regions)
    a, b = (table[column].to_numpy(dtype=float) for column in ("a", "b"))
    agree = np.sign(a[:, None] - a) * np.sign(b[:, None] - b)
    codes, names = pd.factorize(table["r"], sort=True)
    k = len(names)
    members = np.eye(k)[codes]
    sizes = members.sum(axis=0)
    n_pairs = np.outer(sizes, sizes)
    n_pairs[np.diag_indices(k)] = sizes * (sizes - 1)

    def tau(group: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.asarray((group.T @ agree @ group) / n_pairs)

    found = tau(members)
    generator = np.random.default_rng(SEED)
    at_most, at_least = np.ones((k, k)), np.ones((k, k))
    for _ in range(permutations):
        shuffled = tau(members[generator.permutation(len(members))])
        at_most += shuffled <= found + 1e-12
        at_least += shuffled >= found - 1e-12
    i, j = np.triu_indices(k)
    # Where there is no pair there is nothing to test.
    draws = np.where(n_pairs > 0, permutations + 1, np.nan)
    return pd.DataFrame(
        {
            "one": names[i], "other": names[j], "within": i == j,
            "pairs": n_pairs[i, j].astype(int) // np.where(i == j, 2, 1), "tau": found[i, j],
            "p_low": (at_most / draws)[i, j], "p_high": (at_least / draws)[i, j],
        }
    )  # fmt: skip


def _with_regions(first: pd.Series, second: pd.Series, regions: pd.Series) -> pd.DataFrame:
    """Both columns (a, b) and the region (r) of the provinces known in all three."""
    columns = [first.rename("a"), second.rename("b"), regions.rename("r")]
    return pd.concat(columns, axis=1, join="inner").dropna()
