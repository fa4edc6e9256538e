"""Helper columns for checks that look at more than one column, row or table."""

from __future__ import annotations

import pandas as pd

Tables = dict[str, pd.DataFrame]


def with_helpers(name: str, tables: Tables) -> pd.DataFrame:
    """A copy of the table with the columns that its suite compares, behind its own."""
    frame = tables[name].copy()
    columns = set(frame.columns)
    if "province_code" in columns:
        places = tables["provinces"]
        known = {*zip(places["code"], places["boundary"], strict=True), ("VN", "all")}
        frame["province_code_known"] = [
            place in known for place in zip(frame["province_code"], frame["boundary"], strict=True)
        ]
    if "source_id" in columns:
        frame["source_id_known"] = _refers(frame["source_id"], tables["sources"]["source_id"])
    if "indicator" in columns:
        frame["indicator_known"] = _refers(frame["indicator"], tables["indicators"]["code"])
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
    if name == "values":
        stated = tables["sources"].set_index("source_id")["quality"] != "C"
        frame["source_is_stated"] = frame["source_id"].map(stated).astype(bool)
    if name == "rankings":
        _orders(frame)
    if name == "disputes":
        dispute = ["kind", "indicator", "boundary", "province_code", "reference_year"]
        chosen = (frame["chosen"] == "yes").groupby([frame[c] for c in dispute]).transform("sum")
        frame["at_most_one_chosen"] = chosen <= 1
    return frame


def _refers(values: pd.Series, known: pd.Series) -> pd.Series:
    """Whether every name in a cell (several are separated by ;) is known. Empty cells pass."""
    names = set(known)
    return values.map(lambda cell: pd.isna(cell) or set(str(cell).split(";")) <= names)


def _limits(frame: pd.DataFrame, indicators: pd.DataFrame) -> None:
    limits = indicators.set_index("code")
    low = frame["indicator"].map(limits["minimum"])
    high = frame["indicator"].map(limits["maximum"])
    frame["above_minimum"] = ~(frame["value"] < low)
    frame["below_maximum"] = ~(frame["value"] > high)


def _orders(frame: pd.DataFrame) -> None:
    """Ranks against scores, within each edition."""
    edition = frame.groupby(["index", "boundary", "reference_year"])
    frame["rank_or_reason"] = (
        frame["rank"].notna() | frame["missing"].notna() | (frame["score"].notna())
    )
    agrees = pd.Series(True, index=frame.index)
    complete = pd.Series(True, index=frame.index)
    for _, rows in edition:
        both = rows[rows["rank"].notna() & rows["score"].notna() & (rows["disputed"] == "no")]
        ordered = both.sort_values("score", ascending=False)
        best_so_far = ordered["rank"].astype("int64").cummax()
        agrees.loc[ordered.index] = ordered["rank"].astype("int64") >= best_so_far
        ranked = rows["units_ranked"].iloc[0]
        if rows["score"].notna().all() and pd.notna(ranked) and len(rows) == ranked:
            derived = rows["score"].rank(method="min", ascending=False)
            complete.loc[rows.index] = derived.astype("int64") == rows["rank"].astype("int64")
    frame["rank_agrees_with_scores"] = agrees
    frame["ranks_form_an_order"] = complete
