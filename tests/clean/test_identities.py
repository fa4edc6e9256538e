"""Relations between figures hold, or a recorded decision says why not."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest

from analysis.clean import build, read
from analysis.model.errors import BadInput

# What was found by hand of the relations that the founding documents came with.
RECORDED = 27
BROKEN = {
    "vietnamnet-binhdinh-2023-12-farm-households-share",
    "cross-bn-feedback-total",
}


def test_the_recorded_relations_are_evaluated_and_two_do_not_hold(
    clean: dict[str, pd.DataFrame],
) -> None:
    identities = clean["identities"]
    recorded = identities[~identities["id"].str.startswith("order-")]
    assert len(recorded) >= RECORDED
    assert recorded["found"].notna().all()
    assert set(recorded.loc[recorded["found"] == "no", "id"]) >= BROKEN
    assert (identities["found"] == identities["holds"]).all()
    assert identities.loc[identities["found"] == "no", "accepted"].notna().all()


def test_values_of_some_relations(clean: dict[str, pd.DataFrame]) -> None:
    found = clean["identities"].set_index("id")
    share = found.loc["vietnamnet-binhdinh-2023-12-farm-households-share"]
    assert share["left_value"] == pytest.approx(72.3549, abs=5e-5)
    assert share["tolerance"] == pytest.approx(0.05)
    assert found.loc["cross-bn-feedback-total", "difference"] == -4500
    assert found.loc["vietnamnet-binhdinh-2023-12-active-share", "left_value"] == pytest.approx(
        34.3996, abs=5e-5
    )
    assert found.loc["congthuong-quangninh-2024-dti-rank-change", "right_value"] == 7


HEADER = (
    "id,source_id,province,boundary,kind,left,relation,right,left_figures,right_figure,"
    "tolerance_note,holds,note\n"
)


def relation(raw: Path, left: str, rel: str, right: str, holds: str = "yes") -> None:
    (raw / "identities.csv").write_text(
        f"{HEADER}test,ministry,Bắc Ninh,63,order,{left},{rel},{right},,,,{holds},\n", "utf-8"
    )


def decision(raw: Path, expect: str) -> None:
    with (raw / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write(f"test,,,,,,both are right,{expect},2026-11-20\n")


def test_a_new_relation_is_a_row(tiny_raw: Path) -> None:
    relation(tiny_raw, "dti_rank", "equals", "7")
    row = build(read(tiny_raw))["identities"].row(0, named=True)
    assert (row["left_value"], row["found"], row["accepted"]) == (7, "yes", None)


def test_one_that_does_not_hold_stops_with_its_figures(tiny_raw: Path) -> None:
    relation(tiny_raw, "dti_rank", "equals", "8")
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    said = str(caught.value)
    assert "data/raw/identities.csv, row 2, column test" in said
    assert "dti_rank 7/63 (data/raw/observations/dti.csv, row 6)" in said
    # Not even a row that says so is enough without a decision.
    relation(tiny_raw, "dti_rank", "equals", "8", holds="no")
    with pytest.raises(BadInput):
        build(read(tiny_raw))
    decision(tiny_raw, "7/63")
    tables = build(read(tiny_raw))
    assert tables["identities"].row(0, named=True)["accepted"] == "both are right"
    kinds = tables["disputes"].filter(pl.col("province_code") == "27")["kind"].to_list()
    assert "identity" in kinds


def test_a_decision_on_a_relation_fails_when_its_figures_have_changed(tiny_raw: Path) -> None:
    relation(tiny_raw, "dti_rank", "equals", "8", holds="no")
    decision(tiny_raw, "9/63")
    with pytest.raises(BadInput, match="renew the decision"):
        build(read(tiny_raw))


@pytest.mark.parametrize(
    ("left", "said"),
    [
        ("dti_rnak", "a code of indicators.csv; not dti_rnak"),
        ("accounts", "one figure of accounts for Bắc Ninh in ministry; there are 0"),
        ("base(dti_rank)", "a printed fraction"),
        ("dti_rank[2019]", "a figure of dti_rank in 2019"),
        ("open(dti_rank)", "not open"),
    ],
)
def test_what_cannot_be_evaluated_says_why(tiny_raw: Path, left: str, said: str) -> None:
    relation(tiny_raw, left, "equals", "7")
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    assert said in str(caught.value)
    assert "identities.csv, row 2, column left" in str(caught.value)


def test_the_country_has_relations_and_boundaries_stay_apart(tiny_raw: Path) -> None:
    """24 is Bắc Giang among the 63 and the larger Bắc Ninh among the 34."""
    sources = tiny_raw / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("2023-07-12", "2025"), "utf-8")
    with (tiny_raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write('ministry,dti_score,Việt Nam,all,2022,,"0,5",,,index 0-1,,mean,\n')
        file.write('ministry,dti_score,Bắc Ninh,34,2024,,"0,7",,,index 0-1,,row 1,\n')
    rows = "test,ministry,{},order,dti_score,equals,{},,,,yes,\n"
    path = tiny_raw / "identities.csv"
    path.write_text(HEADER + rows.format("Việt Nam,all", "0.5"), "utf-8")
    assert build(read(tiny_raw))["identities"]["found"].to_list() == ["yes"]
    path.write_text(HEADER + rows.format("Bắc Giang,63", "0.7"), "utf-8")
    with pytest.raises(BadInput, match="there are 0"):
        build(read(tiny_raw))
    path.write_text(HEADER + rows.format("Bắc Ninh,34", "0.7"), "utf-8")
    assert build(read(tiny_raw))["identities"]["found"].to_list() == ["yes"]


def test_source_and_year_together_name_one_of_several_figures(tiny_raw: Path) -> None:
    with (tiny_raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write("ministry,dti_rank,Bắc Ninh,63,2021,,,4,63,rank,,row 4,\n")
    relation(tiny_raw, "dti_rank", "equals", "7")
    with pytest.raises(BadInput, match="name source and year"):
        build(read(tiny_raw))
    left = '"dti_rank[""ministry"", 2022] - dti_rank[""ministry"", 2021]"'
    relation(tiny_raw, left, "equals", "3")
    assert build(read(tiny_raw))["identities"]["left_value"].to_list() == [3]


@pytest.mark.parametrize(
    ("figures", "left", "rel", "right", "holds"),
    [
        # A count that is printed in full is exact.
        ("100", "accounts", "equals", "100", True),
        ("100", "accounts", "equals", "100.4", False),
        ("100", "accounts", "at least", "100", True),
        ("100", "accounts", "at least", "100.1", False),
        ("100", "accounts", "at most", "99.9", False),
        # Of one in millions the last printed digit is: half a unit of it either way.
        ("1,2 triệu", "accounts", "equals", "1249000", True),
        ("1,2 triệu", "accounts", "equals", "1251000", False),
        ("1,2 triệu", "accounts", "at least", "1249000", True),
        ("1,2 triệu", "accounts", "at least", "1251000", False),
        ("1,2 triệu", "accounts", "at most", "1151000", True),
        ("1,2 triệu", "accounts", "at most", "1149000", False),
        # "Over" is near: a tenth at most.
        ("hơn 1.000", "accounts", "equals", "1099", True),
        ("hơn 1.000", "accounts", "equals", "1101", False),
    ],
)
def test_tolerance_follows_from_the_print(
    tiny_raw: Path, figures: str, left: str, rel: str, right: str, holds: bool
) -> None:
    with (tiny_raw / "observations" / "founding.csv").open("a", encoding="utf-8") as file:
        file.write(f'ministry,accounts,Bắc Ninh,63,2023,,"{figures}",,,tài khoản,,row 1,\n')
    relation(tiny_raw, left, rel, right)
    if holds:
        assert build(read(tiny_raw))["identities"]["found"].to_list() == ["yes"]
    else:
        with pytest.raises(BadInput, match="a relation that holds"):
            build(read(tiny_raw))


def test_a_score_is_as_exact_as_its_decimals(tiny_raw: Path) -> None:
    left = "dti_score"
    for right, holds in (("0.70244", True), ("0.70246", False), ("0.70236", True)):
        (tiny_raw / "identities.csv").write_text(
            f"{HEADER}test,ministry,Quảng Ninh,63,order,{left},equals,{right},,,,yes,\n", "utf-8"
        )
        if holds:
            assert build(read(tiny_raw))["identities"]["tolerance"][0] == pytest.approx(5e-5)
        else:
            with pytest.raises(BadInput):
                build(read(tiny_raw))
