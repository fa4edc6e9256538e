"""Which provinces are alike in circumstances: income, town life and digital base.

The distance of two provinces is the Euclidean one of three figures, each with mean 0 and standard
deviation 1 among the provinces of the boundary, so that none weighs more by its unit. The digital
base is the DTI's main index of infrastructure and not PAPI's home internet: that is missing for
two of the 63 and does not exist for the 34. Infrastructure is also a part of the DTI: in that part
peers are alike by construction.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.compare.cross_section import known
from analysis.model.places import BEFORE, SINCE
from analysis.model.tables import having

PEERS = 6
INCOME, TOWN, BASE = ("grdp_per_capita", "urban_share", "infrastructure")
# The latest year in which all three are known of all provinces, GRDP per head from one source.
YEARS = {BEFORE: 2023, SINCE: 2024}
_BASES = {BEFORE: "dti_infra_score", SINCE: "dti34_infra_score"}


def circumstances(
    values: pd.DataFrame, provinces: pd.DataFrame, successors: pd.DataFrame, boundary: str
) -> pd.DataFrame:
    """The three figures of every province of a boundary; NaN where one is not known.

    grdp_per_capita: million dong, for the 34 as the statistics office computes it; urban_share: 0
    to 1, for the 34 the sums of urban and of all people of the provinces that they are made of;
    infrastructure: the DTI's main index, 0 to 1. Index: province_code, sorted.
    """
    year = YEARS[boundary]
    urban, people = (known(values, code, year) for code in ("urban_population", "population"))
    if boundary == SINCE:
        became = successors.set_index("old_code")["new_code"]
        urban, people = (
            part.reindex(became.index).groupby(became).sum(skipna=False) for part in (urban, people)
        )
    codes = sorted(having(provinces, boundary=boundary)["code"])
    figures = {
        INCOME: known(values, INCOME, year, boundary),
        TOWN: urban / people,
        BASE: known(values, _BASES[boundary], year, boundary),
    }
    return pd.DataFrame(figures).reindex(codes).rename_axis("province_code")


@dataclass(frozen=True)
class Neighbours:
    """How far provinces are from each other.

    ``figures`` as ``circumstances`` gives them; ``distances`` is square, of the provinces for which
    all three are known. ``typical`` is the median distance of a province to its nearest.
    """

    figures: pd.DataFrame
    distances: pd.DataFrame
    typical: float

    def of(self, code: str, n: int = PEERS) -> pd.DataFrame:
        """The nearest provinces, nearest first, by code where equally near.

        Columns out: province_code, distance and the columns of ``figures``; no rows where one of
        the province's own figures is missing. Raises KeyError for a code of another boundary.
        """
        columns = ["province_code", "distance", *self.figures]
        if self.own(code).isna().any():
            return pd.DataFrame(columns=columns)
        others = self.distances[code].drop(code).sort_values(kind="stable").head(n)
        return others.rename("distance").to_frame().join(self.figures).reset_index()[columns]

    def own(self, code: str) -> pd.Series:
        """The figures of a province."""
        own: pd.Series = self.figures.T[code]
        return own


def neighbours(figures: pd.DataFrame) -> Neighbours:
    """Distances of all provinces whose figures are complete; ``figures`` as ``circumstances``.

    Income counts by its logarithm: twice as much is as far for poor provinces as for rich ones.
    """
    complete = figures.dropna()
    complete = complete.assign(**{INCOME: np.log(complete[INCOME])})
    scaled = ((complete - complete.mean()) / complete.std()).to_numpy()
    apart = np.sqrt(((scaled[:, None, :] - scaled[None, :, :]) ** 2).sum(axis=2))
    distances = pd.DataFrame(apart, complete.index, complete.index)
    nearest = np.where(np.eye(len(apart), dtype=bool), np.inf, apart).min(axis=1, initial=np.inf)
    return Neighbours(figures, distances, float(np.median(nearest)) if len(apart) else np.nan)
