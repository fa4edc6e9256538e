"""Targets beside what is reported: kinds of figures stay apart, and few can be judged."""

from __future__ import annotations

import pandas as pd

from analysis.compare import targets
from analysis.compare.digital_economy import DEFINITIONS, printed_by_province
from analysis.model.tables import one

Tables = dict[str, pd.DataFrame]

PROVINCES = pd.DataFrame(
    {"code": list("abcd"), "boundary": "63", "name_vi": list("ABCD"), "name_en": list("ABCD")}
)
TARGET, OWN = targets.TARGET, DEFINITIONS["own"]
MINISTRY, UNSTATED = DEFINITIONS["ministry"], DEFINITIONS["unstated"]


def rows(*cells: tuple[object, ...]) -> pd.DataFrame:
    names = ["indicator", "province_code", "reference_year", "value", "value_low", "value_high"]
    table = pd.DataFrame(cells, columns=[*names, "status"])
    sources = [f"s{i}" for i in range(len(table))]
    numbers = dict.fromkeys(["value", "value_low", "value_high"], float)
    return table.astype(numbers).assign(boundary="63", rank=pd.NA, source_id=sources)


OBSERVATIONS = rows(
    (TARGET, "a", 2025, 20.0, None, None, "used"),
    (TARGET, "a", 2025, None, 25.0, 30.0, "bounded"),
    (TARGET, "a", 2030, 40.0, None, None, "used"),
    (TARGET, "b", 2025, 20.0, None, None, "used"),
    (TARGET, "c", 2025, 5.0, None, None, "used"),
    (TARGET, "d", 2025, 15.0, None, None, "used"),
    (OWN, "a", 2022, 12.0, None, None, "used"),
    (OWN, "a", 2024, 18.0, None, None, "used"),
    (OWN, "a", 2026, 50.0, None, None, "used"),
    (MINISTRY, "b", 2022, 42.0, None, None, "used"),
    (OWN, "c", 2024, 7.0, None, None, "used"),
    (UNSTATED, "d", 2024, 99.0, None, None, "set_aside"),
)


def test_every_print_counts_and_none_is_chosen() -> None:
    found = printed_by_province(OBSERVATIONS, PROVINCES, TARGET)
    a = one(found, province_code="a", reference_year=2025)
    assert (a.low, a.high, a.sources, a.source_id) == (20, 30, 2, "s0;s1")


def test_the_latest_figure_until_the_year_of_the_target() -> None:
    table = targets.against(OBSERVATIONS, PROVINCES, 2025, "63")
    a = one(table, province_code="a")
    assert (a.own_low, a.own_high, a.own_year) == (18, 18, 2024)
    assert (a.target_low, a.target_high, a.reported) == (20, 30, 1)
    assert table["name_vi"].tolist() == ["A", "B", "D", "C"]


def test_only_a_provinces_own_figure_is_held_against_its_target() -> None:
    verdicts = targets.against(OBSERVATIONS, PROVINCES, 2025, "63").set_index("name_vi")["verdict"]
    # The ministry's 42 is above the target of 20, and still nothing can be told.
    assert verdicts.to_dict() == {"A": "short", "B": "untold", "C": "reached", "D": "nothing"}


def test_an_own_figure_between_two_printed_targets_tells_nothing() -> None:
    own = rows((OWN, "a", 2024, 22.0, None, None, "used"))
    table = targets.against(pd.concat([OBSERVATIONS[:2], own]), PROVINCES, 2025, "63")
    assert table["verdict"].tolist() == ["untold"]


def test_quang_ninh(clean: Tables) -> None:
    """20 % aimed at for 2025 and 30 % for 2030; 7,1 % is printed for 2024, nobody says by whom."""
    due = targets.against(clean["observations"], clean["provinces"], 2025, "63")
    row = one(due, name_vi="Quảng Ninh")
    assert (row.target_low, row.target_high, row.verdict) == (20, 20, "untold")
    assert (row.unstated_low, row.unstated_year) == (7.1, 2024)
    later = targets.against(clean["observations"], clean["provinces"], 2030, "63")
    assert one(later, name_vi="Quảng Ninh").target_high == 30
    # The old and the new province of one name are two rows of two tables.
    since = targets.against(clean["observations"], clean["provinces"], 2030, "34")
    assert one(since, name_vi="Bắc Ninh").target_high == 45
    assert one(later, name_vi="Bắc Ninh").target_high == 35
