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
    key = ["indicator", "boundary", "province_code", "reference_year"]
    for kind, rows in clean["disputes"].groupby("kind"):
        assert table.loc[kind].tolist() == [len(rows[key].drop_duplicates()), len(rows)]
    # TP. Hồ Chí Minh and Hà Nội, each printed by a source and its copy.
    places, figures = table.loc["rank and order"]
    assert figures > places >= 2


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
    assert known.loc["dti_score", ["2022", "2023", "2024"]].tolist() == ["63 of 63"] * 3
    # Printed or implied; ranks that follow from scores are not counted.
    for indicator in ("dti_score", "dti_rank"):
        rows = clean["coverage"].query("indicator == @indicator and boundary == '63'")
        for row in rows.itertuples():
            disputed = f" ({row.units_disputed})" if row.units_disputed else ""
            said = known.loc[indicator, str(row.reference_year)]
            assert said == f"{row.units_known} of 63{disputed}"
    # Kiên Giang and Yên Bái in 2020.
    assert known.loc["dti_rank", "2020"].endswith("(2)")


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
    observed = clean["observations"].query("indicator == 'grdp_current' and boundary == '63'")
    for year, rows in observed.groupby("reference_year"):
        unused = "used" not in set(rows["status"])
        assert (grdp[str(year)] == "set aside") == unused, year
    known = clean["values"].query(
        "indicator == 'grdp_current' and boundary == '63' and reference_year == 2022"
    )
    assert grdp["2022"].startswith(f"{len(known)} of 63")


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
    assert merged["computed"] == 34
    assert merged["compared"] == merged["agree"] >= 8
    whole = (table["method"] == "weighted parts") & (table["indicator"] == "dti_score")
    parts = table[whole].iloc[0]
    assert parts["compared"] == parts["agree"] >= 5
    assert 5.4e-5 < parts["largest"] < 1e-4
