"""Printed values to numbers: "56,83%", "hơn 728.400", "1.363 tỷ đồng", "35–37 %", "8/14"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

# Languages whose decimal mark is a comma and whose thousands are grouped by points.
COMMA_LANGUAGES = frozenset({"vi", "fr", "de", "id"})

_NUMBER = r"\d+(?:[.,]\d+)*"
_PRINTED = re.compile(
    rf"(?P<lead>[^\d]*?)(?P<sign>[-−]?)(?P<first>{_NUMBER})\s*%?\s*"
    rf"(?:(?P<joint>–|-|−|/|đến|to|et|and)\s*(?P<second>{_NUMBER}))?\s*(?P<tail>.*)",
    re.DOTALL,
)

# Words before a number and what they say of it.
OVER = frozenset({"hơn", "trên", "over", "more than"})
UNDER = frozenset({"gần", "dưới", "nearly", "under", "almost"})
PLAIN = frozenset(
    {"", "khoảng", "xấp xỉ", "ước", "about", "around", "tăng", "tăng gấp", "xuất siêu"}
)
FALLING = frozenset({"giảm"})
OVER_RISING = frozenset({"tăng hơn"})
LEADS = OVER | UNDER | PLAIN | FALLING | OVER_RISING

# Words after a number. A magnitude multiplies unless the unit already holds it.
MAGNITUDES = {
    "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3, "triệu": 10**6, "million": 10**6,
    "tỷ": 10**9, "tỉ": 10**9, "billion": 10**9,
}  # fmt: skip
UNIT_WORDS = frozenset(
    {"", "%", "percent", "per cent", "lần", "bậc", "điểm", "điểm %", "đồng", "usd"}
)
_SINCE = re.compile(r"\s*so với năm \d{4}$")


class Unreadable(ValueError):
    """A printed text that is not read yet; the message says what was expected."""


class Impossible(Unreadable):
    """A number that makes no sense for the indicator, however it is read."""


@dataclass(frozen=True)
class PrintedValue:
    """What a print says: a value, or the bounds it gives, and how many decimals it shows."""

    value: float | None
    low: float | None
    high: float | None
    decimals: int

    def times(self, factor: int) -> PrintedValue:
        """The same in a unit that is ``factor`` times smaller."""
        value, low, high = (
            None if number is None else number * factor
            for number in (self.value, self.low, self.high)
        )
        return PrintedValue(value, low, high, self.decimals)


@dataclass(frozen=True)
class Scale:
    """What an indicator allows: the unit of the print, whole numbers only or not, and limits."""

    unit: str
    whole: bool
    minimum: float | None
    maximum: float | None

    def allows(self, number: Decimal) -> bool:
        """Whether the number makes sense for the indicator."""
        return (
            (not self.whole or number == number.to_integral_value())
            and (self.minimum is None or number >= Decimal(str(self.minimum)))
            and (self.maximum is None or number <= Decimal(str(self.maximum)))
        )


def parse_number(text: str, language: str, scale: Scale) -> tuple[Decimal, int]:
    """Digits with points and commas to (number, decimals printed).

    A mark that stands twice, or before another kind of mark, groups thousands. A single mark
    before three digits can be read both ways: then the convention of the source's language
    decides, unless only the other reading is possible for the indicator.
    """
    marks = re.findall(r"[.,]", text)
    if not marks:
        return Decimal(text), 0
    last = marks[-1]
    grouped = re.sub(r"[.,]", "", text)
    head, tail = re.split(re.escape(last), text)[:-1], text.rsplit(last, 1)[1]
    as_decimal = Decimal(re.sub(r"[.,]", "", "".join(head)) + "." + tail)
    if len(marks) > 1:
        groups = re.split(r"[.,]", text)
        if len(set(marks)) == 1:
            if all(len(group) == 3 for group in groups[1:]):
                return Decimal(grouped), 0
            raise Unreadable("groups of three digits between the marks")
        if len(set(marks[:-1])) == 1 and all(len(group) == 3 for group in groups[1:-1]):
            return as_decimal, len(tail)
        raise Unreadable("one kind of mark for thousands and another for decimals")
    if len(tail) != 3 or text.startswith("0") or len(text.split(last, maxsplit=1)[0]) > 3:
        return as_decimal, len(tail)
    groups_first = (last == ".") == (language in COMMA_LANGUAGES)
    readings = [(Decimal(grouped), 0), (as_decimal, 3)]
    if not groups_first:
        readings.reverse()
    for number, decimals in readings:
        if scale.allows(number):
            return number, decimals
    raise Impossible(f"a number that the unit {scale.unit} allows, however {text} is read")


def parse_value(text: str, language: str, scale: Scale) -> PrintedValue:
    """A printed value, in the unit of the print.

    Raises ``Unreadable`` where the text is outside this grammar.
    """
    printed = unicodedata.normalize("NFC", text).strip()
    match = _PRINTED.fullmatch(printed)
    if match is None:
        raise Unreadable("a value with a number in it")
    lead = match["lead"].strip().casefold()
    if lead not in LEADS:
        raise Unreadable(f"a number, perhaps after one of: {', '.join(sorted(LEADS - {''}))}")
    factor = _magnitude(match["tail"], scale)
    first, decimals = parse_number(match["first"], language, scale)
    if match["sign"] or lead in FALLING:
        first = -first
    first *= factor
    if match["second"] and match["joint"] != "/":
        second, other = parse_number(match["second"], language, scale)
        second *= factor
        if second < first:
            raise Unreadable("a range whose second number is the larger")
        return PrintedValue(None, float(first), float(second), max(decimals, other))
    value = float(first)
    low = value if lead in OVER | OVER_RISING else None
    high = value if lead in UNDER else None
    return PrintedValue(value, low, high, decimals)


def _magnitude(tail: str, scale: Scale) -> int:
    words = _SINCE.sub("", tail.strip().casefold())
    factor = 1
    for word, size in MAGNITUDES.items():
        if re.match(rf"{word}\b", words):
            words = words[len(word) :].strip()
            if not re.search(rf"\b{word}\b", scale.unit.casefold()):
                factor = size
            break
    if words not in UNIT_WORDS:
        raise Unreadable(f"nothing after the number but a unit; {tail.strip()} is not known")
    return factor
