"""What lies behind a change of rank: the own score, the rivals' scores, and the rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.compare.rankings import edition, moves
from analysis.model.tables import having, one
from analysis.model.tables import rows as rows_of

# The percentiles between which a change counts as usual, among provinces that started within so
# many places.
PERCENTILES = (5, 95)
WINDOW = 10
# So many places are the first ones.
TOP = 10


@dataclass(frozen=True)
class Places:
    """Between which places a score would stand in an edition."""

    best: int
    worst: int


def place_of(score: float, edition: pd.DataFrame, own: str) -> Places:
    """The place that a score would take, as far as the known ranks and scores of an edition say.

    ``edition`` has province_code, rank and score of every province, NaN where not known. A
    province of known rank r and score above the given one has r - 1 others above it as well; one of
    known rank r and a score not above it leaves at most r - 1. Provinces whose score is not known
    count between these bounds: nothing is interpolated. ``own`` is not counted.
    """
    others = edition[edition["province_code"] != own]
    mine = having(edition, province_code=own).iloc[0]
    known = others.dropna(subset=["rank", "score"])
    above = known["score"] > score
    low, high = int(above.sum()), len(others) - int((~above).sum())
    # A higher score than the own one of that edition has no more above it, a lower one no fewer.
    if pd.notna(mine["rank"]) and pd.notna(mine["score"]):
        if score >= mine["score"]:
            high = min(high, int(mine["rank"]) - 1)
        if score <= mine["score"]:
            low = max(low, int(mine["rank"]) - 1)
    # The own old place counts among the ranks of the edition; it must not count here.
    ahead = known["rank"] - 1 - (known["rank"] > mine["rank"])
    # All that share the rank of a higher score have that score.
    tied = known["rank"].map(others["rank"].value_counts())
    low = max([low, *(ahead + tied)[above]])
    high = min([high, *ahead[~above]])
    return Places(int(low) + 1, int(high) + 1)


def split(paths: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
    """Changes of rank between two editions, each split into parts that add up to it exactly.

    ``own``: places gained because the own score changed, ``rivals``: because theirs did. Each is
    the mean of the two orders in which they can have changed, the own score first or the rivals'
    first (Shapley 1953), so that no order is preferred. Where scores of the earlier edition are
    missing a part is known within bounds: own_low to own_high, rivals_low to rivals_high.

    ``paths`` as ``compare.rankings.paths`` gives them; only provinces with both scores count.
    Columns out: province_code, name_vi, name_en, from_rank, to_rank, places (positive: up),
    own_low, own_high, rivals_low, rivals_high, and, at best, new_then and old_now: the places that
    the new score would have taken in the earlier edition, and the old one in the later; sorted by
    to_rank. Raises ValueError where the two editions do not follow one definition: what the rules
    did cannot be told apart.
    """
    both = moves(paths, from_year, to_year).dropna(subset=["from_score", "to_score"])
    both = both.reset_index(drop=True)
    if not both["comparable"].all():
        raise ValueError("a change of rank is split only within one definition")
    first, last = edition(paths, from_year), edition(paths, to_year)
    then = pd.DataFrame([place_of(row.to_score, first, row.province_code) for row in rows_of(both)])
    now = pd.DataFrame([place_of(row.from_score, last, row.province_code) for row in rows_of(both)])
    places = both["places"].astype(float)
    # In one order the own score changes first, in the other the rivals'.
    own_low = (places - then["worst"] + now["best"]) / 2
    own_high = (places - then["best"] + now["worst"]) / 2
    table = both[["province_code", "name_vi", "name_en", "from_rank", "to_rank", "places"]].assign(
        own_low=own_low, own_high=own_high,
        rivals_low=places - own_high, rivals_high=places - own_low,
        new_then=then["best"], old_now=now["best"],
    )  # fmt: skip
    return table.sort_values("to_rank", ignore_index=True)


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

    ``near`` provinces started within ``WINDOW`` places, itself among them: half of them changed by
    at most ``median`` places up or down, ``low`` and ``high`` are the ``PERCENTILES`` of places
    gained, and ``near_as_large`` rose by at least as many places.
    """

    own: Any
    larger: pd.DataFrame
    as_large: pd.DataFrame
    into_top: pd.DataFrame
    near: int
    median: float
    low: int
    high: int
    near_as_large: int


def rise(moved: pd.DataFrame, code: str) -> Rise:
    """How usual a province's rise is. ``moved`` as ``compare.rankings.moves`` gives it."""
    own = one(moved, province_code=code)
    as_large = moved[moved["places"] >= own.places]
    near = moved.loc[(moved["from_rank"] - own.from_rank).abs() <= WINDOW, "places"].astype(int)
    low, high = (near.quantile(p / 100, interpolation="nearest") for p in PERCENTILES)
    return Rise(
        own=own,
        larger=as_large[as_large["places"] > own.places],
        as_large=as_large,
        into_top=as_large[as_large["to_rank"] <= TOP],
        near=len(near),
        median=float(near.abs().median()),
        low=int(low),
        high=int(high),
        near_as_large=int((near >= own.places).sum()),
    )
