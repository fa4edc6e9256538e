"""Former names, until the chapters ask for the forms themselves."""

from analysis.charts.ranges import bounded_ranking
from analysis.charts.releases import releases

__all__ = ["bounded_ranking", "releases"]
