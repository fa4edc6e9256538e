"""Numbers, ranks, lists and texts of the data, as they stand on pages and charts."""

from analysis.words.lists import listed
from analysis.words.markdown import anchored, code, link, plain, sections, unbroken
from analysis.words.numbers import fixed, number, ordinal, p_value, percent, signed, span

__all__ = [
    "anchored", "code", "fixed", "link", "listed", "number", "ordinal", "p_value", "percent",
    "plain", "sections", "signed", "span", "unbroken",
]  # fmt: skip
