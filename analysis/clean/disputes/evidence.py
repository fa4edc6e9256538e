"""What the search for disputes reads, and the rows that it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import polars as pl

from analysis.clean.values import KEY, Observation, figure, printed

Row = dict[str, Any]
Key = tuple[str, str, str, int]


@dataclass(frozen=True)
class Evidence:
    """What the search for disputes reads.

    ``weighed`` are the observations as ``analysis.clean.values.choose`` returns them, in their
    order; ``broken`` the figures of each identity that does not hold.
    """

    weighed: pl.DataFrame
    rankings: pl.DataFrame
    relations: pl.DataFrame
    recomputations: pl.DataFrame
    broken: dict[str, list[Observation]]
    identities: pl.DataFrame
    tables: dict[str, pl.DataFrame]

    def observations(self, keys: Iterable[Key]) -> dict[Key, list[Observation]]:
        """The weighed observations of some keys."""
        wanted = pl.DataFrame(
            sorted(set(keys)), schema={c: self.weighed.schema[c] for c in KEY}, orient="row"
        )
        found: dict[Key, list[Observation]] = {}
        rows = self.weighed.join(wanted, on=KEY, how="semi", maintain_order="left")
        for row in rows.iter_rows(named=True):
            found.setdefault(key_of(row), []).append(row)
        return found


def key_of(row: Row) -> Key:
    """The key of a row of observations, values or disputes."""
    return row["indicator"], row["boundary"], row["province_code"], row["reference_year"]


def dispute(observation: Observation, kind: str, code: str, reason: str, chosen: bool) -> Row:
    """One figure in a dispute, as a row of the table; ``code`` as in ``analysis.model.reasons``."""
    return {
        "kind": kind,
        **{column: observation[column] for column in KEY},
        "source_id": observation["source_id"],
        "locator": observation["locator"],
        "value": float(figure(observation)[0]),
        "value_as_printed": printed(observation),
        "rank": observation["rank"],
        "qualifier": observation["qualifier"],
        "quality": observation["quality"],
        "chosen": "yes" if chosen else "no",
        "reason_code": code,
        "reason": reason,
    }


def all_of(group: Iterable[Observation], kind: str, code: str, reason: str) -> list[Row]:
    """All figures of one key in a dispute, of which the chosen one is used."""
    return [dispute(row, kind, code, reason, row["chosen"]) for row in group]
