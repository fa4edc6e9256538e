"""The ranking of the 34 provinces since July 2025, from the scores of the 63 before.

The ministry takes the unweighted mean of the merged provinces. Other weights give other ranks: that
is a what-if, not another official ranking. Ranks themselves are never averaged.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.compare.composite import ranks
from analysis.compare.cross_section import known
from analysis.model.places import COUNTRY_CODE, SINCE
from analysis.model.tables import having, one
from analysis.words import fixed

PLAIN = "unweighted"


def product(values: pd.DataFrame) -> pd.Series:
    """GRDP per head times population of 2022 by province_code, in billion dong.

    Million dong x thousand persons; both are printed for all 63 provinces.
    """
    found = known(values, "grdp_per_capita", 2022) * known(values, "population", 2022)
    return found.dropna().rename("grdp")


def grdp(values: pd.DataFrame) -> pd.Series:
    """Gross regional domestic product of 2022 by province_code, in billion dong.

    As printed; where no usable GRDP is printed, the ``product``.
    """
    return known(values, "grdp_current", 2022).combine_first(product(values)).rename("grdp")


def off_print(values: pd.DataFrame) -> pd.Series:
    """By how much the ``product`` is off the GRDP that is printed, as a share, by province_code."""
    printed = known(values, "grdp_current", 2022)
    return (product(values)[printed.index] / printed - 1).rename("off")


def off_recomputed(values: pd.DataFrame, successors: pd.DataFrame) -> pd.Series:
    """By how much the ``grdp`` of the parts is off what the statistics office has recomputed.

    As a share, by code of the 34. The office gives GRDP per head of the 34 for 2022, to be taken
    times the population of their parts: another release than the GRDP of the 63.
    """
    became = successors.set_index("old_code")["new_code"]
    people = known(values, "population", 2022).groupby(became).sum()
    recomputed = known(values, "grdp_per_capita", 2022, SINCE) * people
    return (grdp(values).groupby(became).sum() / recomputed - 1).rename("off")


def over_the_country(values: pd.DataFrame) -> float:
    """By how much the provinces' ``grdp`` adds up to more than the country's, as a share.

    The country's is its GRDP per head of 2022 times the population of all provinces.
    """
    country = one(
        values, indicator="grdp_per_capita", province_code=COUNTRY_CODE, reference_year=2022
    )
    people = known(values, "population", 2022).sum()
    return float(grdp(values).sum() / (country.value * people) - 1)


def mean_of_parts(
    scores: pd.Series, successors: pd.DataFrame, weights: pd.Series | None = None
) -> pd.Series:
    """The mean of the provinces that each of the 34 was made of, plain or weighted, by new code.

    ``scores`` and ``weights`` are by code of the 63. Nothing is filled in: the mean is missing
    where a part or its weight is. A province that was not merged needs no weight.
    """
    became = successors.set_index("old_code")["new_code"]
    alone = ~became.duplicated(keep=False)
    weight = became.map(lambda _: 1.0) if weights is None else weights.reindex(became.index)
    weight = weight.mask(alone, 1.0)
    products = (scores.reindex(became.index) * weight).groupby(became).sum(skipna=False)
    mean: pd.Series = products / weight.groupby(became).sum(skipna=False)
    return mean.rename_axis("province_code")


def ranked_34(
    scores: pd.Series,
    successors: pd.DataFrame,
    provinces: pd.DataFrame,
    weights: Mapping[str, pd.Series],
) -> pd.DataFrame:
    """Scores and ranks of the 34 as means of the provinces that each was made of.

    ``scores`` and each of ``weights`` are series by code of the 63; ``successors`` and
    ``provinces`` are clean tables. Where one score is missing nobody is ranked with those weights,
    because a rank needs all. Columns out: province_code (of the 34), name_vi, parts, and for each
    name of ``weights`` and for ``unweighted`` score_<name> and rank_<name>; sorted by
    rank_unweighted.
    """
    names = having(provinces, boundary=SINCE).set_index("code")["name_vi"]
    parts = successors.groupby("new_code").size().rename_axis("province_code")
    table = pd.DataFrame({"name_vi": names.reindex(parts.index), "parts": parts})
    for name, weight in {PLAIN: None, **weights}.items():
        mean = mean_of_parts(scores, successors, weight)
        table[f"score_{name}"] = mean
        table[f"rank_{name}"] = pd.Series(
            ranks(mean.to_numpy()) if mean.notna().all() else pd.NA, mean.index, dtype="Int64"
        )
    return table.reset_index().sort_values([f"rank_{PLAIN}", "province_code"], ignore_index=True)


def ranked_otherwise(ranked: pd.DataFrame, how: str) -> int:
    """How many of the 34 have another rank with the weights ``how`` than with the plain mean."""
    return int((ranked[f"rank_{how}"] != ranked[f"rank_{PLAIN}"]).sum())


def farthest_apart(ranked: pd.DataFrame) -> pd.DataFrame:
    """The 34 by how far their ranks differ between the kinds of weights, farthest first.

    Columns out: those of ``ranked``, span (places).
    """
    found = ranked.filter(like="rank_")
    span = found.max(axis=1) - found.min(axis=1)
    order = ["span", f"rank_{PLAIN}"]
    return ranked.assign(span=span).sort_values(order, ascending=[False, True], ignore_index=True)


def shares_above(ranks: pd.Series) -> pd.Series:
    """Of the provinces ranked, the share that stands above each: 0 is first, 1 last."""
    return ((ranks - 1) / (len(ranks) - 1)).astype(float)


def on_tiles(provinces: pd.DataFrame, boundary: str, values: pd.Series) -> pd.DataFrame:
    """The provinces of a boundary as a map draws them, each with its value.

    ``values`` is by province_code. Columns out: those of the clean table ``provinces``, with
    province_code for code, and value (NaN where there is none).
    """
    places = having(provinces, boundary=boundary).rename(columns={"code": "province_code"})
    return places.assign(value=places["province_code"].map(values))


def before_and_after(
    ranked: pd.DataFrame, edition: pd.DataFrame, successors: pd.DataFrame
) -> pd.DataFrame:
    """Each of the 63 beside the province that it became part of, with its printed score.

    ``ranked`` as ``beside_print`` gives it; ``edition`` as ``compare.rankings.edition`` gives it
    for the 63. Columns out: province_code, name_vi, name_en, rank_63, score_63, new_code, new_name,
    parts, rank_34, score_34, gap (score_34 - score_63); sorted by rank_63.
    """
    old = edition[["province_code", "name_vi", "name_en", "rank", "score"]]
    old = old.rename(columns={"rank": "rank_63", "score": "score_63"})
    new = ranked[["province_code", "name_vi", "parts", "printed_rank", "printed_score"]]
    new = new.set_axis(["new_code", "new_name", "parts", "rank_34", "score_34"], axis=1)
    became = successors[["old_code", "new_code"]].set_axis(["province_code", "new_code"], axis=1)
    table = old.merge(became, validate="1:1").merge(new, validate="m:1")
    table["gap"] = table["score_34"] - table["score_63"]
    return table.sort_values(["rank_63", "name_en"], ignore_index=True)


def ends(merged: pd.DataFrame, n: int) -> pd.DataFrame:
    """The ``n`` rows with the lowest and the ``n`` with the highest gap, lowest first."""
    ordered = merged.sort_values("gap", ignore_index=True)
    return pd.concat([ordered.head(n), ordered.tail(n)])


def beside_print(ranked: pd.DataFrame, recomputations: pd.DataFrame) -> pd.DataFrame:
    """The computed ranking of 2024 beside what is printed of it.

    Columns out: those of ``ranked``, and for score and rank printed_<what>, residual_<what> and
    agrees_<what> (yes or no; within rounding), all empty where nothing is printed; exact (whether
    the plain mean, rounded half up to four decimals, is what is printed).
    """
    table = ranked
    methods = {"score": "mean of merged provinces", "rank": "rank from scores"}
    for what, method in methods.items():
        found = having(
            recomputations, method=method, reference_year=2024, indicator=f"dti34_{what}"
        )
        own = found.set_index("province_code")[["printed", "residual", "agrees"]]
        table = table.join(own.add_suffix(f"_{what}"), on="province_code")
    exact = table[f"score_{PLAIN}"].map(fixed, decimals=4) == table["printed_score"].map(
        fixed, decimals=4
    )
    return table.assign(exact=exact).astype({"printed_rank": "Int64"})


def means_in_print(recomputations: pd.DataFrame, indicators: pd.DataFrame) -> pd.DataFrame:
    """Main indices of the 34 as plain means of the 63, beside what is printed of them.

    Takes two clean tables. One row an indicator of which figures of the 34 were computed so, but
    for the total; columns out: indicator, printed (their number), agree (within rounding).
    """
    parts = indicators[(indicators["boundary"] == SINCE) & (indicators["index"] != "dti")]["code"]
    means = having(recomputations, boundary=SINCE, method="mean of merged provinces")
    means = means[means["indicator"].isin(parts)]
    return (
        means.assign(agree=means["agrees"] == "yes")
        .groupby("indicator", as_index=False)
        .agg(printed=("printed", "count"), agree=("agree", "sum"))
    )
