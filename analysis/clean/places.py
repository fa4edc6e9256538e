"""Names to (code, boundary): the only place where a province's name is read."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from analysis.model.letters import fold
from analysis.model.places import BOUNDARIES, COUNTRY, COUNTRY_NAME

# Words beside a name that say what kind of place it is.
_KIND = re.compile(
    r"^(?:tỉnh|tinh|thành phố|thanh pho|tp\.?|t\.p\.?|(?:the )?city of|(?:the )?province of) |"
    r"^tp\.(?=\S)| (?:province|city|municipality)$"
)


def normalise(name: str) -> str:
    """One spelling for comparison: NFC, lower case, single spaces, one kind of hyphen."""
    composed = unicodedata.normalize("NFC", name).casefold()
    return re.sub(r"\s+", " ", re.sub(r"\s*[-–]\s*", " - ", composed)).strip()


def bare(name: str) -> str:
    """A spelling without words such as "tỉnh", "TP." and "Province"."""
    spelling = normalise(name)
    while (shorter := _KIND.sub("", spelling).strip()) != spelling:
        spelling = shorter
    return spelling


@dataclass(frozen=True)
class Gazetteer:
    """Every accepted spelling of every province, by boundary."""

    codes: dict[tuple[str, str], str]  # (spelling, boundary) -> code
    names: dict[tuple[str, str], str]  # (code, boundary) -> Vietnamese name
    loose: dict[tuple[str, str], frozenset[str]]  # (bare or unmarked spelling, boundary) -> codes

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
        loose: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (spelling, boundary), code in codes.items():
            for form in (bare(spelling), fold(bare(spelling))):
                loose[form, boundary].add(code)
        return cls(codes, names, {key: frozenset(found) for key, found in loose.items()})

    def code(self, name: str, boundary: str) -> str:
        """The code of a province as printed, for one boundary.

        A known spelling is taken first; else one with words such as "tỉnh" beside it, or without
        any diacritics, where it can mean one province only. Wrong diacritics are another name.
        Raises KeyError with a sentence that names what was expected.
        """
        if code := self.codes.get((normalise(name), boundary)):
            return code
        found = self.loose.get((bare(name), boundary), frozenset())
        if len(found) == 1:
            return next(iter(found))
        if found:
            both = " or ".join(sorted(self.names[code, boundary] for code in found))
            raise KeyError(f"a name that means one province; without its marks it can be {both}")
        elsewhere = [b for b in BOUNDARIES if (bare(name), b) in self.loose]
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
