"""What is known, what is disputed and what is missing."""

from __future__ import annotations

import pandas as pd

from analysis.model.keys import KEY
from analysis.model.places import COUNTRY, COUNTRY_BOUNDARY, COUNTRY_NAME


def statuses(observations: pd.DataFrame) -> pd.DataFrame:
    """What became of the raw rows, by topic and of all.

    Columns out: topic, used, bounded, set_aside, unparsed, rows, read (the share that was).
    """
    order = ["used", "bounded", "set_aside", "unparsed"]
    counts = pd.crosstab(observations["topic"], observations["status"])
    counts = counts.reindex(columns=order, fill_value=0).rename_axis(columns=None)
    counts["rows"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
    counts["read"] = 1 - counts["unparsed"] / counts["rows"]
    return counts.reset_index()


def reasons(observations: pd.DataFrame) -> pd.DataFrame:
    """Why rows are not used. Columns out: status, reason, rows; most frequent first."""
    unused = observations[observations["status"] != "used"]
    counts = unused.value_counts(["status", "reason"]).rename("rows").reset_index()
    return counts.sort_values(["rows", "reason"], ascending=[False, True], ignore_index=True)


def disputes_by_kind(disputes: pd.DataFrame) -> pd.DataFrame:
    """Cases and figures of every kind of dispute; a case is one place, indicator and year.

    Columns out: kind, cases, figures; most cases first.
    """
    cases = disputes.drop_duplicates(["kind", *KEY])["kind"].value_counts()
    table = pd.DataFrame({"cases": cases, "figures": disputes["kind"].value_counts()}).reset_index()
    return table.sort_values(["cases", "kind"], ascending=[False, True], ignore_index=True)


def contradictions(disputes: pd.DataFrame, harmless: tuple[str, ...]) -> int:
    """Cases of disputes of other than the harmless kinds, each counted once."""
    return len(disputes[~disputes["kind"].isin(harmless)].drop_duplicates(list(KEY)))


def named_disputes(disputes: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """The disputes with ``name_vi`` of their places, sorted by indicator, year and place."""
    return with_names(disputes, provinces).sort_values(
        ["indicator", "reference_year", "name_vi", "kind", "source_id"], ignore_index=True
    )


def with_names(rows: pd.DataFrame, provinces: pd.DataFrame) -> pd.DataFrame:
    """Rows with a province_code and boundary, with name_vi besides (Việt Nam for the country)."""
    key = ["province_code", "boundary"]
    names = provinces.rename(columns={"code": "province_code"})[[*key, "name_vi"]]
    country = pd.DataFrame([(*COUNTRY, COUNTRY_NAME)], columns=names.columns)
    return rows.merge(pd.concat([names, country]), on=key, how="left", validate="m:1")


def known_absences(absences: pd.DataFrame) -> pd.DataFrame:
    """Figures that are known not to exist, by index, year and reason.

    Columns out: index (several separated by a comma, where they have the same gaps),
    reference_year, boundary, reason, places (names, or "all"), source_id.
    """
    gap = ["reference_year", "boundary", "reason", "source_id"]
    places = absences.assign(places=absences["province"].fillna(COUNTRY_BOUNDARY))
    by_index = places.groupby(["index", *gap])["places"].agg(", ".join).reset_index()
    together = by_index.groupby([*gap, "places"])["index"].agg(", ".join).reset_index()
    return together.sort_values(["index", "reference_year"], ignore_index=True)


def recomputed(recomputations: pd.DataFrame) -> pd.DataFrame:
    """How recomputed figures compare with printed ones, by method and indicator.

    Columns out: method, indicator, reference_year, computed (how many), compared (how many have a
    printed figure), agree, largest (largest absolute residual among those compared).
    """
    by_indicator = recomputations.groupby(["method", "indicator", "reference_year"])
    return by_indicator.agg(
        computed=("computed", "size"),
        compared=("printed", "count"),
        agree=("agrees", lambda column: int((column == "yes").sum())),
        largest=("residual", lambda column: column.abs().max()),
    ).reset_index()


def suites(checks: pd.DataFrame) -> pd.DataFrame:
    """How many ``checks`` each table has. Columns out: suite, rows, checks."""
    of_table = checks.groupby("suite", sort=False)
    return of_table.agg(rows=("rows", "first"), checks=("rows", "size")).reset_index()


def doubts_by_kind(doubts: pd.DataFrame) -> pd.DataFrame:
    """How many doubts there are of each kind, and in how many files.

    Columns out: kind, rows, files; most rows first.
    """
    counts = doubts.groupby("kind").agg(rows=("kind", "size"), files=("table", "nunique"))
    return counts.reset_index().sort_values(
        ["rows", "kind"], ascending=[False, True], ignore_index=True
    )


def odd_figures(doubts: pd.DataFrame, most: int) -> pd.DataFrame:
    """The doubts about single figures, at most so many: those of the rarest kinds first."""
    of_figures = doubts[doubts["table"].str.startswith("observations/")]
    rarest = of_figures["kind"].map(of_figures["kind"].value_counts())
    order = rarest.sort_values(kind="stable").index
    return of_figures.loc[order].head(most).reset_index(drop=True)
