"""The assumptions of the book, by what they carry."""

from __future__ import annotations

import pandas as pd

from analysis.clean.references import WORDS


def by_impact(assumptions: pd.DataFrame) -> pd.DataFrame:
    """The clean table with what would change most first, and there what is least supported."""
    return assumptions.sort_values(
        ["impact", "support"],
        key=lambda column: column.map([*WORDS["assumptions", str(column.name)]].index),
        ignore_index=True,
    )


def doubtful(assumptions: pd.DataFrame) -> pd.DataFrame:
    """Those that are less than well supported and would change a finding if they were wrong."""
    return assumptions[(assumptions["support"] != "good") & (assumptions["impact"] == "high")]
