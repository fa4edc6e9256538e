"""What is known, disputed and missing adds up."""

from __future__ import annotations

import pandas as pd

from analysis.compare import quality

Tables = dict[str, pd.DataFrame]


def test_every_raw_row_has_one_status(clean: Tables) -> None:
    table = quality.statuses(clean["observations"])
    parts = table[["used", "bounded", "set_aside", "unparsed"]].sum(axis=1)
    assert (parts == table["rows"]).all()
    total = table.set_index("topic").loc["all"]
    assert total["rows"] == len(clean["observations"])
    unused = quality.reasons(clean["observations"])["rows"].sum()
    assert total["used"] + unused == total["rows"]


def test_disputes_count_places_not_figures(clean: Tables) -> None:
    table = quality.disputes_by_kind(clean["disputes"]).set_index("kind")
    assert table["figures"].sum() == len(clean["disputes"])
    # TP. Hồ Chí Minh and Hà Nội, each printed by a source and its copy; PCI 2020, two provinces.
    assert table.loc["rank and order"].tolist() == [4, 6]


def test_named_disputes_lose_no_row_and_name_every_place(clean: Tables) -> None:
    named = quality.named_disputes(clean["disputes"], clean["provinces"])
    assert len(named) == len(clean["disputes"])
    assert named["name_vi"].notna().all()
    kien_giang = named[
        (named["indicator"] == "dti_rank")
        & (named["name_vi"] == "Kiên Giang")
        & (named["reference_year"] == 2020)
    ]
    assert (
        dict(zip(kien_giang["value_as_printed"], kien_giang["chosen"], strict=False))["8位"] == "no"
    )


def test_coverage_of_the_index(clean: Tables) -> None:
    table = quality.known_and_disputed(
        clean["coverage"], clean["observations"], ["dti_score", "dti_rank"]
    )
    known = table.set_index("indicator").drop(columns="boundary")
    assert known.loc["dti_score"].tolist() == [
        "14 of 63 (1)", "24 of 63", "63 of 63", "63 of 63", "63 of 63",
    ]  # fmt: skip
    # Printed or implied; ranks that follow from scores are not counted.
    assert known.loc["dti_rank"].tolist() == [
        "38 of 63 (2)", "41 of 63 (1)", "63 of 63", "10 of 63 (1)", "4 of 63",
    ]  # fmt: skip


def test_coverage_names_every_indicator_and_year_with_a_figure(clean: Tables) -> None:
    codes = clean["indicators"]["code"].tolist()
    table = quality.known_and_disputed(clean["coverage"], clean["observations"], codes)
    cells = table.drop(columns=["indicator", "boundary"])
    key = ["indicator", "boundary", "reference_year"]
    # A score printed with its rank makes the rank known too.
    printed = pd.concat([clean["observations"][key], clean["coverage"][key]]).drop_duplicates()
    assert (cells != "–").sum().sum() == len(printed)
    # Printed, but not to be used: of unstated origin.
    grdp = table[(table["indicator"] == "grdp_current") & (table["boundary"] == "63")].iloc[0]
    assert grdp["2019"] == "set aside"
    assert grdp["2022"].startswith("3 of 63")


def test_what_is_known_not_to_exist(clean: Tables) -> None:
    table = quality.known_absences(clean["absences"])
    papi = table[(table["reference_year"] == 2023)]
    assert papi[["index", "places", "reason"]].to_numpy().tolist() == [
        [
            "papi, papi_egov, papi_egov_internet, papi_egov_portal, papi_egov_response",
            "Bình Dương, Quảng Ninh",
            "not published",
        ]
    ]
    ict = table[table["index"] == "ict"]
    assert ict[["places", "reason"]].to_numpy().tolist() == [["all", "no edition"]]


def test_recomputed_figures_are_counted_with_their_residuals(clean: Tables) -> None:
    table = quality.recomputed(clean["recomputations"])
    merged = table[table["method"] == "mean of merged provinces"].iloc[0]
    assert (merged["computed"], merged["compared"], merged["agree"]) == (34, 8, 8)
    whole = (table["method"] == "weighted parts") & (table["indicator"] == "dti_score")
    parts = table[whole].iloc[0]
    assert (parts["compared"], parts["agree"]) == (5, 5)
    assert round(parts["largest"], 6) == 5.5e-5


def test_what_a_source_supports(clean: Tables) -> None:
    said = quality.supported(clean["observations"], clean["indicators"])
    assert set(said.index) == set(clean["observations"]["source_id"])
    assert said["dti-vneconomy-2023-mean"].endswith("(2023)")
    table = said["gov-papi-mlmcdm-csv-2018-2024"]
    assert table.endswith("(2018 to 2024)")
    assert table.count(";") == 2
