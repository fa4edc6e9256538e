"""The figures of the documents that the book began with, and what they can be set against."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.model.keys import COUNTED

# How a figure stands beside other provinces: compared with them; not used itself; the only one
# that was found; or not to be compared, as a usage warning says.
COMPARED, UNUSED, ALONE, WARNED = "compared", "unused", "alone", "warned"


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


def beside_others(
    figures: pd.DataFrame, values: pd.DataFrame, warnings: pd.DataFrame
) -> pd.DataFrame:
    """How each figure stands beside the same indicator and year in other provinces.

    ``values`` and ``warnings`` are the clean tables ``values`` and ``usage_warnings``. A figure is
    compared where another province of its boundary has one and no warning says that provinces must
    not be set beside each other. Columns out: standing (one of the four above), larger, equal,
    smaller (how many other provinces have such a figure, or such a rank), warning (empty unless
    warned). The index is that of ``figures``.
    """
    own = figures["value"].fillna(figures["rank"].astype(float))
    key = [*COUNTED, "province_code"]
    asked = figures[key].assign(own=own).reset_index(names="figure")
    pairs = asked.merge(values[[*key, "value"]], on=COUNTED, suffixes=("", "_there"))
    pairs = pairs[pairs["province_code"] != pairs["province_code_there"]]
    difference = pairs["value"] - pairs["own"]
    side = difference.map(np.sign).map({1: "larger", 0: "equal", -1: "smaller"})
    counts = pd.crosstab(pairs["figure"], side).reindex(
        index=figures.index, columns=["larger", "equal", "smaller"], fill_value=0
    )
    about = ["province_code", "reference_year"]
    against = warnings.loc[warnings["comparable"] == "no", ["indicator", *about, "warning"]]
    warned = asked.merge(against, on="indicator", suffixes=("", "_warned"))
    for column in about:
        # A warning with an empty place or year holds for all of them.
        there = warned[f"{column}_warned"]
        warned = warned[there.isna() | (there == warned[column])]
    warning = warned.drop_duplicates("figure").set_index("figure")["warning"].reindex(figures.index)
    cases = {
        UNUSED: (figures["status"] != "used") | own.isna(),
        ALONE: counts.sum(axis=1) == 0,
        WARNED: warning.notna(),
    }
    standing = np.select(list(cases.values()), list(cases), default=COMPARED)
    return counts.assign(standing=standing, warning=warning.where(standing == WARNED))
