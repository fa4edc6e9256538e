"""How ranks move, and what score differences stand behind them.

All functions take the clean table ``rankings`` (and what else they name) as pandas frames and
return new frames. A *definition* is the set of rules behind an edition: scores and ranks compare
only within one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.model.places import BEFORE
from analysis.model.tables import having
from analysis.model.tables import rows as rows_of


def paths(
    rankings: pd.DataFrame, provinces: pd.DataFrame, index: str = "dti", boundary: str = BEFORE
) -> pd.DataFrame:
    """Rank and score of every province in every edition of an index.

    Columns out: province_code, name_vi, name_en, region, reference_year, rank, rank_basis, score,
    missing, units_ranked, units_known, definition, source_id, locator, as_printed, disputed; one
    row per province and edition, missing ranks included, sorted by year, rank and name.
    """
    names = having(provinces, boundary=boundary)[["code", "name_vi", "name_en", "region"]]
    return (
        having(rankings, index=index, boundary=boundary)
        .merge(names, left_on="province_code", right_on="code", validate="m:1")
        .drop(columns=["code", "index", "boundary"])
        .sort_values(["reference_year", "rank", "name_en"], ignore_index=True)
    )


def edition(paths: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of one edition, as ``paths`` sorts them."""
    return having(paths, reference_year=year)


def path_of(paths: pd.DataFrame, code: str) -> pd.DataFrame:
    """One province's row in every edition, in order of time."""
    return having(paths, province_code=code).sort_values("reference_year", ignore_index=True)


def comparable_pairs(editions: pd.DataFrame, index: str = "dti") -> pd.DataFrame:
    """Neighbouring editions of an index of the 63 and whether they share a definition.

    Columns out: from_year, to_year, comparable, rules: same, other, or unknown where the number of
    main indices of one of the two is not known.
    """
    ordered = having(editions, index=index, boundary=BEFORE).sort_values("reference_year")
    first, last = ordered.iloc[:-1].reset_index(), ordered.iloc[1:].reset_index()
    same = first["definition"] == last["definition"]
    unknown = first["main_indices"].isna() | last["main_indices"].isna()
    return pd.DataFrame(
        {
            "from_year": first["reference_year"],
            "to_year": last["reference_year"],
            "comparable": same,
            "rules": np.select([same, unknown], ["same", "unknown"], "other"),
        }
    )


