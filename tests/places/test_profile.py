"""A province's profile, of the three that the founding documents speak of and of all others."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare.founding import COMPARED
from analysis.model.paths import Project
from analysis.model.tables import Tables
from analysis.places.profile import profile

Clean = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def data(project: Project) -> Tables:
    return Tables(project.clean)


@pytest.mark.parametrize(
    ("code", "ranks", "figures"),
    [
        ("22", [4, 7, 3, 12, 17], {"congthuong-quangninh-2024": 30}),
        (
            "27",
            [3, 4, 7, 18, 21],
            {"bnp-bacninh-2024-11": 21, "ktmt-bacninh-2023-12": 9, "xaydung-bacninh-2024": 21},
        ),
        ("52", [13, 34, 29, 27, 37], {"vietnamnet-binhdinh-2023-12": 55}),
    ],
)
def test_the_three_of_the_founding_documents(
    data: Tables, code: str, ranks: list[int], figures: dict[str, int]
) -> None:
    place = profile(code, "63", data)
    dti = place.of("dti")["rank"]
    assert dti.tolist() == ranks
    assert dti.index.tolist() == [2020, 2021, 2022, 2023, 2024]
    assert {source: len(text) for source, text in place.texts.items()} == figures
    assert place.figures["name_en"].notna().all()


def test_what_may_be_set_beside_a_figure(data: Tables) -> None:
    rank = profile("22", "63", data).figures.set_index("indicator").loc["dti_rank"]
    assert (rank["standing"], rank["smaller"], rank["larger"]) == (COMPARED, 2, 60)


def test_relations_that_hold(data: Tables) -> None:
    for code, states in (
        ("22", {"held": 10}),
        ("27", {"held": 6, "broken": 1, "repeated": 2}),
        ("52", {"held": 17, "broken": 2, "repeated": 1}),
    ):
        assert profile(code, "63", data).identities["state"].value_counts().to_dict() == states


def test_contradictions_show_both_sides(data: Tables) -> None:
    table = pd.concat([profile(code, "63", data).contested for code in ("22", "27", "52")])
    feedback = table[table["indicator"] == "feedback_app_received"]
    assert set(feedback["value_as_printed"]) == {"gần 4.500", "gần 9.000"}
    kinds = {"rank and scores", "target and result", "change and level", "identity", "dates"}
    assert kinds <= set(table["kind"])
    assert set(table["province_code"]) <= {"22", "27", "52"}


def test_why_contradictions_are_as_they_are(data: Tables) -> None:
    bac_ninh = profile("27", "63", data).contested.set_index("kind")
    assert bac_ninh["by_order"]["dates"].all()
    assert not bac_ninh["by_order"]["rank and scores"].any()
    assert set(bac_ninh["accepted"].drop("identity")) == {""}
    assert bac_ninh["accepted"]["identity"].str.startswith("two articles count").all()
    # One figure that two relations speak of has both reasons.
    farms = profile("52", "63", data).contested.set_index("indicator")["accepted"]
    assert farms["farm_households_total"].startswith("586 can only be")
    assert "; the printed share is cut" in farms["farm_households_total"]
    assert farms["farm_households_digital_trained"].startswith("the printed share is cut")


def test_what_a_person_decided_is_not_by_order(data: Tables, project: Project) -> None:
    decided = Tables(project.clean)
    feedback = data.disputes["indicator"] == "feedback_app_received"
    decided.disputes = data.disputes.assign(
        reason_code=data.disputes["reason_code"].mask(feedback, "chosen_by_decision")
    )
    table = profile("27", "63", decided).contested.query("kind == 'dates'")
    by_order = table.groupby("indicator")["by_order"].unique().map(list)
    assert by_order.to_dict() == {"feedback_app_received": [False], "online_dossier_share": [True]}


def test_any_province_of_either_boundary_has_a_profile(data: Tables) -> None:
    # Both boundaries alternate in the table; an odd step meets both.
    for row in data.provinces.iloc[::13].itertuples():
        place = profile(row.code, row.boundary, data)
        assert place.name_vi == row.name_vi
        assert not place.of("dti").empty
        if row.boundary == "34" or row.code not in ("22", "27", "52"):
            assert place.figures.empty
            assert place.identities.empty
            assert place.contested.empty
            assert place.texts == {}


def test_the_code_alone_is_no_province(data: Tables) -> None:
    assert profile("24", "63", data).name_vi == "Bắc Giang"
    assert profile("24", "34", data).name_vi == "Bắc Ninh"
    with pytest.raises(LookupError, match="found 0"):
        profile("27", "34", data)
