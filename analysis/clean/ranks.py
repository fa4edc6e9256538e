"""Printed ranks to places: "07/63", "thứ ba", "17th", "4位", "đứng đầu", "Top 10", "up 34 places
to 26"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from analysis.clean.number_words import FALLING, SPELT, plain
from analysis.clean.numbers import Unreadable

FIRST = frozenset((
    "nhất", "thứ nhất", "số một", "đứng đầu", "dẫn đầu", "đầu bảng", "quán quân", "cao nhất",
    "leads", "lead", "led", "top", "topped", "topping", "the nation's top performer",
    "ersten platz", "全国首位",
))  # fmt: skip
LAST = frozenset((
    "cuối cùng", "cuối bảng", "đứng cuối", "đứng cuối bảng", "thấp nhất", "last", "lowest",
    "lowest position", "schlusslicht", "最下位",
))  # fmt: skip
BUT_ONE_LAST = frozenset({"áp chót", "second to last", "next to last", "second from bottom"})

_ENGLISH = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth",
    "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = {"twent": 20, "thirt": 30, "fort": 40, "fift": 50, "sixt": 60}
_DIGITS = SPELT[1:10]
# Inside a larger number some digits have another word: "hai mươi mốt", "mười lăm", "ba mươi tư".
_VARIANTS = {"một": ("một", "mốt"), "bốn": ("bốn", "tư"), "năm": ("năm", "lăm")}


def _vietnamese() -> dict[str, int]:
    """The Vietnamese numerals from 1 to 69, as ranks use them."""
    words = {"nhì": 2, "tư": 4, "mười": 10} | {digit: n for n, digit in enumerate(_DIGITS, 1)}
    for ten in range(1, 7):
        stem = "mười" if ten == 1 else f"{_DIGITS[ten - 1]} mươi"
        words[stem] = 10 * ten
        for n, digit in enumerate(_DIGITS, 1):
            for variant in _VARIANTS.get(digit, (digit,)):
                words[f"{stem} {variant}"] = 10 * ten + n
    return words


WORDS = {
    **_vietnamese(),
    "runner-up": 2,
    **{word: rank for rank, word in enumerate(_ENGLISH, start=1)},
    **{f"{stem}ieth": ten for stem, ten in _TENS.items()},
    **{
        f"{stem}y-{word}": ten + unit
        for stem, ten in _TENS.items()
        for unit, word in enumerate(_ENGLISH[:9], start=1)
    },
}
# Words that may stand around a rank and change nothing.
_BEFORE = re.compile(
    r"^(?:(?:xếp|đứng|ở|vị trí|thứ hạng|hạng|thứ|số|no\.|ranked|ranking|rank|place|#) ?)+(?=\S)"
)
_AFTER = re.compile(r" (?:toàn quốc|cả nước|trong cả nước|nationwide|place|in the country)$")
_FIGURES = re.compile(
    r"(?:followed by \(|第)?(?P<rank>[0-9]{1,4})(?:st|nd|rd|th|er|e|位)?\)?"
    r"(?: ?(?:/|trên|of|out of) ?(?P<of>[0-9]{1,4}))?"
)
_FROM_BELOW = re.compile(r"ワースト(?P<place>[0-9]{1,4})位")
_AMONG_FIRST = re.compile(r"(?:trong )?(?:top|tốp|nhóm) (?P<bound>[0-9]{1,4}|ten)(?: dẫn đầu)?")
_CHANGED = re.compile(
    r"(?P<way>up|down|tăng|giảm|rose|fell|lên|tụt) (?P<step>[0-9]{1,4}) ?(?:places?|bậc|hạng)?,? "
    r"(?:to|lên|xuống|còn) (?:thứ |hạng )?(?P<to>[0-9]{1,4})(?:st|nd|rd|th)?"
    r"(?:/(?P<of>[0-9]{1,4}))?"
)


@dataclass(frozen=True)
class PrintedRank:
    """A place, or the last that it can be (``bound``), and how many were ranked if printed.

    ``gained`` is the number of places won (negative: lost) on an earlier edition, if printed.
    """

    rank: int | None
    bound: int | None
    of: int | None
    gained: int | None = None


def parse_rank(text: str, out_of: int | None) -> PrintedRank:
    """A printed rank. ``out_of`` is the number ranked, for words such as "last".

    Raises ``Unreadable`` where the text is outside this grammar, or where a word counts from the
    end and the number ranked is not known.
    """
    printed = _AFTER.sub("", plain(text))
    if match := _CHANGED.fullmatch(printed):
        step = int(match["step"])
        lost = match["way"] in FALLING
        of = int(match["of"]) if match["of"] else None
        return PrintedRank(int(match["to"]), None, of, -step if lost else step)
    if match := _AMONG_FIRST.fullmatch(printed):
        return PrintedRank(None, 10 if match["bound"] == "ten" else int(match["bound"]), None)
    below = _FROM_BELOW.fullmatch(printed)
    if printed in LAST or printed in BUT_ONE_LAST or below:
        if out_of is None:
            raise Unreadable("the number ranked in out_of, since the rank counts from the end")
        from_end = int(below["place"]) if below else 2 if printed in BUT_ONE_LAST else 1
        return PrintedRank(out_of - from_end + 1, None, None)
    bare = _BEFORE.sub("", printed)
    if printed in FIRST or bare in FIRST:
        return PrintedRank(1, None, None)
    if bare in WORDS:
        return PrintedRank(WORDS[bare], None, None)
    if match := _FIGURES.fullmatch(bare):
        return PrintedRank(int(match["rank"]), None, int(match["of"]) if match["of"] else None)
    raise Unreadable("a rank such as 7, 7/63, thứ ba, 17th, đứng đầu or Top 10")
