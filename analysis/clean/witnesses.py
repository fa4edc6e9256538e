"""What else tells a figure: a second source, or other figures that it fits together with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from analysis.clean.recomputations import COUNTRY, FORMULA, MERGED, PARTS, RANK, Recomputations
from analysis.clean.values import Observation
from analysis.model.keys import KEY, Key

# A witness tells a slip of about a hundredth of the figure; what allows more tells too little.
CLOSE = 0.01
# A second independent source; a score or its weighted parts; a formula; a mean of provinces or its
# parts; a printed rank that follows from the complete scores; a relation in a text. The strongest
# first.
WITNESSES = ("source", "sum", "formula", "mean", "rank", "identity")
NONE = "none"

_BY_METHOD = {PARTS: "sum", FORMULA: "formula", MERGED: "mean", COUNTRY: "mean"}


def mark(
    values: pl.DataFrame,
    weighed: pl.DataFrame,
    indicators: pl.DataFrame,
    recomputed: Recomputations,
    identities: Mapping[str, list[Observation]],
) -> pl.DataFrame:
    """The table ``values`` with ``witness``: codes of ``WITNESSES`` separated by ;, or none.

    ``weighed`` are the observations as ``analysis.clean.values.choose`` returns them,
    ``identities`` the figures of each equation that holds. Empty where a figure is derived.
    """
    joined = [{Key.of(figure) for figure in figures} for figures in identities.values()]
    found = {
        "source": by_source(weighed),
        "rank": {*_by_ranks(recomputed.table, indicators)},
        "identity": {key for figures in joined if len(figures) > 1 for key in figures},
    }
    for method, key in _by_method(recomputed, values):
        found.setdefault(_BY_METHOD[method], set()).add(key)
    told = [
        ";".join(name for name in WITNESSES if key in found.get(name, ())) or NONE
        for key in _keys(values)
    ]
    printed = pl.col("basis") != "derived"
    return values.with_columns(witness=pl.when(printed).then(pl.Series(told, dtype=pl.String)))


def by_source(weighed: pl.DataFrame) -> set[Key]:
    """Keys of which two independent sources, their origin stated, print the chosen figure."""
    usable = pl.when("usable").then("independent").n_unique().over("key")
    # Where all print one figure, all agree with the chosen one.
    agreeing = pl.coalesce("backing", usable)
    return {*_keys(weighed.filter(pl.col("chosen") & (agreeing > 1)))}


def _keys(rows: pl.DataFrame) -> Iterator[Key]:
    return map(Key._make, rows.select(KEY).iter_rows())


def _by_method(recomputed: Recomputations, values: pl.DataFrame) -> Iterator[tuple[str, Key]]:
    """Figures that were recomputed, or that others were recomputed from, each with the method.

    A slip in one of the parts of a mean moves it by so much less; one in a figure of another unit
    is measured by the figure that it goes into.
    """
    sizes = dict(zip(_keys(values), values["value"].abs(), strict=True))
    units = dict(values.select("indicator", "unit").iter_rows())
    for row, _, parts in recomputed.joined:
        if row.get("agrees") == "yes":
            many = 1 if row["method"] in (FORMULA, PARTS) else len(parts)
            for key, times in ((Key.of(row), 1), *((part, many) for part in parts)):
                same_unit = units.get(key.indicator) == units.get(row["indicator"])
                size = sizes.get(key, 0) if same_unit else abs(row["printed"])
                if row["tolerance"] * times <= CLOSE * size:
                    yield row["method"], key


def _by_ranks(recomputations: pl.DataFrame, indicators: pl.DataFrame) -> Iterator[Key]:
    """Printed ranks that follow from the scores, and these scores."""
    ranks = recomputations.filter(method=RANK, agrees="yes")
    scores = indicators.filter(measure="score").select("index", score="code", only="boundary")
    index = indicators.filter(measure="rank").select("index", indicator="code")
    beside = ranks.join(index, on="indicator").join(scores, on="index")
    same = beside.filter(pl.col("only").is_null() | (pl.col("only") == pl.col("boundary")))
    yield from (*_keys(ranks), *_keys(same.with_columns(indicator="score")))
