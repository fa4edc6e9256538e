"""Targets for the digital economy's share, beside the shares that are reported.

A target does not say whose figure will tell whether it is met. Only a province's own figure is held
against its own target; for all others it cannot be told.
"""

from __future__ import annotations

import pandas as pd

from analysis.compare.digital_economy import DEFINITIONS, printed_by_province
from analysis.model.tables import having

TARGET = "digital_economy_target"
SME_TARGET, SME_SHARE = "sme_digital_platform_target", "sme_digital_platform_share"

_PLACE = ["boundary", "province_code"]


def against(
    observations: pd.DataFrame, provinces: pd.DataFrame, year: int, boundary: str
) -> pd.DataFrame:
    """Targets of the provinces of a boundary for a year, beside the latest share of each kind.

    Columns out: those of ``printed_by_province``, with target_low and target_high for low and high
    and without rank; for each name of ``DEFINITIONS`` <name>_low, <name>_high and <name>_year, of
    the latest year up to the target's that has a figure in the same boundary; reported (how many
    kinds have one); verdict: "nothing" where no share is printed, "reached" where all of the
    province's own latest figures are at or above its target, "short" where all are below it, else
    "untold". The highest target first, then by name.
    """
    targets = having(printed_by_province(observations, provinces, TARGET), reference_year=year)
    table = having(targets, boundary=boundary).drop(columns="rank")
    table = table.rename(columns={"low": "target_low", "high": "target_high"})
    for name, indicator in DEFINITIONS.items():
        shares = printed_by_province(observations, provinces, indicator)
        until = shares[shares["reference_year"] <= year].drop_duplicates(_PLACE, keep="last")
        renamed = {"low": f"{name}_low", "high": f"{name}_high", "reference_year": f"{name}_year"}
        own = until.rename(columns=renamed)
        table = table.merge(own[[*_PLACE, *renamed.values()]], on=_PLACE, how="left")
    table["reported"] = table[[f"{name}_low" for name in DEFINITIONS]].notna().sum(axis=1)
    verdict = pd.Series("untold", table.index).mask(table["reported"] == 0, "nothing")
    verdict = verdict.mask(table["own_low"] >= table["target_high"], "reached")
    table["verdict"] = verdict.mask(table["own_high"] < table["target_low"], "short")
    return table.sort_values("target_high", ascending=False, kind="stable", ignore_index=True)
