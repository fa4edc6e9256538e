"""Every expectation of every suite fails on some table: none only repeats what holds anyway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from conftest import ROOT

from analysis import validate
from analysis.model.paths import Project
from analysis.validate.report import Check
from analysis.validate.rules import BEFORE, RULES, applied

Frames = dict[str, pd.DataFrame]
CHECKS = validate.load(Project(ROOT).clean).checks


@pytest.fixture(scope="module")
def ask() -> Callable[..., bool]:
    """Whether a table satisfies one expectation of its suite."""
    from analysis.validate import suites
    from analysis.validate.library import Library

    library = Library()

    def asked(check: Check, frames: Frames) -> bool:
        table = check.table
        [expectation] = [
            e
            for e in [*suites.shape(table), *suites.contents(table)]
            if e.expectation_type == check.expectation
            and all(e.configuration.kwargs[key] == given for key, given in check.arguments.items())
        ]
        rule = {check.arguments.get("column")} & set(RULES)
        [answer] = library.ask(applied(frames[table], rule, frames), [expectation])
        return bool(answer["success"])

    return asked


def put(row: int = 0, **cells: Any) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """A table with other cells in one row."""

    def change(frame: pd.DataFrame) -> pd.DataFrame:
        frame = frame.copy()
        for column, cell in cells.items():
            frame.loc[row, column] = cell
        return frame

    return change


def where(query: str, **cells: Any) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """A table with other cells in the first row that a query finds."""
    return lambda frame: put(frame.query(query).index[0], **cells)(frame)


# By the kind of an expectation, what breaks it.
BROKEN: dict[str, Callable[[pd.DataFrame, dict[str, Any]], pd.DataFrame]] = {
    "expect_table_columns_to_match_ordered_list": lambda f, a: f.iloc[:, ::-1],
    "expect_column_values_to_be_unique": lambda f, a: pd.concat([f, f.head(1)]),
    "expect_compound_columns_to_be_unique": lambda f, a: pd.concat([f, f.head(1)]),
    "expect_column_values_to_not_be_null": lambda f, a: put(**{a["column"]: pd.NA})(f),
    "expect_column_values_to_be_in_set": lambda f, a: put(**{a["column"]: "who knows"})(f),
    "expect_column_values_to_not_be_in_set": lambda f, a: f.assign(
        status=f["status"].where(f.index >= len(f) * 0.006, "unparsed")
    ),
    "expect_column_values_to_be_between": lambda f, a: put(**{a["column"]: 0})(f),
    "expect_column_pair_values_a_to_be_greater_than_b": lambda f, a: where(
        f"{a['column_A']}.notna()", **{a["column_B"]: 9999}
    )(f),
    "expect_column_values_to_match_regex": lambda f, a: put(**{a["column"]: "2026-1-5"})(f),
    "expect_table_row_count_to_equal": lambda f, a: f.iloc[1:],
}
# By a rule, what breaks it in its table.
BREAKS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "province_code_known": put(province_code="00"),
    "source_id_known": put(source_id="nobody"),
    "indicator_known": put(indicator="nothing"),
    "reason_code_known": put(reason_code="better_quality;whim"),
    "within_limits": where("indicator == 'dti_rank'", value=64.0),
    "reason_given": where("status != 'used'", reason=pd.NA),
    "bounds_in_order": lambda f: put(
        **({"low": 9.0, "high": 5.0} if "low" in f else {"value_low": 9.0, "value_high": 5.0})
    )(f),
    "source_is_stated": put(source_id="ref-areapop-compilation;nobody"),
    "derivation_given": where("basis == 'printed'", as_printed=pd.NA),
    "witness_named": where("basis == 'printed'", witness=pd.NA),
    "rank_within_units": where("units_ranked == 63", rank=64),
    "rank_or_reason": put(rank=pd.NA, score=float("nan"), missing=pd.NA),
    "rank_agrees_with_scores": where(
        "index == 'dti' and boundary == '63' and reference_year == 2022 and province_code == '46'",
        rank=1,
    ),
    "ranks_form_an_order": where("index == 'dti' and boundary == '34' and rank == 30", rank=2),
    "at_most_one_chosen": lambda f: f.assign(chosen="yes"),
    "residual_within": where("agrees == 'yes'", residual=1e6),
    "bands_count_all": where("high == 5", provinces=9),
}
# By a rule, what breaks it in another table.
ELSEWHERE: dict[str, Callable[[Frames], Frames]] = {
    "agrees_or_disputed": lambda frames: {"disputes": frames["disputes"].iloc[:0]},
    "no_fewer_than_before": lambda frames: {
        BEFORE: where("units_known < units", units_known=63)(frames["coverage"])
    },
}


@pytest.mark.parametrize(
    "check", CHECKS, ids=[f"{c.table}, {c.subject}, {c.in_words}"[:90] for c in CHECKS]
)
def test_a_table_that_breaks_it_fails(
    check: Check, clean: Frames, ask: Callable[..., bool]
) -> None:
    rule = str(check.arguments.get("column"))
    assert ask(check, clean)
    if rule in ELSEWHERE:
        broken = clean | ELSEWHERE[rule](clean)
    else:
        frame = clean[check.table]
        change = BREAKS.get(rule)
        new = change(frame) if change else BROKEN[check.expectation](frame, dict(check.arguments))
        broken = clean | {check.table: new}
    assert not ask(check, broken)


def test_every_rule_is_asked() -> None:
    assert {check.arguments.get("column") for check in CHECKS} & set(RULES) == set(RULES)
    assert BREAKS.keys() | ELSEWHERE.keys() == set(RULES)
