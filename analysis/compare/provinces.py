"""Every province on one line: names, successor, ranks and share."""

from __future__ import annotations

import pandas as pd


def overview(
    paths: pd.DataFrame,
    provinces: pd.DataFrame,
    successors: pd.DataFrame,
    bounded: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each of the 63.

    ``paths`` as ``compare.rankings.paths`` gives them, ``bounded`` as
    ``compare.digital_economy.bounded_ranking``. Columns out: province_code, name_vi, name_en,
    region, since_2025 (name of the province that it is part of), rank_<year> for each edition,
    share, share_low, share_high; sorted by English name.
    """
    old = provinces[provinces["boundary"] == "63"][["code", "name_vi", "name_en", "region"]]
    new = provinces[provinces["boundary"] == "34"][["code", "name_vi"]]
    became = successors.merge(
        new.rename(columns={"code": "new_code", "name_vi": "since_2025"}),
        on="new_code",
        validate="m:1",
    )[["old_code", "since_2025"]]
    ranks = paths.pivot(index="province_code", columns="reference_year", values="rank")
    ranks.columns = [f"rank_{year}" for year in ranks.columns]
    shares = bounded[["province_code", "value", "low", "high"]].rename(
        columns={"value": "share", "low": "share_low", "high": "share_high"}
    )
    return (
        old.rename(columns={"code": "province_code"})
        .merge(became, left_on="province_code", right_on="old_code", validate="1:1")
        .drop(columns="old_code")
        .merge(ranks, left_on="province_code", right_index=True, validate="1:1")
        .merge(shares, on="province_code", validate="1:1")
        .sort_values("name_en", ignore_index=True)
    )
