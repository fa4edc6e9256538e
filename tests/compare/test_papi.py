"""PAPI as a sum: every total, and what spreads them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import cross_section, papi

Tables = dict[str, pd.DataFrame]


def test_every_total_is_the_sum_of_eight_dimensions(clean: Tables) -> None:
    """184 of 184 in 2020, 2021 and 2024, which another source prints, and all others as well."""
    table = papi.sums(clean["values"]).set_index("reference_year")
    assert table.index.tolist() == [*range(2018, 2025)]
    assert table["agree"].equals(table["totals"])
    assert table.loc[[2020, 2021, 2024], "agree"].sum() == 184
    assert (table["extra"] == 0).all()
    assert (table["largest"] < papi.TOLERANCE).all()


def test_a_slip_in_a_dimension_is_seen(clean: Tables) -> None:
    values = clean["values"].copy()
    slip = values.query(
        "indicator == 'papi_services_score' and reference_year == 2023 and province_code == '01'"
    ).index
    values.loc[slip, "value"] += 0.01
    row = papi.sums(values, years=[2023]).iloc[0]
    assert row["agree"] == row["compared"] - 1
    assert row["largest"] == pytest.approx(0.01, abs=1e-5)


def test_shares_of_the_variance_add_up(clean: Tables) -> None:
    table = papi.spread(clean["values"])
    assert table.groupby("reference_year")["share"].sum().tolist() == pytest.approx([1] * 7)
    assert (table.groupby("reference_year")["dimension"].nunique() == 8).all()
    assert (table["low"] <= table["mean"]).all()
    assert (table["mean"] <= table["high"]).all()
    total = cross_section.known(clean["values"], "papi_score", 2024)
    means = table[table["reference_year"] == 2024]["mean"]
    assert means.sum() == pytest.approx(total.mean(), abs=1e-4)


def test_left_out_by_hand() -> None:
    """Two provinces swap places when the one dimension that tells them apart is left out."""
    rows = [("a", 0, 9.0), ("b", 0, 1.0), ("c", 0, 1.0)] + [
        (code, i, value)
        for i in range(1, 8)
        for code, value in zip("abc", (1.0, 2.0, 1.5), strict=True)
    ]
    values = pd.DataFrame(rows, columns=["province_code", "i", "value"])
    values = values.assign(
        indicator=[papi.SCORES[i] for i in values["i"]], reference_year=2024, boundary="63"
    )
    table = papi.left_out(values, 2024)
    assert table["province_code"].tolist() == ["a", "b", "c"]
    assert table[["rank", "low", "high"]].to_numpy().tolist() == [[1, 1, 3], [2, 1, 2], [3, 2, 3]]
    assert table["width"].tolist() == [2, 1, 1]


def test_ranks_lie_among_those_with_all_dimensions(clean: Tables) -> None:
    table = papi.left_out(clean["values"], 2024)
    n = len(papi.dimensions(clean["values"], 2024))
    assert len(table) == n
    assert table["low"].min() == 1
    assert table["high"].max() <= n


def of_two(first: float, last: float, error: float) -> pd.DataFrame:
    rows = [
        ("papi_score", 2022, first), ("papi_score", 2023, last),
        ("papi_score_error", 2022, error), ("papi_score_error", 2023, error),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["indicator", "reference_year", "value"])
    return table.assign(boundary="63", province_code="01")


def test_changes_beside_their_errors_by_hand() -> None:
    """Two errors of 0.5 make one of 0.7071, and 1.96 times that is 1.386."""
    assert papi.changes(of_two(40, 41.38, 0.5), 2022, 2023).beyond == 0
    assert papi.changes(of_two(40, 41.39, 0.5), 2022, 2023).beyond == 1
    assert papi.changes(of_two(41.39, 40, 0.5), 2022, 2023).beyond == 1


def test_changes_want_printed_errors(clean: Tables) -> None:
    with pytest.raises(KeyError, match="standard errors"):
        papi.changes(clean["values"], 2023, 2024)
