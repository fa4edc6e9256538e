"""How ranks move, and what score differences stand behind them.

All functions take the clean table ``rankings`` (and what else they name) as pandas frames and
return new frames. A *definition* is the set of rules behind an edition: scores and ranks compare
only within one.
"""

from __future__ import annotations

import pandas as pd


def paths(
    rankings: pd.DataFrame, provinces: pd.DataFrame, index: str = "dti", boundary: str = "63"
) -> pd.DataFrame:
    """Rank and score of every province in every edition of an index.

    Columns out: province_code, name_vi, name_en, region, reference_year, rank, rank_basis, score,
    missing, units_ranked, units_known, definition, source_id, locator, as_printed, disputed; one
    row per province and edition, missing ranks included, sorted by year, rank and name.
    """
    chosen = rankings[(rankings["index"] == index) & (rankings["boundary"] == boundary)]
    names = provinces.loc[
        provinces["boundary"] == boundary, ["code", "name_vi", "name_en", "region"]
    ]
    return (
        chosen.merge(names, left_on="province_code", right_on="code", validate="m:1")
        .drop(columns=["code", "index", "boundary"])
        .sort_values(["reference_year", "rank", "name_en"], ignore_index=True)
    )


def path_of(paths: pd.DataFrame, code: str) -> pd.DataFrame:
    """One province's row in every edition, in order of time."""
    own = paths[paths["province_code"] == code]
    return own.sort_values("reference_year", ignore_index=True)


def comparable_pairs(
    editions: pd.DataFrame, index: str = "dti", boundary: str = "63"
) -> pd.DataFrame:
    """Neighbouring editions and whether they share a definition.

    Columns out: from_year, to_year, from_definition, to_definition, comparable.
    """
    chosen = editions[(editions["index"] == index) & (editions["boundary"] == boundary)]
    ordered = chosen.sort_values("reference_year")
    pairs = pd.DataFrame(
        {
            "from_year": ordered["reference_year"].to_numpy()[:-1],
            "to_year": ordered["reference_year"].to_numpy()[1:],
            "from_definition": ordered["definition"].to_numpy()[:-1],
            "to_definition": ordered["definition"].to_numpy()[1:],
        }
    )
    pairs["comparable"] = pairs["from_definition"] == pairs["to_definition"]
    return pairs


def moves(paths: pd.DataFrame, from_year: int, to_year: int) -> pd.DataFrame:
    """Change of rank between two editions, for provinces with a rank in both.

    Columns out: province_code, name_vi, name_en, from_rank, from_basis, to_rank, to_basis, places
    (positive: up), from_score, to_score, comparable; sorted by places, largest rise first.
    """
    keep = ["province_code", "name_vi", "name_en", "rank", "rank_basis", "score", "definition"]
    first = paths.loc[(paths["reference_year"] == from_year) & paths["rank"].notna(), keep]
    last = paths.loc[(paths["reference_year"] == to_year) & paths["rank"].notna(), keep]
    both = first.merge(
        last.drop(columns=["name_vi", "name_en"]),
        on="province_code",
        suffixes=("_first", "_last"),
        validate="1:1",
    )
    return pd.DataFrame(
        {
            "province_code": both["province_code"],
            "name_vi": both["name_vi"],
            "name_en": both["name_en"],
            "from_rank": both["rank_first"],
            "from_basis": both["rank_basis_first"],
            "to_rank": both["rank_last"],
            "to_basis": both["rank_basis_last"],
            "places": both["rank_first"] - both["rank_last"],
            "from_score": both["score_first"],
            "to_score": both["score_last"],
            "comparable": both["definition_first"] == both["definition_last"],
        }
    ).sort_values(["places", "to_rank"], ascending=[False, True], ignore_index=True)


def gaps(paths: pd.DataFrame, year: int, code: str) -> pd.DataFrame:
    """How far every other province with a known score is from one province, in one edition.

    Columns out: rank, name_vi, name_en, score, points (score minus the province's own), places
    (places to gain, negative to lose); sorted by rank. Raises KeyError where the province has no
    score in that edition.
    """
    edition = paths[(paths["reference_year"] == year) & paths["score"].notna()]
    own = edition[edition["province_code"] == code]
    if own.empty or pd.isna(own["rank"].iloc[0]):
        raise KeyError(f"province {code} has no rank and score in {year}")
    ranked = edition[edition["rank"].notna()].sort_values(["rank", "name_en"], ignore_index=True)
    table = ranked[["province_code", "rank", "name_vi", "name_en", "score"]].copy()
    table["points"] = (table["score"] - own["score"].iloc[0]).round(10)
    table["places"] = own["rank"].iloc[0] - table["rank"]
    return table


def places_within(gaps: pd.DataFrame, points: float) -> tuple[int, int]:
    """How many places away the farthest provinces within a margin stand: (above, below).

    ``gaps`` as ``gaps()`` gives them. (1, 5) says: the best-ranked province that is at most
    ``points`` ahead stands one place higher, the worst-ranked that is at most ``points`` behind
    five places lower. Only provinces with known scores count.
    """
    reach = gaps[gaps["points"].abs() <= round(points, 10)]
    return int(reach["places"].max()), -int(reach["places"].min())


def top_ten(paths: pd.DataFrame) -> pd.DataFrame:
    """How many of the first ten ranks are known in each edition, and who holds them.

    Columns out: reference_year, known, names_en (in order, joined by commas).
    """
    first = paths[paths["rank"] <= 10].sort_values(["reference_year", "rank"])
    grouped = first.groupby("reference_year")
    return pd.DataFrame(
        {"known": grouped.size(), "names_en": grouped["name_en"].agg(", ".join)}
    ).reset_index()
