"""What else tells a figure: a second source, or other figures that it fits together with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from analysis.clean import frames
from analysis.clean.recomputations import COUNTRY, FORMULA, MERGED, PARTS, RANK, Recomputations
from analysis.clean.references import References
from analysis.clean.values import Observation
from analysis.model.keys import KEY, SERIES, Key

# A witness tells a slip of about a hundredth of the figure; what allows more tells too little.
CLOSE = 0.01
# The strongest first.
WITNESSES = {
    "source": "a second independent source, its origin stated, prints the figure alike",
    "sum": "a score and its weighted parts fit together",
    "formula": "a formula that holds for all provinces joins it with other figures",
    "mean": "a printed mean of provinces and their figures fit together",
    "rank": "the printed rank is the one that follows from the complete scores",
    "identity": "a relation that a document states or implies holds",
    "change": "a printed change of places leads from it to the rank of a later year",
}
NONE = "none"

_BY_METHOD = {PARTS: "sum", FORMULA: "formula", MERGED: "mean", COUNTRY: "mean"}


def mark(
    values: pl.DataFrame,
    weighed: pl.DataFrame,
    references: References,
    recomputed: Recomputations,
    identities: Mapping[str, list[Observation]],
    relations: pl.DataFrame,
) -> pl.DataFrame:
    """The table ``values`` with ``witness``: codes of ``WITNESSES`` separated by ;, or none.

    ``weighed`` are the observations as ``analysis.clean.values.choose`` returns them,
    ``identities`` the figures of each equation that holds. Empty where a figure is derived.
    """
    changes = relations.filter(agrees="yes", change_unit="places")
    found = {
        "source": by_source(weighed),
        "rank": _by_ranks(recomputed.table, references.indicators),
        "identity": _by_identities(identities.values()),
        "change": changes.select(*SERIES, reference_year="relative_to"),
    }
    by_method = _by_method(recomputed, values)
    for name in WITNESSES:
        keys = found.get(name, by_method.filter(witness=name)).select(KEY).unique()
        marked = keys.with_columns(pl.lit(name).alias(name))
        values = values.join(marked, on=KEY, how="left", validate="1:1", maintain_order="left")
    said = pl.concat_str(*WITNESSES, separator=";", ignore_nulls=True).replace("", NONE)
    derived = pl.col("basis") == "derived"
    return values.with_columns(witness=pl.when(~derived).then(said)).drop(*WITNESSES)


def by_source(weighed: pl.DataFrame) -> pl.DataFrame:
    """Keys of which two independent sources, their origin stated, print the chosen figure."""
    usable = pl.when("usable").then("independent").n_unique().over("key")
    # Where all print one figure, all agree with the chosen one.
    agreeing = pl.coalesce("backing", usable)
    return weighed.filter(pl.col("chosen") & (agreeing > 1)).select(KEY)


def _by_method(recomputed: Recomputations, values: pl.DataFrame) -> pl.DataFrame:
    """Keys of figures that were recomputed, or that others were recomputed from.

    A slip in one of the many parts of a mean moves it by little; one in a figure of another unit
    is measured by the figure that it goes into.
    """
    rows = [
        (
            *key,
            _BY_METHOD[row["method"]],
            row["printed"],
            row["tolerance"],
            weight,
            row["indicator"],
        )
        for row, _, parts in recomputed.joined
        if row.get("agrees") == "yes"
        for key, weight in (
            (Key.of(row), 1),
            *((part, 1 if row["method"] in (FORMULA, PARTS) else len(parts)) for part in parts),
        )
    ]
    schema = {column: values.schema[column] for column in KEY} | frames.types(
        text="witness", number="whole tolerance", integer="parts"
    )
    units = dict(values.select("indicator", "unit").unique().iter_rows())
    joined = pl.DataFrame(rows, schema=schema | frames.types(text="of"), orient="row")
    same_unit = pl.col("indicator").replace_strict(units) == pl.col("of").replace_strict(units)
    size = pl.when(same_unit).then("value").otherwise("whole").abs()
    return joined.join(values.select(*KEY, "value"), on=KEY).filter(
        pl.col("tolerance") * pl.col("parts") <= CLOSE * size
    )


def _by_identities(identities: Iterable[list[Observation]]) -> pl.DataFrame:
    """Keys of the figures of equations between at least two."""
    groups = ({Key.of(figure) for figure in figures} for figures in identities)
    keys = [key for group in groups if len(group) > 1 for key in group]
    schema = frames.types(text=" ".join(SERIES)) | frames.types(integer=KEY[-1])
    return pl.DataFrame(keys, schema=schema, orient="row")


def _by_ranks(recomputations: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """Keys of printed ranks that follow from the scores, and of these scores."""
    ranks = recomputations.filter(method=RANK, agrees="yes")
    scores = indicators.filter(measure="score").select("index", score="code", only="boundary")
    index = indicators.filter(measure="rank").select("index", indicator="code")
    beside = ranks.join(index, on="indicator").join(scores, on="index")
    same = beside.filter(pl.col("only").is_null() | (pl.col("only") == pl.col("boundary")))
    return pl.concat([ranks.select(KEY), same.with_columns(indicator="score").select(KEY)])
