"""The figures that comparisons start from: of one indicator, year and boundary, none other."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import cross_section

VALUES = pd.DataFrame(
    [
        ("share", "63", "02", 2022, 20.0, "office", 1),
        ("share", "63", "01", 2022, 10.0, "office", 2),
        ("share", "63", "03", 2022, 30.0, "press", 1),
        ("share", "63", "01", 2023, 11.0, "press", 1),
        ("share", "34", "01", 2022, 12.0, "later", 1),
        ("share", "all", "VN", 2022, 15.0, "office", 1),
        ("score", "63", "01", 2022, 0.7, "ministry", 1),
        ("score", "63", "04", 2022, 0.6, "office", 1),
    ],
    columns=[
        "indicator", "boundary", "province_code", "reference_year", "value", "source_id", "sources",
    ],
)  # fmt: skip


def test_known_is_of_one_indicator_year_and_boundary() -> None:
    found = cross_section.known(VALUES, "share", 2022)
    assert found.to_dict() == {"01": 10.0, "02": 20.0, "03": 30.0}
    assert found.index.tolist() == ["01", "02", "03"]
    assert found.name == "share"
    assert cross_section.known(VALUES, "share", 2023).to_dict() == {"01": 11.0}
    assert cross_section.known(VALUES, "share", 2022, "34").to_dict() == {"01": 12.0}
    assert cross_section.known(VALUES, "share", 2022, "all").empty
    assert cross_section.known(VALUES, "share", 2021).empty


def test_two_figures_of_one_province_are_refused() -> None:
    twice = pd.concat([VALUES, VALUES.iloc[[0]]])
    with pytest.raises(ValueError, match="share 2022 has several figures"):
        cross_section.known(twice, "share", 2022)
    assert len(cross_section.known(twice, "score", 2022)) == 2


def test_side_by_side_leaves_gaps() -> None:
    table = cross_section.side_by_side(VALUES, ["score", "share"], 2022)
    assert table.columns.tolist() == ["score", "share"]
    assert table.index.tolist() == ["01", "02", "03", "04"]
    assert table.loc["01"].tolist() == [0.7, 10.0]
    assert table["score"].isna().tolist() == [False, True, True, False]
    assert pd.isna(table.loc["04", "share"])


def test_printed_by_one_source_alone() -> None:
    """01 has a second source, and the office's other figure is of another indicator."""
    assert cross_section.only_from(VALUES, "share", 2022, "office") == 1
    assert cross_section.only_from(VALUES, "share", 2022, "press") == 1
    assert cross_section.only_from(VALUES, "share", 2022, "later") == 0
    assert cross_section.only_from(VALUES, "share", 2023, "press") == 1
    assert cross_section.only_from(VALUES, "score", 2022, "office") == 1


def test_printed_alike_by_two_sources() -> None:
    agreeing = VALUES.assign(sources_agreeing=[1, 2, 3, 1, 2, 1, 1, 1])
    assert cross_section.agreed(agreeing, "share", 2022) == 2
    assert cross_section.agreed(agreeing, "share", 2023) == 0


def test_sources_of_the_chosen_figures_alone() -> None:
    assert cross_section.sources_of(VALUES, ["share"], [2022]) == ["office", "press"]
    assert cross_section.sources_of(VALUES, ["share"], [2023]) == ["press"]
    assert cross_section.sources_of(VALUES, ["share"], [2022], "34") == ["later"]
    assert set(cross_section.sources_of(VALUES, ["share", "score"], [2022])) == {
        "office", "press", "ministry",
    }  # fmt: skip
