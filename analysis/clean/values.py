"""Several sources to one value: which figure is used, how many agree, and what disagrees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import polars as pl

from analysis.clean import frames
from analysis.clean.periods import is_part_of_year
from analysis.clean.references import References
from analysis.model.errors import Problem
from analysis.model.keys import KEY, Key

# "Over" and "nearly" stand before a round number that is close: at most a tenth away.
NEAR = Decimal("0.1")
# More figures of one place and year than this are the same rows pasted again; today 15 are most.
MOST_FIGURES = 200

Observation = dict[str, Any]

PRINTS = ("value_as_printed", "rank_as_printed")
# What is asked of an observation when it is weighed against others.
WEIGHED = [
    *KEY, "source_id", "locator", "as_of", "topic", "status", "qualifier", *PRINTS, "value",
    "value_low", "value_high", "decimals", "unit", "rank", "units_ranked", "file", "line",
]  # fmt: skip

# Beside the columns of the table: what rankings are made by.
BESIDE = frames.types(integer="units_ranked", text="index measure")

# Why a figure is used where no person decided: the first of these that tells two figures apart.
BY_ORDER = (
    "whole year, then quality, then printed before implied, then more sources, then the later one"
)
UNSTATED = "no source whose origin is stated"
# What is asked in this order of the figures that can be chosen: whether the larger comes first, and
# what is said where it tells two figures apart (see ``analysis.model.reasons``).
ORDER = {
    "quality": (False, "better_quality"),
    "is_implied": (False, "printed_not_implied"),
    "backing": (True, "more_independent_sources"),
    "published_on": (True, "later_publication"),
    "decimals": (True, "more_decimals"),
    "source_id": (True, "name_of_source"),
}


def figure(observation: Observation) -> tuple[Decimal, int]:
    """The figure of an observation and its printed decimals: the rank where one is asked for."""
    if observation["measure"] == "rank":
        return Decimal(observation["rank"]), 0
    return Decimal(str(observation["value"])), observation["decimals"]


def agreement(one: Observation, other: Observation) -> str:
    """How two printed figures can be the same; empty where they can not.

    - ``equal``: equal at the coarser printed precision, rounded: 0.54 and 0.5438;
    - ``cut``: equal only if the coarser one was cut off and not rounded: 72,3 and 72,38;
    - ``bound``: one is on the right side of the other's bound ("over 15") and near it.
    """
    (a, a_decimals), (b, b_decimals) = figure(one), figure(other)
    coarse, fine = (a, b) if a_decimals <= b_decimals else (b, a)
    step = Decimal(1).scaleb(-min(a_decimals, b_decimals))
    if coarse == fine.quantize(step, ROUND_HALF_UP):
        return "equal"
    for bounded, value in ((one, b), (other, a)):
        for end, side in (("value_low", 1), ("value_high", -1)):
            bound = bounded.get(end)
            if bound is not None and _near(value, Decimal(str(bound)), side):
                return "bound"
    return "cut" if coarse == fine.quantize(step, ROUND_DOWN) else ""


def _near(value: Decimal, bound: Decimal, side: int) -> bool:
    """Whether a value lies on one side of a bound (1: above, -1: below), at most ``NEAR`` away."""
    return bound != 0 and 0 <= side * (value / bound - 1) <= NEAR


def agree(one: Observation, other: Observation) -> bool:
    """Whether two printed figures can be the same (see ``agreement``)."""
    return agreement(one, other) != ""


def printed(observation: Observation) -> str:
    """The figure as printed: the rank where one is asked for, else the value."""
    first, second = PRINTS[::-1] if observation["measure"] == "rank" else PRINTS
    return str(observation[first] or observation[second] or "")


def crowded(observations: pl.DataFrame) -> Iterator[Problem]:
    """Places and years with more figures of an indicator than any has.

    Columns in: those that ``analysis.clean.observations.build`` returns.
    """
    counts = observations.group_by(KEY).len("figures").filter(pl.col("figures") > MOST_FIGURES)
    many = observations.join(counts, on=KEY, nulls_equal=True, maintain_order="left")
    for row in many.unique(KEY, keep="first", maintain_order=True).iter_rows(named=True):
        named = f"{row['indicator']} | {row['province_as_printed']} | {row['reference_year']}"
        most = f"at most {MOST_FIGURES} figures of one place and year"
        expected = f"{most}; there are {row['figures']:,}"
        mend = "Remove the rows that were entered more than once."
        key = "indicator + province + reference_year"
        yield Problem(row["file"], row["line"], key, named, expected, mend)


class Choice(NamedTuple):
    """The table ``values``, what it was chosen from, and decisions that no longer fit.

    ``weighed`` are the observations that can be compared, for the table of disputes: the columns
    of ``WEIGHED``, those of their source and indicator, ``figure`` and ``figure_decimals``,
    whether the row is ``chosen``, the ``kind`` in which the figures of the key differ ("" where
    they do not, else one of ``analysis.clean.disputes``) and, in words and as a code, ``why`` the
    chosen one is used.
    """

    values: pl.DataFrame
    weighed: pl.DataFrame
    problems: list[Problem]


def choose(observations: pl.DataFrame, references: References) -> Choice:
    """Choose one figure per (indicator, boundary, province_code, reference_year).

    The order: a recorded decision; a whole year before a part of it; quality A before B; printed
    before implied; the figure that more independent sources print; the later publication; the
    more decimals; the source's name. Copies of a source count once. Figures of quality C are
    never chosen. Of the sources that print the chosen figure alike, the one with the fullest
    table is cited.
    """
    rows = _figures(observations, references)
    # Of most keys all sources print one figure. Where they do not, each two are compared.
    least, most = (end("figure").over("key") for end in (pl.min, pl.max))
    differing = rows.filter(least != most)
    contested = differing.rows_by_key("key", named=True, include_key=True)
    rows = rows.join(_backing(contested), on="row", how="left", maintain_order="left")
    decided, problems = _decided(references, rows)
    partial = set(rows.filter((pl.col("status") == "used") & ~pl.col("usable"))["key"])
    chosen = pl.concat([decided, _by_order(rows.filter("usable"), partial)]).unique(
        "key", keep="first"
    )
    numbers = set(chosen["row"])
    verdicts = [{"key": key, **_verdict(group, numbers)} for key, group in contested.items()]
    verdict = pl.DataFrame(verdicts, schema=frames.types(integer="key agreeing", text="kind"))
    weighed = (
        rows.join(chosen.drop("row"), on="key", how="left", maintain_order="left")
        .join(verdict, on="key", how="left", maintain_order="left")
        .with_columns(
            pl.col("kind").fill_null(""),
            pl.col("why").fill_null(UNSTATED),
            pl.col("why_code").fill_null("origin_unstated"),
            chosen=pl.col("row").is_in(numbers),
        )
    )
    return Choice(_table(weighed), weighed, problems)


def _figures(observations: pl.DataFrame, references: References) -> pl.DataFrame:
    """Every figure that can be compared, in one order whatever that of the raw rows.

    Beside the columns of source and indicator come ``figure`` and ``figure_decimals``, a number
    of the ``row`` and of its ``key``, ``usable`` (whether it can be chosen), ``independent`` (the
    source, or the one that it is a copy of) and ``breadth``: the figures of the indicator and year
    that the source prints.
    """
    known = references.sources.select("source_id", "quality", "copy_of", "published_on")
    measures = references.indicators.select("index", "measure", indicator="code")
    rows = (
        observations.filter(pl.col("status").is_in(["used", "set_aside"]))
        .select(WEIGHED)
        .join(known, on="source_id", how="left", validate="m:1")
        .join(measures, on="indicator", how="left", validate="m:1")
    )
    rows = pl.concat([rows, _ranks_beside_scores(rows, references.indicators)])
    rows = frames.sort(rows, [*KEY, "source_id", "locator", "as_of", *PRINTS, "topic"])
    is_rank = pl.col("measure") == "rank"
    used = pl.col("status") == "used"
    parts = [text for text in rows["as_of"].unique() if is_part_of_year(text)]
    whole = ~pl.col("as_of").is_in(parts).fill_null(False)
    return (
        rows.with_row_index("row")
        .with_columns(
            figure=pl.when(is_rank).then(pl.col("rank").cast(pl.Float64)).otherwise("value"),
            figure_decimals=pl.when(is_rank).then(0).otherwise("decimals"),
            row=pl.col("row").cast(pl.Int64),
            key=pl.struct(KEY).rle_id().cast(pl.Int64),
            independent=pl.coalesce("copy_of", "source_id"),
            breadth=pl.len().over("source_id", "indicator", "reference_year"),
        )
        # A figure of the whole year is preferred to one of a part of it.
        .with_columns(usable=used & (whole | ~(used & whole).any().over("key")))
    )


def _ranks_beside_scores(rows: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """A score printed with its rank is an observation of the rank as well."""
    ranks = indicators.filter(measure="rank").select("index", "boundary", own="code")
    # The rank on one boundary has an indicator of its own where indicators.csv defines one.
    own = ranks.filter(pl.col("boundary").is_not_null())
    other = ranks.filter(pl.col("boundary").is_null()).select("index", of_both="own")
    return (
        rows.filter((pl.col("measure") == "score") & pl.col("rank").is_not_null())
        .join(own, on=["index", "boundary"], how="left", validate="m:1")
        .join(other, on="index", how="left", validate="m:1")
        .with_columns(indicator=pl.coalesce("own", "of_both"))
        .with_columns(pl.lit("rank").alias(column) for column in ("measure", "unit"))
        .filter(pl.col("indicator").is_not_null())
        .select(rows.columns)
    )


def _backing(contested: dict[int, list[Observation]]) -> pl.DataFrame:
    """How many independent sources print what each usable figure says: ``row``, ``backing``."""
    groups = ([row for row in group if row["usable"]] for group in contested.values())
    found = [(row["row"], _agreeing(usable, row)) for usable in groups for row in usable]
    return pl.DataFrame(found, schema=frames.types(integer="row backing"), orient="row")


def _agreeing(group: Iterable[Observation], with_row: Observation) -> int:
    """The number of independent sources that agree with a figure."""
    return len({row["independent"] for row in group if agree(row, with_row)})


def _by_order(usable: pl.DataFrame, partial: set[int]) -> pl.DataFrame:
    """The figure of each key that comes first in the order: ``key``, ``row``, why and its code.

    ``partial`` are the keys of which figures of a part of the year are not usable.
    """
    alone = pl.len().over("key") == 1
    several = usable.filter(~alone)
    ordered = several.with_columns(
        pl.col("published_on").fill_null(""),
        pl.col("decimals").fill_null(0),
        is_implied=pl.col("qualifier").eq_missing("implied"),
    ).sort("key", *ORDER, "row", descending=[False, *(last for last, _ in ORDER.values()), False])
    best = ordered.unique("key", keep="first", maintain_order=True)
    # Of the rows that print this very figure, cite the one from the fullest table.
    same = ["key", "figure", "figure_decimals", "quality", "qualifier"]
    cited = (
        several.join(best.select(same), on=same, how="semi", nulls_equal=True)
        .sort("key", "breadth", "source_id", "row", descending=[False, True, True, False])
        .unique("key", keep="first")
    )
    # What tells the best figure from the next best that is another.
    next_best = (
        ordered.join(best.select("key", best="figure"), on="key", maintain_order="left")
        .filter(pl.col("figure") != pl.col("best"))
        .unique("key", keep="first")
    )
    tells = best.join(next_best, on="key", suffix="_next").select(
        "key",
        why_code=pl.coalesce(
            pl.when(pl.col(column).ne_missing(pl.col(f"{column}_next"))).then(pl.lit(code))
            for column, (_, code) in ORDER.items()
        ),
    )
    chosen = pl.concat([usable.filter(alone), cited]).join(tells, on="key", how="left")
    without_rival = pl.when(pl.col("key").is_in(partial)).then(pl.lit("whole_year"))
    code = pl.coalesce("why_code", without_rival, pl.lit("others_set_aside"))
    return chosen.select("key", "row", why=pl.lit(BY_ORDER), why_code=code)


def _decided(references: References, rows: pl.DataFrame) -> tuple[pl.DataFrame, list[Problem]]:
    """The figures that a person chose: ``key``, ``row``, why and its code."""
    found: list[tuple[int, int, str, str]] = []
    problems: list[Problem] = []
    choices = references.decisions.filter(pl.col("identity").is_null())
    for decision in choices.iter_rows(named=True):
        try:
            code = references.places.code(decision["province"] or "", decision["boundary"] or "")
        except KeyError as error:
            unknown = decision["province"] or ""
            problems.append(decision_problem(decision, str(error.args[0]), unknown))
            continue
        key = Key.of(decision, province_code=code)
        group = rows.filter(**key._asdict()).to_dicts()
        if not group:
            expected = "the figures that the decision speaks of"
            problems.append(decision_problem(decision, expected, "none"))
            continue
        shown = " | ".join(sorted({printed(row) for row in group}))
        if shown != decision["expect"]:
            problems.append(decision_problem(decision, decision["expect"], shown, group))
        source = decision["chosen_source"]
        chosen = next((r for r in group if r["usable"] and r["source_id"] == source), None)
        if chosen:
            why = f"decided: {decision['reason']}"
            found.append((chosen["key"], chosen["row"], why, "chosen_by_decision"))
        else:
            expected = "a usable figure of the chosen source"
            problems.append(decision_problem(decision, expected, shown))
    schema = frames.types(integer="key row", text="why why_code")
    return pl.DataFrame(found, schema=schema, orient="row"), problems


def decision_problem(
    decision: Observation, expected: str, found: str, figures: Iterable[Observation] = ()
) -> Problem:
    """A recorded decision that no longer fits the figures that it was made on."""
    rows = sorted({f"{row['file']}, row {row['line']}" for row in figures if "file" in row})
    if rows:
        expected += f"; the figures stand in {' and '.join(rows)}"
    what = (decision[c] for c in ("identity", "indicator", "province", "reference_year"))
    column = f"expect ({', '.join(str(part) for part in what if part)})"
    mend = "Look at the sources again and renew the decision."
    return Problem("data/raw/decisions.csv", decision["line"], column, found, expected, mend)


def _verdict(group: list[Observation], chosen: set[int]) -> dict[str, Any]:
    """How the figures of a key differ, and how many independent sources agree with the chosen."""
    reference = next((row for row in group if row["row"] in chosen), group[0])
    return {"kind": _kind(group, reference), "agreeing": _agreeing(group, reference)}


def _kind(group: list[Observation], reference: Observation) -> str:
    """How the figures of a key differ, if they do.

    Disagreement within one date is one of values; else the dates may explain it.
    """
    against = [row for row in group if not agree(row, reference)]
    if not against:
        if any(agreement(row, reference) == "cut" for row in group):
            return "cut"
        rounded = any(figure(row)[0] != figure(reference)[0] for row in group)
        return "rounded" if rounded else ""
    same_date = any(_date(row) == _date(reference) for row in against)
    return "values" if same_date else "dates"


def _date(row: Observation) -> str:
    return row["as_of"] or str(row["reference_year"])


def _table(weighed: pl.DataFrame) -> pl.DataFrame:
    """The table ``values``, from the chosen rows."""
    sources = weighed.group_by("key").agg(sources=pl.col("independent").n_unique())
    ranks, values = pl.col("rank_as_printed"), pl.col("value_as_printed")
    implied = pl.col("qualifier").eq_missing("implied")
    is_rank = pl.col("measure") == "rank"
    chosen = weighed.filter("chosen").join(sources, on="key", validate="1:1", maintain_order="left")
    table = chosen.with_columns(
        pl.col("sources").cast(pl.Int64),
        value="figure",
        decimals="figure_decimals",
        basis=pl.when(implied).then(pl.lit("implied")).otherwise(pl.lit("printed")),
        as_printed=pl.coalesce(pl.when(is_rank).then(ranks), values, ranks),
        # Where all print one figure, all agree.
        sources_agreeing=pl.coalesce("agreeing", "sources").cast(pl.Int64),
    )
    return frames.conform("values", table, BESIDE)
