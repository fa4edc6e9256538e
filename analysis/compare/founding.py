"""The figures of the documents that the book began with, and what they can be set against."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from analysis.clean.values import BY_ORDER
from analysis.model.tables import rows as rows_of

KEY = ["indicator", "boundary", "reference_year"]
NOTHING = "no figure of another province was found"


def figures(observations: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Every printed figure of the founding documents, by paragraph and sentence.

    Columns out: those of the clean table ``observations``.
    """
    founding = sources.loc[sources["founding"] == "yes", "source_id"]
    chosen = observations[observations["source_id"].isin(founding)].copy()
    place = chosen["locator"].str.extract(r"para (\d+)", expand=False).astype(float)
    sentence = chosen["locator"].str.extract(r"sentence (\d+)", expand=False).astype(float)
    last = chosen["locator"].str.contains("last sentence")
    chosen = chosen.assign(_place=place, _sentence=sentence.where(~last, float("inf")).fillna(0))
    order = ["province_code", "source_id", "_place", "_sentence", "indicator"]
    return chosen.sort_values(order, ignore_index=True).drop(columns=["_place", "_sentence"])


def others(values: pd.DataFrame, indicator: str, year: int, code: str) -> pd.DataFrame:
    """The same indicator and year in other provinces: province_code, value, source_id.

    Only figures that may be set beside each other: one indicator, one boundary, one year.
    """
    chosen = values[
        (values["indicator"] == indicator)
        & (values["reference_year"] == year)
        & (values["boundary"] == "63")
        & (values["province_code"] != code)
    ]
    return chosen[["province_code", "value", "source_id"]]


def beside_others(
    figures: pd.DataFrame, values: pd.DataFrame, warnings: pd.DataFrame
) -> pd.DataFrame:
    """What can be said of each figure beside other provinces, in words.

    A figure is *comparable* where another province has the same indicator for the same year and no
    usage warning says that provinces must not be set beside each other. Columns out: comparable
    (yes, no), other_provinces (how many), beside: where it stands among those known, or why it does
    not stand beside any. The index is that of ``figures``.
    """
    said, counts, comparable = [], [], []
    against = warnings[warnings["comparable"] == "no"]
    for row in rows_of(figures):
        rest = others(values, row.indicator, row.reference_year, row.province_code)
        counts.append(len(rest))
        # A warning with an empty place or year holds for all of them.
        warned = against[
            (against["indicator"] == row.indicator)
            & (against["province_code"].isna() | (against["province_code"] == row.province_code))
            & (against["reference_year"].isna() | (against["reference_year"] == row.reference_year))
        ]
        own = row.value if pd.notna(row.value) else row.rank
        if row.status != "used" or pd.isna(own):
            said.append(f"not used: {row.reason}" if isinstance(row.reason, str) else "not used")
            comparable.append("no")
        elif rest.empty:
            said.append(NOTHING)
            comparable.append("no")
        elif len(warned):
            said.append(str(warned["warning"].iloc[0]))
            comparable.append("no")
        else:
            said.append(_beside(float(own), rest["value"], ranked=pd.isna(row.value)))
            comparable.append("yes")
    return pd.DataFrame(
        {"comparable": comparable, "other_provinces": counts, "beside": said}, index=figures.index
    )


