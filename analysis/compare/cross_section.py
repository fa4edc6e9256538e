"""Figures of one year, province by province: where every comparison starts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def known(values: pd.DataFrame, indicator: str, year: int, boundary: str = "63") -> pd.Series:
    """The figures of one indicator and year by province_code, in the indicator's unit.

    Takes the clean table ``values``. Provinces without a figure are not there: nothing is filled
    in. Sorted by province_code; the series is named after the indicator. Raises ValueError where
    the table holds two figures of one province.
    """
    chosen = values[
        (values["indicator"] == indicator)
        & (values["reference_year"] == year)
        & (values["boundary"] == boundary)
        & (values["province_code"] != "VN")
    ]
    figures: pd.Series = chosen.set_index("province_code")["value"].sort_index().rename(indicator)
    if not figures.index.is_unique:
        raise ValueError(f"{indicator} {year} has several figures of one province")
    return figures


def side_by_side(
    values: pd.DataFrame, indicators: Sequence[str], year: int, boundary: str = "63"
) -> pd.DataFrame:
    """Figures of several indicators in one year: one row a province, one column an indicator.

    A province is there when any of the figures is known; what is not known is NaN.
    """
    columns = [known(values, indicator, year, boundary) for indicator in indicators]
    return pd.concat(columns, axis=1).sort_index().rename_axis("province_code")


def only_from(values: pd.DataFrame, indicator: str, year: int, source: str) -> int:
    """For how many of the 63 provinces a figure is printed by one source alone."""
    chosen = values[
        (values["indicator"] == indicator)
        & (values["reference_year"] == year)
        & (values["boundary"] == "63")
    ]
    return int(((chosen["source_id"] == source) & (chosen["sources"] == 1)).sum())


def sources_of(
    values: pd.DataFrame, indicators: Sequence[str], years: Sequence[int], boundary: str = "63"
) -> list[str]:
    """The sources behind these figures, the one behind most of them first."""
    chosen = values[
        values["indicator"].isin(indicators)
        & values["reference_year"].isin(years)
        & (values["boundary"] == boundary)
    ]
    return [str(source) for source in chosen["source_id"].value_counts().index]
