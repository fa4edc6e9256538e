"""Which figures may be set beside those of other provinces."""

from __future__ import annotations

import pandas as pd

# A warning with one of these empty holds for all of them.
_ABOUT = ["province_code", "boundary", "reference_year"]


def warnings_of(figures: pd.DataFrame, warnings: pd.DataFrame) -> pd.Series:
    """Why a figure must not be set beside other provinces'; NaN where nothing speaks against it.

    ``figures`` needs indicator, province_code, boundary and reference_year; ``warnings`` is the
    clean table ``usage_warnings``. The result has the index of ``figures``.
    """
    against = warnings.loc[warnings["comparable"] == "no", ["indicator", *_ABOUT, "warning"]]
    asked = figures[["indicator", *_ABOUT]].reset_index(drop=True).reset_index(names="figure")
    warned = asked.merge(against, on="indicator", suffixes=("", "_warned"))
    for column in _ABOUT:
        there = warned[f"{column}_warned"]
        warned = warned[there.isna() | (there == warned[column]).fillna(False)]
    first = warned.drop_duplicates("figure").set_index("figure")["warning"]
    return first.reindex(asked.index).set_axis(figures.index)
