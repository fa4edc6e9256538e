"""Tables of the chapter on data quality: what stands in them, topic by topic."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analysis.page import cells
from analysis.page.quality import by_topic, columns, coverage_by_topic, known_and_disputed
from analysis.page.tables import shown

Tables = dict[str, pd.DataFrame]


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What cells put on the page."""
    said: list[str] = []
    monkeypatch.setattr(
        cells, "display", lambda output, **_: said.append(str(output["text/markdown"]))
    )
    return said


def test_coverage_of_the_index(clean: Tables) -> None:
    table = known_and_disputed(clean["coverage"], clean["observations"])
    known = table.set_index(["indicator", "boundary", "reference_year"])["cell"]
    for year in (2022, 2023, 2024):
        assert known["dti_score", "63", year] == "63 of 63"
    # Printed or implied; ranks that follow from scores are not counted.
    for row in clean["coverage"].itertuples():
        disputed = f" ({row.units_disputed})" if row.units_disputed else ""
        said = "known" if row.boundary == "all" else f"{row.units_known} of {row.units}"
        assert known[row.indicator, row.boundary, row.reference_year] == said + disputed
    # Kiên Giang and Yên Bái in 2020.
    assert known["dti_rank", "63", 2020].endswith("(2)")


def test_coverage_names_every_indicator_and_year_with_a_figure(clean: Tables) -> None:
    table = known_and_disputed(clean["coverage"], clean["observations"])
    key = ["indicator", "boundary", "reference_year"]
    # A score printed with its rank makes the rank known too.
    printed = pd.concat([clean["observations"][key], clean["coverage"][key]]).drop_duplicates()
    assert len(table) == len(printed)
    assert table["cell"].notna().all()
    # Printed, but not to be used: of unstated origin.
    grdp = table.query("indicator == 'grdp_current' and boundary == '63'")
    cells = grdp.set_index("reference_year")["cell"]
    observed = clean["observations"].query("indicator == 'grdp_current' and boundary == '63'")
    for year, rows in observed.groupby("reference_year"):
        unused = "used" not in set(rows["status"])
        assert (cells[year] == "set aside") == unused, year
    known = clean["values"].query(
        "indicator == 'grdp_current' and boundary == '63' and reference_year == 2022"
    )
    assert cells[2022].startswith(f"{len(known)} of 63")


def test_a_column_has_its_own_name_or_the_chapters() -> None:
    names = columns("indicator set_aside name_vi")
    rows = pd.DataFrame({"indicator": ["dti_rank"], "set_aside": [2], "name_vi": ["Huế"]})
    table = shown(rows, names)
    assert table.columns.tolist() == ["Indicator", "Set aside", "Place"]
    assert table.iloc[0].tolist() == ["`dti_rank`", 2, "Huế"]
    assert columns("name_vi printed", name_vi="Province", printed="As printed") == {
        "name_vi": "Province", "printed": "As printed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "row", "said"),
    [
        ("as_stated", {"left_figures": "8", "relation": "at most", "right_figure": "9"}, "8 ≤ 9"),
        ("about", {"identity": "a-total", "indicator": None, "province": None,
                   "reference_year": None}, "a-total"),
        ("about", {"identity": None, "indicator": "dti_rank", "province": "Huế",
                   "reference_year": 2022}, "dti_rank, Huế, 2022"),
        ("years", {"first_year": 2018, "last_year": 2024}, "2018 to 2024"),
        ("years", {"first_year": 2018, "last_year": 2018}, "2018"),
        ("meaning", {"kind": "bands"}, "published counts of provinces by band do not add up"),
    ],
)  # fmt: skip
def test_several_columns_say_one_thing(name: str, row: dict[str, Any], said: str) -> None:
    assert shown(pd.DataFrame([row]), columns(name)).iloc[0, 0] == said


INDICATORS = pd.DataFrame({"code": ["dti_rank", "population"], "topic": ["dti", "reference"]})


def test_rows_by_topic_lose_none_and_keep_the_order_of_topics() -> None:
    rows = pd.DataFrame({"indicator": ["population", "dti_rank", "population"], "n": [1, 2, 3]})
    groups = {title: found["n"].tolist() for title, found in by_topic(rows, INDICATORS)}
    assert list(groups.values()) == [[2], [1, 3]]
    assert next(iter(groups)) == "Digital Transformation Index"
    assert not list(by_topic(rows.head(0), INDICATORS))


def test_coverage_is_a_folded_table_a_topic(put: list[str]) -> None:
    key = {
        "indicator": ["dti_rank", "population"],
        "boundary": "63",
        "reference_year": [2022, 2019],
    }
    coverage = pd.DataFrame(key).assign(units=63, units_known=[63, 5], units_disputed=[2, 0])
    coverage_by_topic(coverage, pd.DataFrame(key).assign(status="used"), INDICATORS)
    index, reference = put
    assert "Digital Transformation Index: 1 indicators with figures" in index
    assert "| `dti_rank` | 63 | 63 of 63 (2) |" in index
    assert "2019" not in index
    assert "| `population` | 63 | 5 of 63 |" in reference


def test_a_folded_table_for_each_group(put: list[str]) -> None:
    rows = pd.DataFrame({"suite": ["b", "a", "b"], "n": [1, 2, 3]})
    groups = rows.groupby("suite", sort=False)
    cells.folded_tables("{name}: <{rows}>", groups, {"n": ("Number", ".1f")})
    assert "b: &lt;2&gt;" in put[0]
    assert "a: &lt;1&gt;" in put[1]
    assert "| Number |" in put[0]
    assert "| 3.0 |" in put[0]
