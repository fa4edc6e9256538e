"""Properties of the comparison of ranks, on examples worked out by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import rankings


def league(years: dict[int, dict[str, tuple[int | None, float | None]]]) -> pd.DataFrame:
    rows = [
        {
            "province_code": code, "name_vi": code, "name_en": code, "reference_year": year,
            "rank": rank, "rank_basis": "printed" if rank else None, "score": score,
            "definition": "old" if year < 2023 else "new", "source_id": "s", "locator": "l",
            "as_printed": str(rank), "disputed": "no",
        }
        for year, scores in years.items()
        for code, (rank, score) in scores.items()
    ]  # fmt: skip
    return pd.DataFrame(rows).astype({"rank": "Int64"})


LEAGUE = league(
    {
        2021: {"a": (1, 0.9), "b": (2, 0.8), "c": (3, 0.7), "d": (None, None)},
        2022: {"a": (2, 0.91), "b": (1, 0.95), "c": (3, 0.75), "d": (4, 0.1)},
        2023: {"a": (1, 0.5), "b": (2, 0.4), "c": (4, 0.2), "d": (3, 0.3)},
    }
)


def test_moves_count_only_provinces_with_both_ranks() -> None:
    moves = rankings.moves(LEAGUE, 2021, 2022)
    assert moves.set_index("province_code")["places"].to_dict() == {"b": 1, "c": 0, "a": -1}
    assert moves["comparable"].all()


def test_moves_in_a_complete_ranking_without_ties_add_up_to_nothing() -> None:
    assert rankings.moves(LEAGUE, 2022, 2023)["places"].sum() == 0


def test_moves_across_definitions_are_marked() -> None:
    assert not rankings.moves(LEAGUE, 2022, 2023)["comparable"].any()


def test_gaps_are_antisymmetric() -> None:
    a = rankings.gaps(LEAGUE, 2022, "a").set_index("province_code")
    b = rankings.gaps(LEAGUE, 2022, "b").set_index("province_code")
    assert a.loc["b", "points"] == -b.loc["a", "points"]
    assert a.loc["b", "places"] == -b.loc["a", "places"]


def test_gap_without_a_score_says_so() -> None:
    with pytest.raises(KeyError, match="province d has no rank and score in 2021"):
        rankings.gaps(LEAGUE, 2021, "d")


def test_all_provinces_are_in_reach_of_a_large_margin() -> None:
    gaps = rankings.gaps(LEAGUE, 2022, "c")
    assert rankings.within(gaps, 1.0)["places"].tolist() == [2, 1, 0, -1]
    assert rankings.within(gaps, 0.0)["places"].tolist() == [0]


def test_printed_ranks_are_compared_where_ranks_follow_from_scores() -> None:
    """Of 2023 alone, of the 63 alone, and of no other index."""
    paths = LEAGUE.assign(rank_basis=LEAGUE["reference_year"].map({2023: "derived"}))
    rows = [
        ("dti_rank", "63", "a", 2023, 1),
        ("dti_rank", "63", "b", 2023, 2),
        ("dti_rank", "63", "b", 2023, 3),  # another source, another rank
        ("dti_rank", "63", "c", 2023, None),
        ("dti_rank", "34", "d", 2023, 3),
        ("dti_rank", "63", "a", 2022, 1),
        ("pci_rank", "63", "c", 2023, 4),
    ]
    columns = ["indicator", "boundary", "province_code", "reference_year", "rank"]
    observations = pd.DataFrame(rows, columns=columns).astype({"rank": "Int64"})
    table = rankings.printed_against_scores(observations, paths)
    assert table.to_numpy().tolist() == [[2023, 2, 1]]


def test_directions() -> None:
    moves = rankings.moves(LEAGUE, 2021, 2022)
    found = rankings.directions(moves)
    assert found.n == 3
    assert [list(part["province_code"]) for part in (found.up, found.down, found.still)] == [
        ["b"], ["a"], ["c"],
    ]  # fmt: skip
    # c is third in both editions.
    among = rankings.directions(moves, first=2)
    assert (among.n, len(among.up), len(among.still)) == (2, 1, 0)


def test_neighbours_on_both_sides() -> None:
    """Of 2022: b has 0.04 more than a, c 0.16 less, so nobody is as near below as b above."""
    found = rankings.neighbours(LEAGUE, 2022, "a")
    assert (found.above.province_code, found.below.province_code) == ("b", "c")
    assert (found.to_gain, found.to_lose) == pytest.approx((0.04, 0.16))
    assert (found.up, found.down) == (1, 0)
    assert found.farthest["province_code"].tolist() == ["a"]


def test_ranks_anew_among_those_in_both_editions() -> None:
    """d has no score in 2021, so nobody moves because of it."""
    table = league(
        {
            2021: {"a": (1, 0.9), "b": (2, 0.8), "c": (3, 0.7), "d": (None, None)},
            2022: {"a": (2, 0.8), "b": (4, 0.6), "c": (3, 0.7), "d": (1, 0.9)},
        }
    )
    moves = rankings.among_both(rankings.moves(table, 2021, 2022)).set_index("province_code")
    assert moves[["from_rank", "to_rank", "places"]].to_numpy().tolist() == [
        [3, 2, 1], [1, 1, 0], [2, 3, -1]
    ]  # fmt: skip
    assert moves.index.tolist() == ["c", "a", "b"]
    assert moves["places"].sum() == 0
    assert set(moves["from_rank_basis"]) == {"derived"}


def test_no_ranks_anew_across_definitions() -> None:
    with pytest.raises(ValueError, match="within one definition"):
        rankings.among_both(rankings.moves(LEAGUE, 2022, 2023))


def test_ends_of_complete_editions() -> None:
    table = LEAGUE.assign(units_ranked=4)
    found = rankings.ends(table, many=2).set_index("reference_year")
    # One score of 2021 is not known: who is last cannot be said.
    assert found.index.tolist() == [2022, 2023]
    assert found.loc[2022, ["first", "last"]].tolist() == [["b", "a"], ["c", "d"]]
    assert found.loc[2022, "last_scores"] == [0.75, 0.1]


def test_pairs_of_other_indices(clean: dict[str, pd.DataFrame]) -> None:
    """PCI: method set anew in 2021, other weights in 2022. PAPI: one questionnaire since 2021."""
    pci = rankings.comparable_pairs(clean["editions"], "pci").set_index("to_year")
    assert pci["comparable"].loc[2018:2022].tolist() == [True, True, True, False, False]
    assert pci["rules"].loc[2021:2022].tolist() == ["other", "other"]
    papi = rankings.comparable_pairs(clean["editions"], "papi").set_index("to_year")
    assert papi["comparable"].loc[2019:2024].tolist() == [False] * 3 + [True] * 3
