"""The figures of the documents that the book began with, and what they can be set against."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.compare import composite, pillars
from analysis.compare.comparability import warnings_of
from analysis.model.keys import COUNTED
from analysis.model.places import BEFORE

# How a figure stands beside other provinces: compared with them; not used itself; alone, because no
# figure of another province was found, or not all the ranks that a rank is one of; or not to be
# compared, as a usage warning says.
COMPARED, UNUSED, ALONE, WARNED = "compared", "unused", "alone", "warned"

# How many are ranked, where a text does not say.
PROVINCES = 63


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


def with_pillar_ranks(values: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The clean table ``values`` with the ranks of all provinces by each pillar of the DTI.

    Only some are printed; all follow from the pillar scores that ``compare.pillars`` computes
    for the edition whose weights are known. ``weights`` is that clean table.
    """
    blocks = composite.five_blocks(values, composite.weights_of(weights))
    scores = pillars.pillars_from_blocks(blocks, weights)
    ranks = (
        scores.apply(composite.ranks)
        .add_suffix("_rank")
        .melt(var_name="indicator", ignore_index=False)
    )
    computed = ranks.reset_index().assign(boundary=BEFORE, reference_year=composite.YEAR)
    printed = values["indicator"].isin(computed["indicator"]) & (
        values["reference_year"] == composite.YEAR
    )
    return pd.concat([values[~printed], computed], ignore_index=True)


def beside_others(
    figures: pd.DataFrame, values: pd.DataFrame, warnings: pd.DataFrame
) -> pd.DataFrame:
    """How each figure stands beside the same indicator and year in other provinces.

    ``values`` and ``warnings`` are the clean tables ``values`` and ``usage_warnings``. A figure is
    compared where another province of its boundary has one (a rank: where all others that are
    ranked have one) and no warning says that provinces must not be set beside each other. Columns
    out: standing (one of the four above), larger, equal, smaller (how many other provinces have
    such a figure, or such a rank), warning (empty unless warned). The index is that of ``figures``.
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
    others = counts.sum(axis=1)
    needed = (figures["units_ranked"].fillna(PROVINCES) - 1).where(figures["value"].isna(), 1)
    warning = warnings_of(figures, warnings)
    cases = [
        ((figures["status"] != "used") | own.isna(), UNUSED),
        (others == 0, ALONE),
        (warning.notna(), WARNED),
        ((others < needed).fillna(False), ALONE),
    ]
    conditions = [condition.astype(bool) for condition, _ in cases]
    standing = np.select(conditions, [code for _, code in cases], default=COMPARED)
    return counts.assign(standing=standing, warning=warning.where(standing == WARNED))
