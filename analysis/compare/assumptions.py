"""The assumptions of the book, and what some of them rest on."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Implied:
    """Ranks that a source only implies: how many by year, and how many another contradicts."""

    by_year: pd.Series
    contradicted: int


def implied(paths: pd.DataFrame) -> Implied:
    """The implied ranks. Takes what ``compare.rankings.paths`` returns."""
    ranks = paths[paths["rank_basis"] == "implied"]
    return Implied(
        ranks.groupby("reference_year").size(), int((ranks["disputed"] == "yes").sum())
    )  # fmt: skip
