"""Every province on one line, before the merger of July 2025 and since."""

from __future__ import annotations

import pandas as pd

from analysis.model.places import BEFORE, SINCE
from analysis.model.tables import having


def before(
    paths: pd.DataFrame, provinces: pd.DataFrame, successors: pd.DataFrame, bounded: pd.DataFrame
) -> pd.DataFrame:
    """One row for each of the 63.

    ``paths`` as ``compare.rankings.paths`` gives them, ``bounded`` as
    ``compare.digital_economy.bounded_ranking``. Columns out: province_code, name_vi, name_en,
    region, since_2025 (name of the province that it is part of), rank_<year> and
    rank_basis_<year> for each edition, value, low, high (the share); sorted by English name.
    """
    old = having(provinces, boundary=BEFORE)[["code", "name_vi", "name_en", "region"]]
    new = having(provinces, boundary=SINCE).set_index("code")["name_vi"]
    became = successors.set_index("old_code")["new_code"].map(new).rename("since_2025")
    ranks = paths.pivot(index="province_code", columns="reference_year")[["rank", "rank_basis"]]
    ranks.columns = ranks.columns.map("{0[0]}_{0[1]}".format)
    return (
        old.rename(columns={"code": "province_code"})
        .join(became, on="province_code")
        .join(ranks, on="province_code")
        .merge(bounded[["province_code", "value", "low", "high"]], validate="1:1")
        .sort_values("name_en", ignore_index=True)
    )


def since(paths: pd.DataFrame, provinces: pd.DataFrame, successors: pd.DataFrame) -> pd.DataFrame:
    """One row for each of the 34 and edition, with made_of: the names of the 63 in it.

    ``paths`` as ``compare.rankings.paths`` gives them for the boundary; columns out: theirs and
    made_of; sorted by English name.
    """
    old = having(provinces, boundary=BEFORE).set_index("code")["name_vi"]
    made = successors["old_code"].map(old).groupby(successors["new_code"]).agg(list)
    return paths.join(made.rename("made_of"), on="province_code").sort_values("name_en")
