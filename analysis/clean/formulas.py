"""Formulas that hold for every province, evaluated wherever all their figures are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import polars as pl

from analysis.clean.expressions import NotArithmetic, Quantity, Which, evaluate
from analysis.clean.identities import quantity
from analysis.clean.recomputations import FORMULA, Joined, compared
from analysis.clean.references import References
from analysis.clean.values import Observation
from analysis.model.errors import Problem
from analysis.model.keys import KEY, Key
from analysis.model.places import BEFORE

Row = dict[str, Any]
# The distance between two neighbouring numbers in single precision, of 1: the databases of some
# sources reckon so, and print more digits than they know.
SINGLE = 2.0**-23


class _Unknown(Exception):
    """A figure of the formula is not known at this place."""


def build(references: References, weighed: pl.DataFrame) -> tuple[list[Joined], list[Problem]]:
    """Evaluate every row of formulas.csv at every place and year that it speaks of.

    ``weighed`` are the observations as ``analysis.clean.values.choose`` returns them. A figure is
    the one that the source of the left side prints for the same date, else the one that is used,
    of the same date: what a source prints is held against itself first. ``within`` is a difference
    that is none, beside the rounding of the printed digits. A problem is what cannot be evaluated,
    and a formula of which the figures are known nowhere.
    """
    figures = _Figures(references, weighed)
    found: list[Joined] = []
    problems: list[Problem] = []
    for formula in references.formulas.iter_rows(named=True):
        evaluated, expected = [], "a formula of which all figures are known at some place"
        try:
            evaluated = [*_evaluated(formula, figures)]
        except NotArithmetic as error:
            expected = str(error)
        found += evaluated
        if not evaluated:
            said = f"{formula['left']} = {formula['right']}"
            mend = "Correct the formula or its years."
            file = "data/raw/formulas.csv"
            problems.append(Problem(file, formula["line"], formula["id"], said, expected, mend))
    return found, problems


def _evaluated(formula: Row, figures: _Figures) -> Iterator[Joined]:
    for left in figures.left_of(formula):
        at = _Place(figures, left)
        functions = {"merged": at.merged}
        try:
            right = evaluate(formula["right"], at.figure, functions)
            parts = [Key.of(figure) for figure in at.seen]
            within = evaluate(formula["within"] or "0", at.figure, functions).value
        except _Unknown:
            continue
        # The rounding of the left figure is added where the two are compared.
        slack = float(right.slack + within) + abs(left["value"]) * SINGLE
        made = compared(FORMULA, Key.of(left), float(right.value), parts, slack, left)
        yield made._replace(name=f"{FORMULA} {formula['id']}")


class _Figures:
    """The figures that formulas can name: those in use, and those that each source prints."""

    def __init__(self, references: References, weighed: pl.DataFrame) -> None:
        self.codes = set(references.indicators["code"])
        sides = " ".join([*references.formulas["left"], *references.formulas["right"]])
        named = [code for code in self.codes if code in sides]
        values = pl.col("indicator").is_in(named) & (pl.col("measure") != "rank")
        self.rows = weighed.filter(values).join(
            references.indicators.select("whole", indicator="code"), on="indicator", how="left"
        )
        every = self.rows.to_dicts()
        self.used = {Key.of(row): row for row in every if row["chosen"]}
        self.printed = {(row["source_id"], row["as_of"], Key.of(row)): row for row in every}
        merged = references.province_successors.group_by("new_code").agg("old_code")
        self.merged = dict(merged.iter_rows())

    def left_of(self, formula: Row) -> list[Observation]:
        """The left figures of a formula: of each place the one that is used, or else the first."""
        years = pl.col("reference_year").is_between(formula["first_year"], formula["last_year"])
        wanted = years & (pl.col("indicator") == formula["left"])
        if formula["boundary"]:
            wanted &= pl.col("boundary") == formula["boundary"]
        rows = self.rows.filter(wanted).sort("chosen", descending=True, maintain_order=True)
        return rows.unique(KEY, keep="first", maintain_order=True).to_dicts()


@dataclass
class _Place:
    """The figures of one place, beside the left one, as an evaluation asks for them."""

    figures: _Figures
    left: Observation
    seen: list[Observation] = field(default_factory=list)

    def figure(self, name: str, which: Which) -> Quantity:
        """The figure of this place; of another year, where one is named."""
        return self._of(name, which, self.left["boundary"], self.left["province_code"])

    def merged(self, name: str, which: Which) -> Quantity:
        """The sum of the figures of the provinces that this one was made of."""
        total = Quantity(Fraction(0))
        for code in self.figures.merged.get(self.left["province_code"], ()):
            total += self._of(name, which, BEFORE, code)
        return total

    def _of(self, name: str, which: Which, boundary: str, code: str) -> Quantity:
        source, year = which
        if name not in self.figures.codes or source:
            raise NotArithmetic(f"a code of indicators.csv, perhaps with a year; not {name}")
        key = Key(name, boundary, code, year or self.left["reference_year"])
        source, date = self.left["source_id"], self.left["as_of"]
        found = self.figures.printed.get((source, date, key)) or self.figures.used.get(key)
        if found is None or found["as_of"] != date:
            raise _Unknown
        self.seen.append(found)
        printed = quantity(found)
        return Quantity(printed.value, printed.slack + abs(printed.value) * Fraction(SINGLE))
