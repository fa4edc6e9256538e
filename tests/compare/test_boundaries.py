"""The 34 from the 63, by hand and from data/clean."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import boundaries, rankings
from analysis.compare.cross_section import known

Tables = dict[str, pd.DataFrame]
# Lào Cai, Bắc Giang, Phú Thọ: their product of 2022 is printed beside its estimate per head.
ESTIMATED = ("10", "24", "25")
SUCCESSORS = pd.DataFrame({"old_code": ["a", "b", "c"], "new_code": ["x", "x", "y"]})
INDICATORS = pd.DataFrame({"code": ["dti_score"], "aggregation": ["mean"], "denominator": [None]})
VALUES = pd.DataFrame(
    {
        "indicator": "dti_score",
        "boundary": "63",
        "province_code": ["a", "b", "c"],
        "reference_year": 2024,
        "value": [0.8, 0.4, 0.65],
        "decimals": 2,
        "source_id": "s",
    }
)


def people(**weights: float) -> dict[str, pd.DataFrame]:
    frame = pd.DataFrame({"province_code": list(weights), "weight": list(weights.values())})
    return {"people": frame.assign(weight_source="s")}


@pytest.fixture(scope="module")
def ranked(clean: Tables) -> pd.DataFrame:
    values = clean["values"]
    return boundaries.ranked_34(
        values,
        clean["province_successors"],
        clean["indicators"],
        2024,
        {
            "population": boundaries.by_population(values, 2024),
            "grdp": boundaries.by_grdp(values),
        },
    )


def test_weighted_means_by_hand() -> None:
    table = boundaries.ranked_34(
        VALUES, SUCCESSORS, INDICATORS, 2024, people(a=3, b=1, c=9)
    ).set_index("province_code")
    assert table.loc["x", "score_unweighted"] == pytest.approx(0.6)
    assert table.loc["x", "score_people"] == pytest.approx(0.7)
    assert table["rank_unweighted"].to_dict() == {"y": 1, "x": 2}
    assert table["rank_people"].to_dict() == {"y": 2, "x": 1}


def test_a_missing_weight_leaves_all_without_rank() -> None:
    table = boundaries.ranked_34(VALUES, SUCCESSORS, INDICATORS, 2024, people(a=3, c=9)).set_index(
        "province_code"
    )
    assert pd.isna(table.loc["x", "score_people"])
    assert table.loc["y", "score_people"] == pytest.approx(0.65)
    assert table["rank_people"].isna().all()
    assert table["rank_unweighted"].notna().all()


def test_weights_between_the_parts(clean: Tables, ranked: pd.DataFrame) -> None:
    """Whatever the weights, a mean lies between its parts; unmerged provinces keep their score."""
    scores = known(clean["values"], "dti_score", 2024)
    parts = clean["province_successors"].assign(s=lambda t: t["old_code"].map(scores))
    span = parts.groupby("new_code")["s"].agg(["min", "max"])
    for name in ("unweighted", "population", "grdp"):
        mean = ranked.set_index("province_code")[f"score_{name}"].reindex(span.index)
        assert (mean >= span["min"] - 1e-12).all()
        assert (mean <= span["max"] + 1e-12).all()
    alone = ranked[ranked["parts"] == 1]
    assert len(alone) == 11
    assert (alone["score_grdp"] - alone["score_unweighted"]).abs().max() < 1e-12


def test_grdp_is_near_what_is_printed(clean: Tables) -> None:
    """Where a product of 2022 is printed as an estimate, product per head x people is near it."""
    grdp = boundaries.grdp(clean["values"])
    printed = clean["values"].query(
        "indicator == 'grdp_current' and reference_year == 2022 and boundary == '63'"
    )
    assert len(grdp) == 63
    estimates = printed[printed["province_code"].isin(ESTIMATED)]
    assert len(estimates) == len(ESTIMATED)
    for row in estimates.itertuples():
        assert grdp[row.province_code] == pytest.approx(row.value, rel=0.03)


def test_before_and_after(clean: Tables, ranked: pd.DataFrame) -> None:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    table = boundaries.before_and_after(ranked, paths, clean["province_successors"])
    assert len(table) == 63
    row = table.set_index("name_vi").loc["Đà Nẵng"]
    assert (row["rank_63"], row["rank_34"]) == (2, 17)
    assert table["share_63"].between(0, 1).all()
    assert table.groupby("new_code")["rank_34"].nunique().max() == 1
