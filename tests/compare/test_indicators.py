"""What the indices ask, what does not exist of them, and their breaks."""

from __future__ import annotations

import pandas as pd

from analysis.compare import indicators

EDITIONS = pd.DataFrame(
    [
        ("papi", 2018, "63", "old", 61, "two parts"),
        ("papi", 2020, "63", "new", 63, "scores only, no ranks; three parts"),
        ("papi", 2019, "63", "new", 60, "scores only, no ranks; four parts"),
        ("papi", 2021, "34", "newer", 34, None),
        ("pci", 2020, "63", "pci", 63, None),
    ],
    columns=["index", "reference_year", "boundary", "definition", "units_ranked", "note"],
)


def test_asked_takes_the_score_of_the_63() -> None:
    table = pd.DataFrame(
        [
            ("a", "a_rank", "rank", None),
            ("a", "a_34", "score", "34"),
            ("a", "a_63", "score", None),
            ("b", "b_rank", "rank", None),
        ],
        columns=["index", "name_en", "measure", "boundary"],
    ).assign(publisher="p", unit="u", methodology_note="m")
    found = indicators.asked(table, ["b", "a"]).set_index("index")
    assert found.index.tolist() == ["b", "a"]
    assert found.loc["a", "name_en"] == "a_63"
    assert pd.isna(found.loc["b", "name_en"])


def test_absent_by_year() -> None:
    absences = pd.DataFrame(
        [
            ("a", 2020, "Y", "withheld"),
            ("a", 2020, "X", "withheld"),
            ("a", 2021, None, "no edition"),
            ("b", 2020, "Z", "withheld"),
        ],
        columns=["index", "reference_year", "province", "reason"],
    )
    assert indicators.absent(absences, "a", "withheld").to_dict() == {2020: ["X", "Y"]}
    assert indicators.absent(absences, "a", "no edition").to_dict() == {2021: []}


def test_breaks_part_the_years() -> None:
    found = indicators.breaks(EDITIONS, ["papi"]).drop(columns="index").to_dict("records")
    assert found == [
        {"definition": "old", "years": "2018", "least": 61, "most": 61, "note": "two parts"},
        {"definition": "new", "years": "2019, 2020", "least": 60, "most": 63, "note": "four parts"},
    ]
