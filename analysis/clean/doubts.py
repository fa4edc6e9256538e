"""What looks odd and may be right all the same: nothing stops, but it is shown.

One function a kind; ``analysis.model.reasons.DOUBTS`` says what the kinds mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import polars as pl

from analysis.clean import frames, numbers
from analysis.clean.observations import SAYS_SIC
from analysis.clean.raw import TOPICS, Sheets
from analysis.clean.references import References
from analysis.model.dictionary import TABLES
from analysis.model.errors import Problem
from analysis.model.keys import COUNTED, EDITION, KEY, SERIES
from analysis.model.places import COUNTRY_BOUNDARY
from analysis.model.reasons import DOUBTS

# A figure so many times that of the year before, or so small a part of it, is more often a slip of
# a unit or a mark; and a figure with so many decimals is hardly ever that of two places or years.
JUMP = 8
DECIMALS = 5
# Growth is out of line where it is so many median deviations, scaled to a standard deviation, from
# the median (Iglewicz and Hoaglin 1993), and by so much, as a logarithm; asked of so many places.
DEVIATIONS, BY, MANY = 3.5, 0.1, 30
SCALE = 1.4826

# Where each doubt stands, for messages: no table holds lines, since they move.
BESIDE = frames.types(text="file", integer="line")


class Evidence(NamedTuple):
    """What doubts are found in: raw cells, each row with its file and line.

    ``figures`` are the rows of all topics, with what was read of them; ``raw`` the other files.
    """

    figures: pl.DataFrame
    raw: dict[str, pl.DataFrame]
    known: References


def build(sheets: Sheets, known: References, observations: pl.DataFrame) -> pl.DataFrame:
    """The table ``doubts``, with the columns of ``BESIDE``.

    ``observations`` are those that ``analysis.clean.observations.build`` returns.
    """
    raw = {
        name: sheet.frame.with_columns(
            pl.col("^reference_year$").cast(pl.Int64, strict=False),
            file=pl.lit(sheet.file),
            line=sheet.lines,
        )
        for name, sheet in sheets.by_name.items()
    }
    printed = [raw.pop(f"observations/{t}").with_columns(topic=pl.lit(t)) for t in TOPICS]
    read = observations.select(
        *("file", "line", "province_code", "value", "units_ranked", "status", "reason"),
        qualifier_read="qualifier",
    )
    indicators = known.indicators.select("index", "measure", indicator="code", of_topic="topic")
    figures = pl.concat(printed).join(read, on=["file", "line"]).join(indicators, on="indicator")
    in_order = frames.sort(figures, [*KEY, "source_id", "locator", "as_of", "file"])
    evidence = Evidence(in_order, raw, known)
    found = (
        frames.conform("doubts", rows.with_columns(kind=pl.lit(kind)), BESIDE)
        for kind, find in _KINDS.items()
        for rows in find(evidence)
    )
    file = pl.col("file").str.strip_prefix("data/raw/").str.strip_suffix(".csv")
    doubts = pl.concat(found).with_columns(table=file).sort("expected", "file", "line")
    return _once(doubts, *TABLES["doubts"].key).sort("file", "line", "column")


def problems(doubts: pl.DataFrame) -> Iterator[Problem]:
    """What ``build`` returns, as messages."""
    for row in doubts.iter_rows(named=True):
        place, mend = (row["file"], row["line"], row["column"]), DOUBTS[row["kind"]].mend
        yield Problem(*place, row["cell"] or "", row["expected"], mend)


def _said(rows: pl.DataFrame, column: str, expected: str | pl.Expr) -> pl.DataFrame:
    """Rows as doubts about the cell of a column."""
    said = pl.lit(expected) if isinstance(expected, str) else expected
    cell = pl.col(column).cast(pl.String).replace("", None)
    return rows.with_columns(column=pl.lit(column), cell=cell, expected=said)


def _once(rows: pl.DataFrame, *key: str) -> pl.DataFrame:
    """The first row of each key."""
    return rows.unique(key, keep="first", maintain_order=True)


def _values(evidence: Evidence) -> pl.DataFrame:
    """Figures in use that nobody has confirmed to be printed so."""
    used = (pl.col("status") == "used") & pl.col("value").is_not_null()
    return evidence.figures.filter(used & ~pl.col("note").str.contains(SAYS_SIC))


def _unread(evidence: Evidence) -> Iterator[pl.DataFrame]:
    rows = evidence.figures.filter(pl.col("status") == "unparsed")
    for column in ("value_as_printed", "rank_as_printed"):
        yield _said(rows.filter(pl.col(column) != ""), column, pl.col("reason"))


def _jumps(evidence: Evidence) -> Iterator[pl.DataFrame]:
    definitions = evidence.known.editions.select(*EDITION, "definition").unique(EDITION)
    of_definition = [*SERIES, "definition", "reference_year"]
    now = (
        _values(evidence)
        .filter((pl.col("value") > 0) & pl.col("measure").is_in(["score", "value"]))
        .join(definitions, on=EDITION, how="left", maintain_order="left")
    )
    before = now.select(
        *SERIES, "definition", pl.col("reference_year") + 1,
        value_before="value", printed_before="value_as_printed",
    )  # fmt: skip
    times = pl.col("value") / pl.col("value_before")
    pairs = now.join(before, on=of_definition, nulls_equal=True).with_columns(
        times=pl.max_horizontal(times, 1 / times)
    )
    # Where several sources print the year before, the nearest counts.
    far = pairs.sort("times", "printed_before").unique(["file", "line"], keep="first")
    expected = pl.format(
        "from an {}th of to {} times {}, the figure of the year before",
        JUMP,
        JUMP,
        "printed_before",
    )
    yield _said(far.filter(pl.col("times") >= JUMP), "value_as_printed", expected)


def _growth(evidence: Evidence) -> Iterator[pl.DataFrame]:
    """Sizes of economies, where a province grows otherwise than the others of one table."""
    economies = evidence.known.indicators.filter(
        pl.col("aggregation").is_in(["sum", "ratio"]), higher_is_better="yes", measure="value"
    ).select(indicator="code")
    sizes = _values(evidence).filter(pl.col("value") > 0)
    now = _once(
        sizes.join(economies, on="indicator", how="semi", maintain_order="left"), "source_id", *KEY
    )
    before = now.select("source_id", *SERIES, pl.col("reference_year") + 1, before="value")
    table = ["source_id", *COUNTED]
    grown = (
        now.join(before, on=["source_id", *KEY], maintain_order="left")
        .with_columns(growth=(pl.col("value") / pl.col("before")).log())
        .with_columns(median=pl.col("growth").median().over(table))
        .with_columns(off=(pl.col("growth") - pl.col("median")).abs())
    )
    far = pl.max_horizontal(DEVIATIONS * SCALE * pl.col("off").median().over(table), BY)
    odd = grown.filter((pl.len().over(table) >= MANY) & (pl.col("off") > far))
    percent = (((pl.col(rate).exp() - 1) * 100).round(1) for rate in ("growth", "median"))
    expected = "growth like that of the others in the source; it is {} %, their median {} %"
    yield _said(odd, "value_as_printed", pl.format(expected, *percent))


def _equal_values(evidence: Evidence) -> Iterator[pl.DataFrame]:
    column = "value_as_printed"
    table = ["source_id", "indicator", column]
    fine = pl.col(column).str.contains(rf"[.,][0-9]{{{DECIMALS},}}[^0-9]*$")
    one_each = _once(_values(evidence).filter(fine), *table, *KEY[1:])
    alike = one_each.with_columns(
        others=pl.len().over(table) - 1,
        first_place=pl.col("province").first().over(table),
        first_year=pl.col("reference_year").first().over(table),
    ).unique(table, keep="last", maintain_order=True)
    expected = pl.format(
        "a figure of its own; {} more in the source, as for {} in {}",
        "others", "first_place", "first_year",
    )  # fmt: skip
    yield _said(alike.filter(pl.col("others") > 0), column, expected)


def _entered_twice(evidence: Evidence) -> Iterator[pl.DataFrame]:
    sources = evidence.raw["sources"].filter(pl.col("url") != "").sort("source_id")
    original = pl.coalesce(pl.col("copy_of").replace("", None), "source_id")
    several = sources.filter(original.n_unique().over("url") > 1)
    first = pl.col("source_id").first().over("url")
    expected = pl.format("an address that stands once, or copy_of {}", first)
    again = several.with_columns(expected=expected).filter(pl.col("source_id") != first)
    yield _said(again, "url", pl.col("expected"))


def _unused(evidence: Evidence) -> Iterator[pl.DataFrame]:
    sources, indicators = evidence.raw["sources"], evidence.raw["indicators"]
    citing = [evidence.figures, *(f for name, f in evidence.raw.items() if name != "sources")]
    cited = {
        source
        for frame in citing
        if "source_id" in frame.columns
        for cell in frame["source_id"].unique()
        for source in cell.split(";")
    }
    yield _said(sources.filter(~pl.col("source_id").is_in(cited)), "source_id",
                "a source that at least one row rests on")  # fmt: skip
    # A score that is printed with its rank is a figure of both.
    with_ranks = evidence.figures.filter(pl.col("rank_as_printed") != "")["index"].drop_nulls()
    observed = pl.col("code").is_in(evidence.figures["indicator"].unique().implode()) | (
        (pl.col("measure") == "rank") & pl.col("index").is_in(with_ranks.unique().implode())
    )
    yield _said(indicators.filter(~observed), "code", "an indicator with at least one figure")


def _undated(evidence: Evidence) -> Iterator[pl.DataFrame]:
    for table, column in (("sources", "published_on"), ("editions", "announced_on")):
        empty = evidence.raw[table].filter(pl.col(column) == "")
        yield _said(empty, column, "a day, month or year, where the source says it")


def _empty(evidence: Evidence) -> Iterator[pl.DataFrame]:
    sources = evidence.raw["sources"]
    for rows, column in (
        (evidence.figures, "locator"), (evidence.figures, "unit"), (sources, "url"),
    ):  # fmt: skip
        yield _said(rows.filter(pl.col(column) == ""), column, "something in this cell")


def _other_topics(evidence: Evidence) -> Iterator[pl.DataFrame]:
    """The founding documents speak of all topics, and stand together."""
    elsewhere = (pl.col("topic") != "founding") & (pl.col("topic") != pl.col("of_topic"))
    rows = _once(evidence.figures.filter(elsewhere), "file", "indicator")
    yield _said(rows, "indicator", pl.format("observations/{}.csv, its topic", "of_topic"))


def _editions(evidence: Evidence) -> Iterator[pl.DataFrame]:
    """Of indices that have editions at all: many are followed without."""
    editions = evidence.known.editions
    ranked = evidence.figures.filter(
        pl.col("measure").is_in(["score", "rank"]),
        pl.col("index").is_in(editions["index"].unique().implode()),
        pl.col("boundary") != COUNTRY_BOUNDARY,
        pl.col("status") == "used",
    )
    without = _once(ranked.join(editions, on=EDITION, how="anti", maintain_order="left"), *EDITION)
    expected = pl.format("a row of editions.csv for {} on {} of this year", "index", "boundary")
    yield _said(without, "reference_year", expected)
    rows = ranked.join(
        editions.select(*EDITION, expected="units_ranked"), on=EDITION, maintain_order="left"
    ).filter(pl.col("units_ranked") != pl.col("expected"))
    rows = _once(rows, "source_id", *COUNTED).with_columns(out_of=pl.col("units_ranked"))
    yield _said(rows, "out_of", pl.format("{}, as editions.csv says", "expected"))
    table = ["source_id", *COUNTED]
    printed = evidence.figures.filter(pl.col("out_of") != "")
    unequal = printed.filter(pl.col("out_of").n_unique().over(table) > 1)
    yield _said(_once(unequal, *table), "out_of", "one number ranked in all rows of a table")


def _names(evidence: Evidence) -> Iterator[pl.DataFrame]:
    usual = pl.DataFrame(
        [(*place, name) for place, name in evidence.known.places.names.items()],
        schema=["province_code", "boundary", "usual"], orient="row",
    )  # fmt: skip
    named = evidence.figures.join(usual, on=["province_code", "boundary"], maintain_order="left")
    rows = named.filter(pl.col("province") != pl.col("usual"))
    yield _said(rows, "province", pl.format("{}, the usual name", "usual"))


def _bounds(evidence: Evidence) -> Iterator[pl.DataFrame]:
    said = (pl.col("qualifier") == "") & pl.col("qualifier_read").is_not_null()
    expected = pl.format("{}, as the words before the number say", "qualifier_read")
    yield _said(evidence.figures.filter(said), "qualifier", expected)


def _marks(evidence: Evidence) -> Iterator[pl.DataFrame]:
    figures = evidence.figures.filter(~pl.col("note").str.contains(SAYS_SIC))
    texts = figures.group_by("source_id").agg(pl.col("value_as_printed").unique())
    both = [source for source, of in texts.rows() if len(numbers.decimal_marks(of)) > 1]
    rows = _once(figures.filter(pl.col("source_id").is_in(both)), "source_id")
    yield _said(rows, "source_id", "one mark before decimals in a source; it has both")


def _about_nothing(evidence: Evidence) -> Iterator[pl.DataFrame]:
    """Absences of an index and year, and warnings, where no figure is known."""
    absences = evidence.raw["absences"].filter(pl.col("reason") != "no edition")
    figures, expected = evidence.figures, "a year of which there are figures"
    yield _said(absences.join(figures, on=EDITION, how="anti"), "index", expected)
    warned = evidence.known.usage_warnings.with_columns(
        file=pl.lit("data/raw/usage_warnings.csv"), number=pl.int_range(pl.len())
    )
    beside = warned.join(figures.select(KEY), on="indicator", suffix="_there")
    there = pl.all_horizontal(
        pl.col(c).is_null() | (pl.col(c) == pl.col(f"{c}_there")) for c in KEY[1:]
    )
    silent = warned.join(beside.filter(there), on="number", how="anti")
    yield _said(silent, "indicator", "an indicator, place and year of which there are figures")


_KINDS: dict[str, Callable[[Evidence], Iterator[pl.DataFrame]]] = {
    "unread": _unread,
    "jump": _jumps,
    "growth": _growth,
    "equal values": _equal_values,
    "entered twice": _entered_twice,
    "unused": _unused,
    "undated": _undated,
    "empty cell": _empty,
    "other topic": _other_topics,
    "edition": _editions,
    "unusual name": _names,
    "bound": _bounds,
    "decimal marks": _marks,
    "about nothing": _about_nothing,
}
