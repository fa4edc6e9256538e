"""Weights that no text prints, recovered from printed scores and their printed parts.

A score is a weighted sum of its parts. Where both are printed for more provinces than there are
parts, the weights are what solves these sums, as closely as rounding lets them be known. Of points
only the proportions can be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from math import ceil, floor

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.compare.composite import ROUNDING, eight_parts, points_of
from analysis.model.tables import having

# Beyond this a total is no longer one of round points.
MOST_POINTS = 2000
# Round points are multiples of so many.
STEP = 10


@dataclass(frozen=True)
class Recovery:
    """How surely the weights of an edition follow from what it prints.

    ``table``: part, points (those of weights.csv) and, in points of the same total, estimate (least
    squares), error (its standard error), moved (the farthest that leaving out one province moves
    it), low and high (between which it lies in every set of weights that gives all printed scores
    within rounding). ``n`` provinces have all parts printed; ``weighed`` is the sum of the
    estimated weights, 1 where the scores are weighted means. With the points as they are,
    ``largest`` is the largest difference to a printed score, ``explained`` the largest that
    rounding can make, ``spread`` the root of the mean squared difference, ``expected`` what
    rounding alone makes of it. ``off`` is the farthest that an estimate is from its points, and
    ``reach`` the farthest that a bound is. ``smallest`` is the smallest total of whole points that
    can give all scores within rounding. Of ``others``, sets in which parts have ``STEP`` points
    more, less or as many, the best leaves a largest difference of ``nearest``.
    """

    table: pd.DataFrame
    n: int
    weighed: float
    largest: float
    explained: float
    spread: float
    expected: float
    off: float
    reach: float
    smallest: int
    others: int
    nearest: float


def recover(parts: pd.DataFrame, points: pd.Series) -> Recovery:
    """What printed scores and parts say of the points behind them.

    ``parts`` as ``compare.composite.eight_parts`` gives them, ``points`` by part. Raises ValueError
    where fewer provinces than parts are printed, or where no weights give the scores.
    """
    matrix, score = parts[points.index].to_numpy(float), parts["score"].to_numpy(float)
    n, k = matrix.shape
    if n <= k:
        raise ValueError(f"{k} weights need more than {k} provinces with all parts; here are {n}")
    total = points.sum()
    weights = (points / total).to_numpy(float)
    fit = _least_squares(matrix, score)
    off = score - matrix @ fit
    errors = np.sqrt(off @ off / (n - k) * np.diag(np.linalg.inv(matrix.T @ matrix)))
    without = [_least_squares(np.delete(matrix, i, axis=0), np.delete(score, i)) for i in range(n)]
    low, high = _bounds(matrix, score)
    in_points = {
        "estimate": fit, "error": errors, "moved": np.abs(np.array(without) - fit).max(axis=0),
        "low": low, "high": high,
    }  # fmt: skip
    table = pd.DataFrame({"part": points.index, "points": points.to_numpy()})
    table = table.assign(**{name: total * found for name, found in in_points.items()})
    residual = score - matrix @ weights
    others, nearest = _others(matrix, score, points)
    return Recovery(
        table=table,
        n=n,
        weighed=float(fit.sum()),
        largest=float(np.abs(residual).max()),
        explained=float(ROUNDING * (1 + weights.sum())),
        spread=float(np.sqrt((residual**2).mean())),
        # What is rounded lies anywhere within half a unit: variance a third of its square.
        expected=float(ROUNDING * np.sqrt((1 + (weights**2).sum()) / 3)),
        off=float((table["estimate"] - table["points"]).abs().max()),
        reach=float(total * max((weights - low).max(), (high - weights).max())),
        smallest=_smallest_total(low, high),
        others=others,
        nearest=nearest,
    )


def _least_squares(matrix: np.ndarray, score: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.lstsq(matrix, score, rcond=None)[0])


def _bounds(matrix: np.ndarray, score: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most that each weight can be when rounding explains every difference.

    Each part may be half a unit of its last digit off, in either way, and so may the score: linear
    in the weights, so that a linear programme finds both ends.
    """
    above = np.vstack([matrix - ROUNDING, -(matrix + ROUNDING)])
    ends = np.concatenate([score + ROUNDING, ROUNDING - score])
    found = []
    for sign, part in product((1, -1), np.eye(matrix.shape[1])):
        solved = linprog(sign * part, A_ub=above, b_ub=ends, bounds=(0, 1))
        if not solved.success:
            raise ValueError("no weights give all printed scores within rounding")
        found.append(sign * solved.fun)
    low, high = np.reshape(found, (2, -1))
    return low, high


def _smallest_total(low: np.ndarray, high: np.ndarray) -> int:
    """The smallest total at which every part has a whole number of points within its bounds."""
    for total in range(len(low), MOST_POINTS):
        if all(ceil(a * total) <= floor(b * total) for a, b in zip(low, high, strict=True)):
            return total
    raise ValueError(f"no whole points of less than {MOST_POINTS} give the scores")


def _others(matrix: np.ndarray, score: np.ndarray, points: pd.Series) -> tuple[int, float]:
    """How many other round points of the same total lie next to these, and what the best leaves."""
    moves = np.array([m for m in product((-1, 0, 1), repeat=len(points)) if any(m) and not sum(m)])
    tried = (points.to_numpy(float) + STEP * moves) / points.sum()
    largest = np.abs(score[:, None] - matrix @ tried.T).max(axis=0)
    return len(moves), float(largest.min())


def of_editions(values: pd.DataFrame, weights: pd.DataFrame) -> dict[int, Recovery]:
    """``recover`` of the DTI of each edition of which provinces are printed with all their parts.

    Takes the clean tables ``values`` and ``weights``.
    """
    found: dict[int, Recovery] = {}
    printed = having(weights, index="dti")[["reference_year", "boundary"]].drop_duplicates()
    for year, boundary in printed.itertuples(index=False):
        points = points_of(weights, year=year, boundary=boundary)
        parts = eight_parts(values, points / points.sum(), year, boundary)
        if len(parts) > len(points):
            found[int(year)] = recover(parts, points)
    return found


def overview(found: Mapping[int, Recovery]) -> pd.DataFrame:
    """How closely the points of each edition give its printed scores.

    Columns out: reference_year, n, largest, explained, spread, expected, as in ``Recovery``.
    """
    columns = ["n", "largest", "explained", "spread", "expected"]
    return pd.DataFrame(
        {"reference_year": year} | {column: getattr(recovery, column) for column in columns}
        for year, recovery in found.items()
    )
