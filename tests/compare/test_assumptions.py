"""The assumptions in their order, and what they rest on."""

from __future__ import annotations

import pandas as pd

from analysis.compare import assumptions

THREE = pd.DataFrame(
    [("a", "fair", "low"), ("b", "good", "high"), ("c", "weak", "high"), ("d", "fair", "medium")],
    columns=["id", "support", "impact"],
)


def test_what_would_change_most_comes_first() -> None:
    assert assumptions.by_impact(THREE)["id"].tolist() == ["c", "b", "d", "a"]
    assert assumptions.doubtful(THREE)["id"].tolist() == ["c"]


def test_implied_ranks_by_year() -> None:
    paths = pd.DataFrame(
        {
            "reference_year": [2020, 2020, 2021, 2021, 2021],
            "rank_basis": ["implied", "printed", "implied", "implied", "derived"],
            "disputed": ["no", "yes", "yes", "no", "no"],
        }
    )
    found = assumptions.implied(paths)
    assert found.by_year.to_dict() == {2020: 1, 2021: 2}
    assert found.contradicted == 1
