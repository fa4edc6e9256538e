"""Several sources to one value: which figure is used, how many agree, and what disagrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import groupby
from typing import Any

import polars as pl

from analysis.clean import frames
from analysis.clean.periods import is_part_of_year
from analysis.clean.places import Gazetteer
from analysis.clean.raw import Sheet
from analysis.errors import Problem

KEY = ("indicator", "boundary", "province_code", "reference_year")
# "Over" and "nearly" stand before a round number that is close: at most a tenth away.
NEAR = Decimal("0.1")
QUALITY = {"A": 0, "B": 1, "C": 2}

Observation = dict[str, Any]


# Beside the columns of the table: what rankings are made by.
BESIDE = {"units_ranked": pl.Int64(), "index": pl.String(), "measure": pl.String()}


@dataclass(frozen=True)
class Weighing:
    """All observations of one key, the one that is used (if any), and why."""

    key: tuple[str, str, str, int]
    observations: list[Observation]
    chosen: Observation | None
    reason: str
    kind: str  # "" where all are equal, else a kind of analysis.clean.disputes


# Why a figure is used where no person decided: the first of these that tells two figures apart.
BY_ORDER = (
    "whole year, then quality, then printed before implied, then more sources, then the later one"
)


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
    for bounded, free in ((one, other), (other, one)):
        low, high = bounded.get("value_low"), bounded.get("value_high")
        value = Decimal(figure(free)[0])
        if low is not None and _near(value, Decimal(str(low)), 1):
            return "bound"
        if high is not None and _near(value, Decimal(str(high)), -1):
            return "bound"
    return "cut" if coarse == fine.quantize(step, ROUND_DOWN) else ""


def _near(value: Decimal, bound: Decimal, side: int) -> bool:
    """Whether a value lies on one side of a bound (1: above, -1: below), at most ``NEAR`` away."""
    return bound != 0 and 0 <= side * (value / bound - 1) <= NEAR


def agree(one: Observation, other: Observation) -> bool:
    """Whether two printed figures can be the same (see ``agreement``)."""
    return agreement(one, other) != ""


def choose(
    observations: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    decisions: Sheet,
    places: Gazetteer,
    problems: list[Problem],
) -> tuple[pl.DataFrame, list[Weighing]]:
    """Choose one figure per (indicator, boundary, province_code, reference_year).

    The order: a recorded decision; a whole year before a part of it; quality A before B; printed
    before implied; the figure that more independent sources print; the later publication; the
    more decimals; the source's name. Copies of a source count once. Figures of quality C are
    never chosen. Of the sources that print the chosen figure alike, the one with the fullest
    table is cited.

    Returns the table ``values`` and every weighing, for the table of disputes. Adds to
    ``problems`` every decision that was made on figures that have changed since.
    """
    indicators = tables["indicators"]
    known = tables["sources"].select("source_id", "quality", "copy_of", "published_on")
    measures = indicators.select(pl.col("code").alias("indicator"), "index", "measure")
    rows = (
        observations.filter(pl.col("status").is_in(["used", "set_aside"]))
        .join(known, on="source_id", how="left", validate="m:1")
        .join(measures, on="indicator", how="left", validate="m:1")
    )
    rows = pl.concat([rows, _ranks_beside_scores(rows, indicators)]).sort(
        [*KEY, "source_id", "locator"]
    )
    breadth = Counter(
        (row["source_id"], row["indicator"], row["reference_year"])
        for row in rows.iter_rows(named=True)
    )
    decided = _decisions(decisions, tables["decisions"], places, problems)
    weighed = []
    for key, group in groupby(rows.iter_rows(named=True), key=_key):
        weighed.append(_weigh(key, list(group), decided.pop(key, None), breadth, problems))
    for decision in decided.values():
        problems.append(
            decision_problem(decision, "the figures that the decision speaks of", "none")
        )
    return _table(weighed), weighed


def _ranks_beside_scores(rows: pl.DataFrame, indicators: pl.DataFrame) -> pl.DataFrame:
    """A score printed with its rank is an observation of the rank as well."""
    ranks = indicators.filter(pl.col("measure") == "rank").select(
        "index", "boundary", rank_indicator="code"
    )
    # The rank on one boundary has an indicator of its own where indicators.csv defines one.
    own = ranks.filter(pl.col("boundary").is_not_null())
    other = ranks.filter(pl.col("boundary").is_null()).select(
        "index", any_boundary="rank_indicator"
    )
    return (
        rows.filter((pl.col("measure") == "score") & pl.col("rank").is_not_null())
        .join(own, on=["index", "boundary"], how="left", validate="m:1")
        .join(other, on="index", how="left", validate="m:1")
        .with_columns(
            indicator=pl.coalesce("rank_indicator", "any_boundary"),
            measure=pl.lit("rank"), unit=pl.lit("rank"),
        )
        .filter(pl.col("indicator").is_not_null())
        .select(rows.columns)
    )  # fmt: skip


def _key(row: Observation) -> tuple[str, str, str, int]:
    return row["indicator"], row["boundary"], row["province_code"], row["reference_year"]


def _decisions(
    sheet: Sheet, decisions: pl.DataFrame, places: Gazetteer, problems: list[Problem]
) -> dict[tuple[str, str, str, int], Observation]:
    """The recorded choices by the key that they decide."""
    decided = {}
    for row in recorded(sheet, decisions):
        if row["identity"]:
            continue
        try:
            code = places.code(row["province"] or "", row["boundary"] or "")
        except KeyError as error:
            problems.append(decision_problem(row, str(error.args[0]), row["province"] or ""))
            continue
        decided[row["indicator"], row["boundary"], code, row["reference_year"]] = row
    return decided


def recorded(sheet: Sheet, decisions: pl.DataFrame) -> Iterator[Observation]:
    """The recorded decisions, each with its file and line."""
    for (line, _), row in zip(sheet.numbered(), decisions.iter_rows(named=True), strict=True):
        yield row | {"file": sheet.file, "line": line}


def decision_problem(
    decision: Observation, expected: str, found: str, figures: Iterable[Observation] = ()
) -> Problem:
    """A recorded decision that no longer fits the figures that it was made on."""
    rows = sorted({f"{row['file']}, row {row['line']}" for row in figures if "file" in row})
    if rows:
        expected += f"; the figures stand in {' and '.join(rows)}"
    what = (decision[c] for c in ("identity", "indicator", "province", "reference_year"))
    return Problem(
        decision["file"], decision["line"],
        f"expect ({', '.join(str(part) for part in what if part)})", found, expected,
        "Look at the sources again and renew the decision.",
    )  # fmt: skip


def printed(observation: Observation) -> str:
    """The figure as printed: the rank where one is asked for, else the value."""
    wanted = ("rank_as_printed", "value_as_printed")
    first, second = wanted if observation["measure"] == "rank" else wanted[::-1]
    return str(observation[first] or observation[second] or "")


def _weigh(
    key: tuple[str, str, str, int],
    group: list[Observation],
    decision: Observation | None,
    breadth: Counter[tuple[str, str, int]],
    problems: list[Problem],
) -> Weighing:
    usable = [row for row in group if row["status"] == "used"]
    # A figure of the whole year is preferred to one of a part of it.
    usable = [row for row in usable if not is_part_of_year(row["as_of"])] or usable
    chosen: Observation | None = None
    reason = "no source whose origin is stated"
    if usable:
        backing = {id(row): len(_independent(r for r in usable if agree(r, row))) for row in usable}
        chosen = max(
            usable,
            key=lambda row: (
                -QUALITY[row["quality"]],
                row["qualifier"] != "implied",
                backing[id(row)],
                row["published_on"] or "",
                row["decimals"] or 0,
                row["source_id"],
            ),
        )
        # Of the rows that print this very figure, cite the one from the fullest table.
        chosen = max(
            (row for row in usable if _same(row, chosen)),
            key=lambda row: (
                breadth[row["source_id"], row["indicator"], row["reference_year"]],
                row["source_id"],
            ),
        )
        reason = BY_ORDER
    if decision:
        found = " | ".join(sorted({printed(row) for row in group}))
        if found != decision["expect"]:
            problems.append(decision_problem(decision, decision["expect"], found, group))
        preferred = [row for row in usable if row["source_id"] == decision["chosen_source"]]
        if not preferred:
            problems.append(
                decision_problem(decision, "a usable figure of the chosen source", found)
            )
        else:
            chosen, reason = preferred[0], f"decided: {decision['reason']}"
    return Weighing(key, group, chosen, reason, _kind(group, chosen or group[0]))


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


def _same(one: Observation, other: Observation) -> bool:
    return figure(one) == figure(other) and all(
        one[column] == other[column] for column in ("quality", "qualifier")
    )


def _independent(rows: Iterable[Observation]) -> set[str]:
    return {row["copy_of"] or row["source_id"] for row in rows}


def _table(weighed: list[Weighing]) -> pl.DataFrame:
    rows = []
    for weighing in weighed:
        chosen = weighing.chosen
        if chosen is None:
            continue
        value, decimals = figure(chosen)
        rows.append(
            dict(zip(KEY, weighing.key, strict=True))
            | {
                "as_of": chosen["as_of"],
                "value": float(value),
                "unit": chosen["unit"],
                "decimals": decimals,
                "basis": "implied" if chosen["qualifier"] == "implied" else "printed",
                "qualifier": chosen["qualifier"],
                "source_id": chosen["source_id"],
                "locator": chosen["locator"],
                "as_printed": printed(chosen),
                "sources": len(_independent(weighing.observations)),
                "sources_agreeing": len(
                    _independent(r for r in weighing.observations if agree(r, chosen))
                ),
                "units_ranked": chosen["units_ranked"],
                "index": chosen["index"],
                "measure": chosen["measure"],
            }
        )
    return frames.table("values", rows, BESIDE)
