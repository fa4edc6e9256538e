"""Numbers, ranks, lists and texts of the data, as they stand on pages and charts."""

from analysis.words.lists import listed, named, ranked
from analysis.words.markdown import anchored, link, plain, quoted, unbroken
from analysis.words.numbers import (
    fixed,
    number,
    ordinal,
    out_of,
    p_value,
    percent,
    placed,
    signed,
)  # fmt: skip

__all__ = [
    "anchored", "fixed", "link", "listed", "named", "number", "ordinal", "out_of", "p_value",
    "percent", "placed", "plain", "quoted", "ranked", "signed", "unbroken",
]  # fmt: skip
