"""What lies behind a change of rank, by hand and from data/clean."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import rank_changes, rankings
from analysis.compare.rank_changes import NOT_SEPARABLE, Places, standing_above

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def paths(clean: Tables) -> pd.DataFrame:
    return rankings.paths(clean["rankings"], clean["provinces"])


def league(first: list[float | None], last: list[float | None]) -> pd.DataFrame:
    """Paths of provinces a, b, c ... in two editions of one definition, ranked by score."""
    rows = []
    for year, scores in ((2001, first), (2002, last)):
        known = pd.Series(scores, dtype=float)
        ranks = known.rank(ascending=False, method="min")
        for i, score in enumerate(scores):
            rows.append(
                {
                    "province_code": "abcdefgh"[i], "name_vi": "abcdefgh"[i],
                    "name_en": "abcdefgh"[i], "reference_year": year, "rank": ranks[i],
                    "rank_basis": "printed", "score": score, "definition": "one",
                    "source_id": "s", "locator": "", "as_printed": "", "disputed": "no",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def league_of(
    first: dict[str, tuple[int, float | None]], last: dict[str, tuple[int, float | None]]
) -> pd.DataFrame:
    """Paths with ranks and scores as given."""
    rows = [
        {
            "province_code": code, "name_vi": code, "name_en": code, "reference_year": year,
            "rank": rank, "rank_basis": "printed", "score": score, "definition": "one",
            "source_id": "s", "locator": "", "as_printed": "", "disputed": "no",
        }
        for year, edition in ((2001, first), (2002, last))
        for code, (rank, score) in edition.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_parts_add_up_by_hand() -> None:
    """b gains enough to pass a, and a falls by itself: either alone would do."""
    table = rank_changes.split(league([5.0, 4, 1], [3.0, 6, 1]), 2001, 2002).set_index(
        "province_code"
    )
    b = table.loc["b"]
    assert b["places"] == 1
    # Own first: 1 place by itself; rivals first: a falls below 4, and the own rise adds nothing.
    assert (b["own_low"], b["rivals_low"]) == (0.5, 0.5)
    assert (b["own_high"], b["rivals_high"]) == (0.5, 0.5)


def test_parts_that_are_only_bounded() -> None:
    """c's score of the first edition is not known: b's new score may pass it or not."""
    table = rank_changes.split(
        league_of(
            {"a": (1, 9.0), "b": (3, 4.0), "c": (2, None), "d": (4, 1.0)},
            {"a": (1, 9.0), "b": (2, 6.0), "c": (3, 5.0), "d": (4, 1.0)},
        ),
        2001,
        2002,
    ).set_index("province_code")
    b = table.loc["b"]
    # Own first: with 6 it passes c or not (1 or 0 places). Rivals first: with 4 it would stand
    # third, so the own score gains 1. The rivals' part is the other way round.
    assert (b["own_low"], b["own_high"]) == (0.5, 1)
    assert (b["rivals_low"], b["rivals_high"]) == (0, 0.5)


def test_own_part_alone() -> None:
    table = rank_changes.split(league([5.0, 4, 1], [5.0, 6, 1]), 2001, 2002).set_index(
        "province_code"
    )
    assert table.loc["b", ["own_low", "rivals_low"]].tolist() == [1, 0]
    assert table.loc["a", ["own_low", "rivals_low"]].tolist() == [0, -1]


def test_parts_add_up_for_all(paths: pd.DataFrame) -> None:
    table = rank_changes.split(paths, 2021, 2022)
    whole = table[table["said"] == ""]
    moved = paths[paths["reference_year"].isin([2021, 2022])]
    scores = moved.pivot(index="province_code", columns="reference_year", values="score")
    assert set(whole["province_code"]) == set(scores.dropna().index)
    assert (whole["own_low"] + whole["rivals_high"] == whole["places"]).all()
    assert (whole["own_high"] + whole["rivals_low"] == whole["places"]).all()
    assert (whole["own_low"] <= whole["own_high"]).all()


def test_quang_ninh(paths: pd.DataFrame) -> None:
    """With its score of 2022 it would have stood first in 2021; with that of 2021, 55th in 2022."""
    row = rank_changes.split(paths, 2021, 2022).set_index("province_code").loc["22"]
    edition = {year: paths[paths["reference_year"] == year] for year in (2021, 2022)}
    assert standing_above(edition[2021], 0.7024, "22") == Places(0, 0)
    assert standing_above(edition[2022], 0.4972, "22") == Places(52, 52)
    assert row[["own_low", "own_high", "rivals_low"]].tolist() == [28, 28, -24]


def test_changed_rules_are_not_split(paths: pd.DataFrame) -> None:
    for years in ((2020, 2021), (2022, 2023), (2023, 2024)):
        table = rank_changes.split(paths, *years)
        assert (table["said"] == NOT_SEPARABLE).all()
        assert table[["own_low", "rivals_low"]].isna().all().all()


def test_bounds_where_scores_are_missing() -> None:
    """Ranks without scores still bound how many stand above a score."""
    edition = pd.DataFrame(
        {
            "province_code": list("abcde"),
            "rank": [1.0, 2, 3, 4, 5],
            "score": [9.0, None, 5.0, None, None],
        }
    )
    assert standing_above(edition, 7.0, "e") == Places(1, 2)
    assert standing_above(edition, 4.0, "e") == Places(3, 4)
    # The own score of that edition bounds as well: with less, those above it stay above.
    assert standing_above(edition, 4.0, "c") == Places(2, 4)
    assert standing_above(edition, 8.0, "c") == Places(1, 2)
    # All that share the rank of one with a higher score have that score.
    ties = pd.DataFrame(
        {"province_code": list("abcd"), "rank": [1.0, 1, 3, 4], "score": [9.0, None, None, 2]}
    )
    assert standing_above(ties, 8.0, "d") == Places(2, 3)
    # The own place does not count: c's rank 3 has a and b above it.
    assert standing_above(edition, 4.0, "b") == Places(2, 4)


def test_points_to_the_next_places(paths: pd.DataFrame) -> None:
    table = rank_changes.to_next(paths, 2022).set_index("province_code")
    assert table.loc["22", ["to_gain", "to_lose"]].tolist() == pytest.approx([0.0139, 0.0049])
    assert pd.isna(table.loc["48", "to_gain"])
    # Two provinces share rank 12 of 2021: both are as far from their neighbours.
    shared = rank_changes.to_next(paths, 2021).query("rank == 12")
    assert shared[["to_gain", "to_lose"]].drop_duplicates().shape[0] == 1
    # Rank 19 of 2021 has no known score: there is no gap to measure.
    assert pd.isna(rank_changes.to_next(paths, 2021).query("rank == 18")["to_lose"].iloc[0])


def test_usual_change(paths: pd.DataFrame) -> None:
    moved = rankings.moves(paths, 2021, 2022)
    found = rank_changes.usual(moved, rank=7, places=4)
    near = moved[(moved["from_rank"] - 7).abs() <= 10]
    assert found.n == len(near) >= 17
    assert found.as_large == (near["places"] >= 4).sum() >= 2
    assert found.low <= 0 <= found.high
    assert near["places"].between(found.low, found.high).mean() >= 0.8
    assert rank_changes.usual(moved, rank=7, places=-3).as_large == (near["places"] <= -3).sum()
