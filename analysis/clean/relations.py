"""Printed changes ("tăng 4 bậc so với năm 2021") and the earlier figures that they imply."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.clean import frames
from analysis.clean.values import Observation, agree, figure, printed
from analysis.clean.words import dimension

UNITS = {"place": "places", "time": "times", "percent": "percent", "point": "points"}


def build(
    observations: pl.DataFrame, values: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """The table ``relations``: one row a printed change whose later figure is known.

    Two kinds of print: a figure of an indicator that measures the change of another one (named
    in its column ``about``), and a rank printed with the places gained ("up 34 places to 26").
    A change that does not name the earlier year is taken to be on the year before.
    """
    indicators = {row["code"]: row for row in tables["indicators"].iter_rows(named=True)}
    chosen = {
        (row["indicator"], row["boundary"], row["province_code"], row["reference_year"]): row
        for row in values.filter(pl.col("basis") != "derived").iter_rows(named=True)
    }
    used = observations.filter(pl.col("status") == "used")
    printed_here = {
        (row["source_id"], row["indicator"], row["province_code"], row["reference_year"]): row
        for row in used.iter_rows(named=True)
    }
    rows = []
    for row in used.iter_rows(named=True):
        indicator = indicators[row["indicator"]]
        if indicator["measure"] == "change" and indicator["about"]:
            about, change = indicators[indicator["about"]], float(row["value"])
            if dimension(row["unit"]) == "time" and change <= 0:
                continue  # no level can be reached by no growth
        elif row["gained"] is not None:
            about, change = indicator, float(row["gained"])
        else:
            continue
        place = (about["code"], row["boundary"], row["province_code"])
        later = printed_here.get(
            (row["source_id"], about["code"], row["province_code"], row["reference_year"])
        ) or chosen.get((*place, row["reference_year"]))
        if later is None:
            continue
        since = row["relative_to"] or row["reference_year"] - 1
        rows.append(_row(row, about, change, later, chosen.get((*place, since)), since))
    return frames.table("relations", rows)


def _implied(value: float, change: float, unit: str, unit_of_value: str) -> float:
    """The earlier figure. A rank falls when places are gained; a share changes by points."""
    if unit == "place":
        return value + change
    if unit == "time":
        return value / change
    if unit == "percent" and unit_of_value != "percent":
        return value / (1 + change / 100)
    return value - change


def _row(
    row: Observation,
    about: dict[str, Any],
    change: float,
    later: Observation,
    earlier: Observation | None,
    since: int,
) -> Observation:
    is_rank = about["measure"] == "rank"
    value = float(later["rank"] if later.get("rank") is not None and is_rank else later["value"])
    unit = "place" if is_rank else dimension(row["unit"])
    implied = _implied(value, change, unit, dimension(about["unit"]))
    high = implied if row["qualifier"] == "over" and change > 0 else None
    agrees = None
    if earlier is not None:
        this = {"measure": about["measure"], "rank": round(implied), "value": implied,
                "decimals": row["decimals"] or 0, "value_high": high}  # fmt: skip
        that = earlier | {"measure": about["measure"], "rank": round(earlier["value"])}
        agrees = "yes" if agree(this, that) else "no"
    return {
        "indicator": about["code"], "boundary": row["boundary"],
        "province_code": row["province_code"], "reference_year": row["reference_year"],
        "source_id": row["source_id"], "locator": row["locator"],
        "as_printed": printed(row | {"measure": "value"}), "change": change,
        "change_unit": UNITS.get(unit, unit), "relative_to": since, "value": value,
        "implied": implied, "value_low": None, "value_high": high,
        "earlier": None if earlier is None else float(figure(that)[0]), "agrees": agrees,
    }  # fmt: skip
