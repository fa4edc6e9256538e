"""Every raw observation, parsed. Nothing is dropped: what cannot be used stays, with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from functools import partial
from itertools import count
from typing import Any

import polars as pl

from analysis.clean import frames, numbers
from analysis.clean.distinct import Cells, Rows, Say
from analysis.clean.frames import types
from analysis.clean.number_words import stands_for
from analysis.clean.numbers import Ambiguous, Impossible, Scale, Unreadable
from analysis.clean.periods import EXPECTED, LAST, YEARS, period
from analysis.clean.places import Gazetteer
from analysis.clean.ranks import parse_rank
from analysis.clean.raw import TOPICS, Sheets
from analysis.clean.references import References, like
from analysis.model.errors import Problem
from analysis.model.keys import COUNTED
from analysis.model.places import BOUNDARIES

COMPARE = "Compare with the source; if it is right, widen the limits in indicators.csv."

SIC = "Copy it again from the source; if it is printed so, write sic into the note."
SAYS_SIC = r"\bsic\b"

# What a publisher has computed again for the provinces since July 2025, of years before them.
RECOMPUTED = "recomputed"
_SUSPECTED = "suspect"
QUALIFIERS = (
    "", "estimate", "approx", "over", "under", "implied", RECOMPUTED, _SUSPECTED, "target",
)  # fmt: skip

# Beside the columns of the table come file and line of each row, for messages of later steps; what
# a printed rank says of an earlier one: places gained, and the place reached; and, where a print
# could not be read, what was expected of it.
BESIDE = types(text="file value_expected rank_expected", integer="line gained reached")

# What is read from a printed value, and from a printed rank.
VALUE = types(
    number="value low high base", integer="decimals since reached", text="said value_expected"
)
RANK = types(integer="rank bound units_ranked gained", text="rank_expected")
# What these, the year and its boundary are read from.
OF_VALUE = (
    "is_known value_as_printed qualifier unit mark consistent says_sic "
    "indicator_unit whole minimum maximum is_change"
)
OF_RANK = "is_known rank_as_printed out_of boundary"
OF_YEAR = "indicator boundary reference_year qualifier is_target says_34 says_63 index measure only"

# What a source does in this part of its figures it does in all: the mark before decimals, and how
# many of them it has.
USUAL = 0.8
# Unknown names that get a proposal; where there are more, something else is wrong.
PROPOSALS = 20

# The provinces merged on 1 July 2025. The ministry recomputed its index of 2024 for the 34; of a
# year before that only what a row calls recomputed is on them, and from 2026 on nothing but
# targets is on the 63.
FIRST_YEAR_OF_34 = 2024
LAST_YEAR_OF_63 = 2025
_SAYS_34 = r"(?i)post-merger|new province \(34|\b34-unit"
_SAYS_63 = r"(?i)pre-merger|63-province|former province before merger"
_SUSPECT = "marked as suspect when it was transcribed"
_UNSTATED = "the origin of the source is not stated (quality C)"
_ARITHMETIC = re.compile(r"implied: (?P<a>[0-9.,]+) (?P<sign>[+-]) (?P<b>[0-9.,]+)")


def build(sheets: Sheets, references: References) -> tuple[pl.DataFrame, list[Problem]]:
    """Parse all observation sheets.

    Returns the table ``observations``, with the columns of ``BESIDE``, and what is wrong: unknown
    places, indicators and sources, years out of range, places of the wrong boundary, ranks above
    the number ranked, values without a number or that can be read in two ways, values outside what
    the indicator allows, and words that contradict the qualifier.
    """
    rows = Rows(_with_context(sheets, references))
    # What a file that could not be read would say is not asked.
    for noun, column, key, table in (
        ("source", "source_id", "source_id", references.sources),
        ("indicator", "indicator", "code", references.indicators),
    ):
        if sheets[f"{noun}s"].readable:
            unknown = _unknown(noun, column, key, table[key])
            rows.read(column, unknown, where=~pl.col(f"{column}_known"))
    own = _indicators_of_one_boundary(references.indicators)
    rows.read(OF_YEAR, partial(_vintage, own), types(integer="year"))
    places = references.places if sheets["provinces"].readable else None
    rows.read("province boundary", partial(_place, places), types(text="province_code"))
    rows.read("as_of reference_year published_on is_target", _time)
    rows.read("unit indicator_unit", _unit, where=(pl.col("unit") != "") & pl.col("is_known"))
    rows.read("qualifier", _qualifier)
    prints = "value_as_printed rank_as_printed"
    rows.read(f"is_known indicator measure {prints}", _wanted)
    rows.read(OF_VALUE, _value, VALUE)
    rows.read(OF_RANK, _rank, RANK)
    rows.read(f"note {prints}", _arithmetic, where=pl.col("qualifier") == "implied")
    return _table(rows.frame), rows.problems


def unread(parsed: pl.DataFrame) -> Iterator[Problem]:
    """Printed values and ranks that were not read, unless the note says that they are printed so.

    Columns in: those that ``build`` returns.
    """
    rows = parsed.filter(
        (pl.col("status") == "unparsed") & ~pl.col("note").fill_null("").str.contains(SAYS_SIC)
    )
    for row in rows.iter_rows(named=True):
        for what in ("value", "rank"):
            if expected := row[f"{what}_expected"]:
                column = f"{what}_as_printed"
                yield Problem(row["file"], row["line"], column, row[column], expected, SIC)


def _with_context(sheets: Sheets, references: References) -> pl.DataFrame:
    """All raw rows, beside what their indicator, source and note say."""
    rows = pl.concat(
        sheet.frame.with_columns(topic=pl.lit(topic), file=pl.lit(sheet.file), line=sheet.lines)
        for topic, sheet in ((topic, sheets[f"observations/{topic}"]) for topic in TOPICS)
    )
    indicators = references.indicators.unique("code", keep="last").select(
        *("index", "measure", "whole", "minimum", "maximum"),
        indicator="code",
        only="boundary",
        indicator_unit="unit",
        is_change=pl.col("measure") == "change",
        indicator_known=pl.lit(True),
    )
    sources = _with_marks(references.sources.unique("source_id", keep="last"), rows)
    return (
        rows.join(indicators, on="indicator", how="left", maintain_order="left")
        .join(sources, on="source_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("indicator_known", "source_id_known").fill_null(False),
            is_target=(pl.col("qualifier") == "target")
            | (pl.col("measure") == "target").fill_null(False),
            says_34=pl.col("note").str.contains(_SAYS_34),
            says_63=pl.col("note").str.contains(_SAYS_63),
            says_sic=pl.col("note").str.contains(SAYS_SIC),
        )
        .with_columns(is_known=pl.col("indicator_known") & pl.col("source_id_known"))
    )


def _with_marks(sources: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """The mark before decimals in each source, and whether it always prints that one.

    It is the one that a source certainly uses, else that of its language: a Vietnamese page may
    print its table with points. Where a few figures of a source have the other mark, they are
    slips; where many have, the source has no ``mark`` of its own (""), and what could be read in
    two ways is an error there.
    """
    texts = rows["value_as_printed"].unique()
    seen = [numbers.decimal_marks([text]) for text in texts]
    marks = {"commas": [int("," in m) for m in seen], "points": [int("." in m) for m in seen]}
    certain = pl.DataFrame({"value_as_printed": texts, **marks})
    used = (
        rows.select("source_id", "value_as_printed")
        .join(certain, on="value_as_printed", how="left")
        .group_by("source_id")
        .agg(pl.col("commas", "points").sum())
    )
    commas, points = pl.col("commas"), pl.col("points")
    enough = (commas + points) * USUAL
    of_language = pl.col("language").map_elements(numbers.decimal_mark, return_dtype=pl.String)
    known = sources.join(used, on="source_id", how="left").with_columns(
        pl.col("commas", "points").fill_null(0)
    )
    mark = pl.coalesce(
        pl.when(commas + points == 0).then(of_language),
        pl.when((commas > 0) & (commas >= enough)).then(pl.lit(",")),
        pl.when((points > 0) & (points >= enough)).then(pl.lit(".")),
        pl.lit(""),
    )
    consistent = (commas + points > 0) & ((commas >= enough) | (points >= enough))
    return known.select(
        "source_id",
        "quality",
        "published_on",
        "kind",
        mark=mark,
        consistent=consistent,
        source_id_known=pl.lit(True),
    )


def _unknown(noun: str, column: str, key: str, known: pl.Series) -> Callable[[Cells, Say], None]:
    """Says that a name is not a row of its table, and what may have been meant."""
    names = known.drop_nulls().to_list()
    asked = count()

    def is_unknown(cells: Cells, say: Say) -> None:
        near = like(cells[column], names) if next(asked) < PROPOSALS else ""
        called = "name" if key == "source_id" else key
        mend = f"Add the {noun} to data/raw/{noun}s.csv, or correct the {called}."
        say(column, f"a {key} of {noun}s.csv{near}", mend)

    return is_unknown


def _indicators_of_one_boundary(indicators: pl.DataFrame) -> dict[tuple[str, str, str], str]:
    """Where a boundary has an indicator of its own, that of both is not its own."""
    own = indicators.filter(pl.col("index").is_not_null() & pl.col("boundary").is_not_null())
    return {(i, m, b): c for i, m, b, c in own["index", "measure", "boundary", "code"].iter_rows()}


def _vintage(own: Mapping[tuple[str, str, str], str], cells: Cells, say: Say) -> dict[str, Any]:
    """The year; whether it, the indicator and what the note says of the merger fit the boundary."""
    boundary, year = cells["boundary"], cells["reference_year"]
    readable = _is_year(year)
    if not readable:
        say("reference_year", f"a year from {YEARS[0]} to {YEARS[-1]}", "Correct the year.")
    found = {"year": int(year) if readable else None}
    if boundary not in BOUNDARIES:
        say("boundary", "63, 34 or all", "Say which provinces the figure counts.")
        return found
    only, another = cells["only"], own.get((cells["index"], cells["measure"], boundary))
    if only and boundary not in (only, "all"):
        say("boundary", f"{only}, as the indicator says", "Correct one of the two.")
    if another and not only:
        say("indicator", f"{another}, for boundary {boundary}", "Correct one of the two.")
    if not readable:
        return found
    mend = "Look which provinces the figure counts, and correct the boundary, year or note."
    before = boundary == "34" and year < str(FIRST_YEAR_OF_34)
    if before and cells["qualifier"] not in (RECOMPUTED, _SUSPECTED):
        expected = (
            f"63: no figure of {year} is on the 34 provinces, but for one that its publisher "
        )
        expected += f"has computed again for them (qualifier {RECOMPUTED})"
        say("boundary", expected, mend)
    if cells["qualifier"] == RECOMPUTED and not before:
        expected = f"no {RECOMPUTED}: that is a figure on the 34 provinces of a year before "
        say("qualifier", f"{expected}{FIRST_YEAR_OF_34}", "Correct one of the three.")
    if boundary == "63" and year > str(LAST_YEAR_OF_63) and not cells["is_target"]:
        say("boundary", f"34: the 63 provinces ended in {LAST_YEAR_OF_63}", mend)
    if boundary == "63" and cells["says_34"]:
        say("boundary", "34, since the note speaks of a province after the merger", mend)
    if boundary == "34" and cells["says_63"] and not cells["says_34"]:
        say("boundary", "63, since the note speaks of a province before the merger", mend)
    return found


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) == 4 and int(text) in YEARS


def _place(places: Gazetteer | None, cells: Cells, say: Say) -> dict[str, Any] | None:
    if places is None or cells["boundary"] not in BOUNDARIES:
        return None
    try:
        return {"province_code": places.code(cells["province"], cells["boundary"])}
    except KeyError as error:
        say("province", str(error.args[0]), "Correct the name or the boundary.")
        return None


def _time(cells: Cells, say: Say) -> None:
    """Whether the period is one, touches the year, and had begun when the source was published."""
    year, published = cells["reference_year"], cells["published_on"] or LAST
    if not cells["is_target"] and _is_year(year) and year > published[:4]:
        expected = f"a year that had begun when the source was published ({published})"
        mend = "Correct the year, here or in sources.csv; a target has the qualifier target."
        say("reference_year", expected, mend)
    if not cells["as_of"]:
        return
    if (found := period(cells["as_of"])) is None:
        say("as_of", EXPECTED, "Write the period so; keep the printed words in brackets.")
    elif not found[0][:4] <= year <= found[1][:4]:
        say("as_of", f"a date or a period in {year}", "Correct it, or the year.")
    elif not cells["is_target"] and found[0][: len(published)] > published[: len(found[0])]:
        expected = f"a time before the source was published ({published})"
        say("as_of", expected, "Correct it, here or in sources.csv.")


def _unit(cells: Cells, say: Say) -> None:
    if not stands_for(cells["unit"], cells["indicator_unit"]):
        expected = f"{cells['indicator_unit']}, the unit of the indicator, or a name of it"
        mend = "Correct the unit; a new name of one goes to analysis/clean/number_words.py."
        say("unit", expected, mend)


def _qualifier(cells: Cells, say: Say) -> None:
    if cells["qualifier"] not in QUALIFIERS:
        say("qualifier", "one of " + ", ".join(filter(None, QUALIFIERS)), "Correct the cell.")


def _wanted(cells: Cells, say: Say) -> None:
    """An indicator is one of ranks or of values, and wants the print of it."""
    wanted = "rank" if cells["measure"] == "rank" else "value"
    if cells["is_known"] and not cells[f"{wanted}_as_printed"]:
        expected = f"a {wanted}, since {cells['indicator']} is one of {wanted}s"
        mend = "Copy it from the source, or choose another indicator."
        say(f"{wanted}_as_printed", expected, mend)


def _value(cells: Cells, say: Say) -> dict[str, Any]:
    """The columns of ``VALUE``."""
    text, mark = cells["value_as_printed"], cells["mark"]
    if not (text and cells["is_known"]):
        return {}
    limits = {column: cells[column] for column in ("minimum", "maximum", "is_change")}
    scale = Scale(cells["unit"], cells["indicator_unit"], cells["whole"] == "yes", **limits)
    try:
        odd = cells["consistent"] and numbers.decimal_marks([text]) - {mark}
        if odd and not cells["says_sic"]:
            say("value_as_printed", f"{mark} before decimals, as in this source", SIC)
        printed = numbers.parse_value(text, mark, scale)
    except Impossible as error:
        say("value_as_printed", str(error), COMPARE)
        return {}
    except Ambiguous as error:
        say("value_as_printed", str(error), "Look at other figures of the source.")
        return {}
    except Unreadable as error:
        return {"value_expected": str(error)}
    said, written = numbers.says(text), cells["qualifier"]
    if {said, written} == {"over", "under"}:
        say("qualifier", f"{said}, as the words before the number say", "Correct the cell.")
    low, high = printed.low, printed.high
    # What a transcriber calls over or under is a bound, also without a word in print.
    if (written or said) == "over" and printed.high is None:
        low = printed.value if low is None else low
    if (written or said) == "under" and printed.low is None:
        high = printed.value if high is None else high
    return vars(printed) | {"low": low, "high": high, "said": said or None}


def _rank(cells: Cells, say: Say) -> dict[str, Any]:
    """The columns of ``RANK``."""
    text, written = cells["rank_as_printed"], cells["out_of"]
    if not (text and cells["is_known"]):
        return {}
    units = 34 if cells["boundary"] == "34" else 63
    out_of = None
    if written:
        if written.isascii() and written.isdecimal() and 1 <= int(written) <= units:
            out_of = int(written)
        else:
            say("out_of", f"the number of provinces ranked, at most {units}", "Correct the cell.")
    try:
        rank = parse_rank(text, out_of)
    except Unreadable as error:
        return {"rank_expected": str(error)}
    of = out_of or rank.of
    place = rank.rank or rank.bound or 0
    most = min(of or units, units)
    if not 1 <= place <= most:
        say("rank_as_printed", f"a rank from 1 to {most}", "Compare with the source.")
    if rank.of and out_of and rank.of != out_of:
        say("out_of", f"{rank.of}, as the rank is printed", "Correct one of the two.")
    return vars(rank) | {"units_ranked": of}


def _arithmetic(cells: Cells, say: Say) -> None:
    """Whether an implied figure is what the arithmetic in its note gives."""
    match = _ARITHMETIC.match(cells["note"])
    if match is None:
        expected = "the arithmetic of an implied figure, such as: implied: 26 + 34"
        mend = "Begin the note with the two printed figures that it follows from."
        say("note", expected, mend)
        return
    try:
        a, b = (Decimal(match[side].replace(",", ".")) for side in ("a", "b"))
    except ArithmeticError:
        say("note", "two numbers without marks for thousands", "Write 1606,3, not 1.606,3.")
        return
    result = a + b if match["sign"] == "+" else a - b
    column = "rank_as_printed" if cells["rank_as_printed"] else "value_as_printed"
    if cells[column].replace(",", ".") != str(result):
        say(column, f"{result}, as the note says ({match[0]})", "Correct one of the two.")


def _decimals() -> pl.Expr:
    """The place of the last digit that a figure was printed with.

    Data sets drop zeros at the end. Where most figures that one has of an indicator and year show
    four decimals or more, a number 0.7 among them is 0.7000.
    """
    usual = pl.col("decimals").quantile(1 - USUAL, "lower").over("source_id", *COUNTED)
    is_alone = pl.col("value_as_printed").str.contains(r"^-?[0-9.,]+$")
    dropped = (pl.col("kind") == "dataset") & is_alone & (pl.col("decimals") < usual)
    return pl.when(dropped).then(usual.cast(pl.Int64)).otherwise("decimals")


def _table(rows: pl.DataFrame) -> pl.DataFrame:
    """The table ``observations``, from rows whose parts have been read."""
    unread = pl.concat_str(
        pl.format("value: expected {}", "value_expected"),
        pl.format("rank: expected {}", "rank_expected"),
        separator="; ",
        ignore_nulls=True,
    )
    exact = pl.when(pl.col("measure") == "rank").then("rank").otherwise("value")
    target = (pl.col("qualifier") == "target") & (pl.col("measure") != "target")
    # Whether the row may become a value, and if not, why; the first that applies.
    cases = (
        (unread != "", "unparsed", unread),
        (exact.is_null(), "bounded", pl.lit("only a bound or a range is printed")),
        (pl.col("qualifier") == _SUSPECTED, "set_aside", pl.lit(_SUSPECT)),
        (pl.col("quality") == "C", "set_aside", pl.lit(_UNSTATED)),
        (target, "set_aside", pl.lit("a target, not a result")),
    )
    statuses = [pl.when(case).then(pl.lit(status)) for case, status, _ in cases]
    texts = ("as_of", "locator", "value_as_printed", "rank_as_printed", "note")
    table = rows.rename({"province": "province_as_printed"}).with_columns(
        *(pl.col(column).replace("", None) for column in texts),
        reference_year="year",
        value_low="low",
        value_high=pl.coalesce(pl.col("bound").cast(pl.Float64), "high"),
        decimals=_decimals(),
        relative_to=pl.when(pl.col("since") == -1).then(pl.col("year") - 1).otherwise("since"),
        unit=pl.coalesce("indicator_unit", "unit"),
        # As transcribed; where that is empty, what the words before the number say.
        qualifier=pl.coalesce(pl.col("qualifier").replace("", None), "said"),
        status=pl.coalesce(*statuses, pl.lit("used")),
        reason=pl.coalesce(pl.when(case).then(reason) for case, _, reason in cases),
    )
    return frames.conform("observations", table, BESIDE)
