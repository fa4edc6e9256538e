"""A province's profile: what its page is made from."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.compare import founding, verdicts
from analysis.model.tables import Tables, one, rows
from analysis.places.identities import named, stated

CASE = ["indicator", "boundary", "province_code", "reference_year"]

# Kinds of dispute in which sources print different figures of one key.
BETWEEN_SOURCES = ("values", "dates", "cut", "rounded")


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
    identities = data.identities.query("province == @place.name_vi and boundary == @boundary")
    decisions = data.decisions.query("province == @place.name_vi and boundary == @boundary")
    contested = _contested(figures, data.disputes, identities, decisions)
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
    own = (table["province_code"] == code) & (table["boundary"] == boundary)
    return table[own].reset_index(drop=True)


def _contested(
    figures: pd.DataFrame, disputes: pd.DataFrame, identities: pd.DataFrame, decisions: pd.DataFrame
) -> pd.DataFrame:
    """Disputes in which one of some figures takes part, all figures of each case included."""
    cases = disputes.merge(figures[[*CASE, "source_id"]].drop_duplicates())[CASE].drop_duplicates()
    table = disputes.merge(cases).sort_values([*CASE, "kind", "source_id"], ignore_index=True)
    key = ["indicator", "reference_year"]
    decided = pd.MultiIndex.from_frame(table[key]).isin(pd.MultiIndex.from_frame(decisions[key]))
    broken = [
        (named(row.left) | named(row.right), row.accepted)
        for row in rows(identities[identities["found"] == "no"].sort_values("id"))
    ]
    return table.assign(
        by_order=table["kind"].isin(BETWEEN_SOURCES) & ~decided,
        accepted=[
            "; ".join(why for indicators, why in broken if indicator in indicators)
            for indicator in table["indicator"]
        ],
    )
