"""How usual a change of rank is, and how far a province stands from its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.model.tables import one

# Provinces that started within so many places of each other started alike.
WINDOW = 10
# So many places are the first ones.
TOP = 10


def to_next(paths: pd.DataFrame) -> pd.DataFrame:
    """Points of score between each province and its neighbours in the ranking of its edition.

    Only provinces with rank and score count, and only gaps between neighbouring known ranks: where
    the rank above or below is not known, there is no gap (NaN). Columns out: reference_year,
    province_code, name_vi, name_en, rank, score, to_gain (points behind the next better score),
    to_lose (points ahead of the next worse score); sorted by year and rank.
    """
    columns = ["reference_year", "province_code", "name_vi", "name_en", "rank", "score"]
    ranked = paths[columns].dropna(subset=["rank", "score"])
    places = ["reference_year", "rank"]
    held = ranked.groupby(places, as_index=False).agg(score=("score", "first"), n=("score", "size"))
    editions = held.groupby("reference_year")
    better, worse = editions.shift(1), editions.shift(-1)
    follows = (better["rank"] + better["n"] == held["rank"]).fillna(False)
    leads = (held["rank"] + held["n"] == worse["rank"]).fillna(False)
    held["to_gain"] = (better["score"] - held["score"]).round(10).where(follows)
    held["to_lose"] = (held["score"] - worse["score"]).round(10).where(leads)
    return ranked.merge(held.drop(columns=["score", "n"]), on=places).sort_values(
        [*places, "name_en"], ignore_index=True
    )


def next_by_edition(paths: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Some provinces' distances to their neighbours, edition beside edition, as in ``to_next``.

    Columns out: name_vi, and to_gain_<year> and to_lose_<year> for each edition; one row a
    province, in the order of ``codes``.
    """
    gaps = to_next(paths)
    named = gaps.set_index("province_code")["name_vi"]
    wide = gaps.pivot(index="province_code", columns="reference_year")[["to_gain", "to_lose"]]
    wide.columns = wide.columns.map("{0[0]}_{0[1]}".format)
    return wide.loc[list(codes)].assign(name_vi=named[~named.index.duplicated()])


def typical_gap(gaps: pd.DataFrame, ends: int = 10) -> pd.Series:
    """The median distance to the next better score, in points, by reference_year.

    ``gaps`` as ``to_next`` gives them. So many provinces at both ends of the 63 are left out.
    """
    middle = gaps[gaps["rank"].between(ends + 1, 63 - ends)]
    typical: pd.Series = middle.groupby("reference_year")["to_gain"].median()
    return typical


@dataclass(frozen=True)
class Rise:
    """How usual a province's rise is, among all moves between two editions; rows as ``moves``.

    ``own`` is its row. Of all moves, ``larger`` are those by more places, ``as_large`` those by at
    least as many, ``into_top`` the ones of these that end among the first ``TOP``.

    ``near`` are the places gained by those that started within ``WINDOW`` places, itself among
    them, from most to fewest: half of them changed by at most ``median`` places up or down, and
    ``near_as_large`` rose by at least as many places.
    """

    own: Any
    larger: pd.DataFrame
    as_large: pd.DataFrame
    into_top: pd.DataFrame
    near: pd.Series
    median: float
    near_as_large: int


def rise(moved: pd.DataFrame, code: str) -> Rise:
    """How usual a province's rise is. ``moved`` as ``compare.rankings.moves`` gives it."""
    own = one(moved, province_code=code)
    as_large = moved[moved["places"] >= own.places]
    near = moved.loc[(moved["from_rank"] - own.from_rank).abs() <= WINDOW, "places"].astype(int)
    return Rise(
        own=own,
        larger=as_large[as_large["places"] > own.places],
        as_large=as_large,
        into_top=as_large[as_large["to_rank"] <= TOP],
        near=near.sort_values(ascending=False),
        median=float(near.abs().median()),
        near_as_large=int((near >= own.places).sum()),
    )
