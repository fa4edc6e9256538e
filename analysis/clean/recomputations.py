"""Figures that follow from others, recomputed and set beside the printed ones."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from analysis.clean import aggregation, frames
from analysis.clean.references import References
from analysis.clean.values import BESIDE
from analysis.model.keys import KEY, Key
from analysis.model.places import BEFORE, COUNTRY_BOUNDARY, SINCE

FORMULA = "formula"
PARTS = "weighted parts"
MERGED = "mean of merged provinces"
COUNTRY = "mean of all provinces"
RANK = "rank from scores"

Row = dict[str, Any]
Found = dict[Key, Row]


class Joined(NamedTuple):
    """A row of ``recomputations``, how it was made in words, and the figures it was made from."""

    row: Row
    name: str
    parts: list[Key]


class Recomputations(NamedTuple):
    """The table ``recomputations``, and its rows with their parts, but for those of ranks."""

    table: pl.DataFrame
    joined: list[Joined]


def build(
    values: pl.DataFrame, rankings: pl.DataFrame, references: References, formulas: list[Joined]
) -> Recomputations:
    """Recompute what follows from other figures. Five methods:

    - ``formula``: what ``analysis.clean.formulas`` has evaluated;
    - ``weighted parts``: a score from its parts and their points (weights.csv), wherever all
      parts are printed;
    - ``mean of merged provinces``: a score of the 34 as the unweighted mean of the provinces that
      it was made of, as the ministry computes it;
    - ``mean of all provinces``: a printed mean of the provinces, from all their scores;
    - ``rank from scores``: ranks that follow from complete scores, wherever one is printed.

    ``tolerance`` is what rounding of the printed figures can explain.
    """
    values = _concerned(values, references)
    printed = values.filter(pl.col("basis") != "derived")
    found = {Key.of(row): row for row in printed.iter_rows(named=True)}
    joined = [
        *formulas,
        *_parts(found, references),
        *_merged(found, values, references),
        *_country(found, values, references),
    ]
    table = frames.table("recomputations", (made.row for made in joined))
    ranks = _ranks(rankings, references.indicators)
    return Recomputations(pl.concat([table, ranks]), joined)


def derived_34(values: pl.DataFrame, references: References) -> pl.DataFrame:
    """Rows for the table ``values``: scores of the 34 that nobody prints, as means of their parts.

    Only for indicators of boundary 34 that indicators.csv says are the mean of another one, and
    only for years in which one of them is printed: so the rule can be held against print.
    """
    values = _concerned(values, references)
    known = {Key.of(row) for row in values.iter_rows(named=True)}
    rows = []
    for target, key, mean in _means(values, references):
        if key not in known:
            sources = len(mean["source_id"].split(";"))
            rows.append(
                key._asdict()
                | {column: target[column] for column in ("unit", "index", "measure")}
                | {"value": mean["value"], "basis": "derived", "source_id": mean["source_id"]}
                | {"sources": sources, "sources_agreeing": sources}
                | {"derivation": _words(target["about"], mean["parts"])}
            )
    return frames.table("values", rows, BESIDE)


def _concerned(values: pl.DataFrame, references: References) -> pl.DataFrame:
    """The figures that are recomputed, or that others are recomputed from: a few of all."""
    indicators, weights = references.indicators, references.weights
    about = indicators.filter(pl.col("about").is_not_null())
    denominators = indicators.filter(pl.col("code").is_in(about["about"].to_list()))["denominator"]
    scores = indicators.filter(pl.col("index").is_in(weights["index"].to_list()))["code"]
    codes = pl.concat([about["code"], about["about"], denominators, weights["part"], scores])
    return values.filter(pl.col("indicator").is_in(codes.drop_nulls().unique().to_list()))


def _words(indicator: str, parts: int) -> str:
    if parts == 1:
        return f"{indicator} of the same province before July 2025"
    return f"unweighted mean of {indicator} of the {parts} provinces that merged"


def means(indicators: pl.DataFrame, boundary: str | None) -> pl.DataFrame:
    """Indicators that are a mean of another one, for one boundary (None: for the country)."""
    return indicators.filter(
        pl.col("boundary").eq_missing(pl.lit(boundary))
        & pl.col("about").is_not_null()
        & pl.col("measure").is_in(["score", "value"])
    )


def _means(values: pl.DataFrame, references: References) -> Iterator[tuple[Row, Key, Row]]:
    """Means of provinces that merged, with indicator and key, in years with one printed."""
    for target in means(references.indicators, SINCE).iter_rows(named=True):
        years = values.filter(indicator=target["code"])["reference_year"]
        for year in years.unique().sort():
            merged = aggregation.to_34(
                values, references.province_successors, references.indicators, target["about"], year
            )
            for row in merged.iter_rows(named=True):
                yield target, Key(target["code"], SINCE, row["province_code"], year), row


def compared(
    method: str, key: Key, computed: float, parts: list[Key], slack: float, printed: Row | None
) -> Joined:
    """A recomputed figure beside the printed one. ``slack`` is what rounding of parts can make."""
    row = key._asdict() | {"method": method, "computed": computed, "parts": len(parts)}
    if printed is None:
        return Joined(row, method, parts)
    tolerance = slack + 0.5 * 10.0 ** -printed["decimals"]
    residual = printed["value"] - computed
    # A hair more than the tolerance, for the noise of binary arithmetic.
    agrees = "yes" if abs(residual) <= tolerance + 1e-12 else "no"
    row |= {"printed": printed["value"], "residual": residual, "tolerance": tolerance}
    row |= {"agrees": agrees} | {c: printed[c] for c in ("source_id", "locator")}
    return Joined(row, method, parts)


def _merged(found: Found, values: pl.DataFrame, references: References) -> Iterator[Joined]:
    made_of = references.province_successors.rows_by_key("new_code", named=True)
    for target, key, mean in _means(values, references):
        made = made_of[key.province_code]
        parts = [Key(target["about"], BEFORE, m["old_code"], key.reference_year) for m in made]
        yield compared(MERGED, key, mean["value"], parts, mean["tolerance"], found.get(key))


def _parts(found: Found, references: References) -> Iterator[Joined]:
    of_score = references.indicators.filter(measure="score").select("index", "boundary", "code")
    scores = {(index, boundary): code for index, boundary, code in of_score.iter_rows()}
    editions = references.weights.group_by(
        "index", "reference_year", "boundary", maintain_order=True
    )
    for (index, year, boundary), parts in editions:
        points = dict(parts.select("part", "points").iter_rows())
        total = sum(points.values())
        # The score of this boundary alone where there is one, else that of both.
        score = scores.get((index, boundary)) or scores[index, None]
        for place in sorted({key.province_code for key in found if key.boundary == boundary}):
            key = Key(score, str(boundary), place, int(str(year)))
            keys = [key._replace(indicator=part) for part in points]
            known = [found.get(part) for part in keys]
            pairs = [(p, row) for p, row in zip(points.values(), known, strict=True) if row]
            if len(pairs) < len(points):
                continue
            computed = math.fsum(p * row["value"] for p, row in pairs) / total
            slack = math.fsum(p * 0.5 * 10.0 ** -row["decimals"] for p, row in pairs) / total
            yield compared(PARTS, key, computed, keys, slack, found.get(key))


def _country(found: Found, values: pl.DataFrame, references: References) -> Iterator[Joined]:
    provinces = references.provinces.filter(boundary=BEFORE)["code"].sort()
    about = dict(means(references.indicators, None).select("code", "about").iter_rows())
    for key, printed in found.items():
        if key.indicator in about and key.boundary == COUNTRY_BOUNDARY:
            of = about[key.indicator]
            mean = aggregation.of_country(values, of, key.reference_year, len(provinces))
            if mean is not None:
                parts = [Key(of, BEFORE, code, key.reference_year) for code in provinces]
                # Rounding of single scores all but cancels out in a mean of so many.
                yield compared(COUNTRY, key, mean, parts, 0.0, printed)


def _ranks(rankings: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    codes = indicators.filter(measure="rank").select(
        "index", indicator="code", boundary=pl.col("boundary").fill_null(BEFORE)
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
