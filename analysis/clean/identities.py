"""Relations between figures that documents state or imply, evaluated from the cleaned figures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import polars as pl

from analysis.clean import frames
from analysis.clean.expressions import NotArithmetic, Quantity, Which, evaluate
from analysis.clean.references import References
from analysis.clean.values import NEAR, Observation, decision_problem, printed
from analysis.model.errors import Problem
from analysis.model.keys import SERIES, Key

Row = dict[str, Any]
_FILE = "data/raw/identities.csv"


class Identities(NamedTuple):
    """The table ``identities``, the figures of those that hold and do not, and what is wrong."""

    table: pl.DataFrame
    holding: dict[str, list[Observation]]
    broken: dict[str, list[Observation]]
    problems: list[Problem]


def build(references: References, observations: pl.DataFrame, values: pl.DataFrame) -> Identities:
    """Evaluate every row of identities.csv.

    The tolerance is what rounding of the printed figures can make: half a unit of the last printed
    digit, nothing for whole numbers, a tenth for "over" and "nearly". A problem is what cannot be
    evaluated, what does not hold although the row says so, and what does not hold without a
    recorded decision that accepts it.
    """
    choices = references.decisions.iter_rows(named=True)
    accepted = {row["identity"]: row for row in choices if row["identity"]}
    figures = _Figures(references, observations, values)
    computed: list[Row] = []
    holding: dict[str, list[Observation]] = {}
    broken: dict[str, list[Observation]] = {}
    problems: list[Problem] = []
    for row in references.identities.iter_rows(named=True):
        relation = _evaluate(row, figures, references)
        if isinstance(relation, Problem):
            problems.append(relation)
            continue
        shown = " | ".join(dict.fromkeys(printed(figure) for figure in relation.figures))
        decision = accepted.pop(row["id"], None)
        if relation.holds == "no":
            broken[row["id"]] = [figure for figure in relation.figures if "file" in figure]
            if decision and decision["expect"] != shown:
                expected = decision["expect"]
                problems.append(decision_problem(decision, expected, shown, relation.figures))
        elif row["relation"] == "equals":
            holding[row["id"]] = relation.figures
        if relation.holds == "yes" and decision:
            problems.append(decision_problem(decision, "a relation that does not hold", shown))
        if relation.holds != row["holds"] or (relation.holds == "no" and not decision):
            problems.append(_problem(row, relation))
        reason = decision["reason"] if decision and relation.holds == "no" else None
        computed.append(row | relation.cells() | {"accepted": reason})
    for decision in accepted.values():
        problems.append(decision_problem(decision, "an identity that can be evaluated", ""))
    table = frames.table("identities", computed)
    return Identities(table, holding, broken, problems)


@dataclass(frozen=True)
class Relation:
    """An identity with its two sides computed, and the figures that it names."""

    left: Quantity
    kind: str
    right: Quantity
    figures: list[Observation]

    @property
    def gap(self) -> Quantity:
        """Left side minus right side, and the difference that rounding explains."""
        return self.left - self.right

    @property
    def holds(self) -> str:
        """Yes or no."""
        below = self.kind == "at most" or self.gap.value >= -self.gap.slack
        above = self.kind == "at least" or self.gap.value <= self.gap.slack
        return "yes" if below and above else "no"

    def cells(self) -> Row:
        """What is computed, as columns of the table."""
        numbers = (self.left.value, self.right.value, self.gap.value, self.gap.slack)
        names = ("left_value", "right_value", "difference", "tolerance")
        return dict(zip(names, map(float, numbers), strict=True)) | {"found": self.holds}


class _Figures:
    """The figures that expressions can name."""

    def __init__(
        self, references: References, observations: pl.DataFrame, values: pl.DataFrame
    ) -> None:
        measures = references.indicators.select("measure", "whole", indicator="code")
        self.known = set(measures["indicator"])
        # Of all figures, only those of indicators that an expression may name.
        sides = [*references.identities["left"], *references.identities["right"]]
        named = {name for side in sides for name in re.findall(r"\w+", side or "")}
        observations, values = (
            table.filter(pl.col("indicator").is_in(named)) for table in (observations, values)
        )
        usable = observations.filter(status="used").join(
            measures, on="indicator", how="left", validate="m:1"
        )
        self.observations = usable.rows_by_key(SERIES, named=True, include_key=True)
        chosen = values.filter(pl.col("basis") != "derived").join(
            measures.select("indicator", "whole"), on="indicator", how="left"
        )
        self.values = {Key.of(row): row for row in chosen.iter_rows(named=True)}

    def of(self, name: str, which: Which, row: Row, code: str) -> Observation:
        """The figure that a name stands for in one identity. Raises ``NotArithmetic``.

        A name alone, or with a source, is what that source prints; a name with a year alone is
        the figure that is used for that year, whichever source it rests on.
        """
        source, year = which
        if name not in self.known:
            raise NotArithmetic(f"a code of indicators.csv; not {name}")
        if source is None and year is not None:
            if value := self.values.get(Key(name, row["boundary"], code, year)):
                printed_as = {"value_as_printed": value["as_printed"], "rank_as_printed": None}
                return value | printed_as | {"rank": None, "measure": "value", "base": None}
            raise NotArithmetic(f"a figure of {name} in {year} for {row['province']}")
        sources = [source] if source else row["source_id"].split(";")
        found: list[Observation] = [
            observation
            for observation in self.observations.get((name, row["boundary"], code), [])
            if observation["source_id"] in sources and year in (None, observation["reference_year"])
        ]
        if len(found) != 1:
            raise NotArithmetic(
                f"one figure of {name} for {row['province']} in {' and '.join(sources)}; "
                f'there are {len(found)}, so name source and year: {name}["source", 2022]'
            )
        return found[0]


def quantity(observation: Observation) -> Quantity:
    """A printed figure as a number, and how far its rounding can have moved it."""
    if observation["measure"] == "rank":
        return Quantity(Fraction(int(observation["rank"])))
    value = Fraction(str(observation["value"]))
    decimals = observation["decimals"]
    exact = observation["whole"] == "yes" and decimals >= 0
    slack = Fraction(0) if exact else Fraction(10) ** -decimals / 2
    if observation["qualifier"] in ("over", "under"):
        slack += abs(value) * Fraction(str(NEAR))
    return Quantity(value, slack)


def _evaluate(row: Row, figures: _Figures, references: References) -> Relation | Problem:
    seen: list[Observation] = []

    def named(name: str, which: Which) -> Observation:
        seen.append(figures.of(name, which, row, code))
        return seen[-1]

    def base(name: str, which: Which) -> Quantity:
        whole = named(name, which)["base"]
        if whole is None:
            raise NotArithmetic(f"a printed fraction such as 8/14 for base({name})")
        return Quantity(Fraction(str(whole)))

    def wrong(column: str, expected: str, mend: str) -> Problem:
        return Problem(_FILE, row["line"], column, row[column], expected, mend)

    try:
        code = references.places.code(row["province"], row["boundary"])
    except KeyError as error:
        return wrong("province", str(error.args[0]), "Correct it.")
    sides = []
    for side in ("left", "right"):
        try:
            one = evaluate(row[side], lambda *name: quantity(named(*name)), {"base": base})
            sides.append(one)
        except NotArithmetic as error:
            return wrong(side, str(error), "Correct the expression.")
    return Relation(sides[0], row["relation"], sides[1], seen)


def _named(observation: Observation) -> str:
    """A figure as a message names it. Figures chosen among several sources have no one row."""
    said = f"{observation['indicator']} {printed(observation)}"
    if "file" in observation:
        said += f" ({observation['file']}, row {observation['line']})"
    return said


def _problem(row: Row, relation: Relation) -> Problem:
    left, right = float(relation.left.value), float(relation.right.value)
    if relation.holds == "yes":
        expected = "a relation that does not hold, as the row says; it holds now"
        mend = "Write yes into holds, and remove the decision that accepts it."
    else:
        figures = ", ".join(dict.fromkeys(_named(figure) for figure in relation.figures))
        within = f"{float(relation.gap.slack):g}"
        expected = f"a relation that holds, within {within}; it rests on {figures}"
        mend = "Compare the figures with the source, or record a decision that accepts it."
    said = f"{left:g} {row['relation']} {right:g}"
    return Problem(_FILE, row["line"], row["id"], said, expected, mend)
