"""How usual a change of rank is, by hand and from data/clean."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import rank_changes, rankings

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def paths(clean: Tables) -> pd.DataFrame:
    return rankings.paths(clean["rankings"], clean["provinces"])


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
    assert found.near.tolist() == [4, 0, -6]
    assert (found.near_as_large, found.median) == (1, 4)
    with pytest.raises(LookupError, match="found 0"):
        rank_changes.rise(moved, "z")


def test_how_usual_the_rise_of_quang_ninh_is(paths: pd.DataFrame) -> None:
    moved = rankings.moves(paths, 2021, 2022)
    found = rank_changes.rise(moved, "22")
    assert (found.own.from_rank, found.own.to_rank, found.own.places) == (7, 3, 4)
    assert len(found.near) >= 17
    assert len(found.larger) < len(found.as_large)
    assert found.near.is_monotonic_decreasing
    assert 4 in set(found.near)
