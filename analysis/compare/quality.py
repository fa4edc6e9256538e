"""What is known, what is disputed and what is missing."""

from __future__ import annotations

import pandas as pd


def statuses(observations: pd.DataFrame) -> pd.DataFrame:
    """What became of the raw rows. Columns out: topic, used, bounded, set_aside, unparsed, rows."""
    order = ["used", "bounded", "set_aside", "unparsed"]
    counts = (
        observations.groupby(["topic", "status"]).size().unstack(fill_value=0).reindex(
            columns=order, fill_value=0
        )
    )  # fmt: skip
    counts["rows"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
    return counts.reset_index()


def reasons(observations: pd.DataFrame) -> pd.DataFrame:
    """Why rows are not used. Columns out: status, reason, rows; most frequent first."""
    unused = observations[observations["status"] != "used"]
    return (
        unused.groupby(["status", "reason"])
        .size()
        .rename("rows")
        .reset_index()
        .sort_values(["rows", "reason"], ascending=[False, True], ignore_index=True)
    )


def disputes_by_indicator(disputes: pd.DataFrame) -> pd.DataFrame:
    """Number of disputes by kind and indicator. Columns out: kind, indicator, disputes, figures."""
    key = ["province_code", "boundary", "reference_year"]
    return (
        disputes.assign(case=disputes[key].astype(str).agg("/".join, axis=1))
        .groupby(["kind", "indicator"])
        .agg(disputes=("case", "nunique"), figures=("case", "size"))
        .reset_index()
    )


def named_disputes(
    disputes: pd.DataFrame, provinces: pd.DataFrame, indicators: list[str]
) -> pd.DataFrame:
    """The disputes of some indicators with names of places, sorted by indicator, year and place.

    Columns out: kind, indicator, name_vi, boundary, reference_year, value_as_printed, chosen,
    source_id, locator, reason.
    """
    names = provinces[["code", "boundary", "name_vi"]]
    country = pd.DataFrame({"code": ["VN"], "boundary": ["all"], "name_vi": ["Việt Nam"]})
    rows = disputes[disputes["indicator"].isin(indicators)].merge(
        pd.concat([names, country]),
        left_on=["province_code", "boundary"],
        right_on=["code", "boundary"],
        validate="m:1",
    )
    columns = [
        "kind", "indicator", "name_vi", "boundary", "reference_year", "value_as_printed",
        "chosen", "source_id", "locator", "reason",
    ]  # fmt: skip
    return rows.sort_values(
        ["indicator", "reference_year", "name_vi", "kind", "source_id"], ignore_index=True
    )[columns]


def coverage_by_year(coverage: pd.DataFrame, indicators: list[str], boundary: str) -> pd.DataFrame:
    """Known provinces by year, one row per indicator; years without any are empty."""
    chosen = coverage[coverage["indicator"].isin(indicators) & (coverage["boundary"] == boundary)]
    table = chosen.pivot(index="indicator", columns="reference_year", values="units_known")
    table.columns = [str(year) for year in table.columns]
    return table.reindex([code for code in indicators if code in table.index]).reset_index()
