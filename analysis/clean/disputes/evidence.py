"""What the search for disputes reads, and the rows that it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.clean.recomputations import Joined
from analysis.clean.references import References
from analysis.clean.values import Observation, figure, printed
from analysis.model.keys import KEY, Key

Row = dict[str, Any]


@dataclass(frozen=True)
class Evidence:
    """What the search for disputes reads.

    ``weighed`` are the observations as ``analysis.clean.values.choose`` returns them, in their
    order; ``recomputed`` what was recomputed, but for ranks; ``broken`` the figures of each
    identity that does not hold.
    """

    references: References
    weighed: pl.DataFrame
    rankings: pl.DataFrame
    relations: pl.DataFrame
    recomputed: list[Joined]
    identities: pl.DataFrame
    broken: dict[str, list[Observation]]

    def observations(self, keys: Iterable[Key]) -> dict[Key, list[Observation]]:
        """The weighed observations of some keys."""
        schema = {column: self.weighed.schema[column] for column in KEY}
        wanted = pl.DataFrame(sorted(set(keys)), schema=schema, orient="row")
        rows = self.weighed.join(wanted, on=KEY, how="semi", maintain_order="left")
        found = rows.rows_by_key(KEY, named=True, include_key=True)
        return {Key._make(key): group for key, group in found.items()}


def dispute(observation: Observation, kind: str, code: str, reason: str, chosen: bool) -> Row:
    """One figure in a dispute, as a row of the table; ``code`` as in ``analysis.model.reasons``."""
    same = (*KEY, "source_id", "locator", "rank", "qualifier", "quality")
    return {column: observation[column] for column in same} | {
        "kind": kind,
        "value": float(figure(observation)[0]),
        "value_as_printed": printed(observation),
        "chosen": "yes" if chosen else "no",
        "reason_code": code,
        "reason": reason,
    }


def all_of(group: Iterable[Observation], kind: str, code: str, reason: str) -> Iterator[Row]:
    """All figures of one key in a dispute, of which the chosen one is used."""
    return (dispute(row, kind, code, reason, row["chosen"]) for row in group)
