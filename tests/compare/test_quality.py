"""What is known, disputed and missing adds up."""

from __future__ import annotations

import pandas as pd

from analysis import validate
from analysis.clean.witnesses import WITNESSES
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
    assert table["unparsed"].to_dict() == {"a": 1, "b": 0, "all": 1}


def test_disputes_count_places_not_figures(clean: Tables) -> None:
    table = quality.disputes_by_kind(clean["disputes"]).set_index("kind")
    assert table["figures"].sum() == len(clean["disputes"])
    key = ["indicator", "boundary", "province_code", "reference_year"]
    for kind, rows in clean["disputes"].groupby("kind"):
        assert table.loc[kind].tolist() == [len(rows[key].drop_duplicates()), len(rows)]
    # TP. Hồ Chí Minh and Hà Nội, each printed by a source and its copy.
    places, figures = table.loc["rank and order"]
    assert figures > places >= 2


def test_the_widest_disputes_come_first_and_may_have_been_used(clean: Tables) -> None:
    table = quality.widest(clean["disputes"], clean["indicators"], most=15)
    assert table["gap"].is_monotonic_decreasing
    assert (table["chosen"] == "no").all()
    assert not table.duplicated(["indicator", "boundary", "province_code", "reference_year"]).any()
    # The statistics office prints 5.84 for Vĩnh Long, its People's Committee 8.03.
    growth = table[(table["indicator"] == "grdp_growth") & (table["province_code"] == "86")]
    assert growth[["used", "value_as_printed"]].to_numpy().tolist() == [[5.84, "8.03%"]]
    # A figure that is suspect, such as 107.052 for Gia Lai, or of unstated origin, is none of them.
    assert not (table["quality"] == "C").any()
    assert not (table["qualifier"] == "suspect").any()
    measures = clean["indicators"].set_index("code")["measure"]
    assert not (table["indicator"].map(measures) == "rank").any()


def test_witnesses_add_up_to_the_printed_figures(clean: Tables) -> None:
    table = quality.witnessed(clean["values"], clean["indicators"]).set_index("topic")
    kinds = [*WITNESSES, "none"]
    assert (table[kinds].sum(axis=1) == table["figures"]).all()
    assert (table["told"] + table["none"] == table["figures"]).all()
    assert table.loc["all", "figures"] == (clean["values"]["basis"] != "derived").sum()
    assert table.drop(index="all").sum().equals(table.loc["all"])
    alone = quality.unwitnessed(clean["values"])
    assert alone["none"].sum() == table.loc["all", "none"]
    assert (alone["none"] <= alone["figures"]).all()


def test_the_strongest_witness_counts_alone() -> None:
    values = pd.DataFrame(
        {
            "indicator": ["a", "a", "a", "b", "b"],
            "boundary": "63",
            "witness": ["source;rank", "rank", "none", "none", None],
        }
    )
    indicators = pd.DataFrame({"code": ["a", "b"], "topic": ["x", "y"]})
    table = quality.witnessed(values, indicators).set_index("topic")
    columns = ["figures", "source", "rank", "none", "told"]
    assert table[columns].to_numpy().tolist() == [[3, 1, 1, 1, 2], [1, 0, 0, 1, 0], [4, 1, 1, 2, 2]]
    assert quality.unwitnessed(values).to_numpy().tolist() == [["a", "63", 3, 1], ["b", "63", 1, 1]]


def test_formulas_are_counted_by_their_years_and_boundary(clean: Tables) -> None:
    table = quality.formulas(clean["formulas"], clean["recomputations"]).set_index("id")
    rows = clean["recomputations"].query("method == 'formula'")
    assert table["evaluated"].sum() == len(rows)
    assert table["holding"].sum() == (rows["agrees"] == "yes").sum()
    assert table.loc["papi-egov-2018", ["evaluated", "holding"]].tolist() == [63, 63]
    assert table.loc["service-index", "evaluated"] - table.loc["service-index", "holding"] == 1
    assert (table["evaluated"] > 0).all()


def test_what_is_known_not_to_exist(clean: Tables) -> None:
    table = quality.known_absences(clean["absences"])
    papi = table[(table["reference_year"] == 2023)]
    assert papi[["places", "reason"]].to_numpy().tolist() == [
        ["Bình Dương, Quảng Ninh", "not published"]
    ]
    # The total, each of its eight dimensions and the parts of the eighth.
    assert len(papi["index"].iloc[0].split(", ")) == 1 + 8 + 3
    ict = table[table["index"] == "ict"]
    assert ict[["places", "reason"]].to_numpy().tolist() == [["all", "no edition"]]


def test_recomputed_figures_are_counted(clean: Tables) -> None:
    table = quality.recomputed(clean["recomputations"]).set_index("method")
    assert table["computed"].sum() == len(clean["recomputations"])
    merged = table.loc["mean of merged provinces"]
    assert merged["computed"] >= merged["compared"] == merged["agree"] >= 34
    # Pillars of 2022 follow from parts for ten provinces, and are printed for fewer.
    parts = table.loc["weighted parts"]
    assert parts["computed"] > parts["compared"] == parts["agree"] >= 10


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
