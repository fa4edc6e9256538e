"""Relations between figures that documents state or imply, evaluated from the cleaned figures."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import polars as pl

from analysis.clean import frames
from analysis.clean.expressions import NotArithmetic, Quantity, Which, evaluate
from analysis.clean.places import Gazetteer
from analysis.clean.raw import Sheet
from analysis.clean.values import NEAR, Observation, decision_problem, printed, recorded
from analysis.model.errors import Problem

Place = tuple[str, str]  # boundary and code


def build(
    sheet: Sheet,
    decisions: Sheet,
    observations: pl.DataFrame,
    values: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    places: Gazetteer,
    problems: list[Problem],
) -> tuple[pl.DataFrame, dict[str, list[Observation]]]:
    """Evaluate every row of identities.csv.

    Returns the table ``identities`` and, for those that do not hold, the figures that they speak
    of. The tolerance is what rounding of the printed figures can make: half a unit of the last
    printed digit, nothing for whole numbers, a tenth for "over" and "nearly". Adds to
    ``problems`` what cannot be evaluated, what does not hold although the row says so, and what
    does not hold without a recorded decision that accepts it.
    """
    accepted = {row["identity"]: row for row in recorded(decisions, tables["decisions"])}
    accepted.pop(None, None)  # choices between figures
    figures = _Figures(observations, values, tables["indicators"], tables["identities"])
    computed: list[dict[str, Any]] = []
    broken: dict[str, list[Observation]] = {}
    rows = tables["identities"].iter_rows(named=True)
    for (line, _), row in zip(sheet.numbered(), rows, strict=True):
        found, seen = _evaluate(row, line, sheet.file, figures, places, problems)
        computed.append(row | found)
        if not found["found"]:
            continue
        shown = " | ".join(dict.fromkeys(printed(o) for o in seen))
        decision = accepted.pop(row["id"], None)
        if found["found"] == "no":
            broken[row["id"]] = [o for o in seen if "file" in o]
            if decision:
                computed[-1]["accepted"] = decision["reason"]
                if decision["expect"] != shown:
                    problems.append(decision_problem(decision, decision["expect"], shown, seen))
        elif decision:
            problems.append(decision_problem(decision, "a relation that does not hold", shown))
        if found["found"] != row["holds"] or (found["found"] == "no" and not decision):
            problems.append(_problem(sheet.file, line, row, found, seen))
    for decision in accepted.values():
        problems.append(decision_problem(decision, "an identity that can be evaluated", ""))
    return frames.table("identities", computed), broken


class _Figures:
    """The figures that expressions can name."""

    def __init__(
        self,
        observations: pl.DataFrame,
        values: pl.DataFrame,
        indicators: pl.DataFrame,
        identities: pl.DataFrame,
    ) -> None:
        measures = indicators.select(indicator="code", measure="measure", whole="whole")
        self.known = set(indicators["code"])
        # Of all figures, only those of indicators that an expression may name.
        named = {
            name
            for row in identities.select("left", "right").iter_rows()
            for side in row
            for name in re.findall(r"\w+", side or "")
        }
        observations, values = (
            table.filter(pl.col("indicator").is_in(named)) for table in (observations, values)
        )
        self.observations: dict[tuple[str, str, str], list[Observation]] = {}
        usable = observations.filter(pl.col("status") == "used").join(
            measures, on="indicator", how="left", validate="m:1"
        )
        for row in usable.iter_rows(named=True):
            place = (row["indicator"], row["boundary"], row["province_code"])
            self.observations.setdefault(place, []).append(row)
        self.values = {
            (row["indicator"], row["boundary"], row["province_code"], row["reference_year"]): row
            for row in values.filter(pl.col("basis") != "derived")
            .join(measures.select("indicator", "whole"), on="indicator", how="left")
            .iter_rows(named=True)
        }

    def of(self, name: str, which: Which, row: dict[str, Any], place: Place) -> Observation:
        """The figure that a name stands for in one identity. Raises ``NotArithmetic``.

        A name alone, or with a source, is what that source prints; a name with a year alone is
        the figure that is used for that year, whichever source it rests on.
        """
        source, year = which
        if name not in self.known:
            raise NotArithmetic(f"a code of indicators.csv; not {name}")
        if source is None and year is not None:
            if value := self.values.get((name, *place, year)):
                printed_as = {"value_as_printed": value["as_printed"], "rank_as_printed": None}
                return value | printed_as | {"rank": None, "measure": "value", "base": None}
            raise NotArithmetic(f"a figure of {name} in {year} for {row['province']}")
        sources = [source] if source else row["source_id"].split(";")
        found = [
            observation
            for observation in self.observations.get((name, *place), [])
            if observation["source_id"] in sources and year in (None, observation["reference_year"])
        ]
        if len(found) != 1:
            raise NotArithmetic(
                f"one figure of {name} for {row['province']} in {' and '.join(sources)}; "
                f'there are {len(found)}, so name source and year: {name}["source", 2022]'
            )
        return found[0]


def _quantity(observation: Observation) -> Quantity:
    if observation["measure"] == "rank":
        return Quantity(Fraction(int(observation["rank"])))
    value = Fraction(str(observation["value"]))
    decimals = observation["decimals"]
    exact = observation["whole"] == "yes" and decimals >= 0
    slack = Fraction(0) if exact else Fraction(10) ** -decimals / 2
    if observation["qualifier"] in ("over", "under"):
        slack += abs(value) * Fraction(str(NEAR))
    return Quantity(value, slack)


def _evaluate(
    row: dict[str, Any],
    line: int,
    file: str,
    figures: _Figures,
    places: Gazetteer,
    problems: list[Problem],
) -> tuple[dict[str, Any], list[Observation]]:
    seen: list[Observation] = []
    nothing = dict.fromkeys(
        ("left_value", "right_value", "difference", "tolerance", "found", "accepted")
    )

    def figure(name: str, which: Which) -> Quantity:
        observation = figures.of(name, which, row, place)
        seen.append(observation)
        return _quantity(observation)

    def base(name: str, which: Which) -> Quantity:
        observation = figures.of(name, which, row, place)
        seen.append(observation)
        if observation["base"] is None:
            raise NotArithmetic(f"a printed fraction such as 8/14 for base({name})")
        return Quantity(Fraction(str(observation["base"])))

    try:
        place = (row["boundary"], places.code(row["province"], row["boundary"]))
    except KeyError as error:
        problems.append(
            Problem(file, line, "province", row["province"], str(error.args[0]), "Correct it.")
        )
        return nothing, seen
    sides = []
    for side in ("left", "right"):
        try:
            sides.append(evaluate(row[side], figure, base))
        except NotArithmetic as error:
            problems.append(
                Problem(file, line, side, row[side], str(error), "Correct the expression.")
            )
            return nothing, seen
    left, right = sides
    difference, tolerance = left.value - right.value, left.slack + right.slack
    holds = {
        "equals": abs(difference) <= tolerance,
        "at least": difference >= -tolerance,
        "at most": difference <= tolerance,
    }[row["relation"]]
    return nothing | {
        "left_value": float(left.value), "right_value": float(right.value),
        "difference": float(difference), "tolerance": float(tolerance),
        "found": "yes" if holds else "no",
    }, seen  # fmt: skip


def _named(observation: Observation) -> str:
    """A figure as a message names it. Figures chosen among several sources have no one row."""
    said = f"{observation['indicator']} {printed(observation)}"
    if "file" in observation:
        said += f" ({observation['file']}, row {observation['line']})"
    return said


def _problem(
    file: str, line: int, row: dict[str, Any], found: dict[str, Any], seen: list[Observation]
) -> Problem:
    figures = ", ".join(dict.fromkeys(_named(observation) for observation in seen))
    said = f"{found['left_value']:g} {row['relation']} {found['right_value']:g}"
    if found["found"] == "yes":
        expected = "a relation that does not hold, as the row says; it holds now"
        mend = "Write yes into holds, and remove the decision that accepts it."
    else:
        expected = f"a relation that holds, within {found['tolerance']:g}; it rests on {figures}"
        mend = "Compare the figures with the source, or record a decision that accepts it."
    return Problem(file, line, row["id"], said, expected, mend)
