"""What is known, what is disputed and what is missing."""

from __future__ import annotations

import pandas as pd

from analysis.clean.recomputations import FORMULA
from analysis.clean.witnesses import NONE, WITNESSES
from analysis.model.keys import KEY
from analysis.model.places import COUNTRY, COUNTRY_BOUNDARY, COUNTRY_NAME


def statuses(observations: pd.DataFrame) -> pd.DataFrame:
    """What became of the raw rows, by topic and of all.

    Columns out: topic, used, bounded, set_aside, unparsed, rows.
    """
    order = ["used", "bounded", "set_aside", "unparsed"]
    counts = pd.crosstab(observations["topic"], observations["status"])
    counts = counts.reindex(columns=order, fill_value=0).rename_axis(columns=None)
    counts["rows"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
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


def widest(disputes: pd.DataFrame, indicators: pd.DataFrame, most: int) -> pd.DataFrame:
    """The disputes between sources that are farthest apart, at most so many; ranks are left out.

    Of each case the print is taken that is farthest from the used figure, of those that could have
    been used: neither suspect nor of unstated origin. Columns out: those of ``disputes`` of that
    print, used (the figure), gap (part of it by which the print differs).
    """
    ranks = indicators.loc[indicators["measure"] == "rank", "code"]
    between = disputes[(disputes["kind"] == "values") & ~disputes["indicator"].isin(ranks)]
    used = between[between["chosen"] == "yes"].set_index(list(KEY))["value"].rename("used")
    usable = between[(between["quality"] != "C") & (between["qualifier"] != "suspect")]
    beside = usable.join(used, on=list(KEY), how="inner")
    beside["gap"] = (beside["value"] / beside["used"] - 1).abs()
    farthest = beside.sort_values("gap", ascending=False, kind="stable")
    return farthest.drop_duplicates(list(KEY)).head(most).reset_index(drop=True)


def witnessed(values: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """How many printed figures have which strongest witness, by topic and of all.

    Columns out: topic, figures, one for each of ``WITNESSES``, none, told (all but these).
    """
    printed = values[values["witness"].notna()]
    topics = printed["indicator"].map(indicators.set_index("code")["topic"]).rename("topic")
    counts = pd.crosstab(topics, printed["witness"].str.split(";").str[0])
    counts = counts.reindex(columns=[*WITNESSES, NONE], fill_value=0).rename_axis(columns=None)
    counts.loc["all"] = counts.sum()
    counts.insert(0, "figures", counts.sum(axis=1))
    counts["told"] = counts["figures"] - counts[NONE]
    return counts.reset_index()


def unwitnessed(values: pd.DataFrame) -> pd.DataFrame:
    """Indicators of which some figures have no witness, whatever the year.

    Columns out: indicator, boundary, figures (printed), none (of these).
    """
    printed = values[values["witness"].notna()]
    alone = printed["witness"] == NONE
    counts = printed.assign(none=alone).groupby(["indicator", "boundary"], as_index=False)
    table = counts.agg(figures=("none", "size"), none=("none", "sum"))
    return table[table["none"] > 0].reset_index(drop=True)


def formulas(table: pd.DataFrame, recomputations: pd.DataFrame) -> pd.DataFrame:
    """The clean ``table`` of formulas with how often each was evaluated, and how often it holds.

    Columns out: those of the table, evaluated, holding.
    """
    rows = recomputations[recomputations["method"] == FORMULA]
    of = table.rename(columns={"left": "indicator"}).merge(
        rows, on="indicator", suffixes=("_of", "")
    )
    fits = of["reference_year"].between(of["first_year"], of["last_year"])
    fits &= of["boundary_of"].isna() | (of["boundary_of"] == of["boundary"])
    counts = (
        of[fits]
        .groupby("id")["agrees"]
        .agg(evaluated="size", holding=lambda column: (column == "yes").sum())
    )
    return table.join(counts, on="id")


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
    """How recomputed figures compare with printed ones, by method.

    Columns out: method, computed (how many), compared (how many have a printed figure), agree.
    """
    by_method = recomputations.groupby("method")
    return by_method.agg(
        computed=("computed", "size"),
        compared=("printed", "count"),
        agree=("agrees", lambda column: int((column == "yes").sum())),
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
