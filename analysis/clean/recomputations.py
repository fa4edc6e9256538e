"""Figures that follow from others, recomputed and set beside the printed ones."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.clean import aggregation, frames
from analysis.clean.values import BESIDE, KEY

PARTS = "weighted parts"
MERGED = "mean of merged provinces"
COUNTRY = "mean of all provinces"
RANK = "rank from scores"

Row = dict[str, Any]
Found = dict[tuple[Any, ...], Row]


def build(
    values: pl.DataFrame, rankings: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """The table ``recomputations``. Four methods:

    - ``weighted parts``: a score from its parts and their points (weights.csv), wherever all
      parts are printed;
    - ``mean of merged provinces``: a score of the 34 as the unweighted mean of the provinces that
      it was made of, as the ministry computes it;
    - ``mean of all provinces``: a printed mean of the provinces, from all their scores;
    - ``rank from scores``: ranks that follow from complete scores, wherever one is printed.

    ``tolerance`` is what rounding of the printed figures can explain.
    """
    values = _concerned(values, tables)
    found = _by_key(values)
    rows = [
        *_parts(found, tables["weights"], tables["indicators"]),
        *_merged(found, values, tables),
        *_country(found, values, tables),
    ]
    ranks = _ranks(rankings, tables["indicators"])
    return pl.concat([frames.table("recomputations", rows), ranks])


def derived_34(values: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Rows for the table ``values``: scores of the 34 that nobody prints, as means of their parts.

    Only for indicators of boundary 34 that indicators.csv says are the mean of another one, and
    only for years in which one of them is printed: so the rule can be held against print.
    """
    rows = []
    values = _concerned(values, tables)
    for target in _aggregates(tables["indicators"], "34"):
        printed = values.filter(pl.col("indicator") == target["code"])
        for year in printed["reference_year"].unique().sort():
            known = set(printed.filter(pl.col("reference_year") == year)["province_code"])
            for row in _means(values, tables, target, year):
                if row["province_code"] in known:
                    continue
                rows.append(
                    {
                        "indicator": target["code"], "boundary": "34",
                        "province_code": row["province_code"], "reference_year": year,
                        "value": row["value"], "unit": target["unit"], "decimals": None,
                        "basis": "derived", "qualifier": None, "source_id": row["source_id"],
                        "locator": None, "as_printed": None,
                        "sources": len(row["source_id"].split(";")),
                        "sources_agreeing": len(row["source_id"].split(";")),
                        "derivation": _words(target["about"], row["parts"]),
                        "units_ranked": None, "index": target["index"],
                        "measure": target["measure"],
                    }
                )  # fmt: skip
    return frames.table("values", rows, BESIDE)


