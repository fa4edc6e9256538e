"""The lines of a printed table to rows of data/raw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

import polars as pl

from analysis.clean.observations import LAST_YEAR_OF_63
from analysis.clean.places import normalise
from analysis.clean.raw import OBSERVATION_COLUMNS, TOPICS, Line, Row, again
from analysis.clean.references import like
from analysis.contribute.columns import NEW_INDICATOR, RAW_COLUMNS, Known, meanings
from analysis.contribute.questions import NEEDED
from analysis.contribute.spreadsheet import Printed
from analysis.model.errors import BadInput, Problem
from analysis.model.letters import fold
from analysis.model.places import BEFORE, BOUNDARIES, COUNTRY, SINCE

PRINTS = ("value_as_printed", "rank_as_printed")
# What a source prints one figure of, as columns of the clean table ``observations``.
FIGURE_KEY = ("source_id", "indicator", "boundary", "reference_year", "as_of", "province_code")
# What tables call the country, without marks.
_COUNTRY = ("viet nam", "ca nuoc")


class Figure(NamedTuple):
    """A row for ``observations/<topic>.csv``, the code of its place, and where it comes from.

    ``headers`` are the columns of the table that its cells come from, by the columns of ``row``.
    """

    topic: str
    row: Row
    code: str
    line: Line
    headers: Mapping[str, str]

    @property
    def key(self) -> tuple[str, ...]:
        """The cells of ``FIGURE_KEY``."""
        return (*(self.row[column] for column in FIGURE_KEY[:-1]), self.code)

    def wrong(self, column: str, expected: str, mend: str) -> Problem:
        """What is wrong with a cell, in the column that it comes from."""
        header = self.headers.get(column, column)
        printed = self.topic if column == "topic" else self.row[column]
        return Problem(self.line.file, self.line.number, header, printed, expected, mend)


class Understood(NamedTuple):
    """The figures of a table, what each header was taken for, and how many cells are empty."""

    figures: list[Figure]
    meanings: Mapping[str, str]
    empty: int


def read(printed: Printed, given: Row, named: Mapping[str, str], known: Known) -> Understood:
    """The figures of a table, in the order of its lines.

    ``given`` and ``named`` as for ``analysis.contribute.columns.meanings``. Raises ``BadInput``
    where it does, and where an indicator or a place is not known, or a place stands twice.
    """
    found = meanings(printed, given, named, known)
    lines = _Lines(printed, given, found, known)
    figures = [
        lines.figure(line, code, prints)
        for line in printed.lines
        for code, prints in lines.prints(line)
    ]
    problems = [problem for figure in figures for problem in lines.unknown(figure)]
    for figure, first in again((figure.key, figure) for figure in figures if figure.code):
        expected = f"a place that stands once; row {first.line.number} has it already"
        mend = "Remove one of the two rows, or tell them apart by as_of."
        problems.append(figure.wrong("province", expected, mend))
    if problems:
        raise BadInput(problems)
    empty = sum(not line[header] for line in printed.lines for header in lines.wide.values())
    return Understood(figures, found, empty)


def not_there(figures: Iterable[Figure], observations: pl.DataFrame) -> list[Figure]:
    """The figures that their source does not have yet in the clean table ``observations``.

    Raises ``BadInput`` where it has another one.
    """
    there: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for row in observations.select(*FIGURE_KEY, *PRINTS).iter_rows():
        cells = tuple("" if cell is None else str(cell) for cell in row)
        there[cells[: len(FIGURE_KEY)]].append(cells[len(FIGURE_KEY) :])
    new, problems = [], []
    for figure in figures:
        before = there.get(figure.key, [])
        prints = tuple(figure.row[column] for column in PRINTS)
        for at, column in enumerate(PRINTS):
            known = {row[at] for row in before if row[at]}
            if prints[at] and known and prints[at] not in known:
                expected = f"{' or '.join(sorted(known))}, as this source has it in data/raw"
                mend = "Correct one of the two. If the source prints both, write the second into "
                mend += "data/raw yourself, with its own locator."
                problems.append(figure.wrong(column, expected, mend))
        if not any(all(p in ("", q) for p, q in zip(prints, row, strict=True)) for row in before):
            new.append(figure)
    if problems:
        raise BadInput(problems)
    return new


def usual_boundary(
    province: str, year: str, indicator: Mapping[str, str], otherwise: str = ""
) -> str:
    """The boundary that a figure counts where nobody says.

    That of the indicator, if it has one, before what else is known.
    """
    if _is_country(province):
        return COUNTRY[1]
    after = year > str(LAST_YEAR_OF_63)
    return indicator.get("boundary") or otherwise or (SINCE if after else BEFORE)


def _is_country(name: str) -> bool:
    return fold(normalise(name)) in _COUNTRY


class _Lines:
    """Makes figures of the lines of a table whose columns are understood."""

    def __init__(
        self, printed: Printed, given: Row, found: Mapping[str, str], known: Known
    ) -> None:
        self.header = printed.header
        self.given = given
        self.known = known
        self.raw = {meaning: header for header, meaning in found.items() if meaning in RAW_COLUMNS}
        self.wide = {m: header for header, m in found.items() if m not in self.raw}
        self.rank_of = _ranks_beside_scores(self.wide, known)
        self.score_of = {rank: score for score, rank in self.rank_of.items()}
        self.place = cache(self._place)
        self.whole = self._whole(printed)
        self.said: set[str] = set()

    def _place(self, name: str, boundary: str) -> tuple[str, str]:
        """The code of a place; or what was expected in its place."""
        if boundary == COUNTRY[1] and _is_country(name):
            return COUNTRY[0], ""
        try:
            return self.known.places.code(name, boundary), ""
        except KeyError as error:
            return "", str(error.args[0])

    def _whole(self, printed: Printed) -> str:
        """34 where a table holds each of the 34 provinces and no other: then it counts these."""
        header = self.raw.get("province", "")
        names = {line[header] for line in printed.lines if header}
        found = {self.place(name, SINCE)[0] for name in names if not _is_country(name)}
        wanted = {code for code, boundary in self.known.places.names if boundary == SINCE}
        return SINCE if found == wanted else ""

    def prints(self, line: Line) -> Iterator[tuple[str, dict[str, str]]]:
        """Each figure of a line: its indicator, and the headers of its value and its rank.

        A score and a rank of one index are one figure; a rank without a score is its own.
        """
        if not self.wide:
            header = self.raw.get("indicator")
            yield line[header] if header else self.given["indicator"], {}
        for code, header in self.wide.items():
            rank, score = (self.wide.get(of.get(code, "")) for of in (self.rank_of, self.score_of))
            if not line[header] or (score and line[score]):
                continue
            if self.known.indicators[code]["measure"] == "rank":
                yield code, {"rank_as_printed": header}
            elif rank and line[rank]:
                yield code, {"value_as_printed": header, "rank_as_printed": rank}
            else:
                yield code, {"value_as_printed": header}

    def figure(self, line: Line, code: str, prints: Mapping[str, str]) -> Figure:
        """The figure of some cells of a line; without a code where its place is not known."""
        headers = self.raw | dict(prints)
        cells = self.given | {column: line[header] for column, header in headers.items()}
        row = dict.fromkeys(OBSERVATION_COLUMNS, "") | cells | {"indicator": code}
        indicator = self.known.indicators.get(code, {})
        if "boundary" not in self.raw:
            year, given = row["reference_year"], row["boundary"]
            usual = usual_boundary(row["province"], year, indicator, self.whole)
            row["boundary"] = usual if usual == COUNTRY[1] else given or usual
        if "unit" not in cells:
            row["unit"] = indicator.get("unit", "")
        if "locator" not in cells and self.header:
            columns = f", column{'s' * (len(prints) > 1)} {' and '.join(prints.values())}"
            row["locator"] = f"table, row {line.number - self.header}{columns if prints else ''}"
        place, _ = self.place(row["province"], row["boundary"])
        if place:
            row["province"] = self.known.places.names[place, row["boundary"]]
        topic = row.pop("topic", "") or indicator.get("topic", "")
        return Figure(topic, row, place, line, headers)

    def unknown(self, figure: Figure) -> Iterator[Problem]:
        """What a figure names that is not known, or does not name at all."""
        code, boundary = figure.row["indicator"], figure.row["boundary"]
        for column in NEEDED:
            if not figure.row[column]:
                yield figure.wrong(column, "something in this cell", "Fill it.")
        if code not in self.known.indicators and code not in self.said:
            self.said.add(code)  # once, however many rows name it
            expected = f"a code of indicators.csv{like(code, self.known.indicators)}"
            yield figure.wrong("indicator", expected, f"Correct it. {NEW_INDICATOR}")
        elif code in self.known.indicators and figure.topic not in TOPICS:
            expected = "one of " + ", ".join(TOPICS)
            yield figure.wrong("topic", expected, "Correct it.")
        if boundary not in BOUNDARIES:
            yield figure.wrong("boundary", "63, 34 or all", "Say which provinces it counts.")
        elif not figure.code:
            _, expected = self.place(figure.row["province"], boundary)
            more = (
                f", or leave the row out with --skip-row {figure.line.number}"
                if self.header
                else ""
            )
            yield figure.wrong("province", expected, f"Correct the name or the boundary{more}.")


def _ranks_beside_scores(wide: Iterable[str], known: Known) -> dict[str, str]:
    """The indicator of the rank that belongs to one of scores, where a table has both."""
    rows = [known.indicators[code] for code in wide]
    ranks = {(r["index"], r["boundary"]): r["code"] for r in rows if r["measure"] == "rank"}
    scores = [row for row in rows if row["measure"] == "score" and row["index"]]
    found = {row["code"]: ranks.get((row["index"], row["boundary"])) for row in scores}
    return {score: rank for score, rank in found.items() if rank}
