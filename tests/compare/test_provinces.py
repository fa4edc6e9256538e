"""Every province on one line."""

from __future__ import annotations

import pandas as pd

from analysis.compare import digital_economy, rankings
from analysis.compare.provinces import overview


def test_overview_has_every_province_once_with_its_successor(
    clean: dict[str, pd.DataFrame],
) -> None:
    provinces = clean["provinces"]
    shares = digital_economy.shares(clean["values"], provinces, digital_economy.MINISTRY, 2022)
    table = overview(
        rankings.paths(clean["rankings"], provinces),
        provinces,
        clean["province_successors"],
        digital_economy.bounded_ranking(shares, provinces),
    )
    assert len(table) == table["province_code"].nunique() == 63
    assert table["since_2025"].nunique() == 34
    rows = table.set_index("name_vi")
    assert rows.loc["Hà Giang", "since_2025"] == "Tuyên Quang"
    assert rows.loc["Bắc Giang", "since_2025"] == "Bắc Ninh"
    assert rows.loc["Quảng Ninh", [f"rank_{year}" for year in range(2020, 2025)]].tolist() == [
        4, 7, 3, 12, 17,
    ]  # fmt: skip
    assert rows.loc["Bắc Ninh", "share"] == 56.83
    assert rows.loc["Quảng Ninh", ["share_low", "share_high"]].tolist() == [5.78, 17.15]
