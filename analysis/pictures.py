"""Charts as pictures: the same bytes on every machine, whatever fonts it has."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import vl_convert as vlc

# Text is measured when a chart is laid out. With a machine's own fonts the layout would differ from
# one to the next, and a machine without fonts would write no letters at all.
vlc.register_font_directory(str(Path(__file__).parent / "charts" / "fonts"))

SCALE = 2


def svg(spec: dict[str, Any]) -> str:
    """A Vega-Lite specification as SVG."""
    drawn: str = vlc.vegalite_to_svg(spec)
    return drawn


def png(svg: str) -> bytes:
    """An SVG as PNG, in twice its size for screens of high resolution."""
    drawn: bytes = vlc.svg_to_png(svg, scale=SCALE)
    return drawn


def vega() -> str:
    """Vega, Vega-Lite and vega-embed as one script that defines ``vegaEmbed``."""
    bundle: str = vlc.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return bundle
