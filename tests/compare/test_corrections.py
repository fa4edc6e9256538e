"""Corrected claims in their order."""

from __future__ import annotations

import pandas as pd

from analysis.compare import corrections


def test_the_latest_day_comes_first() -> None:
    rows = [
        ("a", "2026-01-02", "sec-b"),
        ("b", "2026-01-03", "sec-z"),
        ("c", "2026-01-02", "sec-a"),
    ]
    table = pd.DataFrame(rows, columns=["id", "corrected_on", "section"])
    assert corrections.newest_first(table)["id"].tolist() == ["b", "c", "a"]
