"""What must hold of the raw files, as Great Expectations suites: one for each file.

Reading them already stops at what cannot be read (``analysis.clean.raw``). These suites say what a
careful transcriber does, and warn where a file could be better.
"""

from __future__ import annotations

import great_expectations.expectations as gxe
import numpy as np
import pandas as pd
import polars as pl
from great_expectations.expectations.expectation import Expectation

from analysis.clean import numbers
from analysis.clean import raw as files
from analysis.clean.cells import fault
from analysis.clean.observations import QUALIFIERS
from analysis.clean.periods import is_period
from analysis.clean.raw import Sheets
from analysis.clean.references import NEEDED, REFERS, WORDS
from analysis.validate.distinct import holds, holds_of_both, refers
from analysis.validate.words import critical, in_set, matches, not_null, true, unique

Frames = dict[str, pd.DataFrame]

_YEAR = r"^20[0-9]{2}$"
_DATE = r"^[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"
_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?$"
_CODE = r"^[0-9]{2}$"
_PREFIX = "raw/"


def frames(sheets: Sheets) -> Frames:
    """Every raw file by name (``raw/sources``, ``raw/observations/dti``).

    Texts are categories: each distinct one is held, and looked at, once. Empty cells are NaN.
    """
    return {
        _PREFIX + name: pd.DataFrame({cells.name: _texts(cells) for cells in sheet.frame})
        for name, sheet in sheets.by_name.items()
    }


def _texts(cells: pl.Series) -> pd.Categorical:
    filled = cells.replace("", None)
    texts = filled.drop_nulls().unique().sort()
    numbers = filled.cast(pl.Enum(texts)).to_physical().cast(pl.Int64).fill_null(-1)
    return pd.Categorical.from_codes(
        numbers.to_numpy(), categories=pd.Index(texts.to_list(), dtype="str")
    )


def with_helpers(name: str, raw: Frames) -> pd.DataFrame:
    """A copy of a raw file with the columns that its suite looks at, behind its own."""
    frame = raw[name].copy()
    short = name.removeprefix(_PREFIX)
    frame["cells_are_clean"] = np.logical_and.reduce(
        [holds(raw[name][column], lambda text: fault(text) is None) for column in raw[name]]
    )
    references = {column: target for (table, column), target in REFERS.items() if table == short}
    if short.startswith("observations/"):
        references = {"source_id": ("sources", "source_id"), "indicator": ("indicators", "code")}
        places = raw[_PREFIX + "provinces"]
        usual = {*zip(places["name_vi"], places["boundary"], strict=True), ("Việt Nam", "all")}
        frame["usual_name"] = holds_of_both(
            frame["province"], frame["boundary"],
            lambda name, boundary: (name, boundary) in usual or boundary == "all",
        )  # fmt: skip
        frame["something_printed"] = (
            frame["value_as_printed"].notna() | frame["rank_as_printed"].notna()
        )
        frame["period_is_readable"] = holds(frame["as_of"], is_period)
        says_nothing = holds(frame["value_as_printed"], lambda text: not numbers.says(text))
        frame["qualifier_says_it"] = says_nothing | frame["qualifier"].notna()
    for column, (table, key) in references.items():
        frame[f"{column}_named"] = refers(frame[column], raw[_PREFIX + table][key].dropna())
    if short == "sources":
        frame["is_cited"] = frame["source_id"].isin(_cited(raw))
    if short == "indicators":
        used = set().union(*(raw[name]["indicator"].unique() for name in _observations(raw)))
        frame["has_figures"] = frame["code"].isin(used)
    return frame


def _observations(raw: Frames) -> list[str]:
    return [name for name in raw if name.startswith(_PREFIX + "observations/")]


def _cited(raw: Frames) -> set[str]:
    cited: set[str] = set()
    for name, frame in raw.items():
        if name != _PREFIX + "sources" and "source_id" in frame:
            cited |= {
                s for cell in frame["source_id"].dropna().unique() for s in str(cell).split(";")
            }
    return cited


def shape(name: str) -> list[Expectation]:
    """What is expected of the columns of a raw file, by its name in ``frames``."""
    columns, _ = files.layout()[name.removeprefix(_PREFIX)]
    return [
        gxe.ExpectTableColumnsToMatchOrderedList(
            column_list=[*columns], **critical("programs and people find figures by their columns")
        )
    ]


