"""The data dictionary: every column of every clean table, defined once.

The site prints it, the tables are written in its order, and validation compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analysis.model.keys import COUNTED, KEY, RANKED

Type = Literal["text", "integer", "number"]


@dataclass(frozen=True)
class Column:
    """A column as every table that has it understands it."""

    name: str
    type: Type
    unit: str
    meaning: str


@dataclass(frozen=True)
class Table:
    """A clean table: one row per ``key``, sorted by it. Columns of ``blank`` may be empty there."""

    name: str
    meaning: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    blank: tuple[str, ...] = ()


_DEFINITIONS: tuple[Column, ...] = (
    # Places
    Column("province_code", "text", "", "Code of the province; VN for the whole country. Only together with boundary does it name a place"),
    Column("code", "text", "", "Code of the province or indicator that the row defines"),
    Column("boundary", "text", "", "63: the provinces before 1 July 2025; 34: those since; all: the country"),
    Column("name_vi", "text", "", "Name in Vietnamese"),
    Column("name_en", "text", "", "Name in English"),
    Column("kind", "text", "", "Kind of province (municipality or province), of source (official, press, academic, dataset), of dispute or of doubt"),
    Column("region", "text", "", "One of the six socio-economic regions, for this boundary"),
    Column("region_2025", "text", "", "Region as drawn since July 2025; empty for the 63"),
    Column("iso_3166_2", "text", "", "ISO 3166-2 code, where one exists"),
    Column("aliases", "text", "", "Other spellings that sources use, separated by |"),
    Column("tile_row", "integer", "tiles", "Row of the province in the tile-grid map, from the north"),
    Column("tile_col", "integer", "tiles", "Column of the province in the tile-grid map, from the west"),
    Column("old_code", "text", "", "Code among the 63"),
    Column("new_code", "text", "", "Code among the 34 of the province that it became part of"),
    # Indicators and editions
    Column("indicator", "text", "", "Code of the indicator"),
    Column("topic", "text", "", "File of data/raw/observations that the row belongs to"),
    Column("index", "text", "", "The index that an indicator is the rank or the score of, such as dti or dti_gov"),
    Column("measure", "text", "", "What the indicator gives: score, rank, value, change or target"),
    Column("about", "text", "", "Indicator that this one is the mean, the change or the target of"),
    Column("aggregation", "text", "", "How figures of provinces may be put together: mean, sum, ratio (weighted by the denominator), or never"),
    Column("numerator", "text", "", "Indicator that a ratio divides, where there is one"),
    Column("denominator", "text", "", "Indicator that a ratio divides by"),
    Column("part", "text", "", "Indicator that an index is made of"),
    Column("points", "integer", "points", "Weight of a part in its index"),
    Column("warning", "text", "", "What a user must know before using the figures; empty key cells stand for all"),
    Column("comparable", "text", "", "no where, because of the warning, provinces must not be set beside each other"),
    Column("unit", "text", "", "Unit of value, as the indicator defines it"),
    Column("whole", "text", "", "yes where only whole numbers make sense"),
    Column("minimum", "number", "unit of the indicator", "Smallest value that makes sense; empty for no limit"),
    Column("maximum", "number", "unit of the indicator", "Largest value that makes sense; empty for no limit"),
    Column("higher_is_better", "text", "", "yes, no, or n/a"),
    Column("publisher", "text", "", "Who publishes the indicator or the source"),
    Column("methodology_note", "text", "", "What to know before comparing values of the indicator"),
    Column("definition", "text", "", "Name of the set of rules behind an edition; scores compare only within one definition"),
    Column("main_indices", "integer", "indices", "Number of main indices in the definition; empty where not known"),
    Column("components", "integer", "indicators", "Number of component indicators in the definition; empty where not known"),
    Column("announced_on", "text", "", "Day or month of the announcement"),
    Column("decision", "text", "", "Legal act that sets the definition; empty where not known"),
    # Time
    Column("reference_year", "integer", "year", "Year that the figure is about, not the year of its announcement"),
    Column("as_of", "text", "", "Date or period within or around the year, as the source gives it"),
    # What is printed
    Column("source_id", "text", "", "Source of the row; several are separated by ;"),
    Column("title", "text", "", "Title of the source"),
    Column("url", "text", "", "Address of the source"),
    Column("published_on", "text", "", "Day, month or year of publication, where printed"),
    Column("language", "text", "", "Language of the source (ISO 639-1)"),
    Column("quality", "text", "", "A: official text or a checked copy of it; B: relayed; C: origin unstated, never used alone"),
    Column("copy_of", "text", "", "Source of which this one is a copy; copies are counted once"),
    Column("licence", "text", "", "Licence of the source, where known"),
    Column("founding", "text", "", "yes for the five documents that the book began with"),
    Column("locator", "text", "", "Place of the figure in its source"),
    Column("province_as_printed", "text", "", "Province as the raw row names it"),
    Column("as_printed", "text", "", "The figure that the value or rank rests on, character for character"),
    Column("value_as_printed", "text", "", "Value, character for character"),
    Column("rank_as_printed", "text", "", "Rank, character for character"),
    Column("provinces_as_printed", "text", "", "Number of provinces, character for character"),
    Column("qualifier", "text", "", "estimate, approx, over, under, implied, recomputed, suspect or target, as transcribed"),
    Column("note", "text", "", "Remark of the person who transcribed the row"),
    # What it means
    Column("value", "number", "see unit", "The figure as a number, in the unit of the indicator"),
    Column("value_low", "number", "see unit", "Smallest value that the print allows, where it gives a bound"),
    Column("value_high", "number", "see unit", "Largest value that the print allows, where it gives a bound"),
    Column("low", "number", "see unit", "Lower end of a published band; empty for open"),
    Column("high", "number", "see unit", "Upper end of a published band; empty for open"),
    Column("base", "number", "see unit", "The whole that a printed fraction is a part of: 14 in 8/14"),
    Column("relative_to", "integer", "year", "Year that a printed change is counted from"),
    Column("decimals", "integer", "digits", "Place of the last printed digit in the unit of the row: 2 for hundredths, -3 for thousands; of a data set that drops zeros, 4 for 0.7 among figures such as 0.8731"),
    Column("rank", "integer", "place", "Place in the ranking, 1 for the first"),
    Column("units_ranked", "integer", "provinces", "Number of provinces ranked"),
    Column("status", "text", "", "used: may become a value; bounded: only a bound is known; set_aside or unparsed: see reason"),
    Column("reason_code", "text", "", "The reason as a code of analysis/model/reasons.py; several are separated by ;"),
    Column("reason", "text", "", "Why a row is not used, or why a value was chosen"),
    # What several sources say together
    Column("basis", "text", "", "printed, implied by a printed change, or derived by this project; of points: printed, or recovered from printed scores and parts"),
    Column("derivation", "text", "", "How a derived value was computed"),
    Column("change", "number", "see change_unit", "Printed change against the earlier year; a gain of places is positive"),
    Column("change_unit", "text", "", "Unit of the change: places, times, percent or points"),
    Column("implied", "number", "see unit", "Figure of the earlier year that follows from the change"),
    Column("earlier", "number", "see unit", "Figure of the earlier year that this book uses"),
    Column("agrees", "text", "", "yes or no; empty where there is nothing to compare with"),
    Column("method", "text", "", "How the figure was recomputed: formula, weighted parts, mean of merged provinces, mean of all provinces, or rank from scores"),
    Column("parts", "integer", "figures", "Number of figures that went into the computation"),
    Column("computed", "number", "see unit", "Recomputed figure"),
    Column("printed", "number", "see unit", "Printed figure that it is compared with; empty where none is printed"),
    Column("residual", "number", "see unit", "Printed minus computed"),
    Column("tolerance", "number", "see unit", "Largest difference that rounding of the printed figures explains"),
    Column("rank_basis", "text", "", "printed, implied by a printed change, or derived from a complete set of scores; empty where unknown"),
    Column("score", "number", "see unit", "Score that belongs to the rank"),
    Column("missing", "text", "", "Why there is no figure: not published, withheld, merged, no edition, or not found in any source of this book"),
    Column("sources", "integer", "sources", "Independent sources that print a figure for this key"),
    Column("sources_agreeing", "integer", "sources", "Of these, those that agree with the value at the coarser printed precision"),
    Column("disputed", "text", "", "yes where at least one source disagrees"),
    Column("witness", "text", "", "What else tells the figure: source, sum, formula, mean, rank or identity, the strongest first, separated by ;, or none; empty where the figure is derived"),
    Column("chosen", "text", "", "yes for the figure that the book uses"),
    Column("units", "integer", "provinces", "Provinces that the boundary has"),
    Column("units_known", "integer", "provinces", "Provinces for which a figure is known"),
    Column("units_disputed", "integer", "provinces", "Provinces for which sources disagree"),
    Column("provinces", "integer", "provinces", "Number of provinces in a published band"),
    # Identities and decisions
    Column("id", "text", "", "Name of the identity, the formula, the assumption or the correction"),
    Column("province", "text", "", "Province, as the raw file names it"),
    Column("left_figures", "text", "", "Left side of the relation, as printed"),
    Column("right_figure", "text", "", "Right side of the relation, as printed"),
    Column("left", "text", "", "Left side, in codes of indicators: base(x) is the whole of a printed fraction, x[\"source\"] or x[\"source\", 2021] what a source prints, x[2021] the figure used for a year; in formulas merged(x) is the sum over the provinces that one of the 34 was made of"),
    Column("relation", "text", "", "equals, at least or at most"),
    Column("right", "text", "", "Right side, in codes of indicators"),
    Column("left_value", "number", "see unit", "Left side, computed from the cleaned figures"),
    Column("right_value", "number", "see unit", "Right side, computed from the cleaned figures"),
    Column("difference", "number", "see unit", "Left side minus right side"),
    Column("first_year", "integer", "year", "First year that the formula holds for"),
    Column("last_year", "integer", "year", "Last year that the formula holds for"),
    Column("within", "text", "", "Difference that is no contradiction, beside rounding, as an expression; empty for none"),
    Column("found", "text", "", "yes or no: whether the relation holds for the cleaned figures, within the tolerance"),
    Column("accepted", "text", "", "Why a relation that does not hold is accepted"),
    Column("identity", "text", "", "Relation that a decision accepts; empty for a choice between figures"),
    Column("tolerance_note", "text", "", "How closely the two sides must agree"),
    Column("holds", "text", "", "yes or no, as the person found who recorded the relation"),
    Column("chosen_source", "text", "", "Source that the decision prefers"),
    Column("expect", "text", "", "Printed values that the decision was made on; it fails when they have changed"),
    Column("decided_on", "text", "", "Day of the decision"),
    # Doubts
    Column("table", "text", "", "File of data/raw that the row stands in"),
    Column("column", "text", "", "Column of the cell that looks odd"),
    Column("cell", "text", "", "What stands in it; empty where nothing does"),
    Column("expected", "text", "", "What would not look odd"),
    # Assumptions
    Column("assumption", "text", "", "What is taken for granted"),
    Column("corrected_on", "text", "", "Day on which the claim was corrected"),
    Column("section", "text", "", "Sections of the book that said it, separated by ;"),
    Column("said", "text", "", "What the page said"),
    Column("says", "text", "", "What it says now"),
    Column("rests_on_it", "text", "", "Sections of the book that rest on it, separated by ;"),
    Column("support", "text", "", "How well it is supported: good, fair or weak"),
    Column("impact", "text", "", "What would change if it were wrong: a finding (high), a section (medium) or a detail (low)"),
    Column("why", "text", "", "What speaks for it, in words; of a correction, what was wrong or which figures are new"),
)  # fmt: skip

COLUMNS: dict[str, Column] = {column.name: column for column in _DEFINITIONS}

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "observations",
            "Every raw row, parsed; nothing is dropped",
            (
                "topic", "indicator", "boundary", "province_code", "reference_year", "as_of",
                "source_id", "locator", "value", "value_low", "value_high", "decimals", "base",
                "relative_to", "rank", "units_ranked", "unit", "qualifier", "status", "reason",
                "province_as_printed", "value_as_printed", "rank_as_printed", "note",
            ),
            ("topic", *KEY, "as_of", "source_id", "locator"),
            blank=("as_of", "locator"),
        ),
        Table(
            "values",
            "One figure per place, indicator and year, chosen from what sources print",
            (
                "indicator", "boundary", "province_code", "reference_year", "as_of", "value",
                "unit", "decimals", "basis", "qualifier", "source_id", "locator", "as_printed",
                "sources", "sources_agreeing", "witness", "disputed", "derivation",
            ),
            KEY,
        ),
        Table(
            "rankings",
            "Ranks and scores of every index, edition by edition",
            (
                "index", "boundary", "reference_year", "province_code", "rank", "rank_basis",
                "score", "qualifier", "missing", "units_ranked", "units_known", "definition",
                "source_id", "locator", "as_printed", "disputed",
            ),
            RANKED,
        ),
        Table(
            "disputes",
            "What sources disagree about, every printed value, and which was chosen",
            (
                "kind", "indicator", "boundary", "province_code", "reference_year", "source_id",
                "locator", "value", "value_as_printed", "rank", "qualifier", "quality", "chosen",
                "reason_code", "reason",
            ),
            ("kind", *KEY, "source_id", "locator"),
            blank=("locator",),
        ),
        Table(
            "doubts",
            "What looks odd in data/raw and may be right: shown, not stopped",
            (
                "kind", "table", "column", "indicator", "boundary", "province_code",
                "reference_year", "source_id", "cell", "expected",
            ),
            ("kind", "table", "column", *KEY, "source_id", "cell"),
            blank=(*KEY, "source_id", "cell"),
        ),
        Table(
            "relations",
            "Printed changes, and the earlier figure that each implies",
            (
                "indicator", "boundary", "province_code", "reference_year", "source_id", "locator",
                "as_printed", "change", "change_unit", "relative_to", "value", "implied",
                "value_low", "value_high", "earlier", "agrees",
            ),
            (*KEY, "source_id", "locator"),
            blank=("locator",),
        ),
        Table(
            "recomputations",
            "Figures that this project recomputes, beside the printed ones",
            (
                "method", "indicator", "boundary", "province_code", "reference_year", "computed",
                "printed", "residual", "tolerance", "agrees", "parts", "source_id", "locator",
            ),
            ("method", *KEY),
        ),
        Table(
            "coverage",
            "For how many provinces each indicator is known, year by year",
            ("indicator", "boundary", "reference_year", "units", "units_known", "units_disputed"),
            COUNTED,
        ),
        Table(
            "bands",
            "Published counts of provinces between two values",
            (
                "indicator", "boundary", "reference_year", "source_id", "low", "high", "provinces",
                "unit", "provinces_as_printed", "locator", "note",
            ),
            ("indicator", "boundary", "reference_year", "source_id", "low", "high"),
            blank=("low", "high"),
        ),
        Table(
            "indicators",
            "What each indicator code means",
            (
                "code", "topic", "index", "measure", "boundary", "about", "name_en", "name_vi",
                "unit", "whole", "minimum", "maximum", "higher_is_better", "aggregation",
                "numerator", "denominator", "publisher", "methodology_note",
            ),
            ("code",),
        ),
        Table(
            "editions",
            "Editions of an index and the rules behind them",
            (
                "index", "reference_year", "boundary", "definition", "main_indices", "components",
                "units_ranked", "announced_on", "decision", "source_id", "note",
            ),
            ("index", "reference_year", "boundary"),
        ),
        Table(
            "provinces",
            "Provinces of both boundaries",
            (
                "code", "boundary", "name_vi", "name_en", "kind", "region", "region_2025",
                "iso_3166_2", "aliases", "tile_row", "tile_col",
            ),
            ("code", "boundary"),
        ),
        Table(
            "province_successors",
            "What each of the 63 became part of on 1 July 2025",
            ("old_code", "new_code", "note"),
            ("old_code",),
        ),
        Table(
            "sources",
            "Publications that figures come from",
            (
                "source_id", "topic", "founding", "publisher", "title", "url", "published_on",
                "language", "kind", "quality", "copy_of", "licence", "note",
            ),
            ("source_id",),
        ),
        Table(
            "identities",
            "Arithmetic relations that documents state or imply, evaluated from the cleaned figures",
            (
                "id", "source_id", "province", "boundary", "kind", "left", "relation", "right",
                "left_figures", "right_figure", "tolerance_note", "holds", "left_value",
                "right_value", "difference", "tolerance", "found", "accepted", "note",
            ),
            ("id",),
        ),
        Table(
            "formulas",
            "Formulas that hold for every province, evaluated wherever their figures are known",
            (
                "id", "boundary", "first_year", "last_year", "left", "right", "within",
                "source_id", "note",
            ),
            ("id",),
        ),
        Table(
            "decisions",
            "Disagreements that a person decided",
            (
                "identity", "indicator", "province", "boundary", "reference_year", "chosen_source",
                "reason", "expect", "decided_on",
            ),
            ("identity", "indicator", "province", "boundary", "reference_year"),
            blank=("identity", "indicator", "province", "boundary", "reference_year"),
        ),
        Table(
            "weights",
            "Points that the parts of an index count for",
            (
                "index", "reference_year", "boundary", "part", "points", "basis", "source_id",
                "note",
            ),
            ("index", "reference_year", "boundary", "part"),
        ),
        Table(
            "absences",
            "Figures that are known not to exist, and why",
            (
                "index", "reference_year", "boundary", "province", "province_code", "reason",
                "source_id", "note",
            ),
            ("index", "reference_year", "boundary", "province"),
            blank=("province",),
        ),
        Table(
            "usage_warnings",
            "What to know before using some figures",
            (
                "indicator", "province", "province_code", "boundary", "reference_year", "warning",
                "comparable",
            ),
            ("indicator", "province", "boundary", "reference_year", "warning"),
            blank=("province", "boundary", "reference_year"),
        ),
        Table(
            "assumptions",
            "What the findings of the book take for granted",
            ("id", "assumption", "rests_on_it", "support", "impact", "why"),
            ("id",),
        ),
        Table(
            "corrections",
            "What the book said, and what it says now, where a claim of it changed",
            ("id", "corrected_on", "section", "said", "says", "why"),
            ("id",),
        ),
    )
}  # fmt: skip
