"""Where every province stands by every indicator: place, band of places, median of its region.

Figures are compared only within one indicator, year and boundary, and only where no usage warning
speaks against it (``compare.comparability``).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.compare.comparability import warnings_of
from analysis.model.keys import RANKED
from analysis.model.tables import having

# A place among those known says something where so many provinces are known, a median where so
# many of its group are.
LEAST_RANKED, LEAST = 30, 5
# A difference is small up to this part of the distance between the quartiles of all known figures.
SMALL = 0.1
# What a strength or a gap is: in the first or the last so many of those known, in an indicator's
# latest year since the one named. GRDP and population are circumstances, not achievements.
FIFTH, EARLIEST, CIRCUMSTANCES = 1 / 5, 2020, "reference"
STRENGTH, GAP = "strength", "gap"

_EDITION = ["indicator", "reference_year"]
_FIGURE = [
    "indicator", "boundary", "province_code", "reference_year", "value", "unit", "decimals",
    "basis", "qualifier", "source_id", "locator", "as_printed", "disputed",
]  # fmt: skip
_RANK = ["rank", "rank_basis", "units_ranked", "definition"]


def every_figure(
    values: pd.DataFrame, rankings: pd.DataFrame, indicators: pd.DataFrame, boundary: str
) -> pd.DataFrame:
    """Every figure and rank of the provinces of a boundary, a rank beside the score it belongs to.

    Takes clean tables. Columns out: indicator, topic, measure, higher_is_better, index (NaN for
    figures of no index), boundary, province_code, reference_year, value (NaN where only a rank is
    known), unit, decimals, basis, qualifier, source_id, locator, as_printed, disputed, rank,
    rank_basis, units_ranked, definition, known (provinces with a figure or a rank of it).
    """
    asked = indicators.set_index("code")[["topic", "measure", "higher_is_better", "index"]]
    figures = having(values, boundary=boundary)[_FIGURE].join(asked, on="indicator")
    ranked = having(rankings, boundary=boundary).dropna(subset=["rank", "score"], how="all")
    scores = figures[figures["measure"] == "score"].merge(
        ranked[[*RANKED, *_RANK]], on=list(RANKED), how="left", validate="m:1"
    )
    # Where only the rank is known, it is the figure.
    codes = having(indicators.fillna({"boundary": boundary}), measure="rank", boundary=boundary)
    codes = codes.drop_duplicates("index")[["code", "topic", "measure", "index"]]
    alone = ranked[ranked["score"].isna()].merge(
        codes.rename(columns={"code": "indicator"}), on="index"
    )
    others = figures[~figures["measure"].isin(["score", "rank"])]
    table = pd.concat([scores, alone[alone.columns.intersection(scores.columns)], others])
    counted = [table["index"].fillna(table["indicator"]), table["reference_year"]]
    table["known"] = table.groupby(counted)["province_code"].transform("nunique")
    return table.sort_values(["province_code", *_EDITION], ignore_index=True)


def placed(figures: pd.DataFrame, warnings: pd.DataFrame, regions: pd.Series) -> pd.DataFrame:
    """Where each figure stands among those of other provinces.

    ``figures`` as ``every_figure`` gives them, of one boundary; ``warnings`` the clean table
    ``usage_warnings``; ``regions`` by province_code. Columns out: those of ``figures`` and

    - warning: why provinces must not be set beside each other (NaN where they may);
    - place, of: the place among those known (1 for the best, ties share the better one) and their
      number, where ``LEAST_RANKED`` or more are known and the indicator says which is better;
    - best, worst: the band, places that the province could have if no difference counted that is
      ``SMALL`` or that rounding of the printed figures explains;
    - region_median: of its region, itself included, where ``LEAST`` or more of it are known;
    - side: ``STRENGTH``, ``GAP`` or NaN, by the rule above, all that share the place counted in.
    """
    table = figures.assign(
        warning=warnings_of(figures, warnings), region=figures["province_code"].map(regions)
    )
    beside = table[table["warning"].isna() & table["value"].notna()]
    directed = beside[beside["higher_is_better"].isin(["yes", "no"])]
    bands = [
        _places(edition)
        for _, edition in directed.groupby(_EDITION, sort=False)
        if len(edition) >= LEAST_RANKED
    ]
    found = pd.concat(bands) if bands else pd.DataFrame(columns=_PLACED)
    table = table.join(found.astype("Int64"))
    groups = beside.groupby([*_EDITION, "region"])["value"]
    table["region_median"] = groups.transform("median").where(groups.transform("size") >= LEAST)
    return table.assign(side=_sides(table)).drop(columns=["region", "_first", "_last"])


_PLACED = ["place", "of", "best", "worst", "_first", "_last"]


def _places(edition: pd.DataFrame) -> pd.DataFrame:
    """Places and bands of one indicator and year; ``_first`` and ``_last`` count all that tie."""
    sign = 1 if edition["higher_is_better"].iloc[0] == "yes" else -1
    value = sign * edition["value"].to_numpy()
    low, high = np.quantile(value, [0.25, 0.75])
    # Two figures, each off by half a unit of the last digit; a single 0.9 among figures such as
    # 0.8731 is 0.9000.
    decimals = edition["decimals"].astype(float).median()
    rounding = 0.0 if np.isnan(decimals) else 10.0**-decimals
    # Compared at ten decimals, so that 2.2 - 2 is not more than 0.2.
    margin = round(max(SMALL * (high - low), rounding), 10)
    ahead = np.round(value[None, :] - value[:, None], 10)  # how far each other province is ahead
    n = len(value)
    found = {
        "place": 1 + (ahead > 0).sum(axis=1), "of": n,
        "best": 1 + (ahead > margin).sum(axis=1), "worst": n - (ahead < -margin).sum(axis=1),
        "_first": (ahead >= 0).sum(axis=1), "_last": (ahead <= 0).sum(axis=1),
    }  # fmt: skip
    return pd.DataFrame(found, index=edition.index)


def _sides(table: pd.DataFrame) -> pd.Series:
    asked = (
        table["place"].notna()
        & (table["reference_year"] >= EARLIEST)
        & (table["topic"] != CIRCUMSTANCES)
    )
    latest = table[asked].groupby("indicator")["reference_year"].max()
    asked &= table["reference_year"] == table["indicator"].map(latest)
    reach = FIFTH * table["of"].astype(float)
    first, last = (asked & (table[end].astype(float) <= reach) for end in ("_first", "_last"))
    none = pd.Series(np.nan, table.index, dtype=object)
    return none.mask(first, STRENGTH).mask(last, GAP)


def compared(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures that may be set beside each other: one row a province, one column an edition.

    ``figures`` as ``placed`` gives them. Columns out: indicator and reference_year, two levels.
    """
    there = figures[figures["warning"].isna() & figures["value"].notna()]
    return there.pivot(index="province_code", columns=_EDITION, values="value")


def group_medians(figures: pd.DataFrame, codes: Sequence[str]) -> pd.Series:
    """The median of some provinces' figures, by indicator and reference_year.

    ``figures`` as ``compared`` gives them; NaN where fewer than ``LEAST`` of the provinces have a
    figure.
    """
    group = figures.reindex(list(codes))
    median: pd.Series = group.median().where(group.count() >= LEAST)
    return median
