"""The index and the digital economy's share side by side: what their orders have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.model.tables import rows


def beside(index: pd.DataFrame, bounded: pd.DataFrame) -> pd.DataFrame:
    """Rank and score in the index, and the share or its bounds, province by province.

    ``index`` as ``compare.rankings.paths`` gives one edition, ``bounded`` as
    ``compare.digital_economy.bounded_ranking`` gives it. Columns out: province_code, name_vi,
    name_en, rank, score, value, low, high, printed, best_rank, worst_rank; sorted by rank.
    """
    columns = ["province_code", "value", "low", "high", "printed", "best_rank", "worst_rank"]
    own = index[["province_code", "name_vi", "name_en", "rank", "score"]]
    both = own.merge(bounded[columns], on="province_code", validate="1:1")
    return both.sort_values(["rank", "name_en"], ignore_index=True)


@dataclass(frozen=True)
class Order:
    """How pairs of provinces are ordered by two quantities, one of them partly bounded.

    ``pairs`` = ``same`` + ``opposite`` + ``tied`` + ``open``: the same order in both, the opposite,
    equal in one, and pairs whose order by share the bounds do not settle. Kendall's tau-a of all
    provinces lies between ``low`` and ``high``, whatever the unknown shares are.
    """

    pairs: int
    same: int
    opposite: int
    tied: int
    open: int
    low: float
    high: float


@dataclass(frozen=True)
class Printed:
    """What is printed of the share: for how many provinces, and what bounds the others.

    ``first`` is the province with the largest share, as a row of ``table``, which holds the printed
    ones by share; ``largest`` the five largest. The ``unnamed`` others lie between ``low`` and
    ``high``.
    """

    table: pd.DataFrame
    largest: pd.DataFrame
    first: Any
    n: int
    unnamed: int
    low: float
    high: float


def printed(table: pd.DataFrame) -> Printed:
    """The provinces with a printed share. Takes what ``beside`` returns."""
    named = table[table["printed"]].sort_values("best_rank", ignore_index=True)
    others = table[~table["printed"]]
    return Printed(
        named, named.head(5), next(rows(named)), len(named), len(others),
        others["low"].iloc[0], others["high"].iloc[0],
    )  # fmt: skip


def common_order(table: pd.DataFrame) -> Order:
    """Pairs ordered alike by score and by share, counting only what is certain.

    Takes what ``beside`` returns. A pair is certain when the lower bound of one share lies at or
    above the upper bound of the other; that an unknown share equals a bound is left out of account.
    """
    one, other = np.triu_indices(len(table), 1)
    score, low, high = (table[column].to_numpy(float) for column in ("score", "low", "high"))
    known = table["printed"].to_numpy(bool)
    by_score = np.sign(score[one] - score[other])
    by_share = (low[one] >= high[other]).astype(int) - (high[one] <= low[other])
    tied = (by_score == 0) | ((by_share == 0) & known[one] & known[other])
    same, opposite = int((by_score * by_share > 0).sum()), int((by_score * by_share < 0).sum())
    pairs, equal = len(one), int(tied.sum())
    undecided, certain = pairs - same - opposite - equal, same - opposite
    return Order(
        pairs, same, opposite, equal, undecided,
        (certain - undecided) / pairs, (certain + undecided) / pairs,
    )  # fmt: skip
