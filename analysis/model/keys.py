"""What names a figure: its key, and that of an edition. Other rooms take the columns from here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Self


class Key(NamedTuple):
    """What names one figure: an indicator, a place (a code only with its boundary) and a year."""

    indicator: str
    boundary: str
    province_code: str
    reference_year: int

    @classmethod
    def of(cls, row: Mapping[str, Any], **other: Any) -> Self:
        """The key of a row that has these columns, but for what is given ``other``."""
        return cls._make(other[c] if c in other else row[c] for c in cls._fields)

    def in_year(self, year: int) -> Key:
        """The same figure of another year."""
        return self._replace(reference_year=year)


KEY = Key._fields
# A figure whatever its year; the figures of all provinces, as coverage and bands count them; and
# what an edition of an index, and a place in it, are named by.
SERIES = KEY[:3]
COUNTED = ("indicator", "boundary", "reference_year")
EDITION = ("index", "boundary", "reference_year")
RANKED = (*EDITION, "province_code")
