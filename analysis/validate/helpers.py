"""Helper columns for checks that look at more than one column, row or table."""

from __future__ import annotations

import pandas as pd

from analysis.model.reasons import REASONS
from analysis.validate.distinct import holds, holds_of_both, refers

Tables = dict[str, pd.DataFrame]

_KEY = ["indicator", "boundary", "province_code", "reference_year"]


def with_helpers(name: str, tables: Tables, before: pd.DataFrame | None = None) -> pd.DataFrame:
    """A copy of the table with the columns that its suite compares, behind its own.

    ``before`` is the coverage that was known until now. What has vanished since comes back as a
    row with nothing known, so that the check can name it.
    """
    frame = tables[name].copy()
    if name == "coverage":
        frame = _with_vanished(frame, before)
    columns = set(frame.columns)
    if "province_code" in columns:
        places = tables["provinces"]
        known = {*zip(places["code"], places["boundary"], strict=True), ("VN", "all")}
        frame["province_code_known"] = holds_of_both(
            frame["province_code"], frame["boundary"], lambda *place: place in known
        )
    if "source_id" in columns:
        frame["source_id_known"] = refers(frame["source_id"], tables["sources"]["source_id"])
    if "indicator" in columns:
        frame["indicator_known"] = refers(frame["indicator"], tables["indicators"]["code"])
    if name in ("observations", "values"):
        _limits(frame, tables["indicators"])
    if {"rank", "units_ranked"} <= columns:
        most = frame["units_ranked"].fillna(63)
        frame["rank_within_units"] = (frame["rank"].fillna(1) <= most).astype(bool)
    for low, high in (("value_low", "value_high"), ("low", "high")):
        if {low, high} <= columns:
            known_both = frame[low].notna() & frame[high].notna()
            frame["bounds_in_order"] = ~known_both | (frame[low] < frame[high])
    if name == "observations":
        frame["reason_given"] = (frame["status"] == "used") | frame["reason"].notna()
        frame["is_read"] = frame["status"] != "unparsed"
    if name == "values":
        quality = tables["sources"].set_index("source_id")["quality"]
        frame["source_is_stated"] = holds(
            frame["source_id"],
            lambda cell: all(quality.get(source, "C") != "C" for source in cell.split(";")),
            empty=False,
        )
        frame["derivation_given"] = (
            (frame["basis"] == "derived") == frame["derivation"].notna()
        ) & ((frame["basis"] == "derived") | frame["as_printed"].notna())
    if name == "rankings":
        _orders(frame)
    if name in ("relations", "recomputations"):
        _agreement(frame, tables["disputes"])
    if name == "recomputations":
        within = frame["residual"].abs() <= frame["tolerance"] + 1e-9
        frame["residual_within"] = ((frame["agrees"] == "yes") == within) | frame["agrees"].isna()
    if name == "bands":
        _ladders(frame)
    if name == "identities":
        frame["holds_or_accepted"] = (frame["found"] == "yes") | frame["accepted"].notna()
    if name == "disputes":
        frame["reason_code_known"] = refers(frame["reason_code"], pd.Series([*REASONS]))
        dispute = ["kind", *_KEY]
        chosen = (frame["chosen"] == "yes").groupby([frame[c] for c in dispute]).transform("sum")
        frame["at_most_one_chosen"] = chosen <= 1
    return frame


def _with_vanished(frame: pd.DataFrame, before: pd.DataFrame | None) -> pd.DataFrame:
    if before is None:
        return frame.assign(no_fewer_than_before=True)
    key = ["indicator", "boundary", "reference_year"]
    both = frame.merge(
        before[[*key, "units", "units_known"]], on=key, how="outer", suffixes=("", "_before")
    )
    both["units"] = both["units"].fillna(both["units_before"])
    for column in ("units_known", "units_disputed", "units_known_before"):
        both[column] = both[column].fillna(0)
    both["no_fewer_than_before"] = (both["units_known"] >= both["units_known_before"]).astype(bool)
    return both.drop(columns=["units_before", "units_known_before"])


def _limits(frame: pd.DataFrame, indicators: pd.DataFrame) -> None:
    limits = indicators.set_index("code")
    low = frame["indicator"].map(limits["minimum"])
    high = frame["indicator"].map(limits["maximum"])
    frame["above_minimum"] = ~(frame["value"] < low)
    frame["below_maximum"] = ~(frame["value"] > high)


def _orders(frame: pd.DataFrame) -> None:
    """Ranks against scores, within each edition."""
    rank, score = frame["rank"].astype("Float64"), frame["score"]
    frame["rank_or_reason"] = rank.notna() | frame["missing"].notna() | score.notna()
    edition = frame.groupby(["index", "boundary", "reference_year"], sort=False).ngroup()
    both = rank.notna() & score.notna() & (frame["disputed"] == "no")
    ordered = pd.DataFrame({"edition": edition, "score": score, "rank": rank})[both].sort_values(
        ["edition", "score"], ascending=[True, False], kind="stable"
    )
    in_order = ordered["rank"] >= ordered.groupby("edition")["rank"].cummax()
    frame["rank_agrees_with_scores"] = in_order.reindex(frame.index, fill_value=True).astype(bool)
    ranked = frame["units_ranked"].astype("Float64").groupby(edition).transform("max")
    scored = score.notna()
    complete = (scored.groupby(edition).transform("sum") == ranked).fillna(False)
    derived = score.groupby(edition).rank(method="min", ascending=False)
    frame["ranks_form_an_order"] = (
        ~(complete & scored) | (derived == rank).fillna(False)
    ).astype(bool)  # fmt: skip


def _agreement(frame: pd.DataFrame, disputes: pd.DataFrame) -> None:
    """Whether what does not agree is a dispute of its kind, in the earlier year for a change."""
    changes = "relative_to" in frame.columns
    kinds = (
        ("change and rank", "change and level") if changes else ("recomputation", "rank and scores")
    )
    key = [*_KEY[:3], "relative_to" if changes else "reference_year"]
    found = disputes[disputes["kind"].isin(kinds)]
    disputed = set(found[_KEY].itertuples(index=False, name=None))
    wrong = frame.loc[frame["agrees"] == "no", key]
    frame["agrees_or_disputed"] = True
    frame.loc[wrong.index, "agrees_or_disputed"] = [
        place in disputed for place in wrong.itertuples(index=False, name=None)
    ]


def _ladders(frame: pd.DataFrame) -> None:
    """Whether the narrow bands of one source (those with no other inside) count all provinces."""
    low, high = frame["low"].fillna(float("-inf")), frame["high"].fillna(float("inf"))
    counted = pd.Series(True, index=frame.index)
    for (_, boundary, *_), rows in frame.groupby(
        ["indicator", "boundary", "reference_year", "source_id"]
    ):
        narrow = [
            row
            for row in rows.index
            if not any(
                other != row and low[other] >= low[row] and high[other] <= high[row]
                for other in rows.index
            )
        ]
        counted[rows.index] = frame.loc[narrow, "provinces"].sum() == int(str(boundary))
    frame["bands_count_all"] = counted
