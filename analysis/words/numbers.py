"""Numbers as a sentence or a table prints them."""

from __future__ import annotations

import math


def ordinal(n: int) -> str:
    """3 → "3rd"."""
    n = int(n)
    suffix = "th" if n % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{suffix}"


def number(value: float, decimals: int = 2) -> str:
    """1606.3 → "1,606.3", 884640 → "884,640"; nothing for a missing number, here and below."""
    if _is_missing(value):
        return ""
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fixed(value: float, decimals: int = 2) -> str:
    """0.7 → "0.70": with all of its decimals, as scores and shares are printed; a true minus."""
    return "" if _is_missing(value) else f"{value:,.{decimals}f}".replace("-", "−")


def percent(share: float, decimals: int = 0) -> str:
    """0.714 → "71 %"."""
    return "" if _is_missing(share) else f"{100 * share:.{decimals}f} %"


def p_value(p: float) -> str:
    """0.0312 → "0.031"; what is smaller than three decimals can tell: "< 0.001"."""
    if _is_missing(p):
        return ""
    return f"{p:.3f}" if p >= 0.0005 else "< 0.001"


def span(low: float, high: float) -> str:
    """(60, 63) → "60 to 63"; (63, 63) → "63"."""
    return number(low) if low == high else f"{number(low)} to {number(high)}"


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
    return format(number, form).replace("-", "−") if number else "0"


def signed_span(low: float, high: float, form: str = "+g") -> str:
    """A difference between bounds: (−7.5, −5) → "−7.5 to −5"; (2, 2) → "+2"."""
    ends = dict.fromkeys((signed(low, form), signed(high, form)))
    return " to ".join(ends)


def _is_missing(value: float) -> bool:
    import pandas as pd  # not above: publishing needs words, and must not wait for pandas

    return bool(pd.isna(value))
