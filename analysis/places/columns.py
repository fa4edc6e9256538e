"""What the tables of provinces' pages show, and how their cells are said."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import pandas as pd

from analysis.compare.founding import ALONE, COMPARED, UNUSED, WARNED
from analysis.model.names import RANK_MARKS
from analysis.page import cite, cite_one, table
from analysis.page.quality import relation
from analysis.page.tables import NONE, Columns
from analysis.places.identities import BROKEN, HELD
from analysis.places.profile import Profile
from analysis.words import fixed, number, out_of, plain, quoted


def printed(*texts: str) -> str:
    """What a source prints, in quotes: “56,83%; đứng đầu cả nước”; "–" for nothing."""
    said = "; ".join(text for text in texts if isinstance(text, str))
    return quoted(said) if said else NONE


def rank_of(rank: int, ranked: int) -> str:
    """ "3 of 63"; "3" where it is not known how many are ranked, "–" where there is no rank."""
    return NONE if pd.isna(rank) else str(rank) if pd.isna(ranked) else out_of(rank, ranked)


def rank_or_why(rank: int, missing: str) -> str:
    """A rank, or why there is none."""
    return missing if pd.isna(rank) else str(rank)


def rank_with_basis(rank: int, basis: str) -> str:
    """ "3", "12 (d)" where derived from scores, "13 (i)" where a printed change implies it."""
    return NONE if pd.isna(rank) else f"{rank}{RANK_MARKS[basis]}"


def by_edition(years: Iterable[int]) -> Columns:
    """Columns of DTI ranks with their basis, of ``compare.provinces.before``."""
    return {
        (f"rank_{year}", f"rank_basis_{year}"): (f"DTI {year}", rank_with_basis) for year in years
    }


def numbers_ranked(ranks: pd.DataFrame, usual: int = 63) -> str:
    """Which ranks are of another number of provinces than usual, or of an unknown one.

    Takes a profile's ``ranks``. Raises ValueError where there are none.
    """
    other = ranks[ranks["rank"].notna() & (ranks["units_ranked"] != usual).fillna(True)]
    said = []
    for _, same in other.groupby(["name", "units_ranked"], sort=False, dropna=False):
        name, units = same["name"].iloc[0], same["units_ranked"].iloc[0]
        years = ", ".join(str(year) for year in same["reference_year"])
        of = "number ranked not known" if pd.isna(units) else f"of {units}"
        said.append(f"{name} {years}: {of}")
    if not said:
        raise ValueError("all ranks are of the usual number; say something else")
    return "; ".join(said)


def understood(
    as_printed: str, qualifier: str, value: float, decimals: float, unit: str, base: float,
    rank: int, ranked: int,
) -> str:  # fmt: skip
    """What is understood of a printed figure: "over 60,000 accounts", "rank 3 of 63", "92.3 %"."""
    if pd.isna(value):
        return f"rank {rank_of(rank, ranked)}"
    is_target = qualifier == "target"
    words = f"{qualifier} " if isinstance(qualifier, str) and not is_target else ""
    if as_printed.lower().startswith("gần"):
        # It counts as a bound from above; what the text says is that it is not far below.
        words = "nearly "
    of = f" (of {number(base)})" if pd.notna(base) else ""
    place = f", rank {rank}" if pd.notna(rank) else ""
    target = ", a target" if is_target else ""
    return f"{words}{fixed(value, max(int(decimals), 0))} {unit}{of}{place}{target}"


def dated(day: str, year: int) -> str:
    """What a figure is of: "2023", "2024-01-01 to 2024-03-31", "2024-11-06, inferred".

    Of remarks on a day only that it is inferred is said.
    """
    if not isinstance(day, str):
        return str(year)
    when, _, remark = day.partition(" (")
    first, _, last = when.partition("/")
    when = f"since {first}" if last == ".." else f"{first} to {last}" if last else first
    return f"{when}, inferred" if "inferred" in remark else when


def beside(
    standing: str, smaller: int, equal: int, larger: int, value: float, warning: str, reason: str
) -> str:
    """How a figure stands beside other provinces: "62 others: 2 before, 60 after", or why not.

    A figure without a ``value`` is a rank. ``reason`` says why a figure is not used. Nothing where
    there is nothing to set beside it.
    """
    if standing != COMPARED:
        return {ALONE: "", WARNED: warning, UNUSED: f"not used: {reason}"}[standing]
    ranked = ("before", "the same rank", "after")
    words = ranked if pd.isna(value) else ("smaller", "equal", "larger")
    counts = {word: n for word, n in zip(words, (smaller, equal, larger), strict=True) if n}
    others = smaller + equal + larger
    if others == 1:
        return f"1 other: 1 {next(iter(counts))}"
    if len(counts) == 1:
        return f"{others} others: all {next(iter(counts))}"
    return f"{others} others: " + ", ".join(f"{n} {word}" for word, n in counts.items())


# Takes a profile's ``figures``.
FIGURES: Columns = {
    "name_en": "Figure",
    ("value_as_printed", "rank_as_printed"): ("Printed as", printed),
    (
        "value_as_printed", "qualifier", "value", "decimals", "unit", "base", "rank",
        "units_ranked",
    ): ("Understood as", understood),
    ("as_of", "reference_year"): ("For", dated),
    "locator": "In the text",
    ("standing", "smaller", "equal", "larger", "value", "warning", "reason"): (
        "Beside others", beside,
    ),
}  # fmt: skip


def put_figures(place: Profile, label: str) -> None:
    """Put a table on the page for each founding document: ``label``-<source_id>."""
    for source, figures in place.texts.items():
        caption = (
            f"The {len(figures)} figures about {plain(place.name_vi)} in one text "
            f"({cite([source])}), in its order, as printed and as understood."
        )
        table(f"{label}-{source}", figures, caption, FIGURES)


_side = partial(number, decimals=4)


# Takes a profile's ``identities``.
IDENTITIES: Columns = {
    ("left_named", "relation", "right_named"): ("In words", relation),
    ("left_figures", "relation", "right_figure"): ("As printed", relation),
    "left_value": ("Left side", _side),
    "right_value": ("Right side", _side),
    "tolerance": ("Tolerance", "g"),
    "state": ("Holds", {HELD: "yes", BROKEN: "no"}.get),
    "accepted": ("If not", lambda why: why if isinstance(why, str) else ""),
}


def _reason(by_order: bool, accepted: str, reason: str) -> str:
    if by_order:
        return "by the fixed order of the page on data quality"
    return accepted or reason


# Takes a profile's ``contested``.
CONTESTED: Columns = {
    "name_en": "Figure",
    "reference_year": "Year",
    "value_as_printed": ("Printed as", printed),
    "chosen": "Used",
    "kind": "Kind",
    ("by_order", "accepted", "reason"): ("Reason", _reason),
    "source_id": ("Source", cite_one),
}
