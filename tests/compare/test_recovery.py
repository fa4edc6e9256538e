"""Weights recovered from printed scores and parts: made up ones, and those of three editions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.compare import composite, recovery

Tables = dict[str, pd.DataFrame]

# Year, boundary, and the points on which the scores rest, in the order of the findings.
PARTS = ("awareness", "institution", "infra", "hr", "security", "govact", "econact", "socact")
BEFORE = [100, 100, 100, 100, 100, 200, 150, 150]
SINCE = [50, 50, 140, 100, 100, 200, 150, 150]
EDITIONS = [(2022, "63", BEFORE), (2023, "63", BEFORE), (2024, "34", SINCE)]


def edition(clean: Tables, year: int, boundary: str) -> tuple[pd.DataFrame, pd.Series]:
    points = composite.points_of(clean["weights"], year=year, boundary=boundary)
    shares = points / points.sum()
    return composite.eight_parts(clean["values"], shares, year, boundary), points


def made_up(points: pd.Series, provinces: int, seed: int) -> pd.DataFrame:
    """Parts and scores of that many provinces, printed with four decimals."""
    generator = np.random.default_rng(seed)
    parts = pd.DataFrame(generator.uniform(0.3, 1, (provinces, len(points))), columns=points.index)
    score = parts @ (points / points.sum())
    return parts.round(4).assign(score=score.round(4))


@settings(max_examples=20)
@given(st.lists(st.integers(1, 6), min_size=8, max_size=8), st.integers(0, 10**6))
def test_made_up_weights_are_found_through_rounding(tens: list[int], seed: int) -> None:
    points = pd.Series(tens, index=list("abcdefgh"), dtype=float) * 10
    found = recovery.recover(made_up(points, 34, seed), points)
    table = found.table
    assert found.largest <= found.explained == pytest.approx(1e-4)
    # Every set within rounding lies between the bounds: the true one, and the estimate's errors.
    assert (table["low"] <= table["points"] + 1e-6).all()
    assert (table["points"] <= table["high"] + 1e-6).all()
    assert ((table["estimate"] - table["points"]).abs() < 8 * table["error"] + 1e-6).all()
    assert found.smallest <= points.sum() / 10
    assert found.weighed == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("year", "boundary", "points"), EDITIONS)
def test_points_of_three_editions(
    clean: Tables, year: int, boundary: str, points: list[int]
) -> None:
    """The points that stand in weights.csv are those of the findings, and no others fit."""
    parts, held = edition(clean, year, boundary)
    order = [f"{'dti34' if boundary == '34' else 'dti'}_{part}_score" for part in PARTS]
    assert held[order].tolist() == points
    found = recovery.recover(parts, held)
    assert len(parts) == found.n == (34 if year == 2024 else 10)
    assert found.largest < 7.1e-5 < found.explained
    # The root of the mean square is what rounding makes, within what so few rows allow.
    assert found.spread == pytest.approx(found.expected, rel=0.25)
    # No other round points lie between the bounds; those that come nearest miss by far.
    assert found.off < 1 < recovery.STEP / 2
    assert found.reach < recovery.STEP / 2
    assert found.others == 1106
    assert found.nearest > 10 * found.explained


def test_points_of_2024_as_least_squares_gives_them(clean: Tables) -> None:
    found = recovery.recover(*edition(clean, 2024, "34"))
    table = found.table.set_index("part")
    order = [f"dti34_{part}_score" for part in PARTS]
    assert table.loc[order, "estimate"].round(1).tolist() == [
        50.1, 50.0, 139.9, 100.0, 100.0, 200.0, 150.0, 150.1,
    ]  # fmt: skip
    assert table["error"].between(0.03, 0.1).all()
    assert table["moved"].max() < 0.1
    assert found.smallest == 94
    # So no other whole points of 940 are possible.
    assert found.reach < 1


def test_editions_that_can_be_recovered(clean: Tables) -> None:
    found = recovery.of_editions(clean["values"], clean["weights"])
    assert list(found) == [2022, 2023, 2024]
    table = recovery.overview(found)
    assert table["n"].tolist() == [10, 10, 34]
    assert (table["largest"] < table["explained"]).all()


def test_weights_of_one_edition_do_not_give_another(clean: Tables) -> None:
    parts, points = edition(clean, 2024, "34")
    _, before = edition(clean, 2022, "63")
    others = before.set_axis(before.index.str.replace("dti_", "dti34_"))
    assert recovery.recover(parts, others).largest == pytest.approx(0.045, abs=0.001)
    assert list(others.index) == list(points.index)


def test_too_few_provinces_and_scores_that_are_no_sum() -> None:
    points = pd.Series({"a": 1.0, "b": 1.0})
    with pytest.raises(ValueError, match="2 weights need more than 2"):
        recovery.recover(made_up(points, 2, 1), points)
    wrong = made_up(points, 10, 1)
    wrong.loc[0, "score"] += 0.1
    with pytest.raises(ValueError, match="within rounding"):
        recovery.recover(wrong, points)
