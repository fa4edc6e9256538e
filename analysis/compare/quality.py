"""What is known, what is disputed and what is missing."""

from __future__ import annotations

import pandas as pd

# Topics of data/raw/observations, as a reader calls them.
TOPICS = {
    "dti": "Digital Transformation Index",
    "digital_economy": "Digital economy",
    "governance": "Governance and other indices",
    "reference": "Population, GRDP and other reference figures",
    "founding": "The five founding documents",
}


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


def disputes_by_kind(disputes: pd.DataFrame) -> pd.DataFrame:
    """Cases and figures of every kind of dispute; a case is one place, indicator and year.

    Columns out: kind, cases, figures; most cases first.
    """
    return (
        disputes.assign(case=_cases(disputes))
        .groupby("kind")
        .agg(cases=("case", "nunique"), figures=("case", "size"))
        .reset_index()
        .sort_values(["cases", "kind"], ascending=[False, True], ignore_index=True)
    )


def contradictions(disputes: pd.DataFrame, harmless: tuple[str, ...]) -> int:
    """Cases of disputes of other than the harmless kinds, each counted once."""
    return int(_cases(disputes[~disputes["kind"].isin(harmless)]).nunique())


def _cases(disputes: pd.DataFrame) -> pd.Series:
    key = ["indicator", "province_code", "boundary", "reference_year"]
    return disputes[key].astype(str).agg("/".join, axis=1)


def named_disputes(disputes: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """The disputes with names of places, sorted by indicator, year and place.

    Columns out: kind, indicator, name_vi, boundary, reference_year, value_as_printed, chosen,
    source_id, locator, reason.
    """
    columns = [
        "kind", "indicator", "name_vi", "boundary", "reference_year", "value_as_printed",
        "chosen", "source_id", "locator", "reason",
    ]  # fmt: skip
    return with_names(disputes, provinces).sort_values(
        ["indicator", "reference_year", "name_vi", "kind", "source_id"], ignore_index=True
    )[columns]


def with_names(rows: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Rows with a province_code and boundary, with name_vi besides (Việt Nam for the country)."""
    names = provinces[["code", "boundary", "name_vi"]]
    country = pd.DataFrame({"code": ["VN"], "boundary": ["all"], "name_vi": ["Việt Nam"]})
    return rows.merge(
        pd.concat([names, country]).rename(columns={"code": "province_code"}),
        on=["province_code", "boundary"],
        how="left",
        validate="m:1",
    )


def known_and_disputed(
    coverage: pd.DataFrame, observations: pd.DataFrame, indicators: list[str]
) -> pd.DataFrame:
    """What is known of some indicators, boundary by boundary and year by year, in words.

    Columns out: indicator, boundary, one column for each year that any of them has a row for. A
    cell says of how many provinces a figure is known and, in brackets, for how many of these the
    sources contradict each other or themselves: "13 of 63 (3)". Where figures are printed but none
    may be used, it says so: "set aside", "bounded"; "–" where no source has a figure.
    """
    key = ["indicator", "boundary", "reference_year"]
    chosen = coverage[coverage["indicator"].isin(indicators)]
    said = chosen["units_known"].astype(str) + " of " + chosen["units"].astype(str)
    said = said.where(chosen["boundary"] != "all", "known")
    disputed = " (" + chosen["units_disputed"].astype(str) + ")"
    known = chosen.assign(cell=said + disputed.where(chosen["units_disputed"] > 0, ""))
    unused = observations[observations["indicator"].isin(indicators)]
    only = unused.groupby(key)["status"].agg(
        lambda column: ", ".join(sorted(set(column))).replace("_", " ")
    )
    cells = pd.concat([known.set_index(key)["cell"], only])
    table: pd.DataFrame = (
        cells[~cells.index.duplicated()].unstack("reference_year").sort_index(axis=1)
    )
    table.columns = [str(year) for year in table.columns]
    return table.fillna("–").reset_index()


def known_absences(absences: pd.DataFrame) -> pd.DataFrame:
    """Figures that are known not to exist, by index, year and reason.

    Columns out: index (several separated by a comma, where they have the same gaps),
    reference_year, boundary, reason, places (names, or "all"), source_id.
    """
    gap = ["reference_year", "boundary", "reason", "source_id"]
    by_index = (
        absences.assign(places=absences["province"].fillna("all"))
        .groupby(["index", *gap])["places"]
        .agg(", ".join)
        .reset_index()
    )
    return (
        by_index.groupby([*gap, "places"])["index"]
        .agg(", ".join)
        .reset_index()
        .sort_values(["index", "reference_year"], ignore_index=True)
    )


def recomputed(recomputations: pd.DataFrame) -> pd.DataFrame:
    """How recomputed figures compare with printed ones, by method and indicator.

    Columns out: method, indicator, reference_year, computed (how many), compared (how many have a
    printed figure), agree, largest (largest absolute residual among those compared).
    """
    return (
        recomputations.groupby(["method", "indicator", "reference_year"])
        .agg(
            computed=("computed", "size"),
            compared=("printed", "count"),
            agree=("agrees", lambda column: int((column == "yes").sum())),
            largest=("residual", lambda column: column.abs().max()),
        )
        .reset_index()
    )
