"""Charts as pictures: the same bytes on every machine, whatever fonts it has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import vl_convert as vlc

# Text is measured when a chart is laid out. With a machine's own fonts the layout would differ from
# one to the next, and a machine without fonts would write no letters at all.
vlc.register_font_directory(str(Path(__file__).parent / "fonts"))

SCALE = 2

# A file knows no page around it: it has an ink and a sheet of its own, with a margin.
INK = "#1f2328"
MARGIN = 7

_ROOT = re.compile(
    r'<svg (?P<names>[^>]*?) width="(?P<width>[\d.]+)" height="(?P<height>[\d.]+)" '
    r'viewBox="0 0 [\d.]+ [\d.]+">'
)


def svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG, in the colour of the text around it."""
    return vlc.vegalite_to_svg(spec)


def as_file(svg: str) -> str:
    """A picture of a page as one that stands alone: dark on a white sheet, with a margin."""
    root = _ROOT.match(svg)
    assert root is not None, "vl-convert writes its pictures in another form now"
    width, height = (float(root[side]) + 2 * MARGIN for side in ("width", "height"))
    sheet = (
        f'<svg {root["names"]} width="{width:g}" height="{height:g}" '
        f'viewBox="{-MARGIN} {-MARGIN} {width:g} {height:g}">'
        f'<rect x="{-MARGIN}" y="{-MARGIN}" width="{width:g}" height="{height:g}" fill="white"/>'
    )
    return sheet + svg[root.end() :].replace("currentColor", INK)


def png(svg: str) -> bytes:
    """An SVG as PNG, in twice its size for screens of high resolution."""
    return vlc.svg_to_png(svg, scale=SCALE)


def vega() -> str:
    """Vega, Vega-Lite and vega-embed as one script that defines ``vegaEmbed``."""
    return vlc.javascript_bundle("window.vegaEmbed = vegaEmbed;")