def readable(figures: pd.DataFrame, beside: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """The figures as a reader needs them, one row each, in the order given.

    ``beside`` as ``beside_others`` gives it. Columns out: Figure (the indicator's name), Printed
    as, Understood as (value or rank, unit, and what the words around it make of it), For (year, or
    the time it refers to), Place in the text, Beside other provinces.
    """
    names = indicators.set_index("code")["name_en"]
    return pd.DataFrame(
        {
            "Figure": figures["indicator"].map(names),
            "Printed as": [f"“{_printed(row)}”" for row in rows_of(figures)],
            "Understood as": [_understood(row) for row in rows_of(figures)],
            "For": [
                str(row.as_of) if isinstance(row.as_of, str) else str(row.reference_year)
                for row in rows_of(figures)
            ],
            "Place in the text": figures["locator"],
            "Beside other provinces": beside["beside"],
        }
    )


def _printed(row: Any) -> str:
    parts = [text for text in (row.value_as_printed, row.rank_as_printed) if isinstance(text, str)]
    return "; ".join(parts)


def _understood(row: Any) -> str:
    """ "over 60,000 accounts", "3rd of 63", "92.3 %"."""
    if pd.isna(row.value):
        of = f" of {row.units_ranked}" if pd.notna(row.units_ranked) else ""
        return f"rank {row.rank}{of}"
    number = f"{row.value:,.{0 if pd.isna(row.decimals) else max(int(row.decimals), 0)}f}"
    number = number.replace("-", "−")
    words = f"{row.qualifier} " if isinstance(row.qualifier, str) else ""
    if str(row.value_as_printed).lower().startswith("gần"):
        # It counts as a bound from above; what the text says is that it is not far below.
        words = "nearly "
    base = f" (of {row.base:,.0f})" if pd.notna(row.base) else ""
    rank = f", rank {row.rank}" if pd.notna(row.rank) else ""
    return f"{words}{number} {row.unit}{base}{rank}"


def relations(identities: pd.DataFrame, indicators: pd.DataFrame, province: str) -> pd.DataFrame:
    """The relations that a province's documents state or imply, as printed and as computed.

    Columns out: In words, As printed, Left side, Right side, Tolerance, Holds (yes, no, or "printed
    twice alike" for a repetition of one figure in one text), If not.
    """
    mine = identities[identities["province"] == province]
    signs = {"equals": " = ", "at least": " ≥ ", "at most": " ≤ "}
    names = {
        str(code): str(name)
        for code, name in zip(indicators["code"], indicators["name_en"], strict=True)
    }
    left, right = (
        pd.Series([_in_words(str(text), names) for text in mine[side]], index=mine.index)
        for side in ("left", "right")
    )
    same = [re.fullmatch(r"(\w+) - \1", text) is not None for text in mine["left"]]
    held = pd.Series(same, index=mine.index).map({True: "printed twice alike", False: None})
    return pd.DataFrame(
        {
            "In words": left + mine["relation"].map(signs) + right,
            "As printed": mine["left_figures"] + mine["relation"].map(signs) + mine["right_figure"],
            "Left side": mine["left_value"].map(_plain_number),
            "Right side": mine["right_value"].map(_plain_number),
            "Tolerance": mine["tolerance"].map("{:g}".format),
            "Holds": held.where((held.notna()) & (mine["found"] == "yes"), mine["found"]),
            "If not": mine["accepted"].fillna(""),
        }
    )


def _in_words(expression: str, names: dict[str, str]) -> str:
    """An expression of identities.csv with the names of its indicators in place of their codes."""
    text = re.sub(r'\["[^"]*"\]', "", expression).removeprefix("100 * ").replace(" - ", " − ")
    text = re.sub(r"base\((\w+)\)", r"base of \1", text)
    text = re.sub(r"(\w+)\[(\d{4})\]", r"\1 (\2)", text)
    return re.sub(r"[a-z][a-z0-9_]{3,}", lambda match: names.get(match[0], match[0]), text)


def _plain_number(x: float) -> str:
    return (f"{x:,.6g}" if abs(x) < 1e5 else f"{x:,.0f}").replace("-", "−")


def contested(disputes: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Disputes as a reader needs them. Takes what ``contradictions`` returns.

    Columns out: Figure, Year, Printed as, Used, source_id, Kind, Reason.
    """
    names = indicators.set_index("code")["name_en"]
    return pd.DataFrame(
        {
            "Figure": disputes["indicator"].map(names),
            "Year": disputes["reference_year"].astype(str),
            "Printed as": [f"“{text}”" for text in disputes["value_as_printed"]],
            "Used": disputes["chosen"],
            "source_id": disputes["source_id"],
            "Kind": disputes["kind"],
            "Reason": disputes["reason"].map(_reason),
        }
    )


def _reason(text: str) -> str:
    """A reason without the codes that only the tables need."""
    if text == BY_ORDER:
        return "by the fixed order of the page on data quality"
    return re.sub(r"[a-z0-9]+(?:-[a-z0-9]+)+ does not hold: ", "", text)


def contradictions(figures: pd.DataFrame, disputes: pd.DataFrame) -> pd.DataFrame:
    """Disputes in which a figure of these takes part, all figures of each case included.

    Columns out: those of the clean table ``disputes``.
    """
    case = ["indicator", "boundary", "province_code", "reference_year"]
    mine = disputes[disputes["source_id"].isin(figures["source_id"])][case].drop_duplicates()
    own = mine.merge(figures[case].drop_duplicates(), on=case)
    return disputes.merge(own, on=case).sort_values([*case, "kind", "source_id"], ignore_index=True)


def _beside(own: float, rest: pd.Series, ranked: bool) -> str:
    """ "62 others: 2 before, 60 after" for ranks, "12 others: all smaller" for figures."""
    below = int((rest < own).sum())
    equal = int((rest == own).sum())
    above = len(rest) - below - equal
    words = ("after", "the same rank", "before") if ranked else ("larger", "equal", "smaller")
    counts = [(n, word) for n, word in zip((above, equal, below), words, strict=True) if n]
    who = f"{len(rest)} other" + "s" * (len(rest) != 1)
    if len(counts) == 1 and len(rest) > 1:
        return f"{who}: all {counts[0][1]}"
    return f"{who}: " + ", ".join(f"{n} {word}" for n, word in reversed(counts))
