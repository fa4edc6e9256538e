"""The words that stand around a printed figure, and their sense."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Which mark stands before the decimals; the other one groups thousands.
COMMA_LANGUAGES = frozenset({"vi", "fr", "de", "id"})
POINT_LANGUAGES = frozenset({"en", "ja", "zh"})
LANGUAGES = COMMA_LANGUAGES | POINT_LANGUAGES

# Words before a number. "Over" and "nearly" stand before a round number that the figure is near, so
# that it can be used as a value; "at least" and "below" give a bound and do not say how near.
OVER = frozenset({"hơn", "trên", "vượt", "quá", "over", "more than", "above"})
UNDER = frozenset({"gần", "chưa đến", "nearly", "almost"})
AT_LEAST = frozenset({"ít nhất", "tối thiểu", "không dưới", "từ", "at least", "≥", ">"})
AT_MOST = frozenset((
    "tối đa", "không quá", "dưới", "at most", "up to", "under", "below", "less than", "≤", "<",
))  # fmt: skip
ABOUT = frozenset((
    "khoảng", "xấp xỉ", "ước", "ước đạt", "ước tính", "about", "around", "approximately",
    "some", "estimated", "~", "≈",
))  # fmt: skip
RISING = frozenset({"tăng", "tăng gấp", "gấp", "lên", "up", "rose", "increased", "gained"})
FALLING = frozenset({"giảm", "tụt", "xuống", "down", "fell", "decreased", "lost"})
# A trade balance: a level, with its sign in a word.
SURPLUS = frozenset({"xuất siêu"})
DEFICIT = frozenset({"nhập siêu"})
DOLLARS = frozenset({"us$", "$"})
NEUTRAL = frozenset({"đạt", "chiếm", "đứng", "between", "reached"})
UNCHANGED = frozenset({"giữ nguyên", "không đổi", "unchanged"})

LEADS = (
    OVER | UNDER | AT_LEAST | AT_MOST | ABOUT | RISING | FALLING | SURPLUS | DEFICIT | DOLLARS
    | NEUTRAL
)  # fmt: skip

# Words that say how large the unit is; several multiply: "nghìn tỷ đồng", "thousand billion dong".
MAGNITUDES = {
    "trăm": 10**2, "nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3,
    "triệu": 10**6, "million": 10**6, "tỷ": 10**9, "tỉ": 10**9, "billion": 10**9,
    "trillion": 10**12, "quadrillion": 10**15,
}  # fmt: skip

# What is measured in money, in shares, in changes of place. Whatever is counted (accounts, firms,
# people) has a unit of its own name in each language and is not compared.
_DIMENSIONS = {
    "percent": r"%|percent(age)?|per cent|phần trăm|điểm %|percentage points",
    "dong": r"đồng|dong|vnd",
    "dollar": r"usd|us\$|\$|đô la",
    "place": r"bậc|hạng|places?",
    "rank": r"rank",
    "time": r"lần|times?",
    "point": r"points?|điểm",
    "index": r"index",
    "km2": r"km2|km²",
}

# What is counted, as Vietnamese texts call it: units that begin so stand for the indicator's.
_COUNTED = {
    "accounts": ("tài khoản",), "agencies": ("cơ quan",), "certificates": ("chứng thư số",),
    "communes": ("xã",), "districts": ("huyện",), "documents": ("văn bản",),
    "dossiers": ("hồ sơ",), "enterprises": ("doanh nghiệp",), "fields": ("lĩnh vực",),
    "firms": ("doanh nghiệp",), "households": ("hộ",),
    "items": ("kiến nghị", "phản ánh", "điểm nghẽn"), "localities": ("địa phương",),
    "parcels": ("thửa đất",), "people": ("người", "nhân sự", "cán bộ"),
    "per person": ("thuê bao/người",), "persons": ("người",),
    "procedures": ("thủ tục hành chính",), "products": ("sản phẩm",), "records": ("dữ liệu",),
    "services": ("dịch vụ công", "thủ tục hành chính"), "subscriptions": ("thuê bao",),
    "targets": ("chỉ tiêu", "mục tiêu"), "tasks": ("nhiệm vụ",), "villages": ("thôn",),
}  # fmt: skip

SPELT = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBER_WORDS = {word: n for words in (SPELT, _ENGLISH) for n, word in enumerate(words)}


def plain(text: str) -> str:
    """A text as the grammars compare it: composed letters, lower case, single spaces."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()


@cache  # a few units stand beside thousands of figures
def magnitude(unit: str) -> int:
    """How many of its base a unit counts: "thousand billion dong" → 10^12."""
    size = 1
    for word in re.findall(r"\w+", unit.casefold().replace("phần trăm", "")):
        size *= MAGNITUDES.get(word, 1)
    return size


@cache
def dimension(unit: str) -> str:
    """What a unit measures, where it is one of a known few: "tỷ đồng" → "dong"; else empty."""
    words = plain(unit)
    for name, pattern in _DIMENSIONS.items():
        if re.search(rf"(?<!\w)(?:{pattern})(?!\w)", words):
            return name
    return ""


def stands_for(printed: str, unit: str) -> bool:
    """Whether figures printed in one unit are of another: "tỷ đồng" for "million VND"."""
    one, other = (
        " ".join(word for word in plain(text).split() if word not in MAGNITUDES)
        for text in (printed, unit)
    )
    alike = dimension(printed) != "" and dimension(printed) == dimension(unit)
    return one == other or alike or one.startswith(_COUNTED.get(other, ("\0",)))


def split_leads(text: str) -> list[str] | None:
    """The known words that a text before a number is made of; None where it holds another.

    "tăng hơn" → ["tăng", "hơn"], "ước đạt khoảng" → ["ước đạt", "khoảng"].
    """
    found: list[str] = []
    rest = plain(text)
    while rest:
        lead = max((word for word in LEADS if _begins(rest, word)), key=len, default="")
        if not lead:
            return None
        found.append(lead)
        rest = rest[len(lead) :].strip()
    return found


def _begins(text: str, word: str) -> bool:
    if not text.startswith(word):
        return False
    return not word[-1].isalpha() or not text[len(word) : len(word) + 1].isalpha()
