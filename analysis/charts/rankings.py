"""Former names, until the chapters ask for the forms themselves."""

from analysis.charts.bump import bump
from analysis.charts.changes import changes
from analysis.charts.gains import gains
from analysis.charts.margins import margins

__all__ = ["bump", "changes", "gains", "margins"]
