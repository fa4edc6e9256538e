"""What a table was understood as, and what it does to what is known, before it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

import polars as pl

from analysis.clean.numbers import decimal_marks
from analysis.contribute.changes import (
    Difference,
    Tables,
    contradictions,
    key_in_words,
    names,
    table_row,
)
from analysis.contribute.columns import Known
from analysis.contribute.spreadsheet import Printed
from analysis.contribute.understood import FIGURE_KEY, PRINTS, Figure, Understood
from analysis.model.dictionary import TABLES
from analysis.model.keys import KEY
from analysis.model.places import COUNTRY_BOUNDARY

# Lines of a section that are shown, and names in a line; the others are counted.
LINES, NAMES = 20, 12
_COLUMNS = ("Column", "Indicator", "Unit", "Decimal mark", "Rows", "Least", "Greatest", "First")


def figures(
    printed: Printed, understood: Understood, observations: pl.DataFrame, known: Known
) -> list[str]:
    """How a table was read, as Markdown: columns, numbers, what is the same in all rows, places.

    ``observations`` is the clean table with the figures in it: the least and the greatest are told
    as the program reads them, in the unit of the indicator.
    """
    found = understood.figures
    lines = [f"## {printed.name}: {len(found)} figure{'s' * (len(found) != 1)}", ""]
    lines += [table_row(*_COLUMNS), table_row(*[":---"] * len(_COLUMNS))]
    lines += [table_row(*cells) for cells in _by_column(found, observations, known)]
    lines += ["", *(f"- {said}" for said in printed.said)]
    others = [
        f"{h} is {m}"
        for h, m in understood.meanings.items()
        if h.lower() != m and m in found[0].row
    ]
    same = [
        f"{column} {found[0].row[column]}"
        for column in found[0].row
        if column not in PRINTS and len({figure.row[column] for figure in found}) == 1
        and found[0].row[column]
    ]  # fmt: skip
    lines += [f"- {', '.join(others)}"] if others else []
    lines += [f"- the same in all rows: {', '.join(same)}"] if same else []
    lines += [f"- cells without a figure: {understood.empty}"] if understood.empty else []
    return [*lines, *_first(LINES, _places(found, known)), ""]


def effects(before: Tables, after: Tables, differences: Iterable[Difference]) -> list[str]:
    """Contradictions that are new or have a figure more, and what is covered more, as Markdown."""
    lines = []
    if against := _first(LINES, _disagreements(before, after)):
        lines += ["## What disagrees with what is known", "", *against, ""]
    grown = [d for d in differences if d.table == "coverage"]
    if covered := _first(LINES, (line for d in grown for line in _covered(d))):
        lines += ["## What is known of more provinces", "", *covered, ""]
    return lines


def _by_column(
    found: Sequence[Figure], observations: pl.DataFrame, known: Known
) -> Iterator[tuple[str, ...]]:
    """The rows of the table of columns."""
    read = {
        tuple("" if cell is None else str(cell) for cell in cells): (value, rank)
        for *cells, value, rank in observations.select(*FIGURE_KEY, "value", "rank").iter_rows()
    }
    groups: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in found:
        headers = ", ".join(figure.headers[c] for c in PRINTS if figure.row[c])
        groups[headers, figure.row["indicator"], figure.row["unit"]].append(figure)
    for (headers, code, unit), rows in groups.items():
        of = known.indicators[code]
        at, column = (1, PRINTS[1]) if of["measure"] == "rank" else (0, PRINTS[0])
        values = [v for row in rows if (v := read[row.key][at]) is not None]
        ends = [_number(min(values)), _number(max(values))] if values else ["", ""]
        marks = decimal_marks(row.row[column] for row in rows)
        first = "; ".join(f"{row.row['province']} {row.row[column]}" for row in rows[:3])
        units = unit if unit == of["unit"] else f"{unit} → {of['unit']}"
        mark = " and ".join(sorted(marks)) or "none"
        yield headers, code, units, mark, str(len(rows)), *ends, first


def _number(value: float) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _places(found: Iterable[Figure], known: Known) -> Iterator[str]:
    """Of how many provinces a table has figures, and which it does not have."""
    there: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for figure in found:
        row = figure.row
        if row["boundary"] != COUNTRY_BOUNDARY:
            there[row["boundary"], row["indicator"], row["reference_year"]].add(figure.code)
    alike: dict[tuple[str, frozenset[str]], dict[str, list[str]]] = {}
    for (boundary, indicator, year), codes in there.items():
        series = alike.setdefault((boundary, frozenset(codes)), {})
        series.setdefault(indicator, []).append(year)
    for (boundary, known_of), series in alike.items():
        all_of = {code: name for (code, b), name in known.places.names.items() if b == boundary}
        missing = [all_of[code] for code in sorted(all_of.keys() - known_of)]
        said = f"; missing: {_listed(missing)}" if 0 < len(missing) < len(known_of) else ""
        in_years = [f"{indicator} {', '.join(years)}" for indicator, years in series.items()]
        yield f"- {_listed(in_years)}: {len(known_of)} of {len(all_of)} provinces{said}"


def _disagreements(before: Tables, after: Tables) -> Iterator[str]:
    """Each contradiction with all its figures, where one of them was not in it before."""
    case, key = ["kind", *KEY], [*TABLES["disputes"].key]
    now = contradictions(after["disputes"])
    new = now.join(before["disputes"], on=key, how="anti", nulls_equal=True)
    rows = now.join(new, on=case, how="semi", nulls_equal=True, maintain_order="left")
    called = names(after["provinces"])
    for _, group in rows.group_by(case, maintain_order=True):
        first = group.row(0, named=True)
        told = [
            f"{row['source_id']} {row['value_as_printed']}" + " (used)" * (row["chosen"] == "yes")
            for row in group.iter_rows(named=True)
        ]
        why = f"; {first['reason']}" if first["kind"] != "values" else ""
        place = key_in_words("values", first, called)
        yield f"- {first['kind']}: {place}: {', '.join(told)}{why}"


def _covered(coverage: Difference) -> Iterator[str]:
    for row in coverage.changed.iter_rows(named=True):
        if row["units_known"] != row["units_known_now"]:
            known = f"{row['units_known']} → {row['units_known_now']}"
            yield f"- {key_in_words('coverage', row, {})}: {known} of {row['units']}"
    for row in coverage.new.iter_rows(named=True):
        known = f"0 → {row['units_known']}"
        yield f"- {key_in_words('coverage', row, {})}: {known} of {row['units']}"


def _listed(names_of: Sequence[str]) -> str:
    more = f" and {len(names_of) - NAMES} more" if len(names_of) > NAMES else ""
    return ", ".join(names_of[:NAMES]) + more


def _first(most: int, lines: Iterable[str]) -> list[str]:
    every = list(lines)
    more = [f"- and {len(every) - most} more"] if len(every) > most else []
    return [*every[:most], *more]
