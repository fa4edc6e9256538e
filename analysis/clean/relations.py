"""Printed changes ("tăng 4 bậc so với năm 2021") and the earlier figures that they imply."""

from __future__ import annotations

import math
from typing import Any

import polars as pl

from analysis.clean import frames
from analysis.clean.number_words import dimension
from analysis.clean.references import References
from analysis.clean.values import PRINTS, Observation, printed
from analysis.model.keys import KEY, SERIES, Key

# One order, whatever that of the raw rows.
ORDER = [*KEY, "source_id", "locator", "as_of", *PRINTS]
UNITS = {"place": "places", "time": "times", "percent": "percent", "point": "points"}


def build(observations: pl.DataFrame, values: pl.DataFrame, references: References) -> pl.DataFrame:
    """The table ``relations``: one row a printed change whose later figure is known.

    Two kinds of print: a figure of an indicator that measures the change of another one (named
    in its column ``about``), and a rank printed with the places gained ("up 34 places to 26").
    A change that does not name the earlier year is taken to be on the year before.
    """
    indicators = references.indicators.rows_by_key("code", named=True, unique=True)
    used = observations.filter(status="used")
    changes = _changes(used, references.indicators)
    # Of all figures, only those that a change is about.
    there = changes.select("boundary", "province_code", indicator="about")
    known = values.filter(pl.col("basis") != "derived").join(there, on=SERIES, how="semi")
    chosen = {Key.of(row): row for row in known.iter_rows(named=True)}
    printed_here = {
        (row["source_id"], Key.of(row)): row
        for row in used.join(there, on=SERIES, how="semi").sort(ORDER).iter_rows(named=True)
    }
    rows = []
    for row in changes.iter_rows(named=True):
        about = indicators[row["about"]]
        key = Key.of(row, indicator=row["about"])
        later = printed_here.get((row["source_id"], key)) or chosen.get(key)
        if later is None and row["reached"] is None:
            continue
        since = row["relative_to"] or row["reference_year"] - 1
        if relation := _relation(row, about, later, since):
            rows.append(key._asdict() | _compared(relation, chosen.get(key.in_year(since))))
    return frames.table("relations", rows)


def _changes(used: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """The observations that print a change, with ``about``: the indicator that has changed."""
    changes = indicators.filter(measure="change").select("code", "about").drop_nulls()
    about = dict(changes.iter_rows())
    return (
        used.filter(pl.col("indicator").is_in([*about]) | pl.col("gained").is_not_null())
        .with_columns(about=pl.col("indicator").replace(about))
        .sort(ORDER)
    )


def _relation(
    row: Observation, about: dict[str, Any], later: Observation | None, since: int
) -> Observation | None:
    """A printed change and the interval of earlier figures that it allows.

    Rounding widens the interval by half a unit of the last printed digit; "over" and "under"
    leave it open. None where a change says nothing: growth by no times, or a fall to nothing.
    """
    is_rank = about["measure"] == "rank"
    unit = "place" if is_rank else dimension(row["unit"])
    value, slack = _later(row, later, is_rank)
    change = float(row["value"] if row["gained"] is None else row["gained"])
    step = 0.0 if is_rank else 0.5 * 10.0 ** -(row["decimals"] or 0)
    low, high = change - step, change + step
    if row["qualifier"] == "over":
        low, high = (change, math.inf) if change >= 0 else (-math.inf, change)
    if row["qualifier"] == "under":
        low, high = (0.0, change) if change >= 0 else (change, 0.0)
    shares = dimension(about["unit"]) == "percent"
    if (unit == "time" and low <= 0) or (unit == "percent" and not shares and low <= -100):
        return None
    implied = _earlier(value, change, unit, shares)
    ends = [
        _earlier(v, c, unit, shares) for v in (value - slack, value + slack) for c in (low, high)
    ]
    of = "rank" if row["gained"] is not None else "value"
    return {
        "source_id": row["source_id"],
        "locator": row["locator"],
        "as_printed": printed(row | {"measure": of}),
        "change": change,
        "change_unit": UNITS.get(unit, unit),
        "relative_to": since,
        "value": value,
        "implied": implied,
        "value_low": min(ends) if math.isfinite(min(ends)) else None,
        "value_high": max(ends) if math.isfinite(max(ends)) else None,
    }


def _later(row: Observation, later: Observation | None, is_rank: bool) -> tuple[float, float]:
    """The figure that the change led to, and its rounding."""
    if row["reached"] is not None:
        return float(row["reached"]), 0.0
    assert later is not None
    if is_rank:
        return float(later["rank"] if later.get("rank") is not None else later["value"]), 0.0
    return float(later["value"]), 0.5 * 10.0 ** -(later["decimals"] or 0)


def _earlier(value: float, change: float, unit: str, shares: bool) -> float:
    """The earlier figure. A rank falls when places are gained; a share changes by points."""
    if unit == "place":
        return value + change
    if unit == "time":
        return value / change
    if unit == "percent" and not shares:
        return value / (1 + change / 100)
    return value - change


def _compared(relation: Observation, earlier: Observation | None) -> Observation:
    """A relation beside the figure that is used for the earlier year."""
    if earlier is None:
        return relation | {"earlier": None, "agrees": None}
    figure, is_rank = float(earlier["value"]), relation["change_unit"] == UNITS["place"]
    half = 0.0 if is_rank else 0.5 * 10.0 ** -earlier["decimals"]
    low, high = relation["value_low"], relation["value_high"]
    fits = (low is None or figure >= low - half) and (high is None or figure <= high + half)
    return relation | {"earlier": figure, "agrees": "yes" if fits else "no"}
