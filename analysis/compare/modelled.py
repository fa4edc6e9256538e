"""How far off shares would be that a model puts in the place of unknown ones."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pandas as pd

from analysis.compare.cross_section import known, urban_share


def predictors(values: pd.DataFrame) -> pd.DataFrame:
    """What a simple model of the shares of 2022 could rest on, known for all 63.

    Columns out: income (log of GRDP per head), people (log of population), urban (share of the
    population), dti and activity (scores of the index and of its digital economy activity).
    """
    columns = {
        "income": np.log(known(values, "grdp_per_capita", 2022)),
        "people": np.log(known(values, "population", 2022)),
        "urban": urban_share(values, 2022),
        "dti": known(values, "dti_score", 2022),
        "activity": known(values, "dti_econact_score", 2022),
    }
    return pd.DataFrame(columns)


def left_out(shares: pd.Series, rows: pd.DataFrame) -> pd.Series:
    """By which factor a model misses each share when it is fitted to all others.

    Least squares of the logarithm of the share on a constant and the columns of ``rows``. Shares
    are above 0 and by province_code, as ``rows`` are. A factor is never below 1: 2 is twice or half
    of the share. Raises ValueError where a share has no row, or where fewer shares are left than
    the model has parameters.
    """
    if missing := set(shares.index) - set(rows.dropna().index):
        raise ValueError(f"no predictors for {sorted(missing)}")
    design = np.column_stack([np.ones(len(shares)), rows.loc[shares.index]])
    if len(shares) <= design.shape[1]:
        raise ValueError(f"{len(shares)} shares cannot carry {design.shape[1]} parameters")
    logs = np.log(shares.to_numpy(float))
    # What leaving a row out does follows from the fit to all (Allen 1974, doi
    # 10.1080/00401706.1974.10489157).
    hat = design @ np.linalg.pinv(design)
    residual = (logs - hat @ logs) / (1 - np.diag(hat))
    return pd.Series(np.exp(np.abs(residual)), shares.index, name="factor")


def compared(shares: pd.Series, rows: pd.DataFrame, most: int = 2) -> pd.DataFrame:
    """Every model with at most so many columns of ``rows``, the one that errs least first.

    Columns out: columns (a tuple), typical (the root mean square of the logarithms, as a factor),
    median and worst (factors). To choose the best after the fact flatters the models.
    """
    found = []
    names = chain.from_iterable(combinations(rows.columns, k) for k in range(most + 1))
    for chosen in names:
        factor = left_out(shares, rows[list(chosen)])
        typical = float(np.exp(np.sqrt((np.log(factor) ** 2).mean())))
        found.append((chosen, typical, factor.median(), factor.max()))
    table = pd.DataFrame(found, columns=["columns", "typical", "median", "worst"])
    return table.sort_values("typical", ignore_index=True)


def farthest_from_middle(low: float, high: float) -> float:
    """The largest factor by which the geometric middle of two bounds can miss what lies between."""
    return float(np.sqrt(high / low))
