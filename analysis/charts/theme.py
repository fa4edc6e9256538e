"""One look for all charts: readable in light and dark, by the colour-blind, and at 360 pixels."""

from __future__ import annotations

import altair as alt

# The page's own text colour, so that a chart follows light and dark without being drawn twice.
INK = "currentColor"
# For what is not in focus.
QUIET = "#8b8f96"
# Hues of Okabe and Ito's colour-blind safe palette (https://jfly.uni-koeln.de/color/), at a
# lightness that has 4.5:1 contrast on white, for text too, and 4:1 on the dark page.
FOCUS = ("#c35600", "#0f7bc1", "#008763", "#ab5b91", "#967000", "#6a62c9")

# Steps of one blue from little to much, for cells and tiles with text on them, and the text colour
# that has at least 4.5:1 contrast on each. They do not change with the page's background.
STEPS = ("#dbe9f6", "#aacde8", "#6fa8d6", "#2f75b5", "#16477d")
ON_STEPS = ("#10243a", "#10243a", "#10243a", "#ffffff", "#ffffff")

# The first is the project's own (analysis/charts/fonts), with which charts are laid out and drawn
# as files; a browser takes the next that it has.
FONT = "Tinh So Sans, system-ui, -apple-system, 'Segoe UI', 'Noto Sans', Roboto, sans-serif"
TINY = 9
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
            # A picture has one text alternative; words on each of its marks would only weigh.
            "aria": False,
            "font": FONT,
            "view": {"stroke": None},
            "axis": axis,
            "header": {"labelColor": INK, "titleColor": INK, "labelFontSize": TEXT},
            "text": {"color": INK, "fontSize": TEXT},
            "title": {"color": INK, "fontSize": TEXT + 1, "anchor": "start"},
            "legend": {"labelColor": INK, "titleColor": INK},
        }
    )
