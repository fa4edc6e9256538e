"""Names to (code, boundary): the only place where a province's name is read."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import dataclass

import polars as pl

COUNTRY_NAME = "Việt Nam"
COUNTRY = ("VN", "all")
BOUNDARIES = ("63", "34", "all")


def normalise(name: str) -> str:
    """One spelling for comparison: NFC, lower case, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip().casefold()


@dataclass(frozen=True)
class Gazetteer:
    """Every accepted spelling of every province, by boundary."""

    codes: dict[tuple[str, str], str]  # (spelling, boundary) -> code
    names: dict[tuple[str, str], str]  # (code, boundary) -> Vietnamese name

    @classmethod
    def from_provinces(cls, provinces: pl.DataFrame) -> Gazetteer:
        """Build from the table ``provinces`` (code, boundary, name_vi, name_en, aliases)."""
        codes = {(normalise(COUNTRY_NAME), COUNTRY[1]): COUNTRY[0]}
        names = {COUNTRY: COUNTRY_NAME}
        for row in provinces.iter_rows(named=True):
            names[row["code"], row["boundary"]] = row["name_vi"]
            spellings = [row["name_vi"], row["name_en"], *(row["aliases"] or "").split("|")]
            for spelling in filter(None, spellings):
                codes[normalise(spelling), row["boundary"]] = row["code"]
        return cls(codes, names)

    def code(self, name: str, boundary: str) -> str:
        """The code of a province as printed, for one boundary.

        Raises KeyError with a sentence that names what was expected.
        """
        spelling = normalise(name)
        if (spelling, boundary) in self.codes:
            return self.codes[spelling, boundary]
        elsewhere = [b for b in BOUNDARIES if (spelling, b) in self.codes]
        if elsewhere:
            raise KeyError(
                f"a province of boundary {boundary}; {name} exists only with boundary "
                + " or ".join(elsewhere)
            )
        raise KeyError(f"a province; the nearest names are {', '.join(self.nearest(name))}")

    def nearest(self, name: str) -> list[str]:
        """The three names most like ``name``, whatever the boundary."""
        spelling = normalise(name)
        known = sorted({s for s, _ in self.codes})
        close = difflib.get_close_matches(spelling, known, n=12, cutoff=0.0)
        by_spelling = {s: self.names[code, b] for (s, b), code in self.codes.items()}
        return list(dict.fromkeys(by_spelling[s] for s in close))[:3]
