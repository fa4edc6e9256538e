"""What each column of a printed table is: a column of data/raw, or the figures of an indicator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.clean.places import Gazetteer, bare, normalise
from analysis.clean.raw import OBSERVATION_COLUMNS, Row, again
from analysis.clean.references import like
from analysis.contribute.questions import NEEDED, flag
from analysis.contribute.spreadsheet import Printed
from analysis.model.errors import BadInput, Problem
from analysis.model.places import BOUNDARIES

RAW_COLUMNS = (*OBSERVATION_COLUMNS, "topic")
# Columns of a table in which each line is one figure.
_ONE_EACH = ("indicator", "value_as_printed", "rank_as_printed")
NEW_INDICATOR = "A new indicator is first a row of data/raw/indicators.csv."


@dataclass(frozen=True)
class Known:
    """What a table is read by: indicators by their codes, and the names of the provinces."""

    indicators: Mapping[str, Row]
    places: Gazetteer


def meanings(
    printed: Printed, given: Row, named: Mapping[str, str], known: Known
) -> dict[str, str]:
    """For each header of a table, the column of data/raw or the indicator that it is.

    ``named`` says so of some headers; others are the name of a column or the code or name of an
    indicator; the column of places is known by its cells. ``given`` are cells that are the same in
    all rows. Raises ``BadInput`` where a column is not understood, two mean the same, one is given
    as well, or where something is missing that every figure needs.
    """
    found = _by_header(printed, named, known)
    problems = []
    if "province" not in found.values() and "province" not in given:
        unknown = [header for header in printed.columns if header not in found]
        places = [header for header in unknown if _are_places(printed, header, known.places)]
        if len(places) == 1:
            found[places[0]] = "province"
        elif printed.header:
            problems.append(_wrong(printed, "", ", ".join(places or unknown),
                                   "one column whose cells are provinces",
                                   "Name it with --place."))  # fmt: skip
    problems += _not_understood(printed, named, found, known)
    if problems := problems or [*_incomplete(printed, given, found, known)]:
        raise BadInput(problems)
    return found


def _by_header(printed: Printed, named: Mapping[str, str], known: Known) -> dict[str, str]:
    by_name: dict[str, set[str]] = defaultdict(set)
    for code, row in known.indicators.items():
        for name in (row["name_vi"], row["name_en"]):
            by_name[normalise(name)].add(code)
    found = {}
    for header in printed.columns:
        meaning = named.get(header, header)
        codes = by_name[normalise(header)] if header not in named else set()
        if meaning in RAW_COLUMNS or meaning in known.indicators:
            found[header] = meaning
        elif len(codes) == 1:
            (found[header],) = codes
    return found


def _are_places(printed: Printed, header: str, places: Gazetteer) -> bool:
    """Whether at least half of the filled cells of a column are known provinces."""
    names = {bare(line[header]) for line in printed.lines if line[header]}
    known = [name for name in names if any((name, b) in places.loose for b in BOUNDARIES)]
    return bool(names) and 2 * len(known) >= len(names)


def _not_understood(
    printed: Printed, named: Mapping[str, str], found: Mapping[str, str], known: Known
) -> Iterator[Problem]:
    headers = ", ".join(printed.columns)
    for header in sorted(named.keys() - set(printed.columns)):
        expected, mend = f"a header of the table: {headers}", "Correct --column or --place."
        yield _wrong(printed, "", header, expected, mend)
    for header in (header for header in printed.columns if header not in found):
        meant = named.get(header, header)
        near = like(meant, (*known.indicators, *RAW_COLUMNS))
        expected = f"the code or the name of one indicator, or a column of data/raw{near}"
        mend = f'Say what it is with --column "{header}=CODE", or leave it out with '
        mend += f'--ignore "{header}". {NEW_INDICATOR}'
        yield _wrong(printed, header, meant, expected, mend)
    for header, first in again((meaning, header) for header, meaning in found.items()):
        expected = f"one column for {found[header]}; {first} is it already"
        yield _wrong(printed, header, header, expected, f'Leave it out with --ignore "{header}".')


def _incomplete(
    printed: Printed, given: Row, found: Mapping[str, str], known: Known
) -> Iterator[Problem]:
    """What all figures need and nobody says; and what is said twice."""
    there = {meaning: header for header, meaning in found.items()} | {c: flag(c) for c in given}
    wide = [meaning for meaning in there if meaning in known.indicators]
    for column in NEEDED:
        if column not in there and not (column == "indicator" and wide):
            more = ", or in a column of the table" if printed.header else ""
            yield _wrong(printed, column, "", "an answer", f"Give it with {flag(column)}{more}.")
    for header in (header for header, meaning in found.items() if meaning in given):
        expected = f"the column {header} or {flag(found[header])}, not both"
        yield _wrong(printed, header, given[found[header]], expected, "Leave one of them out.")
    if wide and (single := [there[column] for column in _ONE_EACH if column in there]):
        expected = f"columns of indicators, or {' and '.join(single)} for one figure in each row"
        yield _wrong(printed, "", ", ".join(wide), expected, "Leave one of the two out.")


def _wrong(printed: Printed, column: str, found: str, expected: str, mend: str) -> Problem:
    return Problem(printed.name, printed.header, column, found, expected, mend)
