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


def test_shares_above_by_hand() -> None:
    """Of the provinces ranked, the share that stands above: thirds of the 63, halves of the 34."""
    values = pd.concat(
        [VALUES, VALUES.iloc[[0]].assign(province_code="d", value=0.1)], ignore_index=True
    )
    successors = pd.DataFrame({"old_code": list("abcd"), "new_code": list("xxyz")})
    ranked = boundaries.ranked_34(values, successors, INDICATORS, 2024, {})
    paths = pd.DataFrame(
        {
            "reference_year": [2024, 2024, 2024, 2024, 2023],
            "province_code": list("abcda"),
            "name_vi": list("ABCDA"),
            "name_en": list("ABCDA"),
            "rank": pd.array([1, 3, 2, 4, 9], dtype="Int64"),
            "score": [0.8, 0.4, 0.65, 0.1, 0.1],
        }
    )
    table = boundaries.before_and_after(ranked, paths, successors).set_index("province_code")
    assert table["rank_63"].to_dict() == {"a": 1, "c": 2, "b": 3, "d": 4}
    assert table["share_63"].to_dict() == pytest.approx({"a": 0, "c": 1 / 3, "b": 2 / 3, "d": 1})
    assert table["share_34"].to_dict() == {"a": 0.5, "c": 0.0, "b": 0.5, "d": 1.0}
    assert table["alone"].to_dict() == {"a": False, "c": True, "b": False, "d": True}
    assert table.loc["a", "score_34"] == pytest.approx(0.6)


def test_beside_print_takes_what_is_printed_of_the_34() -> None:
    ranked = boundaries.ranked_34(VALUES, SUCCESSORS, INDICATORS, 2024, {})
    rows = [
        ("dti34_score", "34", "x", 2024, 0.61, "printed"),
        ("dti34_score", "34", "y", 2024, 0.65, "derived"),
        ("dti34_rank", "34", "x", 2024, 2, "printed"),
        ("dti34_rank", "34", "y", 2025, 9, "printed"),
        ("dti34_score", "63", "y", 2024, 0.99, "printed"),
    ]
    columns = ["indicator", "boundary", "province_code", "reference_year", "value", "basis"]
    table = boundaries.beside_print(ranked, pd.DataFrame(rows, columns=columns))
    assert table["province_code"].tolist() == ["y", "x"]
    assert table["printed_rank"].isna().tolist() == [True, False]
    assert table["printed_score"].isna().tolist() == [True, False]
    assert table["residual"].iloc[1] == pytest.approx(0.01)
    assert table["computed_rank"].tolist() == [1, 2]


def test_weights_are_of_the_year_and_the_63() -> None:
    rows = [
        ("population", "63", "a", 2022, 100.0, "people"),
        ("population", "63", "b", 2022, 300.0, "people"),
        ("population", "63", "a", 2023, 999.0, "people"),
        ("population", "34", "x", 2022, 400.0, "later"),
        ("grdp_per_capita", "63", "a", 2022, 50.0, "product"),
        ("grdp_per_capita", "63", "c", 2022, 70.0, "product"),
    ]
    columns = ["indicator", "boundary", "province_code", "reference_year", "value", "source_id"]
    values = pd.DataFrame(rows, columns=columns)
    people = boundaries.by_population(values, 2022)
    assert people.set_index("province_code")["weight"].to_dict() == {"a": 100.0, "b": 300.0}
    assert set(people["weight_source"]) == {"people"}
    # Only where both are known.
    product = boundaries.by_grdp(values)
    assert product.set_index("province_code")["weight"].to_dict() == {"a": 5000.0}
    assert set(product["weight_source"].iloc[0].split(";")) == {"people", "product"}
    assert boundaries.grdp(values).to_dict() == {"a": 5000.0}
