"""Tables to Altair charts, under one theme."""

from analysis.charts.figure import Figure

__all__ = ["Figure"]
