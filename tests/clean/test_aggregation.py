"""Figures of the 63 become figures of the 34 by a named rule, or not at all."""

from __future__ import annotations

import polars as pl
import pytest

from analysis.clean.aggregation import of_country, to_34

SUCCESSORS = pl.DataFrame({"old_code": ["01", "02", "03"], "new_code": ["01", "08", "08"]})
INDICATORS = pl.DataFrame(
    {
        "code": ["score", "population", "grdp_current", "income", "share", "rank"],
        "aggregation": ["mean", "sum", "sum", "ratio", "ratio", "never"],
        "denominator": [None, None, None, "population", "grdp_current", None],
    }
)


def values(**figures: list[float | None]) -> pl.DataFrame:
    """Figures of provinces 01, 02 and 03 in 2024, printed with one decimal."""
    rows = [
        {
            "indicator": indicator, "boundary": "63", "province_code": code,
            "reference_year": 2024, "value": value, "decimals": 1, "source_id": f"s{code}",
        }
        for indicator, column in figures.items()
        for code, value in zip(("01", "02", "03"), column, strict=True)
        if value is not None
    ]  # fmt: skip
    return pl.DataFrame(rows)


KNOWN = values(
    score=[0.8, 0.4, 0.6], population=[900, 100, 300], grdp_current=[5, 30, 10],
    income=[5.0, 2.0, 6.0], share=[10, 40, 20], rank=[1, 3, 2],
)  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("score", [0.8, 0.5]),
        ("population", [900, 400]),
        ("income", [5.0, (2 * 100 + 6 * 300) / 400]),
        ("share", [10, (40 * 30 + 20 * 10) / 40]),
    ],
)
def test_each_rule(indicator: str, expected: list[float]) -> None:
    found = to_34(KNOWN, SUCCESSORS, INDICATORS, indicator, 2024)
    assert found["province_code"].to_list() == ["01", "08"]
    assert found["value"].to_list() == pytest.approx(expected)
    assert found["parts"].to_list() == [1, 2]
    assert found["source_id"].to_list() == ["s01", "s02;s03"]


def test_what_may_not_be_put_together_is_refused() -> None:
    with pytest.raises(ValueError, match="never put together"):
        to_34(KNOWN, SUCCESSORS, INDICATORS, "rank", 2024)


def test_nothing_is_filled_in() -> None:
    """A missing part or weight leaves its province out; one part alone needs no weight."""
    gap = values(score=[0.8, None, 0.6])
    assert to_34(gap, SUCCESSORS, INDICATORS, "score", 2024)["province_code"].to_list() == ["01"]
    some = KNOWN.filter((pl.col("indicator") == "share") | (pl.col("province_code") == "03"))
    shares = to_34(some, SUCCESSORS, INDICATORS, "share", 2024)
    assert shares["province_code"].to_list() == ["01"]
    assert to_34(KNOWN, SUCCESSORS, INDICATORS, "score", 2023).is_empty()


def test_mean_of_the_country_needs_every_province() -> None:
    assert of_country(KNOWN, "score", 2024, 3) == pytest.approx(0.6)
    assert of_country(values(score=[0.8, None, 0.6]), "score", 2024, 3) is None
