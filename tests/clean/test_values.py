"""Several sources become one value, and what disagrees stays visible."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import polars as pl
import pytest
from conftest import DTI

from analysis.clean import build, read
from analysis.clean.values import agree
from analysis.model.errors import BadInput
from analysis.model.paths import Project


def value_of(tables: dict[str, pl.DataFrame], indicator: str, code: str) -> dict[str, object]:
    rows = tables["values"].filter(
        (pl.col("indicator") == indicator) & (pl.col("province_code") == code)
    )
    assert len(rows) == 1
    return rows.row(0, named=True)


def printed(value: float, decimals: int) -> dict[str, object]:
    return {"measure": "score", "value": value, "decimals": decimals}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ((0.54, 2), (0.5438, 4), True),  # rounded
        ((72.3, 1), (72.3549, 4), True),  # cut
        ((72.4, 1), (72.3549, 4), True),
        ((72.5, 1), (72.3549, 4), False),
        ((0.3026, 4), (0.326, 3), False),
        ((17.0, 0), (19.76, 2), False),
    ],
)
def test_agreement_at_the_coarser_precision(
    one: tuple[float, int], other: tuple[float, int], same: bool
) -> None:
    assert agree(printed(*one), printed(*other)) is same
    assert agree(printed(*other), printed(*one)) is same


def test_a_figure_near_its_bound_agrees_with_it() -> None:
    over = printed(15.0, 0) | {"value_low": 15.0, "value_high": None}
    under = printed(9000.0, 0) | {"value_low": None, "value_high": 9000.0}
    assert agree(over, printed(15.62, 2))
    assert not agree(over, printed(14.41, 2))
    assert not agree(over, printed(18.2, 1))
    assert agree(printed(8903.0, 0), under)
    assert not agree(printed(4500.0, 0), under)


def test_figures_in_larger_units_agree_at_their_coarser_precision() -> None:
    assert agree(printed(520_200.0, -2), printed(520_205.0, 2))
    assert not agree(printed(520_200.0, -2), printed(520_405.0, 2))


def test_a_data_set_drops_zeros(tiny_raw: Path) -> None:
    """0.7 among figures of four decimals has four; in a newspaper, or where it is said, one."""
    with (tiny_raw / "sources.csv").open("a", encoding="utf-8") as file:
        file.write("table,dti,no,Someone,Data,https://example.org/e,2024,en,dataset,B,,,\n")
    provinces = pl.read_csv(tiny_raw / "provinces.csv", infer_schema=False)["name_vi"][:20]
    prints = [*(f"0.{5001 + i}" for i in range(17)), "0.7", "1", "~0.6"]

    def decimals_in(source: str, prints: list[str]) -> list[int]:
        rows = (
            f"{source},dti_score,{place},63,2021,,{text},,,index 0-1,,line {i},\n"
            for i, (place, text) in enumerate(zip(provinces, prints, strict=True))
        )
        path = tiny_raw / "observations" / "dti.csv"
        path.write_text(DTI + "".join(rows), "utf-8")
        found = build(read(tiny_raw))["observations"].filter(source_id=source, reference_year=2021)
        line = pl.col("locator").str.extract(r"(\d+)").cast(int)
        return found.sort(line)["decimals"].to_list()

    assert decimals_in("table", prints) == [4] * 19 + [1]
    assert decimals_in("paper", prints) == [4] * 17 + [1, 0, 1]
    mixed = [*prints[:10], *(f"0.{50 + i}" for i in range(10))]
    assert decimals_in("table", mixed) == [4] * 10 + [2] * 10


def test_copies_count_once(tiny_raw: Path) -> None:
    value = value_of(build(read(tiny_raw)), "dti_rank", "22")
    assert value["value"] == 3
    assert (value["sources"], value["sources_agreeing"]) == (2, 2)
    assert value["disputed"] == "no"


def test_official_figure_is_used_and_the_dispute_is_shown(tiny_raw: Path) -> None:
    tables = build(read(tiny_raw))
    value = value_of(tables, "dti_rank", "27")
    assert (value["value"], value["source_id"], value["disputed"]) == (7, "ministry", "yes")
    dispute = tables["disputes"].filter(pl.col("province_code") == "27")
    assert dict(dispute.select("value_as_printed", "chosen").iter_rows()) == {
        "7/63": "yes",
        "8": "no",
    }


def test_unstated_origin_alone_is_no_value_but_stays_an_observation(tiny_raw: Path) -> None:
    tables = build(read(tiny_raw))
    assert tables["values"].filter(pl.col("province_code") == "01").is_empty()
    row = tables["observations"].filter(pl.col("province_code") == "01").row(0, named=True)
    assert (row["status"], row["value"]) == ("set_aside", 0.6)
    assert "quality C" in row["reason"]


DECISION = ",dti_rank,Bắc Ninh,63,2022,paper,the paper saw the table,{expect},2026-11-20\n"


def test_a_decision_comes_first(tiny_raw: Path) -> None:
    with (tiny_raw / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write(DECISION.format(expect="7/63 | 8"))
    assert value_of(build(read(tiny_raw)), "dti_rank", "27")["value"] == 8


def test_a_decision_fails_when_its_figures_have_changed(tiny_raw: Path) -> None:
    with (tiny_raw / "decisions.csv").open("a", encoding="utf-8") as file:
        file.write(DECISION.format(expect="7/63 | 9"))
    with pytest.raises(BadInput, match="renew the decision"):
        build(read(tiny_raw))


def test_everything_in_print_is_read(clean: dict[str, pd.DataFrame]) -> None:
    unread = clean["observations"].query("status == 'unparsed'")
    assert unread["note"].str.contains(r"\bsic\b").all()


def test_nothing_is_dropped(clean: dict[str, pd.DataFrame], project: Project) -> None:
    """Each raw row is a row of observations.csv, used or with a reason."""
    observations = clean["observations"]
    raw_rows = 0
    for path in (project.raw / "observations").glob("*.csv"):
        raw_rows += len(pl.read_csv(path, infer_schema=False))
    assert len(observations) == raw_rows >= 8216
    unused = observations[observations["status"] != "used"]
    assert unused["reason"].notna().all()


def test_same_input_gives_the_same_bytes(tiny_raw: Path) -> None:
    first, second = build(read(tiny_raw)), build(read(tiny_raw))
    for name, frame in first.items():
        assert frame.write_csv() == second[name].write_csv()


def test_order_of_raw_rows_does_not_matter(tiny_raw: Path) -> None:
    before = build(read(tiny_raw))
    path = tiny_raw / "observations" / "dti.csv"
    header, *rows = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    after = build(read(tiny_raw))
    for name, frame in before.items():
        assert frame.write_csv() == after[name].write_csv(), name


def test_a_score_printed_with_its_rank_is_a_print_of_the_rank(tiny_raw: Path) -> None:
    with (tiny_raw / "observations" / "dti.csv").open("a", encoding="utf-8") as file:
        file.write('ministry,dti_score,Hải Phòng,63,2022,,"0,65",5,63,index 0-1,,row 5,\n')
    assert value_of(build(read(tiny_raw)), "dti_rank", "31")["value"] == 5
