"""Numbers as a sentence or a table prints them: rounded half up, as sources round."""

from __future__ import annotations

import math
import re
from decimal import ROUND_HALF_UP, Decimal

# Formats that round. Python's own round what a number is in binary, to even: 0.74735 is a little
# less there, and 0.125 becomes 0.12. Sources round the decimal number, half up.
_ROUNDS = re.compile(r"\+?,?\.(?P<decimals>[0-9]+)(?P<kind>[f%])")
# What is computed is exact to about this many decimals; what lies beyond is binary noise.
_NOISE = 12


def written(value: float, form: str) -> str:
    """A number in a format such as ".4f", "+.2f" or ".0%", rounded half up; with a true minus."""
    rounds = _ROUNDS.fullmatch(form)
    if rounds and not _is_missing(value) and math.isfinite(value):
        decimals = int(rounds["decimals"]) + (2 if rounds["kind"] == "%" else 0)
        exact = Decimal(repr(round(float(value), _NOISE)))
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
        value = rounded  # type: ignore[assignment]
        if rounded == 0:  # which is neither more nor less
            value, form = 0.0, form.lstrip("+")
    return format(value, form).replace("-", "−")


def ordinal(n: int) -> str:
    """3 → "3rd"."""
    n = int(n)
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def number(value: float, decimals: int = 2) -> str:
    """1606.3 → "1,606.3", 884640 → "884,640"; nothing for a missing number, here and below."""
    if _is_missing(value):
        return ""
    text = written(value, f",.{decimals}f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(value: float, decimals: int = 2) -> str:
    """0.7 → "0.70": with all of its decimals, as scores and shares are printed; a true minus."""
    return "" if _is_missing(value) else written(value, f",.{decimals}f")


def percent(share: float, decimals: int = 0) -> str:
    """0.714 → "71 %"."""
    return "" if _is_missing(share) else written(share, f".{decimals}%").replace("%", " %")


def p_value(p: float) -> str:
    """0.0312 → "0.031"; what is smaller than three decimals can tell: "< 0.001"."""
    if _is_missing(p):
        return ""
    return written(p, ".3f") if p >= 0.0005 else "< 0.001"


def span(low: float, high: float, decimals: int | None = None) -> str:
    """(60, 63) → "60 to 63"; (63, 63) → "63"; with ``decimals`` each has all of them."""
    ends = [number(end) if decimals is None else fixed(end, decimals) for end in (low, high)]
    return ends[0] if low == high else " to ".join(ends)


def out_of(n: int, total: int) -> str:
    """(3, 4) → "3 of 4"."""
    return f"{n} of {total}"


def band(low: float, high: float) -> str:
    """(10, 20) → "10 to 20 %"; where an end is open, its number missing: "over 20 %"."""
    if math.isnan(high):
        return f"over {number(low)} %"
    return f"under {number(high)} %" if math.isnan(low) else f"{number(low)} to {number(high)} %"


def signed(number: float, form: str) -> str:
    """A difference with its sign and a true minus; none is a plain 0."""
    if _is_missing(number):
        return ""
    return written(number, form) if number else "0"


def signed_span(low: float, high: float) -> str:
    """A difference between bounds: (−7.5, −5) → "−7.5 to −5"; (2, 2) → "+2"."""
    ends = dict.fromkeys((signed(low, "+g"), signed(high, "+g")))
    return " to ".join(ends)


def _is_missing(value: float) -> bool:
    """Without pandas, which publishing and checking need not wait for."""
    try:
        return value is None or math.isnan(value)
    except TypeError:  # pandas' NA is no number
        return True
