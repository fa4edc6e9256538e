"""A province's profile: what its page is made from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.compare import founding, verdicts
from analysis.model.keys import KEY
from analysis.model.reasons import CHOICES
from analysis.model.tables import Tables, having, one, rows
from analysis.places.identities import named, stated

# What the order of rules chose, and no person; and what is accepted although it does not hold.
BY_ORDER = set(CHOICES) - {"chosen_by_decision", "origin_unstated"}
ACCEPTED = "identity_does_not_hold"


@dataclass(frozen=True)
class Profile:
    """A province as the tables know it, within one boundary ("63" or "34").

    ``rankings`` are its rows of that clean table, ``ranks`` those of the indices that the book
    follows, as ``compare.verdicts.by_year`` gives them. ``figures`` are what the founding documents
    print about it, in their order: the columns of ``observations`` and of
    ``compare.founding.beside_others``; ``identities`` what they state between them, as
    ``places.identities.stated`` gives it. ``contested`` are the disputes in which one of these
    figures takes part, with all figures of each case: the columns of ``disputes``, by_order
    (whether the order of rules chose the figure, and no person) and accepted (why a relation that
    does not hold is accepted). Both figures and contested have the indicator's name_en and name_vi.
    """

    name_vi: str
    name_en: str
    rankings: pd.DataFrame
    ranks: pd.DataFrame
    figures: pd.DataFrame
    identities: pd.DataFrame
    contested: pd.DataFrame

    @property
    def texts(self) -> dict[str, pd.DataFrame]:
        """The figures of each founding document, by source_id."""
        return {str(source): text for source, text in self.figures.groupby("source_id", sort=False)}

    def of(self, index: str) -> pd.DataFrame:
        """The rows of ``rankings`` in which its rank in an index is known, by reference_year."""
        own = self.rankings[(self.rankings["index"] == index) & self.rankings["rank"].notna()]
        return own.sort_values("reference_year").set_index("reference_year", drop=False)


def profile(code: str, boundary: str, data: Tables) -> Profile:
    """The profile of a province. Raises LookupError where there is no such province."""
    place = one(data.provinces, code=code, boundary=boundary)
    names = data.indicators.set_index("code")[["name_en", "name_vi"]]
    figures = _own(founding.figures(data.observations, data.sources), code, boundary)
    beside = founding.beside_others(figures, data.values, data.usage_warnings)
    identities = having(data.identities, province=place.name_vi, boundary=boundary)
    contested = _contested(figures, data.disputes, identities)
    return Profile(
        name_vi=place.name_vi,
        name_en=place.name_en,
        rankings=_own(data.rankings, code, boundary),
        ranks=verdicts.by_year(data.rankings, code, boundary),
        figures=figures.join(beside).join(names, on="indicator"),
        identities=stated(identities, names["name_en"]),
        contested=contested.join(names, on="indicator"),
    )


def _own(table: pd.DataFrame, code: str, boundary: str) -> pd.DataFrame:
    return having(table, province_code=code, boundary=boundary).reset_index(drop=True)


def _contested(
    figures: pd.DataFrame, disputes: pd.DataFrame, identities: pd.DataFrame
) -> pd.DataFrame:
    """Disputes in which one of some figures takes part, all figures of each case included."""
    case = list(KEY)
    cases = disputes.merge(figures[[*case, "source_id"]].drop_duplicates())[case].drop_duplicates()
    table = disputes.merge(cases).sort_values([*case, "kind", "source_id"], ignore_index=True)
    broken = list(rows(having(identities, found="no").sort_values("id")))
    accepted = [
        "; ".join(row.accepted for row in broken if indicator in named(row.left) | named(row.right))
        for indicator in table["indicator"]
    ]
    return table.assign(
        by_order=table["reason_code"].isin(BY_ORDER),
        accepted=pd.Series(accepted, dtype="str").where(table["reason_code"] == ACCEPTED, ""),
    )
