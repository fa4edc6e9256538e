"""A change of rank, split into the own parts, the rivals' parts and the weights.

Between editions of different weights the parts are compared at the weights of the earlier one, and
what the new weights then do is told apart. For the other order the hidden foundations of the
earlier edition would have to be known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linprog

from analysis.compare.composite import KNOWN_FOR_ALL, ROUNDING, SCORES, Edition, weights_of
from analysis.compare.cross_section import known, side_by_side
from analysis.compare.rankings import edition
from analysis.model.names import REST
from analysis.model.places import BEFORE, SINCE


@dataclass(frozen=True)
class Reweighted:
    """The scores of one edition of the 63 under the weights of another.

    ``low`` and ``high``: between which each score lies, by province_code. ``mean``: of all 63.
    """

    low: pd.Series
    high: pd.Series
    mean: float


def reweighted(
    values: pd.DataFrame, weights: pd.DataFrame, successors: pd.DataFrame, year: int, of: int
) -> Reweighted:
    """What the scores of ``year`` would be with the weights of the edition ``of``.

    Takes the clean tables ``values``, ``weights`` and ``province_successors``. Where both editions
    weigh alike, these are the printed scores. Else four parts of each province are not printed,
    and its score is bounded by all values of them that agree, within rounding, with its printed
    score and parts and with the printed means of the province that it is now part of; those of
    provinces that did not merge are printed, since they are such a mean alone.
    """
    own, other = weights_of(weights, year=year), weights_of(weights, year=of)
    score = known(values, SCORES[BEFORE], year)
    if np.allclose(own, other):
        return Reweighted(score, score, float(score.mean()))
    parts = side_by_side(values, KNOWN_FOR_ALL, year).reindex(columns=own.index)
    now = [part.replace("dti_", "dti34_") for part in own.index]
    means = side_by_side(values, now, year, SINCE).set_axis(own.index, axis=1)
    low, high = pd.Series(index=score.index, dtype=float), pd.Series(index=score.index, dtype=float)
    for unit, codes in successors.groupby("new_code")["old_code"]:
        members = list(codes)
        rows = parts.loc[members].to_numpy(float)
        ends = _bounds(rows, score[members].to_numpy(), means.loc[unit].to_numpy(), own, other)
        low[members], high[members] = ends
    sizes = successors.groupby("new_code").size()
    mean = float((means @ other).mul(sizes).sum() / sizes.sum())
    return Reweighted(low, high, mean)


def _bounds(
    parts: np.ndarray, score: np.ndarray, means: np.ndarray, own: pd.Series, other: pd.Series
) -> tuple[list[float], list[float]]:
    """The least and the most of each score under other weights, of the members of one province.

    ``parts`` (members x parts) holds NaN where a part is not printed; ``means`` those of the
    province that they are now part of. One linear programme for each end.
    """
    n, k = parts.shape
    least = np.where(np.isnan(parts), 0, parts - ROUNDING).clip(0, 1)
    most = np.where(np.isnan(parts), 1, parts + ROUNDING).clip(0, 1)
    scores = np.kron(np.eye(n), own.to_numpy())
    averages = np.kron(np.full((1, n), 1 / n), np.eye(k))
    sums, ends = np.vstack([scores, averages]), np.concatenate([score, means])
    found = [
        sign * linprog(
            sign * np.kron(one, other.to_numpy()),
            A_ub=np.vstack([sums, -sums]),
            b_ub=np.concatenate([ends + ROUNDING, ROUNDING - ends]) + 1e-9,
            bounds=np.column_stack([least.ravel(), most.ravel()]),
        ).fun
        for sign in (1, -1)
        for one in np.eye(n)
    ]  # fmt: skip
    return found[:n], found[n:]


def split(
    paths: pd.DataFrame, from_year: int, to_year: int, at_old_weights: Reweighted
) -> pd.DataFrame:
    """Changes of rank between two editions, each split into three that add up to it exactly.

    ``own``: places gained because the own parts changed, ``rivals``: because theirs did, both at
    the weights of the earlier edition, and beyond what the mean of all scores changed by, which
    moves nobody: the mean of the two orders in which they can have changed (Shapley 1953).
    ``weights``: places gained because the later edition weighs otherwise. Each is given as low and
    high, which are the same where no part is hidden.

    ``paths`` as ``compare.rankings.paths`` gives them, ``at_old_weights`` the later edition as
    ``reweighted`` gives it. Columns out: province_code, name_vi, name_en, from_rank, to_rank,
    places (positive: up), best and worst (the places of the later edition under the weights of the
    earlier one), own_low, own_high, rivals_low, rivals_high, weights_low, weights_high; sorted by
    to_rank. Raises ValueError where a score is not known.
    """
    first, last = (
        edition(paths, year).set_index("province_code").sort_index()
        for year in (from_year, to_year)
    )
    if first["score"].isna().any() or last["score"].isna().any():
        raise ValueError(f"not all scores of {from_year} and {to_year} are known")
    before = first["score"].to_numpy() + at_old_weights.mean - first["score"].mean()
    then = before, before
    now = at_old_weights.low.to_numpy(), at_old_weights.high.to_numpy()
    start, end = first["rank"].to_numpy(float), last["rank"].to_numpy(float)
    best, worst = _places(now, now)
    new_best, new_worst = _places(now, then)
    old_best, old_worst = _places(then, now)
    table = first[["name_vi", "name_en"]].assign(
        from_rank=first["rank"], to_rank=last["rank"], places=first["rank"] - last["rank"],
        best=best, worst=worst,
        own_low=((start - new_worst) + (old_best - worst)) / 2,
        own_high=((start - new_best) + (old_worst - best)) / 2,
        rivals_low=((start - old_worst) + (new_best - worst)) / 2,
        rivals_high=((start - old_best) + (new_worst - best)) / 2,
        weights_low=best - end, weights_high=worst - end,
    )  # fmt: skip
    return table.reset_index().sort_values(["to_rank", "name_en"], ignore_index=True)


_Ends = tuple[np.ndarray, np.ndarray]


def _places(own: _Ends, rivals: _Ends) -> _Ends:
    """The best and the worst place of each own score among the rivals' scores, all within bounds.

    Provinces stand in the same order in both; nobody is a rival of itself.
    """
    places = []
    for mine, theirs in ((own[1], rivals[0]), (own[0], rivals[1])):
        above = np.round(theirs[None, :] - mine[:, None], 10) > 0
        np.fill_diagonal(above, False)
        places.append(1.0 + above.sum(axis=1))
    return places[0], places[1]


def changes_by_part(
    before: Edition, after: Edition, at_old_weights: Reweighted, code: str
) -> pd.DataFrame:
    """Which blocks moved a province's score against the mean of all, at the weights before.

    Exact: weight x (own change - mean change), block by block, adds up. Columns out as
    ``compare.composite.contributions``: block, weight, own and theirs (changes), points; last row
    the total. Raises ValueError where four parts of the province are hidden in the later edition.
    """
    low, high = float(at_old_weights.low[code]), float(at_old_weights.high[code])
    if high - low > 4 * ROUNDING:
        raise ValueError(f"the block of province {code} is only known within {high - low:.4f}")
    then, now = (
        pd.DataFrame({"own": blocks.loc[code], "theirs": blocks.mean()})
        for blocks in (before.blocks, after.blocks)
    )
    now.loc["score"] = [(low + high) / 2, at_old_weights.mean]
    # The hidden four, weighted as they were before.
    printed = before.weights.drop(REST)
    now.loc[REST] = (now.loc["score"] - printed @ now.loc[printed.index]) / before.weights[REST]
    weight = pd.Series([*before.weights, 1.0], [*before.weights.index, "score"])
    table = (now - then).loc[weight.index].assign(weight=weight)
    table["points"] = table["weight"] * (table["own"] - table["theirs"])
    return table.rename_axis("block").reset_index()