def contents(name: str) -> list[Expectation]:
    """What is expected of the rows of a raw file, as ``with_helpers`` gives it."""
    short = name.removeprefix(_PREFIX)
    _, key = files.layout()[short]
    expectations: list[Expectation] = [
        true("cells_are_clean", "what a reader cannot see misleads, what a program obeys harms"),
        unique(key, "one fact is entered once"),
    ]
    expectations += [
        not_null(column, "a row is worth nothing without it") for column in NEEDED.get(short, ())
    ]
    expectations += [
        in_set(column, [*words], "one of a few words that the program knows")
        for (table, column), words in WORDS.items()
        if table == short
    ]
    expectations += [
        true(f"{column}_named", f"the row that it names stands in {target}.csv")
        for (table, column), (target, _) in REFERS.items()
        if table == short
    ]
    if short.startswith("observations/"):
        return expectations + _of_observations()
    return expectations + _PARTICULAR.get(short, [])


def _of_observations() -> list[Expectation]:
    return [
        *(
            not_null(column, "a figure without it is of nothing and nowhere")
            for column in ("source_id", "indicator", "province", "boundary", "reference_year")
        ),
        true("source_id_named", "every figure leads to a source"),
        true("indicator_named", "every figure is of a defined indicator"),
        in_set("boundary", ["63", "34", "all"], "a place is a name and a boundary"),
        matches("reference_year", _YEAR, "the year that the figure is about"),
        matches("out_of", r"^[0-9]{1,2}$", "a number of provinces"),
        in_set("qualifier", [*filter(None, QUALIFIERS)], "the words that transcribers use"),
        true("something_printed", "a row without a figure says nothing"),
        true("period_is_readable", "a date that a program can compare"),
        true("usual_name", "one spelling is easier to search than several", severity="warning"),
        true(
            "qualifier_says_it",
            "a bound that stands in words should stand in the qualifier too",
            severity="warning",
        ),
        not_null("locator", "a reader finds the figure faster", severity="warning"),
        not_null("unit", "a unit is part of what is printed", severity="warning"),
    ]


_PARTICULAR: dict[str, list[Expectation]] = {
    "sources": [
        matches("url", r"^https?://", "a source can be looked up"),
        matches("published_on", _DATE, "a date that a program can compare"),
        not_null("url", "a source can be looked up", severity="warning"),
        not_null("published_on", "the later of two figures may be the better", severity="warning"),
        true("is_cited", "a source of which nothing is used is no evidence", severity="warning"),
    ],
    "indicators": [
        matches("code", r"^[a-z][a-z0-9_]*$", "a code can be a name in a program"),
        *(
            matches(column, _NUMBER, "a limit is a number")
            for column in ("minimum", "maximum")
        ),
        true("has_figures", "an indicator without a figure fills no page", severity="warning"),
    ],
    "editions": [
        matches("reference_year", _YEAR, "the year that the edition measures"),
        matches("units_ranked", r"^[0-9]{1,2}$", "a number of provinces"),
        not_null("announced_on", "tells the year of the announcement from that of the edition",
                 severity="warning"),
    ],
    "provinces": [
        matches("code", _CODE, "a code is text, with its leading zero"),
        unique(
            ["boundary", "tile_row", "tile_col"], "two provinces cannot have one tile of the map"
        ),
        gxe.ExpectTableRowCountToEqual(value=97, **critical("63 provinces before, 34 since")),
        gxe.ExpectColumnUniqueValueCountToBeBetween(
            column="region", min_value=6, max_value=6, **critical("there are six regions")
        ),
    ],
    "province_successors": [
        *(
            matches(column, _CODE, "a code is text, with its leading zero")
            for column in ("old_code", "new_code")
        ),
        gxe.ExpectTableRowCountToEqual(value=63, **critical("each of the 63 has one successor")),
    ],
    "decisions": [matches("decided_on", r"^[0-9-]{10}$", "the day of the decision")],
    "bands": [
        matches("provinces_as_printed", r"^[0-9]{1,2}$", "a number of provinces"),
        *(matches(column, _NUMBER, "an end of a band is a number") for column in ("low", "high")),
    ],
    "weights": [matches("points", r"^[0-9]+$", "points are whole numbers")],
    "absences": [matches("reference_year", _YEAR, "the year of the figure that does not exist")],
    "assumptions": [
        matches("rests_on_it", r"^sec-[a-z0-9-]+(?:;sec-[a-z0-9-]+)*$", "sections of the book"),
    ],
}  # fmt: skip
