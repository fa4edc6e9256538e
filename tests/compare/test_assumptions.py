"""The assumptions in their order."""

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
