"""The profiles of all provinces: what they share is computed once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import pandas as pd

from analysis.compare import founding, missing, peers, standing, verdicts
from analysis.model.places import BEFORE, SINCE
from analysis.model.tables import Tables, having, one
from analysis.places.disputed import explained
from analysis.places.identities import stated
from analysis.places.profile import Profile

# The column of the table of provinces that says where one lies, for each boundary.
REGION = {BEFORE: "region", SINCE: "region_2025"}


@dataclass(frozen=True)
class _Shared:
    """What the profiles of one boundary are taken from; most tables by province_code."""

    neighbours: peers.Neighbours
    compared: pd.DataFrame
    indicators: dict[str, pd.DataFrame]
    rankings: dict[str, pd.DataFrame]
    missing: dict[str, pd.DataFrame]
    disputes: dict[str, pd.DataFrame]
    figures: dict[str, pd.DataFrame]


class Profiles:
    """The profiles of all provinces, from one set of clean tables."""

    def __init__(self, data: Tables) -> None:
        self._data = data
        self._indicators = data.indicators.set_index("code")["name_en"]
        self._names = data.provinces.set_index(["boundary", "code"])["name_vi"]
        self._became = data.province_successors.set_index("old_code")["new_code"]
        self._shared = cache(self._of_boundary)

    def of(self, code: str, boundary: str) -> Profile:
        """The profile of a province. Raises LookupError where there is no such province."""
        row = one(self._data.provinces, code=code, boundary=boundary)
        shared = self._shared(boundary)
        nearest = shared.neighbours.of(code)
        medians = standing.group_medians(shared.compared, nearest["province_code"].tolist())
        edition = ["indicator", "reference_year"]
        indicators = shared.indicators[code].join(medians.rename("peer_median"), on=edition)
        identities = having(self._data.identities, province=row.name_vi, boundary=boundary)
        return Profile(
            name_vi=row.name_vi,
            region=getattr(row, REGION[boundary]),
            merged=self._merged(code, boundary),
            rankings=shared.rankings[code],
            ranks=verdicts.by_year(shared.rankings[code], code, boundary),
            indicators=indicators,
            peers=nearest.assign(name_vi=nearest["province_code"].map(self._names[boundary])),
            typical_distance=shared.neighbours.typical,
            circumstances=shared.neighbours.own(code),
            missing=shared.missing[code],
            disputes=explained(shared.disputes[code], identities),
            figures=shared.figures[code],
            identities=stated(identities, self._indicators),
        )

    def every(self, boundary: str) -> list[Profile]:
        """The profiles of all provinces of a boundary, by their English names."""
        codes = having(self._data.provinces, boundary=boundary).sort_values("name_en")["code"]
        return [self.of(code, boundary) for code in codes]

    def _merged(self, code: str, boundary: str) -> tuple[str, ...]:
        """Those of the 63 that are one province of the 34 with it, or in it; none if it is one."""
        new = self._became[code] if boundary == BEFORE else code
        old = self._became.index[self._became == new]
        return tuple(self._names[BEFORE][old]) if len(old) > 1 else ()

    def _of_boundary(self, boundary: str) -> _Shared:
        data = self._data
        provinces = having(data.provinces, boundary=boundary).set_index("code")
        codes = provinces.index.tolist()
        every = standing.every_figure(data.values, data.rankings, data.indicators, boundary)
        placed = standing.placed(every, data.usage_warnings, provinces[REGION[boundary]])
        circumstances = peers.circumstances(
            data.values, data.provinces, data.province_successors, boundary
        )
        lacking = [
            missing.missing(data.rankings, data.absences, codes, boundary),
            missing.of_the_others(
                data.rankings, [code for code in codes if self._merged(code, boundary)], boundary
            ),
        ]
        return _Shared(
            neighbours=peers.neighbours(circumstances),
            compared=standing.compared(placed),
            indicators=_by_province(placed.join(self._indicators, on="indicator")),
            rankings=_by_province(having(data.rankings, boundary=boundary)),
            missing=_by_province(missing.by_index(pd.concat(lacking))),
            disputes=_by_province(
                having(data.disputes, boundary=boundary).join(self._indicators, on="indicator")
            ),
            figures=_by_province(self._founding(boundary)),
        )

    def _founding(self, boundary: str) -> pd.DataFrame:
        """The figures of the founding documents, and how each stands beside other provinces."""
        data = self._data
        figures = having(founding.figures(data.observations, data.sources), boundary=boundary)
        others = founding.with_pillar_ranks(data.values, data.weights)
        beside = founding.beside_others(figures, others, data.usage_warnings)
        return figures.join(beside).join(self._indicators, on="indicator")


def _by_province(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The rows of each province; none for a province that the table does not know."""
    found: dict[str, pd.DataFrame] = defaultdict(lambda: table.head(0))
    for code, own in table.groupby("province_code"):
        found[str(code)] = own.reset_index(drop=True)
    return found
