"""The three pillars of the DTI: what they are made of, what they share, what is printed of them.

Their points are those of 2022, under Decision 922. Of 2023, which weighs alike, ranks are printed;
of 2024 nothing is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.compare.composite import YEAR, Edition, ranks, weights_of
from analysis.model.names import REST
from analysis.model.places import BEFORE
from analysis.model.tables import having, stacked

PILLARS = ("dti_gov", "dti_econ", "dti_soc")


def pillar_scores(parts: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The three pillars from their parts: (foundations x 100 + activity x its points) / points.

    ``parts`` as ``eight_parts`` gives them, ``weights`` the clean table. Columns out:
    province_code, pillar, score, foundation (the part of the score that the five foundations make),
    activity (the part that the pillar's own activity makes), shared (foundation / score).
    """
    pillars = {}
    for pillar in PILLARS:
        share = weights_of(weights, pillar)
        own = _activity(share)
        base = share.index.difference(own)
        made = {"foundation": parts[base] @ share[base], "activity": parts[own] @ share[own]}
        pillars[pillar] = pd.DataFrame(made).rename_axis("province_code").reset_index()
    table = stacked(pillars, "pillar")
    table["score"] = table["foundation"] + table["activity"]
    table["shared"] = table["foundation"] / table["score"]
    columns = ["province_code", "pillar", "score", "foundation", "activity", "shared"]
    return table[columns].sort_values(columns[:2], ignore_index=True)


def _activity(share: pd.Series) -> list[str]:
    """The parts of a pillar that are its own: its activity, as against the foundations."""
    return [part for part in share.index if part.endswith("act_score")]


def shared_block(weights: pd.DataFrame) -> pd.DataFrame:
    """How much of each pillar's points belongs to parts that all three pillars hold.

    Columns out: pillar, shared (0 to 1).
    """
    shares = pd.DataFrame({pillar: weights_of(weights, pillar) for pillar in PILLARS})
    return shares.dropna().sum().rename_axis("pillar").rename("shared").reset_index()


def pillars_from_blocks(blocks: pd.DataFrame, weights: pd.DataFrame) -> pd.DataFrame:
    """The three pillars of every province, from the five blocks.

    The pillars weigh the five foundations alike, and so do the blocks: the infrastructure and the
    four others together are the foundation. Columns out: one for each pillar; index province_code.
    """
    columns = {}
    for pillar in PILLARS:
        share = weights_of(weights, pillar)
        own, infra = _activity(share), "dti_infra_score"
        others = 1 - share[infra] - share[own].sum()
        foundation = blocks[infra] * share[infra]
        columns[pillar] = blocks[own] @ share[own] + foundation + blocks[REST] * others
    return pd.DataFrame(columns)


def printed_pillars(values: pd.DataFrame, computed: pd.DataFrame) -> pd.DataFrame:
    """Every pillar score that a source prints, beside the computed one.

    Takes the clean table ``values``; ``computed`` as ``pillars_from_blocks`` gives it. Columns out:
    province_code, pillar, value, as_printed, source_id, computed, residual (value minus computed);
    sorted by province_code and pillar.
    """
    printed = having(values, reference_year=YEAR, boundary=BEFORE)
    printed = printed.assign(pillar=printed["indicator"].str.removesuffix("_score"))
    long = computed.reset_index().melt("province_code", var_name="pillar", value_name="computed")
    columns = ["province_code", "pillar", "value", "as_printed", "source_id"]
    both = printed[columns].merge(long, validate="1:1")
    both["residual"] = (both["value"] - both["computed"]).round(10)
    return both.sort_values(["province_code", "pillar"], ignore_index=True)


def printed_pillar_ranks(
    rankings: pd.DataFrame,
    editions: Mapping[int, Edition],
    weights: pd.DataFrame,
    years: Sequence[int],
) -> pd.DataFrame:
    """Every pillar rank that a source prints, beside the one that follows from the five blocks.

    Takes the clean tables ``rankings`` and ``weights``. Only of editions that weigh as 2022 does
    can the points of the pillars of 2022 be used. Columns out: reference_year, province_code,
    pillar, rank, computed, source_id.
    """
    found = []
    for year in years:
        computed = pillars_from_blocks(editions[year].blocks, weights).apply(ranks)
        long = computed.reset_index().melt(
            "province_code", var_name="pillar", value_name="computed"
        )
        printed = having(rankings, reference_year=year, boundary=BEFORE, rank_basis="printed")
        columns = ["reference_year", "province_code", "pillar", "rank", "source_id"]
        found.append(printed.rename(columns={"index": "pillar"})[columns].merge(long))
    return pd.concat(found, ignore_index=True)


def agreeing_ranks(ranked: pd.DataFrame) -> pd.DataFrame:
    """How many of ``printed_pillar_ranks`` are the computed ones, by edition and pillar.

    Columns out: reference_year, pillar, n, agreeing.
    """
    same = ranked.assign(same=ranked["rank"] == ranked["computed"])
    return same.groupby(["reference_year", "pillar"], as_index=False).agg(
        n=("same", "size"), agreeing=("same", "sum")
    )
