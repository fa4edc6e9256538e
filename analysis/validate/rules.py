"""Rules across columns, rows or tables: each makes a column that holds True where it holds.

A rule is a function of the table and of all tables by name. Its name is that of the column, its
docstring the end of the sentence "expected …".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.clean.bands import Ends, ladder
from analysis.clean.witnesses import NONE, WITNESSES
from analysis.model.keys import COUNTED, EDITION, KEY, SERIES
from analysis.model.places import COUNTRY
from analysis.model.reasons import REASONS

Tables = Mapping[str, pd.DataFrame]
Holds = Callable[[pd.DataFrame, Tables], Any]

RULES: dict[str, Holds] = {}


def rule(holds: Holds) -> Holds:
    """Keep a rule by its name."""
    RULES[holds.__name__] = holds
    return holds


def in_words(name: str) -> str:
    """What a rule expects, as the end of a sentence."""
    said = str(RULES[name].__doc__)
    return said[0].lower() + said[1:].rstrip(".")


def applied(frame: pd.DataFrame, names: Iterable[str], tables: Tables) -> pd.DataFrame:
    """A copy of a table with the columns of some rules behind its own."""
    return frame.assign(**{n: RULES[n](frame, tables) for n in names if n not in frame.columns})


def holds(column: pd.Series, of: Callable[[str], bool], empty: bool = True) -> pd.Series:
    """Whether something holds of each text of a column; what is said of empty cells is given."""
    codes, texts = pd.factorize(column)
    # Empty cells have the code -1: the last of these.
    found = np.array([*(of(text) for text in texts), empty], dtype=bool)
    return pd.Series(found[codes], index=column.index)


def refers(names: pd.Series, known: pd.Series) -> pd.Series:
    """Whether every name in a cell (several are separated by ;) is known. Empty cells pass."""
    there = set(known)
    return holds(names, lambda cell: set(cell.split(";")) <= there)


def _pairs_in(frame: pd.DataFrame, column: str, known: list[tuple[str, str]]) -> pd.Series:
    """Whether what stands in a column names a place together with its boundary."""
    pairs = pd.MultiIndex.from_frame(frame[[column, "boundary"]])
    return pd.Series(pairs.isin(known), index=frame.index)


@rule
def province_code_known(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """A code and boundary of provinces.csv (or VN, all)."""
    places = tables["provinces"]
    known = [*zip(places["code"], places["boundary"], strict=True), COUNTRY]
    return _pairs_in(frame, "province_code", known)


@rule
def source_id_known(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """Names of sources.csv."""
    return refers(frame["source_id"], tables["sources"]["source_id"])


@rule
def indicator_known(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """Codes of indicators.csv."""
    return refers(frame["indicator"], tables["indicators"]["code"])


@rule
def reason_code_known(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """Codes of analysis/model/reasons.py."""
    return refers(frame["reason_code"], pd.Series([*REASONS]))


@rule
def within_limits(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """No value below the minimum or above the maximum of its indicator."""
    limits = tables["indicators"].set_index("code")
    low, high = (frame["indicator"].map(limits[end]) for end in ("minimum", "maximum"))
    return ~((frame["value"] < low) | (frame["value"] > high))


@rule
def reason_given(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """A reason wherever status is not used."""
    return (frame["status"] == "used") | frame["reason"].notna()


@rule
def rank_within_units(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """A rank no larger than units_ranked (63 where that is unknown)."""
    most = frame["units_ranked"].fillna(63)
    return (frame["rank"].fillna(1) <= most).astype(bool)


@rule
def bounds_in_order(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """The lower bound below the upper one."""
    low, high = ("low", "high") if "low" in frame else ("value_low", "value_high")
    return frame[low].isna() | frame[high].isna() | (frame[low] < frame[high])


@rule
def source_is_stated(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """Sources of quality A or B only."""
    quality = tables["sources"].set_index("source_id")["quality"]

    def stated(cell: str) -> bool:
        return all(quality.get(source, "C") != "C" for source in cell.split(";"))

    return holds(frame["source_id"], stated, empty=False)


@rule
def derivation_given(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """A print for what is printed, a derivation for what is derived."""
    derived = frame["basis"] == "derived"
    return (derived == frame["derivation"].notna()) & (derived | frame["as_printed"].notna())


@rule
def witness_named(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """Codes of analysis/clean/witnesses.py, or none, for every figure that is not derived."""
    known = refers(frame["witness"], pd.Series([*WITNESSES, NONE]))
    return known & ((frame["basis"] == "derived") | frame["witness"].notna())


@rule
def rank_or_reason(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """A rank, a score, or a reason why there is none."""
    return frame[["rank", "missing", "score"]].notna().any(axis="columns")


@rule
def rank_agrees_with_scores(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """No better rank with a lower score (undisputed rows)."""
    both = frame["rank"].notna() & frame["score"].notna() & (frame["disputed"] == "no")
    best_first = frame[both].sort_values("score", ascending=False, kind="stable")
    rank = best_first["rank"].astype("Float64")
    worst = rank.groupby([best_first[column] for column in EDITION], sort=False).cummax()
    return (rank >= worst).reindex(frame.index, fill_value=True).astype(bool)


@rule
def ranks_form_an_order(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """Ranks as they follow from the scores, where all are known."""
    edition = frame.groupby([*EDITION], sort=False).ngroup()
    rank, score = frame["rank"].astype("Float64"), frame["score"]
    ranked = frame["units_ranked"].astype("Float64").groupby(edition).transform("max")
    complete = (score.notna().groupby(edition).transform("sum") == ranked).fillna(False)
    derived = score.groupby(edition).rank(method="min", ascending=False)
    return (~(complete & score.notna()) | (derived == rank).fillna(False)).astype(bool)


@rule
def at_most_one_chosen(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """At most one chosen figure in a dispute."""
    dispute = [frame[column] for column in ("kind", *KEY)]
    return (frame["chosen"] == "yes").groupby(dispute).transform("sum") <= 1


@rule
def agrees_or_disputed(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """Agreement, or a row in the table of disputes."""
    # A change is disputed in the earlier year.
    changes = "relative_to" in frame
    kinds = (
        ("change and rank", "change and level") if changes else ("recomputation", "rank and scores")
    )
    key = [*SERIES, "relative_to" if changes else "reference_year"]
    disputes = tables["disputes"]
    found = disputes.loc[disputes["kind"].isin(kinds), [*KEY]]
    disputed = set(found.itertuples(index=False, name=None))
    agrees = (frame["agrees"] != "no").astype(bool)
    wrong = frame.loc[~agrees, key].itertuples(index=False, name=None)
    agrees[~agrees] = np.array([place in disputed for place in wrong], dtype=bool)
    return agrees


@rule
def residual_within(frame: pd.DataFrame, _: Tables) -> pd.Series:
    """Agreement exactly where the residual is within the tolerance."""
    within = frame["residual"].abs() <= frame["tolerance"] + 1e-9
    return ((frame["agrees"] == "yes") == within) | frame["agrees"].isna()


BEFORE = "coverage until now"
_COUNTED = [*COUNTED]


def with_vanished(coverage: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """The table of coverage; what has vanished since ``before`` comes back with nothing known."""
    vanished = before.assign(units_known=0, units_disputed=0)
    both = pd.concat([coverage, vanished]).drop_duplicates(_COUNTED)
    return both.sort_values(_COUNTED, ignore_index=True)


@rule
def no_fewer_than_before(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """No fewer provinces known than in the tables until now."""
    if BEFORE not in tables:
        return pd.Series(True, index=frame.index)
    before = tables[BEFORE].set_index(_COUNTED)["units_known"]
    known = before.reindex(pd.MultiIndex.from_frame(frame[_COUNTED])).fillna(0)
    return (frame["units_known"] >= known.set_axis(frame.index)).astype(bool)


@rule
def bands_count_all(frame: pd.DataFrame, tables: Tables) -> pd.Series:
    """Bands that count as many provinces as there are, or no more where they leave some out."""
    counted = pd.Series(True, index=frame.index)
    for (_, boundary, _, _), rows in frame.groupby([*_COUNTED, "source_id"]):
        ends = [Ends.of(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
        all_of_them = int(str(boundary))
        if steps := ladder(ends):
            counted[rows.index] = rows["provinces"].iloc[steps].sum() == all_of_them
        else:
            counted[rows.index] = rows["provinces"].max() <= all_of_them
    return counted
