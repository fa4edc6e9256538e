"""What lies behind a change of rank: the own score, the rivals' scores, and the rules."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.compare.rankings import moves
from analysis.model.tables import rows as rows_of

NOT_SEPARABLE = "rules changed: own, rivals' and rules' share cannot be told apart"
SCORE_MISSING = "own score is not known in both editions"


@dataclass(frozen=True)
class Places:
    """How many provinces stand above a score in an edition: at least ``low``, at most ``high``."""

    low: int
    high: int


def standing_above(edition: pd.DataFrame, score: float, own: str) -> Places:
    """How many others stand above a score, as far as the known ranks and scores of an edition say.

    ``edition`` has province_code, rank and score of every province, NaN where not known. A
    province of known rank r and score above the given one has r - 1 others above it as well; one of
    known rank r and a score not above it leaves at most r - 1. Provinces whose score is not known
    count between these bounds: nothing is interpolated. ``own`` is not counted.
    """
    others = edition[edition["province_code"] != own]
    mine = edition[edition["province_code"] == own].iloc[0]
    known = others[others["rank"].notna() & others["score"].notna()]
    above, not_above = known[known["score"] > score], known[known["score"] <= score]
    low, high = len(above), len(edition) - 1 - len(not_above)
    # A higher score than the own one of that edition has no more above it, a lower one no fewer.
    if pd.notna(mine["rank"]) and pd.notna(mine["score"]):
        if score >= mine["score"]:
            high = min(high, int(mine["rank"]) - 1)
        if score <= mine["score"]:
            low = max(low, int(mine["rank"]) - 1)
    # The own old place counts among the ranks of the edition; it must not count here.
    for row in rows_of(above):
        # All that share its rank have its score.
        tied = int((others["rank"] == row.rank).sum()) - 1
        low = max(low, int(row.rank) + tied - int(mine["rank"] < row.rank))
    for row in rows_of(not_above):
        high = min(high, int(row.rank) - 1 - int(mine["rank"] < row.rank))
    return Places(low, high)


def split(paths: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
    """Changes of rank between two editions, each split into parts that add up to it exactly.

    ``own``: places gained because the own score changed, ``rivals``: because theirs did. Each is
    the mean of the two orders in which they can have changed, the own score first or the rivals'
    first (Shapley 1953), so that no order is preferred. Where scores of the earlier edition are
    missing a part is known within bounds: own_low to own_high, rivals_low to rivals_high.

    ``paths`` as ``compare.rankings.paths`` gives them. Columns out: province_code, name_vi,
    name_en, from_rank, to_rank, places (positive: up), own_low, own_high, rivals_low, rivals_high,
    said: empty, or why there is no split: across a change of rules the parts cannot be told apart.
    """
    both = moves(paths, from_year, to_year)
    first, last = (
        paths[paths["reference_year"] == year][["province_code", "rank", "score"]]
        for year in (from_year, to_year)
    )
    rows = []
    for row in rows_of(both):
        found = {
            "province_code": row.province_code, "name_vi": row.name_vi, "name_en": row.name_en,
            "from_rank": int(row.from_rank), "to_rank": int(row.to_rank), "places": int(row.places),
            "own_low": float("nan"), "own_high": float("nan"),
            "rivals_low": float("nan"), "rivals_high": float("nan"), "said": "",
        }  # fmt: skip
        if not row.comparable:
            found["said"] = NOT_SEPARABLE
        elif pd.isna(row.from_score) or pd.isna(row.to_score):
            found["said"] = SCORE_MISSING
        else:
            code = row.province_code
            # Places above: own score of one edition among the rivals of the other.
            new_among_old = standing_above(first, row.to_score, code)
            old_among_new = standing_above(last, row.from_score, code)
            before, after = int(row.from_rank) - 1, int(row.to_rank) - 1
            # In one order the own score changes first, in the other the rivals'.
            least, most = (
                (((before - a) + (b - after)) / 2, ((before - b) + (a - after)) / 2)
                for a, b in (
                    (new_among_old.high, old_among_new.low), (new_among_old.low, old_among_new.high)
                )
            )  # fmt: skip
            found["own_low"], found["rivals_high"] = least
            found["own_high"], found["rivals_low"] = most
        rows.append(found)
    return pd.DataFrame(rows)


def to_next(paths: pd.DataFrame, year: int) -> pd.DataFrame:
    """Points of score between each province and its neighbours in the ranking of one edition.

    Only provinces with rank and score count, and only gaps between neighbouring known ranks: where
    the rank above or below is not known, there is no gap (NaN). Columns out: province_code,
    name_vi, name_en, rank, score, to_gain (points behind the next better score), to_lose (points
    ahead of the next worse score); sorted by rank.
    """
    edition = paths[
        (paths["reference_year"] == year) & paths["rank"].notna() & paths["score"].notna()
    ].sort_values(["rank", "name_en"], ignore_index=True)
    edition = edition[["province_code", "name_vi", "name_en", "rank", "score"]].copy()
    best = edition.groupby("rank")["score"].agg(["first", "size"])
    next_rank = {rank: rank + size for rank, size in best["size"].items()}
    previous = {after: rank for rank, after in next_rank.items()}
    score = best["first"].to_dict()
    nothing = float("nan")
    edition["to_gain"] = [
        round(score[previous[r]] - s, 10) if previous.get(r) in score else nothing
        for r, s in zip(edition["rank"], edition["score"], strict=True)
    ]
    edition["to_lose"] = [
        round(s - score[next_rank[r]], 10) if next_rank[r] in score else nothing
        for r, s in zip(edition["rank"], edition["score"], strict=True)
    ]
    return edition


@dataclass(frozen=True)
class Usual:
    """How ranks changed from starting places near a given one.

    ``n`` provinces started within ``window`` places; half of them changed by at most ``median``
    places up or down, ``low`` and ``high`` are the 5th and 95th percentile of places gained, and
    ``as_large`` moved by at least as many places as the change in question, in its direction.
    """

    n: int
    window: int
    median: float
    low: int
    high: int
    as_large: int


def usual(moved: pd.DataFrame, rank: int, places: int, window: int = 10) -> Usual:
    """How usual a change of rank is among provinces that started near a place.

    ``moved`` as ``compare.rankings.moves`` gives it. The province itself counts among the n.
    """
    near = moved[(moved["from_rank"] - rank).abs() <= window]
    changes = near["places"].astype(int)
    quantiles = changes.quantile([0.05, 0.95], interpolation="nearest").astype(int)
    as_large = (changes >= places) if places >= 0 else (changes <= places)
    return Usual(
        n=len(near),
        window=window,
        median=float(changes.abs().median()),
        low=int(quantiles.iloc[0]),
        high=int(quantiles.iloc[1]),
        as_large=int(as_large.sum()),
    )
