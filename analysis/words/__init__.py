"""Numbers, ranks, lists and texts of the data, as they stand on pages and charts."""

from analysis.words.lists import by_year, listed
from analysis.words.markdown import anchored, code, link, plain, quoted, sections
from analysis.words.numbers import (
    band,
    fixed,
    number,
    ordinal,
    out_of,
    p_value,
    percent,
    signed,
    span,
)

__all__ = [
    "anchored", "band", "by_year", "code", "fixed", "link", "listed", "number", "ordinal",
    "out_of", "p_value", "percent", "plain", "quoted", "sections",
    "signed", "span",
]  # fmt: skip
