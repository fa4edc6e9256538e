"""What is not known, and why: the reason that is recorded, or that nothing was found."""

from __future__ import annotations

import pandas as pd

from analysis.compare import missing

Row = tuple[str, str, int, str, float | None, str | None]


def rankings(*rows: Row) -> pd.DataFrame:
    columns = ["index", "boundary", "reference_year", "province_code", "rank", "missing"]
    return pd.DataFrame(rows, columns=columns).assign(score=None)


def absences(*rows: tuple[str, str, int, str | None, str]) -> pd.DataFrame:
    columns = ["index", "boundary", "reference_year", "province_code", "reason"]
    return pd.DataFrame(rows, columns=columns)


KNOWN = rankings(
    ("a", "63", 2022, "01", 1, None),
    ("a", "63", 2022, "22", None, "withheld"),
    ("b", "63", 2023, "22", 1, None),
    # A listed edition of which nothing is known says nothing of a province.
    ("c", "63", 2023, "22", None, "not found"),
    ("a", "34", 2024, "22", 1, None),
    ("a", "34", 2025, "22", 1, None),
)


def test_each_edition_has_a_reason() -> None:
    gone = absences(("a", "63", 2021, None, "no edition"), ("a", "34", 2023, None, "no edition"))
    table = missing.missing(KNOWN, gone, ["01", "22"], "63")
    reasons = table.set_index(["province_code", "index", "reference_year"])["reason"]
    assert reasons.to_dict() == {
        ("01", "a", 2021): "no edition",
        ("22", "a", 2021): "no edition",
        ("22", "a", 2022): "withheld",
        ("01", "b", 2023): "not found",
    }


def test_editions_of_the_other_boundary() -> None:
    before = missing.of_the_others(KNOWN, ["22"], "63").set_index("reference_year")["reason"]
    assert before.to_dict() == {2024: "not found", 2025: "merged"}
    since = missing.of_the_others(KNOWN, ["22"], "34")
    assert set(since["reason"]) == {"merged"}
    assert set(since["reference_year"]) == {2022, 2023}
    assert missing.of_the_others(KNOWN, [], "34").empty


def test_together_by_index_and_reason() -> None:
    table = pd.DataFrame(
        {
            "province_code": "22", "index": ["a", "a", "a", "b"],
            "reference_year": [2023, 2021, 2022, 2022],
            "reason": ["not found", "not found", "withheld", "not found"],
        }
    )  # fmt: skip
    found = missing.by_index(table).set_index(["index", "reason"])
    assert found["years"].to_dict() == {
        ("a", "not found"): [2021, 2023], ("a", "withheld"): [2022], ("b", "not found"): [2022],
    }  # fmt: skip
    assert found["editions"].tolist() == [2, 1, 1]


def test_known_and_missing_make_every_edition(clean: dict[str, pd.DataFrame]) -> None:
    codes = clean["provinces"].query("boundary == '63'")["code"].tolist()
    table = missing.missing(clean["rankings"], clean["absences"], codes, "63")
    there = clean["rankings"].query("boundary == '63'").dropna(subset=["rank", "score"], how="all")
    editions = there[["index", "reference_year"]].drop_duplicates()
    found = table.merge(editions)
    assert len(found) + len(there) == 63 * len(editions)