def _concerned(values: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """The figures that are recomputed, or that others are recomputed from: a few of all."""
    indicators, weights = tables["indicators"], tables["weights"]
    about = indicators.filter(pl.col("about").is_not_null())
    denominators = indicators.filter(pl.col("code").is_in(about["about"].to_list()))["denominator"]
    scores = indicators.filter(pl.col("index").is_in(weights["index"].to_list()))["code"]
    codes = pl.concat([about["code"], about["about"], denominators, weights["part"], scores])
    return values.filter(pl.col("indicator").is_in(codes.drop_nulls().unique().to_list()))


def _words(indicator: str, parts: int) -> str:
    if parts == 1:
        return f"{indicator} of the same province before July 2025"
    return f"unweighted mean of {indicator} of the {parts} provinces that merged"


def _aggregates(indicators: pl.DataFrame, boundary: str) -> list[Row]:
    """Indicators that are a mean of another one, for one boundary ("all" for the country)."""
    wanted = pl.col("boundary") == "34" if boundary == "34" else pl.col("boundary").is_null()
    return list(
        indicators.filter(
            wanted & pl.col("about").is_not_null() & pl.col("measure").is_in(["score", "value"])
        ).iter_rows(named=True)
    )


def _means(
    values: pl.DataFrame, tables: dict[str, pl.DataFrame], target: Row, year: int
) -> list[Row]:
    return list(
        aggregation.to_34(
            values, tables["province_successors"], tables["indicators"], target["about"], year
        ).iter_rows(named=True)
    )


def _row(
    method: str,
    key: tuple[Any, ...],
    computed: float,
    parts: int,
    slack: float,
    printed: Row | None,
) -> Row:
    """One recomputation. ``slack`` is what rounding of the parts can make."""
    row: Row = {"method": method, **dict(zip(KEY, key, strict=True))}
    row |= {"computed": computed, "parts": parts, "printed": None, "residual": None}
    row |= {"tolerance": None, "agrees": None, "source_id": None, "locator": None}
    if printed:
        tolerance = slack + 0.5 * 10.0 ** -printed["decimals"]
        residual = printed["value"] - computed
        row |= {
            "printed": printed["value"], "residual": residual, "tolerance": tolerance,
            # A hair more than the tolerance, for the noise of binary arithmetic.
            "agrees": "yes" if abs(residual) <= tolerance + 1e-12 else "no",
            "source_id": printed["source_id"], "locator": printed["locator"],
        }  # fmt: skip
    return row


def _by_key(values: pl.DataFrame) -> Found:
    """The figures that are printed or implied, by their key."""
    printed = values.filter(pl.col("basis") != "derived")
    return {tuple(row[c] for c in KEY): row for row in printed.iter_rows(named=True)}


def _parts(found: Found, weights: pl.DataFrame, indicators: pl.DataFrame) -> list[Row]:
    scores = {
        row["index"]: row["code"]
        for row in indicators.filter(
            (pl.col("measure") == "score") & pl.col("boundary").is_null()
        ).iter_rows(named=True)
    }
    rows = []
    for (index, year, boundary), parts in weights.group_by(
        "index", "reference_year", "boundary", maintain_order=True
    ):
        points = dict(parts.select("part", "points").iter_rows())
        for place in sorted({key[2] for key in found if key[1] == boundary}):
            known = [found.get((part, boundary, place, year)) for part in points]
            if not all(known):
                continue
            total = sum(points.values())
            pairs = [(p, row) for p, row in zip(points.values(), known, strict=True) if row]
            computed = sum(p * row["value"] for p, row in pairs) / total
            slack = sum(p * 0.5 * 10.0 ** -row["decimals"] for p, row in pairs) / total
            key = (scores[str(index)], boundary, place, year)
            rows.append(_row(PARTS, key, computed, len(points), slack, found.get(key)))
    return rows


def _merged(found: Found, values: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> list[Row]:
    rows = []
    for target in _aggregates(tables["indicators"], "34"):
        years = values.filter(pl.col("indicator") == target["code"])["reference_year"]
        for year in years.unique().sort():
            for row in _means(values, tables, target, year):
                key = (target["code"], "34", row["province_code"], year)
                rows.append(
                    _row(MERGED, key, row["value"], row["parts"], row["tolerance"], found.get(key))
                )
    return rows


def _country(found: Found, values: pl.DataFrame, tables: dict[str, pl.DataFrame]) -> list[Row]:
    units = tables["provinces"].filter(pl.col("boundary") == "63").height
    rows = []
    for target in _aggregates(tables["indicators"], "all"):
        for key, printed in found.items():
            if key[0] != target["code"] or key[1] != "all":
                continue
            mean = aggregation.of_country(values, target["about"], key[3], units)
            if mean is not None:
                # Rounding of single scores all but cancels out in a mean of so many.
                rows.append(_row(COUNTRY, key, mean, units, 0.0, printed))
    return rows


def _ranks(rankings: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    codes = indicators.filter(pl.col("measure") == "rank").select(
        "index", indicator="code", boundary=pl.col("boundary").fill_null("63")
    )
    both = rankings.filter(pl.col("derived").is_not_null() & pl.col("printed").is_not_null())
    agrees = pl.when(pl.col("printed") == pl.col("derived")).then(pl.lit("yes"))
    table = both.join(codes, on=["index", "boundary"], validate="m:1").select(
        *KEY,
        method=pl.lit(RANK),
        computed=pl.col("derived").cast(pl.Float64),
        parts="units_ranked",
        printed=pl.col("printed").cast(pl.Float64),
        residual=(pl.col("printed") - pl.col("derived")).cast(pl.Float64),
        tolerance=pl.lit(0.0),
        agrees=agrees.otherwise(pl.lit("no")),
        source_id="rank_source_id",
        locator="rank_locator",
    )
    return frames.conform("recomputations", table)
