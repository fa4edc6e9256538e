"""Indicators in words hold everything that a user must know."""

from __future__ import annotations

import pandas as pd

from analysis.compare.indicators import described


def test_every_indicator_is_described(clean: dict[str, pd.DataFrame]) -> None:
    table = described(clean["indicators"], clean["editions"], clean["usage_warnings"])
    assert set(table["code"]) == set(clean["indicators"]["code"])
    for column in ("name_en", "name_vi", "kind", "publisher", "aggregation"):
        assert table[column].str.len().gt(0).all()
    rows = table.set_index("code")
    assert (
        "2021, 2022: dti-922 (9 main indices, 98 components)" in rows.loc["dti_score", "editions"]
    )
    assert rows.loc["dti_score", "aggregation"] == "unweighted mean of provinces"
    assert rows.loc["dti_rank", "aggregation"] == "never put together"
    assert rows.loc["grdp_per_capita", "aggregation"] == "ratio: grdp_current / population"
    assert rows.loc["digital_economy_share_mic", "aggregation"] == "ratio: weighted by grdp_current"
    assert "(Đắk Nông, 2020)" in rows.loc["dti_score", "warnings"]


def test_every_warning_is_told(clean: dict[str, pd.DataFrame]) -> None:
    table = described(clean["indicators"], clean["editions"], clean["usage_warnings"])
    told = " ".join(table["warnings"])
    assert all(warning in told for warning in clean["usage_warnings"]["warning"])
