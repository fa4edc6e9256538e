"""What a chapter puts on the page: figures, tables, citations, and guards of its sentences."""

from analysis.page.cells import figure, folded_table, folded_tables, say, table
from analysis.page.citations import by_use, cite, cite_one
from analysis.page.guards import guard
from analysis.page.tables import each, shown

__all__ = [
    "by_use", "cite", "cite_one", "each", "figure", "folded_table", "folded_tables", "guard",
    "say", "shown", "table",
]  # fmt: skip
