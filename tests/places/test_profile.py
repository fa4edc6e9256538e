"""A province's profile: of all 97, and of the three that the founding documents speak of."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

from analysis.compare.founding import COMPARED
from analysis.compare.peers import INCOME, PEERS
from analysis.model.paths import Project
from analysis.model.tables import Tables, one
from analysis.places.overview import NAMED, named_with_distance, overview
from analysis.places.profile import Profile
from analysis.places.profiles import Profiles

Clean = dict[str, pd.DataFrame]
Every = Mapping[tuple[str, str], Profile]


@pytest.fixture(scope="module")
def data(project: Project) -> Tables:
    return Tables(project.clean)


@pytest.fixture(scope="module")
def profiles(data: Tables) -> Profiles:
    return Profiles(data)


@pytest.fixture(scope="module")
def every(profiles: Profiles, data: Tables) -> Every:
    """The profiles of all provinces, by code and boundary."""
    keys = data.provinces[["code", "boundary"]].itertuples(index=False, name=None)
    return {key: profiles.of(*key) for key in keys}


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
    profiles: Profiles, code: str, ranks: list[int], figures: dict[str, int]
) -> None:
    place = profiles.of(code, "63")
    dti = place.of("dti")["rank"]
    assert dti.tolist() == ranks
    assert dti.index.tolist() == [2020, 2021, 2022, 2023, 2024]
    assert {source: len(text) for source, text in place.texts.items()} == figures
    assert place.figures["name_en"].notna().all()


def test_what_may_be_set_beside_a_figure(profiles: Profiles) -> None:
    rank = profiles.of("22", "63").figures.set_index("indicator").loc["dti_rank"]
    assert (rank["standing"], rank["smaller"], rank["larger"]) == (COMPARED, 2, 60)


def test_relations_that_hold(profiles: Profiles) -> None:
    for code, states in (
        ("22", {"held": 10}),
        ("27", {"held": 6, "broken": 1}),
        ("52", {"held": 14, "broken": 2}),
    ):
        assert profiles.of(code, "63").identities["state"].value_counts().to_dict() == states


def test_contradictions_show_both_sides(profiles: Profiles) -> None:
    table = pd.concat([profiles.of(code, "63").contested for code in ("22", "27", "52")])
    feedback = table[table["indicator"] == "feedback_app_received"]
    assert set(feedback["value_as_printed"]) == {"gần 4.500", "gần 9.000"}
    kinds = {"rank and scores", "target and result", "change and level", "identity", "dates"}
    assert kinds <= set(table["kind"])
    assert set(table["province_code"]) <= {"22", "27", "52"}
    # Dossiers settled online are not those filed online.
    assert "90,97%" not in set(table["value_as_printed"])


def test_why_contradictions_are_as_they_are(profiles: Profiles) -> None:
    bac_ninh = profiles.of("27", "63").contested.set_index("kind")
    assert bac_ninh["by_order"]["dates"].all()
    assert not bac_ninh["by_order"]["rank and scores"].any()
    assert set(bac_ninh["accepted"].drop("identity")) == {""}
    assert bac_ninh["accepted"]["identity"].str.startswith("two articles count").all()
    # One figure that two relations speak of has both reasons.
    farms = profiles.of("52", "63").contested.set_index("indicator")["accepted"]
    assert farms["farm_households_total"].startswith("586 can only be")
    assert "; the printed share is cut" in farms["farm_households_total"]
    assert farms["farm_households_digital_trained"].startswith("the printed share is cut")


def test_what_a_person_decided_is_not_by_order(data: Tables, project: Project) -> None:
    decided = Tables(project.clean)
    feedback = data.disputes["indicator"] == "feedback_app_received"
    decided.disputes = data.disputes.assign(
        reason_code=data.disputes["reason_code"].mask(feedback, "chosen_by_decision")
    )
    table = Profiles(decided).of("27", "63").contested.query("kind == 'dates'")
    by_order = table.groupby("indicator")["by_order"].unique().map(list)
    assert by_order.to_dict() == {"feedback_app_received": [False], "online_dossier_share": [True]}


def test_every_province_of_either_boundary_has_a_profile(every: Every) -> None:
    assert len(every) == 97
    for (code, boundary), profile in every.items():
        assert not profile.of("dti").empty
        assert set(profile.indicators["province_code"]) == {code}
        assert set(profile.indicators["boundary"]) == {boundary}
        assert set(profile.disputes["province_code"]) <= {code}
        assert bool(profile.texts) == (boundary == "63" and code in ("22", "27", "52"))
        assert set(profile.missing["reason"]) <= {
            "not published", "withheld", "merged", "no edition", "not found",
        }  # fmt: skip


def test_every_printed_figure_and_rank_is_in_a_profile(every: Every, clean: Clean) -> None:
    key = ["indicator", "boundary", "province_code", "reference_year"]
    shown = pd.concat([profile.indicators for profile in every.values()])
    assert not shown.duplicated(key).any()
    values = clean["values"].query("boundary != 'all'")
    measure = values["indicator"].map(clean["indicators"].set_index("code")["measure"])
    figures = values[measure != "rank"]
    assert set(figures[key].itertuples(index=False)) <= set(shown[key].itertuples(index=False))
    edition = ["index", "boundary", "province_code", "reference_year", "rank"]
    ranks = clean["rankings"].dropna(subset="rank")
    there = shown.dropna(subset="rank")
    assert set(ranks[edition].itertuples(index=False)) == set(
        there[edition].itertuples(index=False)
    )


def test_much_is_known_of_some_and_little_of_others(every: Every) -> None:
    known = {key: len(profile.indicators) for key, profile in every.items() if key[1] == "63"}
    least = every[min(known, key=lambda key: known[key])]
    assert known["22", "63"] > len(least.indicators) > 100
    assert known["27", "63"] > len(least.indicators)
    assert len(least.peers) == PEERS
    assert not least.missing.empty


def test_strengths_and_gaps_of_quang_ninh(every: Every) -> None:
    quang_ninh = every["22", "63"]
    strengths = quang_ninh.strengths.set_index("indicator")
    assert strengths.loc["papi_score", ["reference_year", "place", "of"]].tolist() == [2024, 1, 61]
    assert strengths.loc["pci_score", "place"] == 1
    gap = one(quang_ninh.gaps, indicator="dti_govact_score")
    assert (gap.place, gap.of, gap.reference_year, gap.rank) == (60, 63, 2024, 60)
    assert gap.best <= gap.place <= gap.worst
    assert quang_ninh.sides["side"].is_monotonic_decreasing


def test_no_side_rests_on_what_must_not_be_compared(every: Every) -> None:
    sides = pd.concat([profile.sides for profile in every.values()])
    assert sides["warning"].isna().all()
    assert "papi_online_payment_share" not in set(sides["indicator"])
    assert not sides["topic"].eq("reference").any()
    # A strength is in the first fifth of those known, a gap in the last.
    places = sides["place"] / sides["of"]
    assert (places[sides["side"] == "strength"] <= 0.2).all()
    assert (places[sides["side"] == "gap"] > 0.79).all()


def test_peers_in_profiles(every: Every) -> None:
    for (own, boundary), profile in every.items():
        peers = profile.peers
        assert len(peers) == PEERS
        assert own not in set(peers["province_code"])
        assert peers["distance"].is_monotonic_increasing
        for code, distance in zip(peers["province_code"], peers["distance"], strict=True):
            back = every[code, boundary].peers.set_index("province_code")["distance"]
            assert back.get(own, distance) == pytest.approx(distance)


def test_medians_of_region_and_peers_are_those_of_pandas(every: Every, clean: Clean) -> None:
    quang_ninh = every["22", "63"]
    figure = one(quang_ninh.indicators, indicator="dti_score", reference_year=2024)
    scores = clean["values"].query("indicator == 'dti_score' and reference_year == 2024")
    scores = scores[scores["boundary"] == "63"].set_index("province_code")["value"]
    places = clean["provinces"].query("boundary == '63'").set_index("code")["region"]
    assert figure.region_median == scores[places[places == "Red River Delta"].index].median()
    assert figure.peer_median == scores[quang_ninh.peers["province_code"]].median()


def test_a_province_without_its_income_has_no_peers(project: Project) -> None:
    data = Tables(project.clean)
    values = data.values
    gone = values.eval("indicator == 'grdp_per_capita' and province_code == '22'")
    data.values = values[~(gone & (values["boundary"] == "63"))]
    profiles = Profiles(data)
    quang_ninh = profiles.of("22", "63")
    assert quang_ninh.peers.empty
    assert pd.isna(quang_ninh.circumstances[INCOME])
    assert quang_ninh.indicators["peer_median"].isna().all()
    assert "22" not in set(profiles.of("31", "63").peers["province_code"])
    assert len(profiles.of("31", "63").peers) == PEERS
    # Its place of today is another one.
    assert len(profiles.of("22", "34").peers) == PEERS
    line = overview([quang_ninh]).iloc[0]
    assert named_with_distance(line["peers"], line["distances"]) == "–"


def test_who_became_what(every: Every) -> None:
    bac_ninh = every["27", "63"]
    assert set(bac_ninh.merged) == {"Bắc Giang", "Bắc Ninh"}
    assert every["24", "34"].merged == bac_ninh.merged
    assert every["22", "63"].merged == every["22", "34"].merged == ()
    assert sum(len(profile.merged) for key, profile in every.items() if key[1] == "34") == 52


def test_what_is_missing_and_why(every: Every) -> None:
    reasons = every["22", "63"].missing.set_index(["index", "reason"])["years"]
    assert 2023 in reasons["papi", "not published"]
    assert reasons["ict", "no edition"] == [2021]
    # An index of today's provinces says nothing of one that is merged, but not of one that is not.
    pii = every["27", "63"].lacking(["pii"]).set_index("reason")["years"]
    assert pii["merged"] == [2025]
    assert "merged" not in set(every["22", "63"].missing["reason"])
    order = every["27", "63"].lacking(["papi", "ict"])["index"].drop_duplicates()
    assert order.tolist() == ["papi", "ict"]


def test_overview_of_all(profiles: Profiles) -> None:
    table = overview(profiles.every("63"))
    assert len(table) == 63
    assert (table["peers"].map(len) == NAMED).all()
    assert named_with_distance(["a", "b"], [0.5, 1.234]) == "a (0.50), b (1.23)"


def test_the_code_alone_is_no_province(profiles: Profiles) -> None:
    assert profiles.of("24", "63").name_vi == "Bắc Giang"
    assert profiles.of("24", "34").name_vi == "Bắc Ninh"
    with pytest.raises(LookupError, match="found 0"):
        profiles.of("27", "34")
    with pytest.raises(LookupError, match="found 0"):
        profiles.of("99", "63")
