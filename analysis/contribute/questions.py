"""What `python -m analysis add` asks; apart from it, so that no command waits for its libraries."""

from __future__ import annotations

# What is asked, in this order: column, question. An empty answer takes the default.
FIGURE: dict[str, str] = {
    "source_id": "source_id (a short name of the publication, as in sources.csv)",
    "indicator": "indicator (a code of indicators.csv)",
    "province": "province (the usual Vietnamese name, or Việt Nam)",
    "reference_year": "year that the figure is about",
    "boundary": "boundary (63: provinces before July 2025, 34: since, all: the country)",
    "as_of": "date or period, if it is not of the whole year (2023-12-29, 2022-01-01/2022-06-30)",
    "value_as_printed": "value, exactly as printed",
    "rank_as_printed": "rank, exactly as printed",
    "out_of": "number of provinces ranked, if the source says",
    "unit": "unit of the print",
    "qualifier": "qualifier (estimate, approx, over, under, target, "
    "suspect, implied or recomputed)",
    "locator": "place in the source (paragraph 3, table 2 row 4)",
    "note": "what a reader must know besides",
}
SOURCE: dict[str, str] = {
    "publisher": "publisher of the source",
    "title": "title",
    "url": "address (https://…)",
    "published_on": "day, month or year of publication (2023-07-12)",
    "language": "language (vi, en …)",
    "kind": "kind (official, press, academic or dataset)",
    "quality": "quality (A: official; B: relayed; C: origin unstated)",
    "copy_of": "source_id of the source that it copies, if it does",
    "licence": "licence, if known",
}
NEEDED = ("source_id", "indicator", "province", "reference_year")
NEEDED_OF_SOURCE = ("publisher", "title", "url", "language", "kind", "quality")


def flag(column: str) -> str:
    """The option that gives a column, such as --value for value_as_printed."""
    return "--" + column.removesuffix("_as_printed").replace("_", "-")
