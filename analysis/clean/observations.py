"""Every raw observation, parsed. Nothing is dropped: what cannot be used stays, with the reason."""

from __future__ import annotations

import difflib
from collections.abc import Callable

import polars as pl

from analysis.clean.numbers import Impossible, PrintedValue, Scale, Unreadable, parse_value
from analysis.clean.places import BOUNDARIES, Gazetteer
from analysis.clean.ranks import PrintedRank, parse_rank
from analysis.clean.raw import TOPICS, Row, Sheets
from analysis.errors import Problem

# The first figures are of 2017 (E-Business Index), the farthest targets of 2045.
YEARS = range(2000, 2051)

COMPARE = "Compare with the source; if it is right, widen the limits in indicators.csv."

QUALIFIERS = ("", "estimate", "approx", "over", "under", "implied", "suspect", "target")

SCHEMA: dict[str, pl.DataType] = {
    "topic": pl.String(),
    "indicator": pl.String(),
    "boundary": pl.String(),
    "province_code": pl.String(),
    "reference_year": pl.Int64(),
    "as_of": pl.String(),
    "source_id": pl.String(),
    "locator": pl.String(),
    "value": pl.Float64(),
    "value_low": pl.Float64(),
    "value_high": pl.Float64(),
    "decimals": pl.Int64(),
    "rank": pl.Int64(),
    "units_ranked": pl.Int64(),
    "unit": pl.String(),
    "qualifier": pl.String(),
    "status": pl.String(),
    "reason": pl.String(),
    "province_as_printed": pl.String(),
    "value_as_printed": pl.String(),
    "rank_as_printed": pl.String(),
    "note": pl.String(),
}


def build(
    sheets: Sheets,
    tables: dict[str, pl.DataFrame],
    places: Gazetteer,
    problems: list[Problem],
) -> pl.DataFrame:
    """Parse all observation sheets.

    Returns the table ``observations``. Adds to ``problems`` unknown places, indicators and
    sources, years out of range, ranks above the number ranked, values without a number, and
    values outside what the indicator allows.
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

            rows.append({"topic": topic, **reader.read(row, report)})
    return pl.DataFrame(rows, schema=SCHEMA)


class _Reader:
    """Reads one row at a time against the reference tables."""

    def __init__(self, sheets: Sheets, tables: dict[str, pl.DataFrame], places: Gazetteer) -> None:
        self.places = places
        # What a file that could not be read would say is not asked.
        self.known = {
            name: sheets[name].readable for name in ("sources", "indicators", "provinces")
        }
        self.indicators = {row["code"]: row for row in tables["indicators"].iter_rows(named=True)}
        self.sources = {row["source_id"]: row for row in tables["sources"].iter_rows(named=True)}

    def read(self, row: Row, report: Callable[[str, str, str], None]) -> dict[str, object]:
        source = self.sources.get(row["source_id"])
        if source is None and self.known["sources"]:
            report(
                "source_id",
                f"a source_id of sources.csv{_like(row['source_id'], self.sources)}",
                "Add the source to data/raw/sources.csv, or correct the name.",
            )
        indicator = self.indicators.get(row["indicator"])
        if indicator is None and self.known["indicators"]:
            report(
                "indicator",
                f"a code of indicators.csv{_like(row['indicator'], self.indicators)}",
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
            "rank": None, "units_ranked": None,
        }  # fmt: skip
        if row["qualifier"] not in QUALIFIERS:
            report(
                "qualifier", "one of " + ", ".join(filter(None, QUALIFIERS)), "Correct the cell."
            )
        unread: list[str] = []
        printed = rank = None
        if indicator and source:
            printed = _value(row, indicator, source, report, unread)
            rank = _rank(row, report, unread)
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
                "decimals": printed.decimals,
            }  # fmt: skip
        if rank:
            parsed |= {"rank": rank.rank, "units_ranked": rank.of}
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
        if not self.known["provinces"]:
            return None
        try:
            return self.places.code(row["province"], boundary)
        except KeyError as error:
            report("province", str(error.args[0]), "Correct the name or the boundary.")
            return None


def _like(name: str, known: dict[str, dict[str, object]]) -> str:
    close = difflib.get_close_matches(name, known, 3)
    return f", such as {', '.join(close)}" if close else ""


def _year(text: str, report: Callable[[str, str, str], None]) -> int | None:
    if text.isascii() and text.isdecimal() and int(text) in YEARS:
        return int(text)
    report("reference_year", f"a year from {YEARS[0]} to {YEARS[-1]}", "Correct the year.")
    return None


def _value(
    row: Row,
    indicator: dict[str, object],
    source: dict[str, object],
    report: Callable[[str, str, str], None],
    unread: list[str],
) -> PrintedValue | None:
    text = row["value_as_printed"]
    if not text:
        return None
    if not any(character.isdigit() for character in text):
        report("value_as_printed", "a value with a number in it", "Copy it from the source.")
        return None
    low, high = indicator["minimum"], indicator["maximum"]
    scale = Scale(
        printed_unit=row["unit"],
        unit=str(indicator["unit"]),
        whole=indicator["whole"] == "yes",
        minimum=None if low is None else float(str(low)),
        maximum=None if high is None else float(str(high)),
    )
    try:
        return parse_value(text, str(source["language"]), scale)
    except Impossible as error:
        report("value_as_printed", str(error), COMPARE)
    except Unreadable as error:
        unread.append(f"value: expected {error}")
    return None


def _rank(
    row: Row, report: Callable[[str, str, str], None], unread: list[str]
) -> PrintedRank | None:
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
    try:
        rank = parse_rank(text, out_of)
    except Unreadable as error:
        unread.append(f"rank: expected {error}")
        return None
    of = out_of or rank.of
    place = rank.rank or rank.bound or 0
    most = min(of or units, units)
    if not 1 <= place <= most:
        report("rank_as_printed", f"a rank from 1 to {most}", "Compare with the source.")
    if rank.of and out_of and rank.of != out_of:
        report("out_of", f"{rank.of}, as the rank is printed", "Correct one of the two.")
    return PrintedRank(rank.rank, rank.bound, of)


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
