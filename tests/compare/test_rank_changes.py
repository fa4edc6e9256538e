"""What lies behind a change of rank, by hand and from data/clean."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import rank_changes, rankings
from analysis.compare.rank_changes import Places, place_of

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
    moved = paths[paths["reference_year"].isin([2021, 2022])]
    scores = moved.pivot(index="province_code", columns="reference_year", values="score")
    assert set(table["province_code"]) == set(scores.dropna().index)
    assert (table["own_low"] + table["rivals_high"] == table["places"]).all()
    assert (table["own_high"] + table["rivals_low"] == table["places"]).all()
    assert (table["own_low"] <= table["own_high"]).all()
    assert table["to_rank"].is_monotonic_increasing


def test_quang_ninh(paths: pd.DataFrame) -> None:
    """With its score of 2022 it would have stood first in 2021; with that of 2021, 53rd in 2022."""
    row = rank_changes.split(paths, 2021, 2022).set_index("province_code").loc["22"]
    edition = {year: paths[paths["reference_year"] == year] for year in (2021, 2022)}
    assert place_of(0.7024, edition[2021], "22") == Places(1, 1)
    assert place_of(0.4972, edition[2022], "22") == Places(53, 53)
    assert row[["new_then", "old_now"]].tolist() == [1, 53]
    assert row[["own_low", "own_high", "rivals_low"]].tolist() == [28, 28, -24]


def test_changed_rules_are_not_split(paths: pd.DataFrame) -> None:
    for years in ((2020, 2021), (2022, 2023), (2023, 2024)):
        with pytest.raises(ValueError, match="one definition"):
            rank_changes.split(paths, *years)


def test_bounds_where_scores_are_missing() -> None:
    """Ranks without scores still bound how many stand above a score."""
    edition = pd.DataFrame(
        {
            "province_code": list("abcde"),
            "rank": [1.0, 2, 3, 4, 5],
            "score": [9.0, None, 5.0, None, None],
        }
    )
    assert place_of(7.0, edition, "e") == Places(2, 3)
    assert place_of(4.0, edition, "e") == Places(4, 5)
    # The own score of that edition bounds as well: with less, those above it stay above.
    assert place_of(4.0, edition, "c") == Places(3, 5)
    assert place_of(8.0, edition, "c") == Places(2, 3)
    # All that share the rank of one with a higher score have that score.
    ties = pd.DataFrame(
        {"province_code": list("abcd"), "rank": [1.0, 1, 3, 4], "score": [9.0, None, None, 2]}
    )
    assert place_of(8.0, ties, "d") == Places(3, 4)
    # The own place does not count: c's rank 3 has a and b above it.
    assert place_of(4.0, edition, "b") == Places(3, 5)


def test_points_to_the_next_places(paths: pd.DataFrame) -> None:
    table = rank_changes.to_next(paths).set_index("province_code")
    in_2022 = table[table["reference_year"] == 2022]
    assert in_2022.loc["22", ["to_gain", "to_lose"]].tolist() == pytest.approx([0.0139, 0.0049])
    assert pd.isna(in_2022.loc["48", "to_gain"])
    # Thanh Hóa and Vĩnh Phúc share rank 12 of 2021: both are as far from their neighbours.
    in_2021 = table[table["reference_year"] == 2021]
    assert in_2021.loc["22", ["to_gain", "to_lose"]].tolist() == pytest.approx([0.0092, 0.0012])
    shared = in_2021[in_2021["rank"] == 12]
    assert len(shared) == 2
    assert shared[["to_gain", "to_lose"]].drop_duplicates().shape[0] == 1


def test_no_gap_to_a_score_that_is_not_known() -> None:
    first = {"a": (1, 9.0), "b": (2, None), "c": (3, 5.0), "d": (3, 5.0), "e": (5, 4.0)}
    table = rank_changes.to_next(league_of(first, {}))
    assert table["province_code"].tolist() == ["a", "c", "d", "e"]
    assert table["to_gain"].fillna(-1).tolist() == [-1, -1, -1, 1]
    assert table["to_lose"].fillna(-1).tolist() == [-1, 1, 1, -1]


def test_distances_edition_beside_edition(paths: pd.DataFrame) -> None:
    wide = rank_changes.next_by_edition(paths, ["48", "22"])
    assert wide["name_vi"].tolist() == ["Đà Nẵng", "Quảng Ninh"]
    assert wide.loc["22", ["to_gain_2021", "to_lose_2022"]].tolist() == pytest.approx(
        [0.0092, 0.0049]
    )
    assert pd.isna(wide.loc["48", "to_gain_2022"])


def test_typical_gap_leaves_out_both_ends() -> None:
    gaps = pd.DataFrame(
        {"reference_year": 2022, "rank": range(1, 64), "to_gain": [100.0] * 10 + [1.0] * 53}
    )
    assert rank_changes.typical_gap(gaps).to_dict() == {2022: 1}
    gaps.loc[30:, "to_gain"] = 7.0
    assert rank_changes.typical_gap(gaps, ends=0).to_dict() == {2022: 7}


def test_rises_beside_each_other() -> None:
    """c rises as much as a, from farther down; b rises more, to a place outside the first ten."""
    ranks = {"a": (7, 3), "b": (40, 20), "c": (30, 26), "d": (9, 9), "e": (2, 8)}
    moved = pd.DataFrame(
        [
            {"province_code": code, "from_rank": start, "to_rank": end, "places": start - end}
            for code, (start, end) in ranks.items()
        ]
    )
    found = rank_changes.rise(moved, "a")
    assert (found.own.places, found.own.from_rank) == (4, 7)
    assert found.larger["province_code"].tolist() == ["b"]
    assert found.as_large["province_code"].tolist() == ["a", "b", "c"]
    assert found.into_top["province_code"].tolist() == ["a"]
    # a, d and e started within ten places of 7: they moved by 4, 0 and 6 places.
    assert (found.near, found.near_as_large, found.median) == (3, 1, 4)
    assert (found.low, found.high) == (-6, 4)
    with pytest.raises(LookupError, match="found 0"):
        rank_changes.rise(moved, "z")


def test_how_usual_the_rise_of_quang_ninh_is(paths: pd.DataFrame) -> None:
    moved = rankings.moves(paths, 2021, 2022)
    found = rank_changes.rise(moved, "22")
    assert (found.own.from_rank, found.own.to_rank, found.own.places) == (7, 3, 4)
    assert found.near >= 17
    assert len(found.larger) < len(found.as_large)
    near = moved[(moved["from_rank"] - 7).abs() <= 10]
    assert near["places"].between(found.low, found.high).mean() >= 0.8
