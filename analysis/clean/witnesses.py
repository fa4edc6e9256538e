"""What else tells a figure: a second source, or figures that it fits together with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from analysis.clean.formulas import Joined
from analysis.clean.recomputations import COUNTRY, MERGED, PARTS, RANK
from analysis.clean.references import References
from analysis.clean.values import Observation
from analysis.model.keys import KEY, Key
from analysis.model.places import BEFORE

# A witness tells a slip of about a hundredth of the figure; what allows more tells too little.
CLOSE = 0.01
# The strongest first.
WITNESSES = {
    "source": "a second independent source, its origin stated, prints the figure alike",
    "sum": "a score and its weighted parts fit together",
    "formula": "a formula that holds for all provinces joins it with other figures",
    "mean": "a printed mean follows from it and others, or it follows from others as their mean",
    "rank": "the printed rank is the one that follows from the complete scores",
    "identity": "a relation that a document states or implies holds",
    "change": "a printed change of places leads from it to the rank of a later year",
}
NONE = "none"


def mark(
    values: pl.DataFrame,
    weighed: pl.DataFrame,
    references: References,
    recomputations: pl.DataFrame,
    formulas: Iterable[Joined],
    identities: Mapping[str, list[Observation]],
    relations: pl.DataFrame,
) -> pl.DataFrame:
    """The table ``values`` with ``witness``: codes of ``WITNESSES`` separated by ;, or none.

    ``identities`` are the figures of each identity that holds. What is derived has no witness: it
    is empty there.
    """
    close = recomputations.filter(
        pl.col("tolerance") <= CLOSE * pl.col("printed").abs(), agrees="yes"
    )
    found = {
        "source": by_source(weighed),
        "sum": _by_parts(close, references),
        "formula": _of_figures(
            [figure for figure in j.figures if _is_close(j, figure)]
            for j in formulas
            if j.row["agrees"] == "yes"
        ),
        "mean": _by_means(close, references),
        "rank": _by_ranks(close, references.indicators),
        "identity": _of_figures(identities.values()),
        "change": relations.filter(agrees="yes", change_unit="places").select(
            *KEY[:3], reference_year="relative_to"
        ),
    }
    for name in WITNESSES:
        keys = found[name].select(KEY).unique().with_columns(pl.lit(name).alias(name))
        values = values.join(keys, on=KEY, how="left", validate="1:1", maintain_order="left")
    said = pl.concat_str(*WITNESSES, separator=";", ignore_nulls=True).replace("", NONE)
    printed = pl.col("basis") != "derived"
    return values.with_columns(witness=pl.when(printed).then(said)).drop(*WITNESSES)


def by_source(weighed: pl.DataFrame) -> pl.DataFrame:
    """Keys of which two independent sources, their origin stated, print the chosen figure."""
    usable = pl.when("usable").then("independent").n_unique().over("key")
    # Where all print one figure, all agree with the chosen one.
    agreeing = pl.coalesce("backing", usable)
    return weighed.filter(pl.col("chosen") & (agreeing > 1)).select(KEY)


def _is_close(joined: Joined, figure: Observation) -> bool:
    """Whether a formula tells a slip; in a figure of another unit, as well as in the left one."""
    left = joined.figures[0]
    size = figure if figure["unit"] == left["unit"] else left
    return bool(joined.row["tolerance"] <= CLOSE * abs(size["value"]))


def _of_figures(groups: Iterable[list[Observation]]) -> pl.DataFrame:
    """Keys of the figures of relations between at least two."""
    schema = {column: pl.Int64 if column == "reference_year" else pl.String for column in KEY}
    keys = [{Key.of(figure) for figure in group} for group in groups]
    together = [key for group in keys if len(group) > 1 for key in group]
    return pl.DataFrame(together, schema=schema, orient="row")


def _by_parts(close: pl.DataFrame, references: References) -> pl.DataFrame:
    scores = close.filter(method=PARTS)
    index = references.indicators.select("index", indicator="code")
    edition = ["index", "boundary", "reference_year"]
    parts = scores.join(index, on="indicator").join(
        references.weights.select(*edition, "part"), on=edition
    )
    return pl.concat([scores.select(KEY), parts.with_columns(indicator="part").select(KEY)])


def _by_means(close: pl.DataFrame, references: References) -> pl.DataFrame:
    means = close.filter(pl.col("method").is_in([MERGED, COUNTRY]))
    # A slip in one of many parts moves their mean by little.
    slip = pl.col("tolerance") * pl.col("parts") <= CLOSE * pl.col("printed").abs()
    parts = means.filter(slip).join(
        references.indicators.select("about", indicator="code"), on="indicator"
    )
    merged = references.province_successors.select(province_code="new_code", part="old_code")
    every = references.provinces.filter(boundary=BEFORE).select(part="code")
    of_parts = [
        parts.filter(method=MERGED).join(merged, on="province_code"),
        parts.filter(method=COUNTRY).join(every, how="cross"),
    ]
    return pl.concat(
        [
            means.select(KEY),
            *(
                rows.select(
                    indicator="about",
                    boundary=pl.lit(BEFORE),
                    province_code="part",
                    reference_year="reference_year",
                )
                for rows in of_parts
            ),
        ]
    )


def _by_ranks(close: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    ranks = close.filter(method=RANK)
    scores = indicators.filter(measure="score").select("index", score="code", of="boundary")
    index = indicators.filter(measure="rank").select("index", "boundary", indicator="code")
    codes = index.join(scores, on="index").filter(
        pl.col("boundary").eq_missing(pl.col("of")) | pl.col("of").is_null()
    )
    beside = ranks.join(codes.select("indicator", "score"), on="indicator")
    return pl.concat([ranks.select(KEY), beside.with_columns(indicator="score").select(KEY)])
