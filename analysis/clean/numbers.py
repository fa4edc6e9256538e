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

# Words that say how large the unit is. One after a number replaces the one of the unit.
MAGNITUDES = {
    "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3, "triệu": 10**6, "million": 10**6,
    "tỷ": 10**9, "tỉ": 10**9, "billion": 10**9, "quadrillion": 10**15,
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
    """What a print says, in the unit of the indicator: a value, or the bounds that it gives.

    ``decimals`` is the place of the last printed digit: 2 for hundredths, -3 for thousands.
    """

    value: float | None
    low: float | None
    high: float | None
    decimals: int


@dataclass(frozen=True)
class Scale:
    """The units of print and indicator, and what the indicator allows."""

    printed_unit: str
    unit: str
    whole: bool
    minimum: float | None
    maximum: float | None

    def allows(self, number: Decimal) -> bool:
        """Whether the number, in the unit of the indicator, makes sense for it."""
        return (
            (not self.whole or number == number.to_integral_value())
            and (self.minimum is None or number >= Decimal(str(self.minimum)))
            and (self.maximum is None or number <= Decimal(str(self.maximum)))
        )


def magnitude(unit: str) -> int:
    """How many of its base a unit counts: "thousand billion dong" → 10^12."""
    size = 1
    for word in re.findall(r"\w+", unit.casefold()):
        size *= MAGNITUDES.get(word, 1)
    return size


def parse_number(text: str, language: str, scale: Scale, factor: Decimal) -> tuple[Decimal, int]:
    """Digits with points and commas to (number times ``factor``, place of the last digit).

    A mark that stands twice, or before another kind of mark, groups thousands. A single mark
    before three digits can be read both ways: then the convention of the source's language
    decides, unless only the other reading is possible for the indicator.
    """

    def scaled(digits: str, decimals: int) -> tuple[Decimal, int]:
        return Decimal(digits) * factor, decimals - factor.adjusted()

    marks = re.findall(r"[.,]", text)
    grouped = re.sub(r"[.,]", "", text)
    if not marks:
        return scaled(text, 0)
    last = marks[-1]
    head, tail = text.rsplit(last, 1)
    as_decimal = scaled(re.sub(r"[.,]", "", head) + "." + tail, len(tail))
    if len(marks) > 1:
        groups = re.split(r"[.,]", text)
        if len(set(marks)) == 1:
            if all(len(group) == 3 for group in groups[1:]):
                return scaled(grouped, 0)
            raise Unreadable("groups of three digits between the marks")
        if len(set(marks[:-1])) == 1 and all(len(group) == 3 for group in groups[1:-1]):
            return as_decimal
        raise Unreadable("one kind of mark for thousands and another for decimals")
    if len(tail) != 3 or text.startswith("0") or len(head) > 3:
        return as_decimal
    readings = [scaled(grouped, 0), as_decimal]
    if (last == ".") != (language in COMMA_LANGUAGES):
        readings.reverse()
    for number, decimals in readings:
        if scale.allows(number):
            return number, decimals
    raise Impossible(f"a number that the unit {scale.unit} allows, however {text} is read")


def parse_value(text: str, language: str, scale: Scale) -> PrintedValue:
    """A printed value, in the unit of the indicator.

    Raises ``Unreadable`` where the text is outside this grammar, and ``Impossible`` where the
    number makes no sense for the indicator.
    """
    printed = unicodedata.normalize("NFC", text).strip()
    match = _PRINTED.fullmatch(printed)
    if match is None:
        raise Unreadable("a value with a number in it")
    lead = match["lead"].strip().casefold()
    if lead not in LEADS:
        raise Unreadable(f"a number, perhaps after one of: {', '.join(sorted(LEADS - {''}))}")
    factor = _factor(match["tail"], scale)
    first, decimals = parse_number(match["first"], language, scale, factor)
    if match["sign"] or lead in FALLING:
        first = -first
    if match["second"] and match["joint"] != "/":
        second, other = parse_number(match["second"], language, scale, factor)
        if second < first:
            raise Unreadable("a range whose second number is the larger")
        _check(scale, first, second)
        return PrintedValue(None, float(first), float(second), max(decimals, other))
    _check(scale, first)
    value = float(first)
    low = value if lead in OVER | OVER_RISING else None
    high = value if lead in UNDER else None
    return PrintedValue(value, low, high, decimals)


def _check(scale: Scale, *numbers: Decimal) -> None:
    if not all(scale.allows(number) for number in numbers):
        kind = "a whole number" if scale.whole else "a number"
        low = "" if scale.minimum is None else f" from {scale.minimum:g}"
        high = "" if scale.maximum is None else f" to {scale.maximum:g}"
        raise Impossible(f"{kind}{low}{high} ({scale.unit})")


def _factor(tail: str, scale: Scale) -> Decimal:
    """What brings the printed number to the unit of the indicator, always a power of ten."""
    words = _SINCE.sub("", tail.strip().casefold())
    size = magnitude(scale.printed_unit)
    first = words.split(" ")[0]
    if first in MAGNITUDES:
        size = MAGNITUDES[first]
        words = words[len(first) :].strip()
    if words not in UNIT_WORDS:
        raise Unreadable(f"nothing after the number but a unit; {tail.strip()} is not known")
    return Decimal(size) / Decimal(magnitude(scale.unit))
