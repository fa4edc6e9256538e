"""Confidence sets for ranks, for indices whose scores have standard errors.

After Mogstad, Romano, Shaikh and Wilhelm (2024), "Inference for Ranks with Applications to Mobility
across Neighbourhoods and Academic Achievement across Countries", doi 10.1093/restud/rdad006. A rank
is inverted from confidence intervals for all differences of scores: a province certainly stands
before as many others as lie wholly below it. PAPI prints standard errors of its total; those of its
shares of respondents follow from an assumption (``compare.survey``).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

SEED = 20240
DRAWS = 4_000


@cache
def _normal(draws: int, units: int) -> np.ndarray:
    """Standard normal draws, the same for every unit of a table."""
    return np.random.default_rng(SEED).standard_normal((draws, units))


def critical_value(
    errors: np.ndarray, level: float = 0.95, of: int | None = None, draws: int = DRAWS
) -> float:
    """The quantile of the largest studentised difference between independent normal estimates.

    ``errors`` are standard errors. ``of`` takes differences of one unit to all others only (for its
    marginal set); without it all pairs count (for simultaneous sets).
    """
    noise = _normal(draws, len(errors)) * errors
    largest = np.zeros(draws)
    for i in range(len(errors)) if of is None else [of]:
        scale = np.sqrt(errors[i] ** 2 + errors**2)
        scale[i] = np.inf
        largest = np.maximum(largest, (np.abs(noise[:, [i]] - noise) / scale).max(axis=1))
    return float(np.quantile(largest, level, method="higher"))


def rank_sets(
    scores: pd.Series,
    errors: pd.Series,
    *,
    level: float = 0.95,
    simultaneous: bool = False,
    draws: int = DRAWS,
) -> pd.DataFrame:
    """For each unit, ranks that a confidence set of the given level cannot exclude.

    ``scores`` and ``errors`` (standard errors, above 0) have the same index; estimates are taken as
    independent and about normal. Marginal sets hold each true rank with probability ``level``, one
    at a time; simultaneous sets hold all true ranks at once. Columns out, in the order given:
    score, error, rank, low, high (best and worst rank). Raises ValueError for missing figures or
    errors that are not above 0.
    """
    if not scores.index.equals(errors.index) or scores.isna().any() or errors.isna().any():
        raise ValueError("every unit needs a score and a standard error")
    if (errors <= 0).any():
        raise ValueError("standard errors must lie above 0")
    x, se = scores.to_numpy(dtype=float), errors.to_numpy(dtype=float)
    n = len(x)
    shared = critical_value(se, level, None, draws) if simultaneous else None
    low, high = np.empty(n, dtype=int), np.empty(n, dtype=int)
    for i in range(n):
        cut = shared if shared is not None else critical_value(se, level, i, draws)
        margin = cut * np.sqrt(se[i] ** 2 + se**2)
        low[i] = 1 + int((x - x[i] > margin).sum())
        high[i] = n - int((x[i] - x > margin).sum())
    rank = scores.rank(ascending=False, method="min").astype(int)
    return pd.DataFrame(
        {"score": x, "error": se, "rank": rank, "low": low, "high": high}, scores.index
    )
