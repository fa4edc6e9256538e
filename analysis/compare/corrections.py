"""What the book has corrected."""

from __future__ import annotations

import pandas as pd


def newest_first(corrections: pd.DataFrame) -> pd.DataFrame:
    """The clean table ``corrections``, the latest day first, then by section."""
    return corrections.sort_values(
        ["corrected_on", "section", "id"], ascending=[False, True, True], ignore_index=True
    )
