"""A province's profile: what its page is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis.compare.standing import GAP, STRENGTH
from analysis.model.keys import KEY
from analysis.model.tables import having


@dataclass(frozen=True)
class Profile:
    """A province as the tables know it, within one boundary ("63" or "34").

    ``merged`` are the names of those of the 63, itself among them, that are one province of the 34:
    none where it was not merged.

    ``rankings`` are its rows of that clean table, ``ranks`` those of the indices that the book
    follows, as ``compare.verdicts.by_year`` gives them. ``indicators`` is every figure of it, as
    ``compare.standing.placed`` gives them, with peer_median and name_en of the indicator. ``peers``
    are the provinces nearest to it in circumstances, as ``compare.peers.Neighbours.of`` gives them,
    with their name_vi, and ``typical_distance`` that of a province to its nearest (the median);
    ``circumstances`` are its own figures: where one is missing there are no peers. ``missing`` is
    what is not known of it, as ``compare.missing.by_index`` gives it. ``disputes`` are the cases in
    which one of its figures takes part: the columns of that clean table, by_order (whether the
    order of rules chose the figure, and no person), accepted (why a relation that does not hold is
    accepted) and name_en.

    ``figures`` are what the founding documents print about it, in their order: the columns of
    ``observations`` and of ``compare.founding.beside_others``, and name_en; ``identities`` what
    they state between them, as ``places.identities.stated`` gives it.
    """

    name_vi: str
    region: str
    merged: tuple[str, ...]
    rankings: pd.DataFrame
    ranks: pd.DataFrame
    indicators: pd.DataFrame
    peers: pd.DataFrame
    typical_distance: float
    circumstances: pd.Series
    missing: pd.DataFrame
    disputes: pd.DataFrame
    figures: pd.DataFrame
    identities: pd.DataFrame

    @property
    def strengths(self) -> pd.DataFrame:
        """The rows of ``indicators`` that are a strength, best place first."""
        own = having(self.indicators, side=STRENGTH)
        return own.sort_values(["place", "indicator"])

    @property
    def gaps(self) -> pd.DataFrame:
        """The rows of ``indicators`` that are a gap, worst place first."""
        own = having(self.indicators, side=GAP)
        return own.sort_values(["place", "indicator"], ascending=[False, True])

    @property
    def sides(self) -> pd.DataFrame:
        """Strengths, then gaps."""
        return pd.concat([self.strengths, self.gaps], ignore_index=True)

    @property
    def texts(self) -> dict[str, pd.DataFrame]:
        """The figures of each founding document, by source_id."""
        return {str(source): text for source, text in self.figures.groupby("source_id", sort=False)}

    @property
    def contested(self) -> pd.DataFrame:
        """The rows of ``disputes`` in which a figure of a founding document takes part."""
        return self.disputes.merge(self.figures[list(KEY)].drop_duplicates())

    def lacking(self, indices: Sequence[str]) -> pd.DataFrame:
        """The rows of ``missing`` of some indices, in their order."""
        own = self.missing[self.missing["index"].isin(indices)]
        order = own["index"].map(list(indices).index)
        return own.loc[order.sort_values(kind="stable").index].reset_index(drop=True)

    def of(self, index: str) -> pd.DataFrame:
        """The rows of ``rankings`` in which its rank in an index is known, by reference_year."""
        own = self.rankings[(self.rankings["index"] == index) & self.rankings["rank"].notna()]
        return own.sort_values("reference_year").set_index("reference_year", drop=False)
