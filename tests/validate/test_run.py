"""Validation finds faults in clean tables and says where they are."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import validate
from analysis.model.errors import ValidationFailed
from analysis.model.paths import Project
from analysis.model.tables import load
from analysis.validate import suites
from analysis.validate.run import _check


def test_committed_tables_hold_and_the_report_is_the_committed_one(
    clean: dict[str, pd.DataFrame], project: Project
) -> None:
    report = validate.check(clean, clean["coverage"])
    assert report.to_json() == (project.clean / validate.FILE).read_text("utf-8")
    assert all(check.in_words and check.subject and check.why for check in report.checks)
    assert {check.table for check in report.checks} == set(report.rows) == set(clean)


def row_of(frame: pd.DataFrame, **wanted: object) -> int:
    mask = pd.Series(True, index=frame.index)
    for column, value in wanted.items():
        mask &= frame[column] == value
    return int(frame.index[mask][0])


def test_every_fault_is_named_with_table_column_and_row(clean: dict[str, pd.DataFrame]) -> None:
    tables = {name: frame.copy() for name, frame in clean.items()}
    rankings = tables["rankings"]
    third = row_of(rankings, index="dti", boundary="63", reference_year=2022, province_code="22")
    rankings.loc[third, "rank"] = 64
    fourth = row_of(rankings, index="dti", boundary="63", reference_year=2022, province_code="46")
    rankings.loc[fourth, "rank"] = 3
    values = tables["values"]
    values.loc[10, "source_id"] = "nobody-knows"
    values.loc[11, "value"] = -1e9
    values.loc[12, "province_code"] = "00"
    tables["provinces"] = tables["provinces"].iloc[1:]
    values.loc[14, "basis"] = "guessed"
    tables["coverage"] = pd.concat([tables["coverage"], tables["coverage"].iloc[[0]]])
    broken = ("rankings", "values", "provinces", "coverage")
    with pytest.raises(ValidationFailed) as caught:
        validate.check(tables, only=broken)
    message = str(caught.value)
    for table, said, row in (
        ("rankings", "each row: expected a rank no larger", third + 2),
        ("rankings", "each row: expected ranks as they follow", fourth + 2),
        ("values", "column source_id: expected", 12),
        ("values", "each row: expected no value below", 13),
        ("values", "column province_code: expected", 14),
        ("values", "column basis: expected", 16),
    ):
        part = message.split(f"data/clean/{table}.csv, {said}")[1]
        assert f"row {row}:" in part.split("data/clean/")[0], (table, said)
    assert "data/clean/provinces.csv, the table: expected 97 rows" in message
    assert "data/clean/coverage.csv, columns indicator" in message
    assert "correct them there" in message


def test_a_missing_column_is_named(clean: dict[str, pd.DataFrame]) -> None:
    tables = dict(clean)
    tables["bands"] = tables["bands"].rename(columns={"provinces": "province_count"})
    tables["observations"] = tables["observations"].drop(columns=["status"])
    with pytest.raises(ValidationFailed) as caught:
        validate.check(tables, only=("bands", "observations"))
    for name in ("bands", "observations"):
        said = f"data/clean/{name}.csv, the table: expected the columns of the data dictionary"
        assert said in str(caught.value)


def test_a_check_that_could_not_be_evaluated_has_failed() -> None:
    outcome = {
        "success": True,
        "expectation_config": {"type": "expect_column_values_to_be_unique", "kwargs": {}},
        "result": {},
        "exception_info": {"raised_exception": True, "exception_message": "no such column"},
    }
    found = _check("values", outcome)
    assert not found.success
    assert found.exception == "no such column"


def test_nearly_all_prints_must_be_read_where_there_are_many(
    clean: dict[str, pd.DataFrame],
) -> None:
    few = clean["observations"].head(suites.ENOUGH - 1).copy()
    few.loc[7, ["status", "reason"]] = ["unparsed", "value: expected a number"]
    tables = clean | {"observations": few}
    validate.check(tables, only=("observations",))
    many = clean["observations"].head(suites.ENOUGH).copy()
    many.loc[[7, 8], ["status", "reason"]] = ["unparsed", "value: expected a number"]
    with pytest.raises(ValidationFailed) as caught:
        validate.check(clean | {"observations": many}, only=("observations",))
    message = str(caught.value)
    assert "observations.csv, column status: expected 99.5% of rows: none of unparsed" in message
    assert "asked from 200 rows on" in message
    assert "reason=value: expected a number" in message


def test_coverage_may_not_shrink(clean: dict[str, pd.DataFrame], project: Project) -> None:
    before = clean["coverage"]
    fewer = before.copy()
    known = row_of(fewer, indicator="dti_score", boundary="63", reference_year=2021)
    fewer.loc[known, "units_known"] -= 1
    gone = row_of(fewer, indicator="dti_rank", boundary="63", reference_year=2020)
    tables = clean | {"coverage": fewer.drop(index=gone)}
    with pytest.raises(ValidationFailed) as caught:
        validate.check(tables, before, only=("coverage",))
    message = str(caught.value)
    assert "no fewer provinces known" in message
    assert "indicator=dti_score, boundary=63, reference_year=2021" in message
    assert "indicator=dti_rank, boundary=63, reference_year=2020" in message
    assert "--fewer" in message


def test_a_table_of_other_types_is_refused_when_it_is_read(
    project: Project, tmp_path: Path
) -> None:
    text = (project.clean / "weights.csv").read_text("utf-8")
    (tmp_path / "weights.csv").write_text(text.replace(",2022,", ",last year,", 1), "utf-8")
    with pytest.raises(ValidationFailed, match=r"weights\.csv: not of the dictionary's types"):
        load("weights", tmp_path)
