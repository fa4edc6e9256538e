"""Former names, until the chapters ask for the forms themselves."""

from analysis.charts.contributions import contributions
from analysis.charts.stacked import stacked_pillars

__all__ = ["contributions", "stacked_pillars"]
