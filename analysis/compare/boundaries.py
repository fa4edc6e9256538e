"""The ranking of the 34 provinces since July 2025, from the scores of the 63 before.

The ministry takes the unweighted mean of the merged provinces. Other weights give other ranks: that
is a what-if, not another official ranking. Ranks themselves are never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import polars as pl

from analysis.clean.aggregation import to_34
from analysis.compare.composite import ranks
from analysis.compare.cross_section import known, sources_of


def by_population(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """People of a year as weights: province_code, weight (thousand), weight_source."""
    chosen = values[
        (values["indicator"] == "population")
        & (values["reference_year"] == year)
        & (values["boundary"] == "63")
    ]
    weights = {"value": "weight", "source_id": "weight_source"}
    return chosen[["province_code", *weights]].rename(columns=weights)


def by_grdp(values: pd.DataFrame, year: int = 2022) -> pd.DataFrame:
    """Gross regional domestic product as weights: GRDP per head times population.

    Both are printed for all 63 provinces of 2022; a GRDP itself is printed for a few. Columns
    out: province_code, weight (billion dong: million dong x thousand persons), weight_source.
    """
    grdp = known(values, "grdp_per_capita", year) * known(values, "population", year)
    sources = sources_of(values, ["grdp_per_capita", "population"], [year])
    return grdp.dropna().rename("weight").reset_index().assign(weight_source=";".join(sources))


def grdp(values: pd.DataFrame) -> pd.Series:
    """The weights of ``by_grdp`` as a series by province_code, in billion dong."""
    return by_grdp(values).set_index("province_code")["weight"].rename("grdp")


def ranked_34(
    values: pd.DataFrame,
    successors: pd.DataFrame,
    indicators: pd.DataFrame,
    year: int,
    weights: Mapping[str, pd.DataFrame],
) -> pd.DataFrame:
    """DTI scores and ranks of the 34 as means of the provinces that each was made of.

    ``values``, ``successors`` and ``indicators`` are clean tables. ``weights`` are frames by name,
    as ``by_population`` and ``by_grdp`` give them; the name ``unweighted`` is always there.
    Where a part or its weight is missing a score is missing, and then nobody is ranked with those
    weights, because a rank needs all. Columns out: province_code (of the 34), parts, and for each
    name score_<name> and rank_<name>; sorted by rank_unweighted.
    """
    result = (
        successors.groupby("new_code")
        .size()
        .rename("parts")
        .rename_axis("province_code")
        .to_frame()
    )
    figures = values[(values["reference_year"] == year) & (values["indicator"] == "dti_score")]
    for name, weight in {"unweighted": None, **weights}.items():
        by = None if weight is None else _polars(weight)
        found = to_34(
            _polars(figures), _polars(successors), _polars(indicators), "dti_score", year, by
        )
        by_code = dict(zip(found["province_code"], found["value"], strict=True))
        scores = result.index.to_series().map(by_code).astype(float)
        result[f"score_{name}"] = scores
        result[f"rank_{name}"] = pd.array(
            ranks(scores.to_numpy()) if scores.notna().all() else [pd.NA] * len(scores),
            dtype="Int64",
        )
    return result.reset_index().sort_values(["rank_unweighted", "province_code"], ignore_index=True)


def _polars(frame: pd.DataFrame) -> pl.DataFrame:
    """The frame as the cleaning stage takes it, with nothing where pandas has a missing value."""
    return pl.DataFrame(
        {
            column: frame[column].astype(object).where(frame[column].notna(), None).tolist()
            for column in frame.columns
        },
        infer_schema_length=None,
        strict=False,
    )


def before_and_after(
    ranked: pd.DataFrame, paths: pd.DataFrame, successors: pd.DataFrame, year: int = 2024
) -> pd.DataFrame:
    """Each of the 63 beside the province that it became part of.

    ``ranked`` as ``ranked_34`` gives it; ``paths`` as ``compare.rankings.paths`` gives them for the
    63. Columns out: province_code, name_vi, name_en, new_code, parts, rank_63, score_63, score_34,
    rank_34, share_63 and share_34 (of the provinces ranked, the share that stands above: 0 is
    first), alone (the province was not merged); sorted by rank_63.
    """
    old = paths[paths["reference_year"] == year][
        ["province_code", "name_vi", "name_en", "rank", "score"]
    ].rename(columns={"rank": "rank_63", "score": "score_63"})
    new = ranked[["province_code", "parts", "score_unweighted", "rank_unweighted"]].rename(
        columns={
            "province_code": "new_code", "score_unweighted": "score_34",
            "rank_unweighted": "rank_34",
        }
    )  # fmt: skip
    table = old.merge(
        successors[["old_code", "new_code"]],
        left_on="province_code", right_on="old_code", validate="1:1",
    ).drop(columns="old_code").merge(new, on="new_code", validate="m:1")  # fmt: skip
    table["share_63"] = ((table["rank_63"] - 1) / (len(old) - 1)).astype(float)
    table["share_34"] = ((table["rank_34"] - 1) / (len(new) - 1)).astype(float)
    table["alone"] = table["parts"] == 1
    return table.sort_values(["rank_63", "name_en"], ignore_index=True)


def beside_print(ranked: pd.DataFrame, values: pd.DataFrame, year: int = 2024) -> pd.DataFrame:
    """The computed ranking beside what is printed of it.

    Columns out: province_code, computed_score, printed_score, residual, computed_rank,
    printed_rank; NaN where nothing is printed; sorted by computed rank.
    """
    printed = values[
        (values["reference_year"] == year)
        & (values["boundary"] == "34")
        & (values["basis"] == "printed")
    ]
    score, rank = (
        printed[printed["indicator"] == code].set_index("province_code")["value"]
        for code in ("dti34_score", "dti34_rank")
    )
    table = ranked[["province_code", "score_unweighted", "rank_unweighted"]].rename(
        columns={"score_unweighted": "computed_score", "rank_unweighted": "computed_rank"}
    )
    table["printed_score"] = table["province_code"].map(score)
    table["printed_rank"] = table["province_code"].map(rank).astype("Int64")
    table["residual"] = (table["printed_score"] - table["computed_score"]).round(10)
    return table
