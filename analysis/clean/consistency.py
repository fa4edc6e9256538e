"""What reference tables say with several cells or rows together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import NamedTuple

from analysis.clean.bands import Ends
from analysis.clean.number_words import dimension
from analysis.clean.places import bare, normalise
from analysis.clean.raw import Line, Sheets, again
from analysis.model.errors import Problem
from analysis.model.places import BEFORE, SINCE

BOTH = "Correct one of the two."
# Units of which a sum over provinces makes no sense.
_RELATIVE = ("percent", "index", "point", "rank", "place", "time")


class Rule(NamedTuple):
    """What must hold of a row of a table; what is wrong otherwise is said of one column."""

    table: str
    column: str
    holds: Callable[[Line], object]
    expected: str
    mend: str = BOTH


def _marked(name: str) -> bool:
    """Whether a name has letters that English does not have."""
    return any(letter.isalpha() for letter in name if not letter.isascii())


def _relative(unit: str) -> bool:
    return dimension(unit) in _RELATIVE or re.search(r"\b(?:per|share)\b", unit) is not None


_RULES = (
    Rule(
        "indicators", "index", lambda i: i["index"] or i["measure"] not in ("rank", "score"),
        "the index that it is the rank or the score of", "Name it, or correct the measure.",
    ),
    Rule(
        "indicators", "higher_is_better",
        lambda i: i["measure"] != "rank" or i["higher_is_better"] == "no",
        "no, since the first rank is the best",
    ),
    Rule(
        "indicators", "higher_is_better",
        lambda i: i["measure"] != "score" or i["higher_is_better"] == "yes",
        "yes, since ranks follow from the highest score", "Correct one of the two; what is better "
        "when it is lower has the measure value.",
    ),
    Rule(
        "indicators", "aggregation",
        lambda i: i["aggregation"] != "sum" or not _relative(i["unit"]),
        "mean, ratio or never: figures in this unit have no sum",
    ),
    Rule(
        "indicators", "denominator", lambda i: i["aggregation"] != "ratio" or i["denominator"],
        "the indicator that a ratio is divided by", "Name it, or declare another aggregation.",
    ),
    Rule(
        "indicators", "aggregation",
        lambda i: i["aggregation"] == "ratio" or not (i["numerator"] or i["denominator"]),
        "ratio, since numerator or denominator is named",
    ),
    Rule(
        "indicators", "denominator",
        lambda i: not i["denominator"] or i["denominator"] not in (i["numerator"], i["code"]),
        "another indicator than the numerator and the ratio itself",
    ),
    Rule(
        "indicators", "name_vi", lambda i: i["name_vi"] != i["name_en"],
        "another name than the English one",
    ),
    Rule(
        "indicators", "name_en", lambda i: not _marked(i["name_en"]) or _marked(i["name_vi"]),
        "the English name; this one has Vietnamese letters, and name_vi has none",
        "Exchange the two names.",
    ),
    Rule(
        "editions", "units_ranked",
        lambda e: e["boundary"] != SINCE or e["units_ranked"] in map(str, range(35)),
        "at most 34, the provinces of the boundary",
    ),
    Rule(
        "identities", "left", lambda i: re.search("[A-Za-z]", i["left"] + i["right"]),
        "at least one indicator in a relation", "Write codes, not printed figures.",
    ),
    Rule(
        "decisions", "identity", lambda d: (d["identity"] == "") != (d["indicator"] == ""),
        "either an identity or an indicator, of which it decides a figure",
    ),
    # A name is entered twice, so that a slip in one of the two shows.
    Rule(
        "provinces", "name_vi",
        lambda p: bare(p["name_vi"]) in {
            bare(alias) for alias in p["aliases"].split("|") if bare(alias) != normalise(alias)
        },
        "a name that stands among the aliases too, with Tỉnh or Thành phố before it",
    ),
)  # fmt: skip


def problems(sheets: Sheets) -> Iterator[Problem]:
    """All that rows of reference tables contradict in themselves or in each other."""
    for rule in _RULES:
        for line in sheets[rule.table]:
            if not rule.holds(line):
                yield line.wrong(rule.column, rule.expected, rule.mend)
    for check in _CHECKS:
        yield from check(sheets)


def _indices(sheets: Sheets) -> Iterator[Problem]:
    """An index has one rank and one score on each boundary."""
    keys = (((i["measure"], i["index"], i["boundary"]), i) for i in sheets["indicators"])
    for line, before in again((key, line) for key, line in keys if key[0] in ("rank", "score")):
        one = f"one {line['measure']} indicator for an index"
        expected = f"{one}; row {before.number} is one already"
        yield line.wrong("index", expected, "Give the indicator an index of its own.")


def _means(sheets: Sheets) -> Iterator[Problem]:
    """An indicator of the 34 that is the mean of another one can be computed from the 63."""
    by_code = {row["code"]: row for row in sheets["indicators"].rows}
    for line in sheets["indicators"]:
        about = by_code.get(line["about"])
        if about is None or line["boundary"] != SINCE or line["measure"] not in ("score", "value"):
            continue
        if about["aggregation"] != "mean" or about["boundary"] == SINCE:
            expected = "an indicator of the 63 whose aggregation is mean"
            mend = "Correct the code, or the aggregation of that indicator."
            yield line.wrong("about", expected, mend)


def _weights(sheets: Sheets) -> Iterator[Problem]:
    """What has weights is an index with a score, on the same provinces, to hold them against.

    Each boundary has its own: the 34 are printed with their parts as the 63 are.
    """
    indicators = sheets["indicators"]
    for line in sheets["weights"] if indicators.readable else ():
        there = [i for i in indicators if i["index"] == line["index"] and _is_on(line, i)]
        if all(indicator["measure"] != "score" for indicator in there):
            others = ", ".join(f"row {i.number} ({i['code']}) is a {i['measure']}" for i in there)
            expected = f"an index that has a score on the {line['boundary']} provinces"
            expected += f"; in {indicators.file}, {others}" if others else ""
            mend = "Correct the index or the measure, or add the indicator of its score."
            yield line.wrong("index", expected, mend)
        if any(i["code"] == line["part"] and not _is_on(line, i) for i in indicators):
            expected = f"an indicator of the {line['boundary']} provinces"
            yield line.wrong("part", expected, "Correct the part or the boundary.")


def _is_on(line: Line, indicator: Line) -> bool:
    """Whether an indicator is one of the provinces that a row is about."""
    return not indicator["boundary"] or indicator["boundary"] == line["boundary"]


def _copies(sheets: Sheets) -> Iterator[Problem]:
    """What is copied is an original: copies of copies would not be counted as one."""
    original = {row["source_id"]: row["copy_of"] for row in sheets["sources"].rows}
    for line in sheets["sources"]:
        if first := original.get(line["copy_of"]):
            expected = f"an original; this source is itself a copy of {first}"
            yield line.wrong("copy_of", expected, "Name the first of them.")


def _definitions(sheets: Sheets) -> Iterator[Problem]:
    """Editions under one act have one definition, and those of one definition one set of rules."""
    rules = ("main_indices", "components", "decision")
    for name, of in (("decision", ("definition",)), ("definition", rules)):
        named = [line for line in sheets["editions"] if line[name]]
        keys = (((line["index"], line["boundary"], line[name]), line) for line in named)
        for line, before in again(keys):
            for column in of:
                if line[column] != before[column]:
                    expected = f"{before[column] or 'nothing'}, as in row {before.number}"
                    mend = f"Correct it, or the {name}, which is the same in both rows."
                    yield line.wrong(column, expected, mend)


def _bands(sheets: Sheets) -> Iterator[Problem]:
    """Bands of one source lie beside or within each other."""
    of_table: dict[tuple[str, ...], list[tuple[Ends, Line]]] = defaultdict(list)
    for line in sheets["bands"]:
        try:
            ends = Ends.of(*(float(line[end]) if line[end] else None for end in ("low", "high")))
        except ValueError:
            continue  # said of the cell
        key = ("source_id", "indicator", "boundary", "reference_year")
        of_table[tuple(line[column] for column in key)].append((ends, line))
    for bands in of_table.values():
        for (one, first), (other, line) in combinations(bands, 2):
            (_, middle), (start, end) = sorted((one, other))
            if start < middle < end and one.low != other.low:
                expected = f"a band beside or within that of row {first.number}"
                yield line.wrong("low", expected, "Correct the ends of one of the two.")


def _codes(sheets: Sheets) -> Iterator[Problem]:
    """An ISO code is of one province of a boundary."""
    keys = (((p["iso_3166_2"], p["boundary"]), p) for p in sheets["provinces"] if p["iso_3166_2"])
    for line, before in again(keys):
        expected = f"a code of its own; row {before.number} has it as well"
        yield line.wrong("iso_3166_2", expected, "Correct one of the two.")


def _spellings(sheets: Sheets) -> Iterator[Problem]:
    """A spelling means one province of a boundary."""
    spellings = []
    for line in sheets["provinces"]:
        names = (line["name_vi"], line["name_en"], *filter(None, line["aliases"].split("|")))
        for spelling in dict.fromkeys(map(normalise, names)):
            spellings.append(((spelling, line["boundary"]), (line, spelling)))
    for (line, spelling), (before, _) in again(spellings):
        if line["code"] != before["code"]:
            expected = f"a spelling of one province; row {before.number} has it as well"
            yield line.wrong("aliases", expected, "Remove it from one of the two rows.", spelling)


def _cover(sheets: Sheets) -> Iterator[Problem]:
    """The successors: each of the 63 exactly once, each of the 34 at least once."""
    sheet, provinces = sheets["province_successors"], sheets["provinces"]
    if not (sheet.readable and provinces.readable):
        return
    for line, before in again((line["old_code"], line) for line in sheet):
        expected = f"one successor for a province; row {before.number} names one already"
        yield line.wrong("old_code", expected, "Remove one of the two rows.")
    for column, boundary in (("old_code", BEFORE), ("new_code", SINCE)):
        there = {line["code"]: line for line in provinces if line["boundary"] == boundary}
        for line in sheet:
            if line[column] not in there:
                expected = f"a code of a province of boundary {boundary}"
                yield line.wrong(column, expected, "Correct the code.")
        for code in there.keys() - {line[column] for line in sheet}:
            line = there[code]
            place = f"{line['name_vi']} (code {code}, row {line.number} of provinces.csv)"
            expected = f"one for {place}"
            yield Problem(sheet.file, 0, column, "no row", expected, "Add the missing row.")


_CHECKS = (
    _indices, _means, _weights, _copies, _definitions, _bands, _codes, _spellings, _cover,
)  # fmt: skip
