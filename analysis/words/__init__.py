"""Numbers, ranks, lists and texts of the data, as they stand on pages and charts."""

from analysis.words.lists import counted, in_years, listed, named, placed, ranked
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
    signed_span,
    span,
    written,
)  # fmt: skip

__all__ = [
    "anchored", "band", "code", "counted", "fixed", "in_years", "link", "listed",
    "named", "number", "ordinal", "out_of", "p_value", "percent", "placed", "plain", "quoted",
    "ranked", "sections", "signed", "signed_span", "span", "written",
]  # fmt: skip
