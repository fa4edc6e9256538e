"""Numbers, ranks, lists and texts of the data, as they stand on pages and charts."""

from analysis.words.lists import counted, in_years, listed
from analysis.words.markdown import anchored, link, plain, unbroken
from analysis.words.numbers import fixed, number, ordinal, p_value, percent, signed

__all__ = [
    "anchored", "counted", "fixed", "in_years", "link", "listed", "number", "ordinal", "p_value",
    "percent", "plain", "signed", "unbroken",
]  # fmt: skip
