"""Printed values to numbers: "56,83%", "hơn 728.400", "1.363 tỷ đồng", "35–37 %", "8/14",
"tăng 4 bậc so với năm 2021"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from analysis.clean import number_words as words

# Digits are 0 to 9 and no other: "\d" would take those of every alphabet.
_NUMBER = r"[0-9]+(?:[.,][0-9]+)*"
_PRINTED = re.compile(
    rf"(?P<lead>[^0-9]*?)(?P<sign>[-−]?)(?P<first>{_NUMBER})\s*(?P<percent>%?)\s*"
    rf"(?:(?P<joint>–|-|−|~|/|đến|tới|to|et|and|bis)\s*(?P<second>{_NUMBER})(?!\s*/))?"
    r"\s*(?P<tail>[^0-9].*|)",
    re.DOTALL,
)
# "tăng một bậc": small numbers of places are written in words.
_IN_WORDS = re.compile(rf"\b({'|'.join(words.NUMBER_WORDS)})(?= (?:bậc|hạng|places?)\b)")
# "so với năm 2021", "so với năm trước đó", "on 2021"; and "to 26" after a change of places.
_SINCE = re.compile(
    r"\s*\b(?:so với|against|compared with|on|from)\s*"
    r"(?:(?:năm |edition |the year )?(?P<year>(?:19|20)[0-9]{2})"
    r"|(?P<before>năm trước đó|năm trước|năm ngoái|cùng kỳ|the year before|the previous edition))$"
)
_REACHED = re.compile(r"\s*\b(?:to|lên hạng|lên thứ|xuống hạng|xuống thứ)\s*(?P<to>[0-9]{1,4})$")

# The longest figure in print has 19 digits, the largest is of some 10^16 đồng; what is larger is a
# slip of the keyboard. Within these limits decimal arithmetic is exact.
MOST_DIGITS = 25
LARGEST = Decimal(10) ** 24


class Unreadable(ValueError):
    """A printed text that is not read yet; the message says what was expected."""


class Impossible(Unreadable):
    """A number that makes no sense for the indicator, however it is read."""


class Ambiguous(Unreadable):
    """A number that can be read in two ways, and nothing tells which."""


@dataclass(frozen=True)
class PrintedValue:
    """What a print says, in the unit of the indicator: a value, or the bounds that it gives.

    ``decimals`` is the place of the last printed digit: 2 for hundredths, -3 for thousands.
    ``base`` is the whole that a printed fraction is a part of (14 in "8/14"). A printed change
    says which year it is relative to: ``since`` is that year, or -1 for the year before.
    ``reached`` is the place that a change led to ("up 34 places to 26").
    """

    value: float | None
    low: float | None
    high: float | None
    decimals: int
    base: float | None = None
    since: int | None = None
    reached: int | None = None


@dataclass(frozen=True)
class Scale:
    """The units of print and indicator, and what the indicator allows.

    ``is_change``: it measures how much something changed, so that "up 3" and "unchanged" make
    sense for it.
    """

    printed_unit: str
    unit: str
    whole: bool
    minimum: float | None
    maximum: float | None
    is_change: bool = False

    def allows(self, number: Decimal) -> bool:
        """Whether the number, in the unit of the indicator, makes sense for it."""
        return (
            (not self.whole or number == number.to_integral_value())
            and (self.minimum is None or number >= Decimal(str(self.minimum)))
            and (self.maximum is None or number <= Decimal(str(self.maximum)))
        )


def decimal_mark(language: str) -> str:
    """The mark before decimals in a language; empty where that is not known."""
    if language in words.COMMA_LANGUAGES:
        return ","
    return "." if language in words.POINT_LANGUAGES else ""


def decimal_marks(texts: Iterable[str]) -> set[str]:
    """The marks that certainly stand before decimals in some printed values of one source.

    Certain is a lone mark before other than three digits ("73.02", "56,83%"), and the last of two
    different marks ("1.606,3").
    """
    marks = set()
    for text in texts:
        for number in re.findall(_NUMBER, text):
            found = re.findall(r"[.,]", number)
            head, _, tail = number.rpartition(found[-1]) if found else ("", "", "")
            alone = len(found) == 1 and (len(tail) != 3 or head.strip("0") == "")
            if alone or len(set(found)) == 2:
                marks.add(found[-1])
    return marks


def parse_number(text: str, mark: str, scale: Scale, factor: Decimal) -> tuple[Decimal, int]:
    """Digits with points and commas to (number times ``factor``, place of the last digit).

    A mark that stands twice, or before another kind of mark, groups thousands. A single mark
    before three digits can be read both ways: then ``mark``, the decimal mark of the source,
    decides, unless only the other reading is possible for the indicator. Raises ``Ambiguous``
    where ``mark`` is not known and both readings are possible.
    """

    def scaled(digits: str, decimals: int) -> tuple[Decimal, int]:
        return Decimal(digits) * factor, decimals - factor.adjusted()

    if len(text) > MOST_DIGITS:
        raise Impossible(f"a number of at most {MOST_DIGITS} digits")
    if factor > LARGEST:
        raise Impossible("fewer words such as tỷ and triệu after the number")
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
            if all(len(group) == 3 for group in groups[1:]) and len(groups[0]) <= 3:
                return scaled(grouped, 0)
            raise Unreadable("groups of three digits between the marks")
        grouped_well = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:-1])
        if len(set(marks[:-1])) == 1 and grouped_well:
            return as_decimal
        raise Unreadable("one kind of mark for thousands and another for decimals")
    if len(tail) != 3 or text.startswith("0") or len(head) > 3:
        return as_decimal
    possible = [reading for reading in (scaled(grouped, 0), as_decimal) if scale.allows(reading[0])]
    if not possible:
        raise Impossible(f"a number that the unit {scale.unit} allows, however {text} is read")
    if len(possible) == 2 and not mark:
        raise Ambiguous(
            f"a number that can be read in one way: {text} is {grouped} or {head}.{tail}, and the "
            "source uses both marks before decimals"
        )
    return possible[-1] if last == mark else possible[0]


def parse_value(text: str, mark: str, scale: Scale) -> PrintedValue:
    """A printed value, in the unit of the indicator.

    ``mark`` is the decimal mark of the source, empty where that is not known. Raises
    ``Unreadable`` where the text is outside this grammar, ``Ambiguous`` where it can be read in
    two ways, and ``Impossible`` where the number makes no sense for the indicator.
    """
    printed, since, reached = _relation(text)
    if words.plain(printed) in words.UNCHANGED and scale.is_change:
        return PrintedValue(0.0, None, None, 0, since=since, reached=reached)
    match = _PRINTED.fullmatch(printed)
    if match is None:
        raise Impossible("a value with a number in it")
    leads = words.split_leads(match["lead"])
    if leads is None:
        raise Unreadable(f"a number, perhaps after one of: {', '.join(sorted(words.LEADS))}")
    if (words.RISING | words.FALLING).intersection(leads) and not scale.is_change:
        raise Unreadable("a level, not a change")
    factor = _factor(match["tail"] or match["percent"], leads, scale)
    first, decimals = parse_number(match["first"], mark, scale, factor)
    falls = (words.FALLING | words.DEFICIT).intersection(leads)
    if match["sign"] or falls:
        first = -first
    if match["second"] and match["joint"] != "/":
        second, other = parse_number(match["second"], mark, scale, factor)
        if falls:
            first, second = -second, first
        if second < first:
            raise Unreadable("a range whose second number is the larger")
        _check(scale, first, second)
        return PrintedValue(None, float(first), float(second), max(decimals, other))
    base = None
    if match["second"]:
        whole, _ = parse_number(match["second"], mark, scale, Decimal(1))
        if first > whole:
            raise Impossible("a part that is not larger than its whole")
        if not scale.whole and scale.maximum is not None and whole != Decimal(str(scale.maximum)):
            raise Impossible(f"a fraction of {scale.maximum:g}, the most that {scale.unit} allows")
        base = float(whole)
    _check(scale, first)
    value = float(first)
    low = value if (words.OVER | words.AT_LEAST).intersection(leads) else None
    high = value if (words.UNDER | words.AT_MOST).intersection(leads) else None
    bound_only = (words.AT_LEAST | words.AT_MOST).intersection(leads)
    return PrintedValue(None if bound_only else value, low, high, decimals, base, since, reached)


def says(text: str) -> str:
    """What the words of a printed value say of it: "over", "under" or nothing."""
    match = _PRINTED.fullmatch(_relation(text)[0])
    leads = set(words.split_leads(match["lead"]) or ()) if match else set()
    if leads & (words.OVER | words.AT_LEAST):
        return "over"
    return "under" if leads & (words.UNDER | words.AT_MOST) else ""


def _relation(text: str) -> tuple[str, int | None, int | None]:
    """A text without the words that relate it to another year, that year, and the place reached."""
    printed = unicodedata.normalize("NFC", text).strip()
    printed = re.sub(_IN_WORDS, lambda m: str(words.NUMBER_WORDS[m[0].casefold()]), printed)
    since = reached = None
    if match := _SINCE.search(printed):
        since = int(match["year"]) if match["year"] else -1
        printed = printed[: match.start()]
    match = _REACHED.search(printed)
    if match and words.dimension(printed[: match.start()]) == "place":
        reached = int(match["to"])
        printed = printed[: match.start()]
    return printed, since, reached


def _check(scale: Scale, *numbers: Decimal) -> None:
    if any(abs(number) > LARGEST for number in numbers):
        raise Impossible(f"a number of at most {LARGEST:.0e} {scale.unit}")
    if not all(scale.allows(number) for number in numbers):
        kind = "a whole number" if scale.whole else "a number"
        low = "" if scale.minimum is None else f" from {scale.minimum:g}"
        high = "" if scale.maximum is None else f" to {scale.maximum:g}"
        raise Impossible(f"{kind}{low}{high} ({scale.unit})")


def _factor(tail: str, leads: list[str], scale: Scale) -> Decimal:
    """What brings the printed number to the unit of the indicator, always a power of ten."""
    after = words.plain(tail).split()
    if re.search("[0-9]", tail.replace("km2", "")):
        raise Unreadable(f"one number or range; {tail.strip()} holds another")
    size = last = 1
    while after and after[0] in words.MAGNITUDES:
        last = words.MAGNITUDES[after.pop(0)]
        size *= last
    unit = " ".join(after)
    if unit and not words.dimension(unit):
        raise Unreadable(f"nothing after the number but a unit; {tail.strip()} is not known")
    before = "usd" if words.DOLLARS.intersection(leads) else ""
    for printed in (before, unit, scale.printed_unit):
        one, other = words.dimension(printed), words.dimension(scale.unit)
        if one and other and one != other and {one, other} != {"percent", "point"}:
            raise Impossible(f"a figure in {scale.unit}, not in {printed}")
    in_row = words.magnitude(scale.printed_unit)
    if size > 1 and in_row not in (1, size, last):
        raise Impossible(f"a figure in {scale.printed_unit}, as the unit says")
    # "1.363.000.000.000 đồng" says its own unit, whatever unit the row names.
    says_itself = size > 1 or words.dimension(unit) in ("dong", "dollar")
    printed_size = size if says_itself else in_row
    return Decimal(printed_size) / Decimal(words.magnitude(scale.unit))
