"""What is known, disputed and missing adds up."""

from __future__ import annotations

import pandas as pd

from analysis import validate
from analysis.compare import quality
from analysis.model.paths import Project
from analysis.page.quality import checks
from analysis.validate.report import Check, Report

Tables = dict[str, pd.DataFrame]


def test_every_raw_row_has_one_status(clean: Tables) -> None:
    table = quality.statuses(clean["observations"])
    parts = table[["used", "bounded", "set_aside", "unparsed"]].sum(axis=1)
    assert (parts == table["rows"]).all()
    total = table.set_index("topic").loc["all"]
    assert total["rows"] == len(clean["observations"])
    unused = quality.reasons(clean["observations"])["rows"].sum()
    assert total["used"] + unused == total["rows"]


def test_what_was_not_read_is_counted() -> None:
    statuses = ["used", "unparsed", "set_aside", "used"]
    observations = pd.DataFrame({"topic": list("aabb"), "status": statuses})
    table = quality.statuses(observations).set_index("topic")
    assert table["read"].to_dict() == {"a": 0.5, "b": 1, "all": 0.75}


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


def test_checks_are_counted_suite_by_suite() -> None:
    def check(table: str, rows: int) -> Check:
        column = {"column": "url"}
        return Check(table, "expect_column_values_to_not_be_null", column, "why", True, rows, 0)

    report = Report((check("values", 4), check("sources", 3), check("sources", 0)),
                    {"values": 4, "sources": 3})  # fmt: skip
    every = checks(report)
    assert every["suite"].tolist() == ["sources", "sources", "values"]
    assert every["rows_checked"].tolist() == [3, 3, 4]
    assert every.loc[0, ["subject", "expected"]].tolist() == ["column url", "no empty cell"]
    table = quality.suites(every)
    assert table.to_numpy().tolist() == [["sources", 3, 2], ["values", 4, 1]]


def test_doubts_are_counted_and_the_rarest_come_first() -> None:
    kinds = ["undated"] * 3 + ["jump"] + ["unusual name"] * 2
    files = ["sources", "sources", "editions", *["observations/dti"] * 3]
    doubts = pd.DataFrame({"kind": kinds, "table": files})
    counted = quality.doubts_by_kind(doubts)
    assert counted.to_numpy().tolist() == [
        ["undated", 3, 2], ["unusual name", 2, 1], ["jump", 1, 1],
    ]  # fmt: skip
    assert quality.odd_figures(doubts, most=2)["kind"].tolist() == ["jump", "unusual name"]


def test_every_check_of_the_committed_report_has_its_row(project: Project) -> None:
    report = validate.load(project.clean)
    table = quality.suites(checks(report))
    assert dict(zip(table["suite"], table["rows"], strict=True)) == dict(report.rows)
    assert table["checks"].sum() == len(report.checks)
