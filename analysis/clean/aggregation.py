"""Figures of the 63 put together for the 34, or for the country, by a named rule."""

from __future__ import annotations

import polars as pl


def to_34(
    values: pl.DataFrame,
    successors: pl.DataFrame,
    indicators: pl.DataFrame,
    indicator: str,
    year: int,
) -> pl.DataFrame:
    """Figures of one indicator and year for the 34 provinces since July 2025.

    The rule is the ``aggregation`` that indicators.csv declares: ``sum`` adds; ``ratio`` is the
    mean weighted by the denominator, which equals the ratio of the sums but for the rounding of
    the printed ratios, and needs no numerator to be known; ``mean`` is the mean of the
    provinces, unweighted as the ministry computes it.

    Columns in: of ``values`` indicator, boundary, province_code, reference_year, value, decimals,
    source_id; of ``successors`` old_code, new_code. Columns out: province_code (of the 34), value,
    parts, source_id (of parts and weights, separated by ;), tolerance (what rounding of the parts
    can make), sorted by province_code. A province is there only if every part, and every weight
    that is needed, is known: nothing is filled in. Raises ValueError for an indicator that may not
    be put together.
    """
    rule = indicators.row(by_predicate=pl.col("code") == indicator, named=True)
    kind = rule["aggregation"]
    if kind == "never":
        raise ValueError(f"{indicator} is never put together for several provinces")
    known = values.filter((pl.col("boundary") == "63") & (pl.col("reference_year") == year))
    figures = known.filter(pl.col("indicator") == indicator).select(
        "province_code", "value", "source_id", half=0.5 * 10.0 ** -pl.col("decimals")
    )
    merged = successors.select(province_code="old_code", successor="new_code")
    parts = merged.join(figures, on="province_code", how="left", validate="1:1")
    # One part alone needs no weight: it is what it was.
    alone = pl.len().over("successor") == 1
    if kind == "ratio":
        weights = known.filter(pl.col("indicator") == rule["denominator"]).select(
            "province_code", weight="value", weight_source="source_id"
        )
        parts = parts.join(weights, on="province_code", how="left", validate="1:1").with_columns(
            weight=pl.when(alone).then(1.0).otherwise("weight"),
            weight_source=pl.when(~alone).then("weight_source"),
        )
    else:
        parts = parts.with_columns(weight=pl.lit(1.0), weight_source=pl.lit(None, pl.String()))
    total = pl.lit(1.0) if kind == "sum" else pl.col("weight").sum()
    complete = pl.col("value").is_not_null() & (pl.col("weight") > 0).fill_null(False)
    return (
        parts.group_by("successor")
        .agg(
            value=(pl.col("value") * pl.col("weight")).sum() / total,
            # What rounding can make is known only where every part says how it was rounded.
            tolerance=pl.when(pl.col("half").is_not_null().all()).then(
                (pl.col("half") * pl.col("weight")).sum() / total
            ),
            parts=pl.len(),
            source_id=pl.concat_list("source_id", "weight_source")
            .explode()
            .drop_nulls()
            .unique()
            .sort()
            .str.join(";"),
            complete=complete.all(),
        )
        .filter("complete")
        .select("value", "tolerance", "parts", "source_id", province_code="successor")
        .sort("province_code")
    )


def of_country(values: pl.DataFrame, indicator: str, year: int, units: int) -> float | None:
    """The unweighted mean of all provinces; None where not all ``units`` are known."""
    known = values.filter(indicator=indicator, boundary="63", reference_year=year)["value"]
    return float(known.sum()) / units if len(known) == units else None
