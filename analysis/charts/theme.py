"""One look for all charts: readable in light and dark, by the colour-blind, and at 360 pixels."""

from __future__ import annotations

import altair as alt

# The page's own text colour, so that a chart follows light and dark without being drawn twice.
INK = "currentColor"
# For what is not in focus.
QUIET = "#8b8f96"
# Hues of Okabe and Ito's colour-blind safe palette (https://jfly.uni-koeln.de/color/), at a
# lightness that has 4.5:1 contrast on white, for text too, and 4:1 on the dark page.
FOCUS = ("#c35600", "#0f7bc1", "#008763", "#ab5b91", "#967000")

FONT = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Roboto, sans-serif"
SMALL = 11
TEXT = 12


@alt.theme.register("tinh_so", enable=True)
def theme() -> alt.theme.ThemeConfig:
    """The theme, registered and enabled on import."""
    axis: alt.theme.AxisConfigKwds = {
        "labelColor": INK,
        "titleColor": INK,
        "labelFontSize": TEXT,
        "titleFontSize": TEXT,
        "titleFontWeight": "normal",
        "domainColor": QUIET,
        "tickColor": QUIET,
        "gridColor": QUIET,
        "gridOpacity": 0.25,
        "labelLimit": 200,
    }
    return alt.theme.ThemeConfig(
        config={
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": TEXT},
            "text": {"color": INK, "fontSize": TEXT},
            "title": {"color": INK, "fontSize": TEXT + 1, "anchor": "start"},
            "legend": {"labelColor": INK, "titleColor": INK},
        }
    )
