"""Every province on one line."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import digital_economy, provinces, rankings

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def before(clean: Tables) -> pd.DataFrame:
    shares = digital_economy.shares(
        clean["values"], clean["provinces"], digital_economy.MINISTRY, 2022
    )
    return provinces.before(
        rankings.paths(clean["rankings"], clean["provinces"]),
        clean["provinces"],
        clean["province_successors"],
        digital_economy.bounded_ranking(shares, clean["provinces"]),
    )


def test_every_province_of_before_once_with_its_successor(before: pd.DataFrame) -> None:
    assert len(before) == before["province_code"].nunique() == 63
    assert before["since_2025"].nunique() == 34
    rows = before.set_index("name_vi")
    assert rows.loc["Hà Giang", "since_2025"] == "Tuyên Quang"
    assert rows.loc["Bắc Giang", "since_2025"] == "Bắc Ninh"
    assert rows.loc["Bắc Ninh", "value"] == 56.83
    assert rows.loc["Quảng Ninh", ["low", "high"]].tolist() == [5.78, 17.15]


def test_ranks_by_edition_and_what_they_rest_on(before: pd.DataFrame) -> None:
    rows = before.set_index("name_vi")
    years = range(2020, 2025)
    quang_ninh = rows.loc["Quảng Ninh", [f"rank_{year}" for year in years]]
    assert quang_ninh.tolist() == [4, 7, 3, 12, 17]
    binh_dinh = rows.loc["Bình Định", [f"rank_basis_{year}" for year in years]]
    assert binh_dinh.tolist() == ["implied", "printed", "printed", "derived", "derived"]


def test_every_province_of_today_says_what_it_is_made_of(clean: Tables) -> None:
    paths = rankings.paths(clean["rankings"], clean["provinces"], boundary="34")
    table = provinces.since(paths, clean["provinces"], clean["province_successors"])
    made_of = table.set_index("name_en")["made_of"]
    assert made_of.index.is_monotonic_increasing
    assert len(made_of) == 34
    assert made_of.map(len).sum() == 63
    assert set(made_of["Bac Ninh"]) == {"Bắc Giang", "Bắc Ninh"}
    assert made_of["Hue"] == ["Thừa Thiên Huế"]
