"""Figures of one year or of several, province by province: where every comparison starts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.model.places import BEFORE, COUNTRY_CODE
from analysis.model.tables import having


def known(values: pd.DataFrame, indicator: str, year: int, boundary: str = BEFORE) -> pd.Series:
    """The figures of one indicator and year by province_code, in the indicator's unit.

    Takes the clean table ``values``. Provinces without a figure are not there: nothing is filled
    in. Sorted by province_code; the series is named after the indicator. Raises ValueError where
    the table holds two figures of one province.
    """
    chosen = having(values, indicator=indicator, reference_year=year, boundary=boundary)
    chosen = chosen[chosen["province_code"] != COUNTRY_CODE]
    figures: pd.Series = chosen.set_index("province_code")["value"].sort_index().rename(indicator)
    if not figures.index.is_unique:
        raise ValueError(f"{indicator} {year} has several figures of one province")
    return figures


def side_by_side(
    values: pd.DataFrame, indicators: Sequence[str], year: int, boundary: str = BEFORE
) -> pd.DataFrame:
    """Figures of several indicators in one year: one row a province, one column an indicator.

    A province is there when any of the figures is known; what is not known is NaN.
    """
    columns = [known(values, indicator, year, boundary) for indicator in indicators]
    return pd.concat(columns, axis=1).sort_index().rename_axis("province_code")


def long(values: pd.DataFrame, indicator: str, years: Sequence[int]) -> pd.DataFrame:
    """Figures of several years below each other: reference_year, province_code, value."""
    by_year = {year: known(values, indicator, year) for year in years}
    figures: pd.Series = pd.concat(by_year, names=["reference_year"])
    return figures.rename("value").reset_index()


def wide(values: pd.DataFrame, indicator: str, years: Sequence[int]) -> pd.DataFrame:
    """The same side by side: one row a province, one column a year."""
    return long(values, indicator, years).pivot(
        index="province_code", columns="reference_year", values="value"
    )


def urban_share(values: pd.DataFrame, year: int) -> pd.Series:
    """The part of the people of each of the 63 who live in towns, from 0 to 1, by province_code."""
    town = known(values, "urban_population", year) / known(values, "population", year)
    return town.rename("urban_share")


def only_from(values: pd.DataFrame, indicator: str, year: int, source: str) -> int:
    """For how many of the 63 provinces a figure is printed by one source alone."""
    chosen = having(values, indicator=indicator, reference_year=year, boundary=BEFORE)
    return len(having(chosen, source_id=source, sources=1))


def agreed(values: pd.DataFrame, indicator: str, year: int) -> int:
    """For how many of the 63 provinces two sources or more print the figure that is used."""
    chosen = having(values, indicator=indicator, reference_year=year, boundary=BEFORE)
    return int((chosen["sources_agreeing"] > 1).sum())


def sources_of(
    values: pd.DataFrame, indicators: Sequence[str], years: Sequence[int], boundary: str = BEFORE
) -> list[str]:
    """The sources behind these figures, the one behind most of them first."""
    there = values["indicator"].isin(indicators) & values["reference_year"].isin(years)
    chosen = having(values[there], boundary=boundary)
    return [str(source) for source in chosen["source_id"].value_counts().index]