def moves(paths: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
    """Change of rank between two editions, for provinces with a rank in both.

    Columns out: province_code, name_vi, name_en, places (positive: up), comparable, and for each
    edition with the prefix from_ and to_: rank, rank_basis, score, source_id, locator, as_printed,
    disputed; sorted by places, largest rise first.
    """
    names = ["province_code", "name_vi", "name_en"]
    cited = ["rank", "rank_basis", "score", "source_id", "locator", "as_printed", "disputed"]
    ranked = paths.dropna(subset="rank").set_index(names)[["reference_year", *cited, "definition"]]
    first = edition(ranked, from_year).add_prefix("from_")
    both = first.join(edition(ranked, to_year).add_prefix("to_"), how="inner", validate="1:1")
    both = both.reset_index()
    both["places"] = both["from_rank"] - both["to_rank"]
    both["comparable"] = both["from_definition"] == both["to_definition"]
    ends = [f"{prefix}_{column}" for prefix in ("from", "to") for column in cited]
    table = both[[*names, "places", "comparable", *ends]]
    return table.sort_values(["places", "to_rank"], ascending=[False, True], ignore_index=True)


def among_both(moves: pd.DataFrame) -> pd.DataFrame:
    """The same moves with ranks taken anew among the provinces that have a score in both editions.

    So a province that an edition leaves out moves nobody. ``moves`` as ``moves`` gives them; raises
    ValueError where the two editions do not follow one definition.
    """
    if not moves["comparable"].all():
        raise ValueError("ranks are taken anew only within one definition")
    both = moves.dropna(subset=["from_score", "to_score"]).copy()
    for end in ("from", "to"):
        scores = both[f"{end}_score"]
        both[f"{end}_rank"] = scores.rank(ascending=False, method="min").astype(int)
        both[f"{end}_rank_basis"] = "derived"
    both["places"] = both["from_rank"] - both["to_rank"]
    return both.sort_values(["places", "to_rank"], ascending=[False, True], ignore_index=True)


def ends(paths: pd.DataFrame, many: int = 5) -> pd.DataFrame:
    """The first and the last provinces of every edition whose ranks follow from all its scores.

    Columns out: reference_year, definition, n (provinces with a score), first and last (their
    names, best first), first_scores and last_scores.
    """
    found = []
    for (year, definition), edition in paths.groupby(["reference_year", "definition"]):
        known = edition.dropna(subset=["rank", "score"]).sort_values(["rank", "name_en"])
        if len(known) == edition["units_ranked"].max():
            first, last = known.head(many), known.tail(many)
            found.append(
                {
                    "reference_year": year, "definition": definition, "n": len(known),
                    "first": list(first["name_vi"]), "first_scores": list(first["score"]),
                    "last": list(last["name_vi"]), "last_scores": list(last["score"]),
                }
            )  # fmt: skip
    return pd.DataFrame(found)


@dataclass(frozen=True)
class Directions:
    """Who rose, fell and kept the place, as parts of ``moves``; ``n`` provinces in all."""

    n: int
    up: pd.DataFrame
    down: pd.DataFrame
    still: pd.DataFrame


def directions(moves: pd.DataFrame, first: int = 63) -> Directions:
    """Moves by direction, of provinces that are among so many first in both editions."""
    among = moves[(moves["from_rank"] <= first) & (moves["to_rank"] <= first)]
    places = among["places"]
    return Directions(len(among), among[places > 0], among[places < 0], among[places == 0])


def printed_against_scores(observations: pd.DataFrame, paths: pd.DataFrame) -> pd.DataFrame:
    """Printed ranks of editions whose ranks follow from complete scores.

    Columns out: reference_year, provinces (with a printed rank), agreeing (whose printed ranks
    all are the one that follows from the scores).
    """
    derived = having(paths, rank_basis="derived")["reference_year"]
    printed = having(observations, indicator="dti_rank", boundary=BEFORE).dropna(subset="rank")
    places = ["reference_year", "province_code"]
    both = printed[printed["reference_year"].isin(derived)].merge(
        paths[[*places, "rank"]], on=places, suffixes=("_printed", ""), validate="m:1"
    )
    both["agrees"] = both["rank_printed"] == both["rank"]
    grouped = both.groupby(places)["agrees"].all().groupby("reference_year")
    return pd.DataFrame({"provinces": grouped.size(), "agreeing": grouped.sum()}).reset_index()


def gaps(paths: pd.DataFrame, year: int, code: str) -> pd.DataFrame:
    """How far every other province with a known score is from one province, in one edition.

    Columns out: province_code, rank, name_vi, name_en, score, source_id, locator, as_printed,
    points (score minus the province's own), places (places to gain, negative to lose); sorted by
    rank. Raises KeyError where the province has no rank and score in that edition.
    """
    names = ["province_code", "rank", "name_vi", "name_en"]
    known = edition(paths, year)[[*names, "score", "source_id", "locator", "as_printed"]]
    known = known.dropna(subset=["rank", "score"])
    own = having(known, province_code=code)
    if own.empty:
        raise KeyError(f"province {code} has no rank and score in {year}")
    return known.assign(
        points=(known["score"] - own["score"].iloc[0]).round(10),
        places=own["rank"].iloc[0] - known["rank"],
    ).sort_values(["rank", "name_en"], ignore_index=True)


def within(gaps: pd.DataFrame, points: float) -> pd.DataFrame:
    """The rows of ``gaps`` at most so many points above or below; only known scores count."""
    return gaps[gaps["points"].abs() <= round(points, 10)]


def ranks_within(
    paths: pd.DataFrame, years: Iterable[int], code: str, points: float
) -> pd.DataFrame:
    """The best and the worst rank among provinces within a margin of one province's score.

    Columns out: best, worst; one row for each of ``years``, which are the index.
    """
    found = {year: within(gaps(paths, year, code), points)["rank"] for year in years}
    return pd.DataFrame({year: {"best": r.min(), "worst": r.max()} for year, r in found.items()}).T


@dataclass(frozen=True)
class Neighbours:
    """The next better and the next worse province, as rows of ``gaps``, and points to each.

    Within ``to_gain`` of the own score lie ``up`` places upwards and ``down`` downwards; at the
    last of these stand the ``farthest``.
    """

    gaps: pd.DataFrame
    above: Any
    below: Any
    to_gain: float
    to_lose: float
    up: int
    down: int
    farthest: pd.DataFrame


def neighbours(paths: pd.DataFrame, year: int, code: str) -> Neighbours:
    """Who stands next to a province, neither first nor last, in one edition."""
    table = gaps(paths, year, code)
    above = next(rows_of(table[table["places"] > 0].tail(1)))
    below = next(rows_of(table[table["places"] < 0].head(1)))
    places = within(table, above.points)["places"]
    up, down = int(places.max()), -int(places.min())
    farthest = table[table["places"] == -down]
    return Neighbours(table, above, below, above.points, -below.points, up, down, farthest)


def notes_of(rows: pd.DataFrame, observations: pd.DataFrame) -> pd.Series:
    """What the person who transcribed a rank or score of the DTI noted beside it.

    ``rows`` needs reference_year, province_code, source_id and locator; the result has its index,
    empty text where nothing was noted.
    """
    key = ["reference_year", "province_code", "source_id", "locator"]
    of_dti = observations[observations["indicator"].isin(["dti_rank", "dti_score"])]
    notes = of_dti.dropna(subset="note").drop_duplicates(key)[[*key, "note"]]
    found = rows[key].merge(notes, on=key, how="left", validate="m:1")["note"].fillna("")
    return found.set_axis(rows.index)
