"""Every raw observation, parsed. Nothing is dropped: what cannot be used stays, with the reason."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from analysis.clean import frames, numbers
from analysis.clean.numbers import Ambiguous, Impossible, PrintedValue, Scale, Unreadable
from analysis.clean.periods import EXPECTED, YEARS, is_period
from analysis.clean.places import BOUNDARIES, Gazetteer
from analysis.clean.ranks import PrintedRank, parse_rank
from analysis.clean.raw import TOPICS, Row, Sheets
from analysis.clean.references import like
from analysis.errors import Problem

COMPARE = "Compare with the source; if it is right, widen the limits in indicators.csv."

SIC = "Copy it again from the source; if it is printed so, write sic into the note."
_SAYS_SIC = re.compile(r"\bsic\b")

QUALIFIERS = ("", "estimate", "approx", "over", "under", "implied", "suspect", "target")

# Beside the columns of the table come file and line of each row, for messages of later steps; what
# a printed rank says of an earlier one: places gained, and the place reached; and, where a print
# could not be read, what was expected of it.
BESIDE = {
    "file": pl.String(), "line": pl.Int64(), "gained": pl.Int64(), "reached": pl.Int64(),
    "value_expected": pl.String(), "rank_expected": pl.String(),
}  # fmt: skip

# A source that prints this part of its decimals with one mark prints all of them so.
USUAL = 0.8

# The provinces merged on 1 July 2025. The ministry recomputed its index of 2024 for the 34;
# nothing of a year before that is on them, and from 2026 on nothing but targets is on the 63.
FIRST_YEAR_OF_34 = 2024
LAST_YEAR_OF_63 = 2025
_SAYS_34 = re.compile(r"post-merger|new province \(34|\b34-unit", re.IGNORECASE)
_SAYS_63 = re.compile(r"pre-merger|63-province|former province before merger", re.IGNORECASE)
_ARITHMETIC = re.compile(r"implied: (?P<a>[0-9.,]+) (?P<sign>[+-]) (?P<b>[0-9.,]+)")


def build(
    sheets: Sheets,
    tables: dict[str, pl.DataFrame],
    places: Gazetteer,
    problems: list[Problem],
) -> pl.DataFrame:
    """Parse all observation sheets.

    Returns the table ``observations``, with ``file`` and ``line`` of each row besides. Adds to
    ``problems`` unknown places, indicators and sources, years out of range, places of the wrong
    boundary, ranks above the number ranked, values without a number or that can be read in two
    ways, values outside what the indicator allows, and words that contradict the qualifier.
    """
    reader = _Reader(sheets, tables, places)
    rows: list[dict[str, object]] = []
    for topic in TOPICS:
        sheet = sheets[f"observations/{topic}"]
        for line, row in sheet.numbered():

            def report(
                column: str, expected: str, mend: str, line: int = line, row: Row = row,
                file: str = sheet.file,
            ) -> None:  # fmt: skip
                problems.append(Problem(file, line, column, row[column], expected, mend))

            where = {"topic": topic, "file": sheet.file, "line": line}
            rows.append(where | reader.read(row, report))
    return frames.table("observations", rows, BESIDE)


def unread(parsed: pl.DataFrame) -> Iterator[Problem]:
    """Printed values and ranks that were not read, unless the note says that they are printed so.

    Columns in: those that ``build`` returns.
    """
    for row in parsed.filter(pl.col("status") == "unparsed").iter_rows(named=True):
        for what in ("value", "rank"):
            if row[f"{what}_expected"] and not _SAYS_SIC.search(row["note"] or ""):
                column = f"{what}_as_printed"
                yield Problem(
                    row["file"], row["line"], column, row[column], row[f"{what}_expected"], SIC
                )


class _Reader:
    """Reads one row at a time against the reference tables."""

    def __init__(self, sheets: Sheets, tables: dict[str, pl.DataFrame], places: Gazetteer) -> None:
        self.places = places
        # What a file that could not be read would say is not asked.
        self.known = {
            name: sheets[name].readable for name in ("sources", "indicators", "provinces")
        }
        self.indicators = {row["code"]: row for row in tables["indicators"].iter_rows(named=True)}
        # Where the 34 have an indicator of their own, that of both is not theirs.
        self.own = {
            (row["index"], row["measure"], row["boundary"]): code
            for code, row in self.indicators.items()
            if row["index"] and row["boundary"]
        }
        self.sources = {row["source_id"]: row for row in tables["sources"].iter_rows(named=True)}
        self.marks = _marks(sheets, self.sources)

    def read(self, row: Row, report: Callable[[str, str, str], None]) -> dict[str, object]:
        source = self.sources.get(row["source_id"])
        if source is None and self.known["sources"]:
            report(
                "source_id",
                f"a source_id of sources.csv{like(row['source_id'], self.sources)}",
                "Add the source to data/raw/sources.csv, or correct the name.",
            )
        indicator = self.indicators.get(row["indicator"])
        if indicator is None and self.known["indicators"]:
            report(
                "indicator",
                f"a code of indicators.csv{like(row['indicator'], self.indicators)}",
                "Add the indicator to data/raw/indicators.csv, or correct the code.",
            )
        parsed: dict[str, object] = {
            "indicator": row["indicator"],
            "boundary": row["boundary"],
            "province_code": self._place(row, indicator, report),
            "reference_year": _year(row["reference_year"], report),
            "as_of": row["as_of"] or None,
            "source_id": row["source_id"],
            "locator": row["locator"] or None,
            "unit": indicator["unit"] if indicator else row["unit"],
            "qualifier": row["qualifier"] or None,
            "province_as_printed": row["province"],
            "value_as_printed": row["value_as_printed"] or None,
            "rank_as_printed": row["rank_as_printed"] or None,
            "note": row["note"] or None,
            "value": None, "value_low": None, "value_high": None, "decimals": None,
            "rank": None, "units_ranked": None, "base": None, "relative_to": None,
            "gained": None, "reached": None, "value_expected": None, "rank_expected": None,
        }  # fmt: skip
        if row["as_of"] and not is_period(row["as_of"]):
            report("as_of", EXPECTED, "Write the period so; keep the printed words in brackets.")
        if row["qualifier"] not in QUALIFIERS:
            report(
                "qualifier", "one of " + ", ".join(filter(None, QUALIFIERS)), "Correct the cell."
            )
        printed = rank = None
        if indicator and source:
            try:
                printed = _value(row, indicator, self.marks[row["source_id"]], report)
            except Unreadable as error:
                parsed["value_expected"] = str(error)
            try:
                rank = _rank(row, report)
            except Unreadable as error:
                parsed["rank_expected"] = str(error)
            wanted = "rank" if indicator["measure"] == "rank" else "value"
            if not row[f"{wanted}_as_printed"]:
                report(
                    f"{wanted}_as_printed",
                    f"a {wanted}, since {row['indicator']} is one of {wanted}s",
                    "Copy it from the source, or choose another indicator.",
                )
        if printed:
            parsed |= {
                "value": printed.value, "value_low": printed.low, "value_high": printed.high,
                "decimals": printed.decimals, "base": printed.base,
                "relative_to": _relative_to(printed, parsed["reference_year"]),
            }  # fmt: skip
            parsed["qualifier"] = _qualifier(row, report)
            # What a transcriber calls over or under is a bound, also without a word in print.
            if parsed["qualifier"] == "over" and printed.high is None:
                parsed["value_low"] = printed.value if printed.low is None else printed.low
            if parsed["qualifier"] == "under" and printed.low is None:
                parsed["value_high"] = printed.value if printed.high is None else printed.high
            parsed["reached"] = printed.reached
        if rank and rank.bound is not None:
            parsed["value_high"] = rank.bound
        if rank:
            parsed |= {"rank": rank.rank, "units_ranked": rank.of, "gained": rank.gained}
        if row["qualifier"] == "implied":
            _check_arithmetic(row, report)
        unread = [f"{what}: expected {parsed[f'{what}_expected']}" for what in ("value", "rank")
                  if parsed[f"{what}_expected"]]  # fmt: skip
        parsed["status"], parsed["reason"] = _status(row, indicator, source, printed, rank, unread)
        return parsed

    def _place(
        self,
        row: Row,
        indicator: dict[str, object] | None,
        report: Callable[[str, str, str], None],
    ) -> str | None:
        boundary = row["boundary"]
        if boundary not in BOUNDARIES:
            report("boundary", "63, 34 or all", "Say which provinces the figure counts.")
            return None
        only = indicator["boundary"] if indicator else None
        if only and boundary not in (only, "all"):
            report("boundary", f"{only}, as the indicator says", "Correct one of the two.")
        if indicator and not only:
            own = self.own.get((indicator["index"], indicator["measure"], boundary))
            if own:
                report("indicator", f"{own}, for boundary {boundary}", "Correct one of the two.")
        _check_vintage(row, indicator, report)
        if not self.known["provinces"]:
            return None
        try:
            return self.places.code(row["province"], boundary)
        except KeyError as error:
            report("province", str(error.args[0]), "Correct the name or the boundary.")
            return None


@dataclass(frozen=True)
class _Marks:
    """How one source prints decimals: its mark ("" where it uses both), and whether always."""

    mark: str
    consistent: bool

    @classmethod
    def of(cls, texts: list[str], language: str) -> _Marks:
        """The mark that a source certainly uses, else that of its language.

        A Vietnamese page may print its table with points. Where a few figures of a source have
        the other mark, they are slips; where many have, the source has no mark of its own, and
        what could be read in two ways is an error there.
        """
        used = Counter(mark for text in texts for mark in numbers.decimal_marks([text]))
        if not used:
            return cls(numbers.decimal_mark(language), False)
        mark, times = used.most_common(1)[0]
        if times >= used.total() * USUAL:
            return cls(mark, True)
        return cls("", False)


def _marks(sheets: Sheets, sources: dict[str, dict[str, object]]) -> dict[str, _Marks]:
    texts: dict[str, list[str]] = defaultdict(list)
    for topic in TOPICS:
        for row in sheets[f"observations/{topic}"].rows:
            texts[row["source_id"]].append(row["value_as_printed"])
    return {name: _Marks.of(texts[name], str(row["language"])) for name, row in sources.items()}


def _check_vintage(
    row: Row, indicator: dict[str, object] | None, report: Callable[[str, str, str], None]
) -> None:
    """Whether the year, and what the note says of the merger, fit the boundary."""
    boundary, year, note = row["boundary"], row["reference_year"], row["note"]
    if not _is_year(year):
        return
    mend = "Look which provinces the figure counts, and correct the boundary, year or note."
    target = row["qualifier"] == "target" or (indicator or {}).get("measure") == "target"
    if boundary == "34" and year < str(FIRST_YEAR_OF_34):
        report("boundary", f"63: no figure of {year} is on the 34 provinces", mend)
    if boundary == "63" and year > str(LAST_YEAR_OF_63) and not target:
        report("boundary", f"34: the 63 provinces ended in {LAST_YEAR_OF_63}", mend)
    if boundary == "63" and _SAYS_34.search(note):
        report("boundary", "34, since the note speaks of a province after the merger", mend)
    if boundary == "34" and _SAYS_63.search(note) and not _SAYS_34.search(note):
        report("boundary", "63, since the note speaks of a province before the merger", mend)


def _check_arithmetic(row: Row, report: Callable[[str, str, str], None]) -> None:
    """Whether an implied figure is what the arithmetic in its note gives."""
    match = _ARITHMETIC.match(row["note"])
    if match is None:
        report(
            "note", "the arithmetic of an implied figure, such as: implied: 26 + 34",
            "Begin the note with the two printed figures that it follows from.",
        )  # fmt: skip
        return
    try:
        a, b = (Decimal(match[side].replace(",", ".")) for side in ("a", "b"))
    except ArithmeticError:
        report("note", "two numbers without marks for thousands", "Write 1606,3, not 1.606,3.")
        return
    result = a + b if match["sign"] == "+" else a - b
    printed = row["rank_as_printed"] or row["value_as_printed"]
    if printed.replace(",", ".") != str(result):
        column = "rank_as_printed" if row["rank_as_printed"] else "value_as_printed"
        report(column, f"{result}, as the note says ({match[0]})", "Correct one of the two.")


def _qualifier(row: Row, report: Callable[[str, str, str], None]) -> str | None:
    """The qualifier as transcribed; where that is empty, what the words before the number say."""
    said, written = numbers.says(row["value_as_printed"]), row["qualifier"]
    if {said, written} == {"over", "under"}:
        report("qualifier", f"{said}, as the words before the number say", "Correct the cell.")
    return written or said or None


def _relative_to(printed: PrintedValue, year: object) -> int | None:
    if printed.since == -1:
        return year - 1 if isinstance(year, int) else None
    return printed.since


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS


def _year(text: str, report: Callable[[str, str, str], None]) -> int | None:
    if _is_year(text):
        return int(text)
    report("reference_year", f"a year from {YEARS[0]} to {YEARS[-1]}", "Correct the year.")
    return None


def _value(
    row: Row,
    indicator: dict[str, object],
    marks: _Marks,
    report: Callable[[str, str, str], None],
) -> PrintedValue | None:
    """The value as printed. Raises ``Unreadable`` where the grammar does not know its form."""
    text = row["value_as_printed"]
    if not text:
        return None
    low, high = indicator["minimum"], indicator["maximum"]
    scale = Scale(
        printed_unit=row["unit"],
        unit=str(indicator["unit"]),
        whole=indicator["whole"] == "yes",
        minimum=None if low is None else float(str(low)),
        maximum=None if high is None else float(str(high)),
        is_change=indicator["measure"] == "change",
    )
    try:
        odd = marks.consistent and numbers.decimal_marks([text]) - {marks.mark}
        if odd and not _SAYS_SIC.search(row["note"]):
            report("value_as_printed", f"{marks.mark} before decimals, as in this source", SIC)
        return numbers.parse_value(text, marks.mark, scale)
    except Impossible as error:
        report("value_as_printed", str(error), COMPARE)
    except Ambiguous as error:
        report("value_as_printed", str(error), "Look at other figures of the source.")
    return None


def _rank(row: Row, report: Callable[[str, str, str], None]) -> PrintedRank | None:
    """The rank as printed. Raises ``Unreadable`` where the grammar does not know its form."""
    text = row["rank_as_printed"]
    if not text:
        return None
    units = 34 if row["boundary"] == "34" else 63
    out_of = None
    if row["out_of"]:
        written = row["out_of"]
        if written.isascii() and written.isdecimal() and 1 <= int(written) <= units:
            out_of = int(written)
        else:
            report(
                "out_of", f"the number of provinces ranked, at most {units}", "Correct the cell."
            )
    rank = parse_rank(text, out_of)
    of = out_of or rank.of
    place = rank.rank or rank.bound or 0
    most = min(of or units, units)
    if not 1 <= place <= most:
        report("rank_as_printed", f"a rank from 1 to {most}", "Compare with the source.")
    if rank.of and out_of and rank.of != out_of:
        report("out_of", f"{rank.of}, as the rank is printed", "Correct one of the two.")
    return PrintedRank(rank.rank, rank.bound, of, rank.gained)


def _status(
    row: Row,
    indicator: dict[str, object] | None,
    source: dict[str, object] | None,
    printed: PrintedValue | None,
    rank: PrintedRank | None,
    unread: list[str],
) -> tuple[str, str | None]:
    """Whether the row may become a value, and if not, why."""
    if unread:
        return "unparsed", "; ".join(unread)
    wants_rank = indicator is not None and indicator["measure"] == "rank"
    exact = rank.rank if wants_rank and rank else printed.value if printed else None
    if exact is None:
        return "bounded", "only a bound or a range is printed"
    if row["qualifier"] == "suspect":
        return "set_aside", "marked as suspect when it was transcribed"
    if source and source["quality"] == "C":
        return "set_aside", "the origin of the source is not stated (quality C)"
    if row["qualifier"] == "target" and indicator and indicator["measure"] != "target":
        return "set_aside", "a target, not a result"
    return "used", None
