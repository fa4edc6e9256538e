"""How unequal provinces are: Gini, and Theil's index within and between regions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Theil:
    """Theil's T and its exact parts: total = between + within. ``n`` provinces."""

    total: float
    between: float
    within: float
    n: int


def gini(values: pd.Series, weights: pd.Series | None = None) -> float:
    """The Gini coefficient: half the mean difference of all pairs, relative to the mean.

    With ``weights`` (such as population) each province counts as so many equal people. 0: all
    alike. Without correction for the number of provinces, so that it is the population's own (Sen
    1973). Raises ValueError for values below 0 or missing.
    """
    x, w = _shares(values, weights)
    return float(w @ np.abs(x[:, None] - x) @ w) / (2 * float(w @ x))


def theil(values: pd.Series, regions: pd.Series, weights: pd.Series | None = None) -> Theil:
    """Theil's T, split into differences between regions and within them.

    T = Σ w (x / mean) ln(x / mean), w adding up to 1: equal, or the share of ``weights``. Between:
    the same of the regions' means; within: the rest, which is the mean of the regions' own T
    weighted by their shares of the total (Theil 1967; Shorrocks 1980, doi 10.2307/1913126). Raises
    ValueError for values not above 0 or missing.
    """
    x, w = _shares(values, weights)
    if (x <= 0).any():
        raise ValueError("Theil's T needs values above 0")
    mean = float(w @ x)
    total = float(w @ (x / mean * np.log(x / mean)))
    codes, _ = pd.factorize(regions.reindex(values.index), sort=True)
    if (codes < 0).any():
        raise ValueError("every province needs a region")
    members = np.eye(codes.max() + 1)[codes]
    share = w @ members
    means = (w * x) @ members / share
    between = float(share @ (means / mean * np.log(means / mean)))
    return Theil(total, between, total - between, len(x))


def splits(
    panels: Mapping[str, pd.DataFrame], regions: pd.Series, population: pd.Series
) -> pd.DataFrame:
    """Inequality of several quantities and years, each province once and by its population.

    ``panels``: for each indicator one row a province, one column a year. Columns out: indicator,
    reference_year, weighted (by population or not), gini, the fields of ``Theil``, share (between /
    total).
    """
    table = pd.DataFrame(
        {
            "indicator": indicator, "reference_year": year, "weighted": weights is not None,
            "gini": gini(panel[year], weights), **asdict(theil(panel[year], regions, weights)),
        }
        for indicator, panel in panels.items()
        for year in panel
        for weights in (None, population)
    )  # fmt: skip
    return table.assign(share=table["between"] / table["total"])


def _shares(values: pd.Series, weights: pd.Series | None) -> tuple[np.ndarray, np.ndarray]:
    x = values.to_numpy(dtype=float)
    w = np.ones(len(x)) if weights is None else weights.reindex(values.index).to_numpy(dtype=float)
    if np.isnan(x).any() or np.isnan(w).any() or (x < 0).any() or (w <= 0).any():
        raise ValueError("values must be known and not below 0, weights known and above 0")
    return x, w / w.sum()
