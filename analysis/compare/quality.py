"""What is known, what is disputed and what is missing."""

from __future__ import annotations

import pandas as pd

from analysis.validate.report import Report

# Topics of data/raw/observations, as a reader calls them.
TOPICS = {
    "dti": "Digital Transformation Index",
    "digital_economy": "Digital economy",
    "governance": "Governance and other indices",
    "reference": "Population, GRDP and other reference figures",
    "founding": "The five founding documents",
}


def statuses(observations: pd.DataFrame) -> pd.DataFrame:
    """What became of the raw rows, by topic and of all.

    Columns out: topic, used, bounded, set_aside, unparsed, rows, read (the share that was).
    """
    order = ["used", "bounded", "set_aside", "unparsed"]
    counts = (
        observations.groupby(["topic", "status"]).size().unstack(fill_value=0).reindex(
            columns=order, fill_value=0
        )
    )  # fmt: skip
    counts["rows"] = counts.sum(axis=1)
    counts.loc["all"] = counts.sum()
    counts["read"] = 1 - counts["unparsed"] / counts["rows"]
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


def checks(report: Report) -> pd.DataFrame:
    """Every check of a validation, those of raw files first.

    Columns out: suite, rows (of its table), subject, expected, why, severity, success,
    rows_checked (all where a check is of the table itself), rows_failed, failed_at (the first).
    """
    return pd.DataFrame(
        {
            "suite": check.table, "rows": report.rows[check.table], "subject": check.subject,
            "expected": check.in_words, "why": check.why, "severity": check.severity,
            "success": check.success, "rows_failed": check.rows_failed,
            "rows_checked": check.rows_checked or report.rows[check.table],
            "failed_at": check.failed_at,
        }
        for check in sorted(report.checks, key=lambda c: (not c.table.startswith("raw/"), c.table))
    )  # fmt: skip


def suites(checks: pd.DataFrame) -> pd.DataFrame:
    """How the ``checks`` of each file and table came out.

    Columns out: suite, rows, checks, hold, warnings (checks that do not hold).
    """
    outcome = checks.groupby("suite", sort=False).agg(
        rows=("rows", "first"), checks=("success", "size"), hold=("success", "sum")
    )
    return outcome.assign(warnings=outcome["checks"] - outcome["hold"]).reset_index()
