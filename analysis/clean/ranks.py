"""Printed ranks to places: "07/63", "thứ ba", "17th", "4位", "đứng đầu", "Top 10"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from analysis.clean.numbers import Unreadable

FIRST = frozenset(
    {
        "nhất", "thứ nhất", "số một", "đứng đầu", "đứng đầu cả nước", "dẫn đầu", "quán quân",
        "cao nhất", "leads", "lead", "led", "top", "topped", "topping", "ersten platz",
    }
)  # fmt: skip
LAST = frozenset(
    {
        "cuối cùng", "cuối bảng", "đứng cuối", "thấp nhất", "lowest position", "schlusslicht",
        "最下位",
    }
)  # fmt: skip
_VIETNAMESE = {
    "nhì": 2, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10,
}  # fmt: skip
_ENGLISH = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60}
WORDS = {
    **_VIETNAMESE,
    **{f"thứ {word}": rank for word, rank in _VIETNAMESE.items()},
    "runner-up": 2,
    **{word: rank for rank, word in enumerate(_ENGLISH, start=1)},
    **{f"{stem}ieth": ten for stem, ten in _TENS.items()},
    **{
        f"{stem}y-{word}": ten + unit
        for stem, ten in _TENS.items()
        for unit, word in enumerate(_ENGLISH[:9], start=1)
    },
}
_FIGURES = re.compile(
    r"(?:followed by \()?(?:thứ |hạng |số |no\. )?(?P<rank>\d+)"
    r"(?:/(?P<of>\d+)|st|nd|rd|th|er|e|位)?\)?(?: toàn quốc| cả nước)?"
)
_FROM_BELOW = re.compile(r"ワースト(?P<place>\d+)位")
_AMONG_FIRST = re.compile(r"top (?P<bound>\d+)")


@dataclass(frozen=True)
class PrintedRank:
    """A place, or the last that it can be (``bound``), and how many were ranked if printed."""

    rank: int | None
    bound: int | None
    of: int | None


def parse_rank(text: str, out_of: int | None) -> PrintedRank:
    """A printed rank. ``out_of`` is the number ranked, for words such as "last".

    Raises ``Unreadable`` where the text is outside this grammar, or where a word counts from the
    end and the number ranked is not known.
    """
    printed = unicodedata.normalize("NFC", text).strip().casefold()
    if printed in FIRST:
        return PrintedRank(1, None, None)
    if printed in WORDS:
        return PrintedRank(WORDS[printed], None, None)
    if match := _AMONG_FIRST.fullmatch(printed):
        return PrintedRank(None, int(match["bound"]), None)
    below = _FROM_BELOW.fullmatch(printed)
    if printed in LAST or below:
        if out_of is None:
            raise Unreadable("the number ranked in out_of, since the rank counts from the end")
        return PrintedRank(out_of - (int(below["place"]) if below else 1) + 1, None, None)
    if match := _FIGURES.fullmatch(printed):
        return PrintedRank(int(match["rank"]), None, int(match["of"]) if match["of"] else None)
    raise Unreadable("a rank such as 7, 7/63, thứ ba, 17th, đứng đầu or Top 10")
