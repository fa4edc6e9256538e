"""Quarto's pages load a font of two thousand icons and use a dozen: keep those."""

from __future__ import annotations

import re
from pathlib import Path

from fontTools import subset

SHEET = Path("site_libs/bootstrap/bootstrap-icons.css")
FONT = Path("site_libs/bootstrap/bootstrap-icons.woff")

_RULE = re.compile(r'\.bi-(?P<name>[a-z0-9-]+)::before \{ content: "\\(?P<code>[0-9a-f]+)"; \}\n?')


def keep_used(site: Path) -> None:
    """Cut style sheet and font down to the icons that a page or script of the site names.

    Does nothing where there is no such font, or it has been cut down already.
    """
    sheet, font = site / SHEET, site / FONT
    if not (sheet.is_file() and font.is_file()):
        return
    texts = [path for path in site.rglob("*") if path.suffix in (".html", ".js")]
    used = {
        name for path in texts for name in re.findall(r"\bbi-([a-z0-9-]+)", path.read_text("utf-8"))
    }
    rules = sheet.read_text("utf-8")
    codes = {match["name"]: int(match["code"], 16) for match in _RULE.finditer(rules)}
    if not codes.keys() - used:
        return
    kept = _RULE.sub(lambda match: match[0] if match["name"] in used else "", rules)
    sheet.write_text(kept, encoding="utf-8", newline="\n")
    options = subset.Options(flavor="woff")
    loaded = subset.load_font(str(font), options, lazy=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[code for name, code in codes.items() if name in used])
    cutter.subset(loaded)
    subset.save_font(loaded, str(font), options)
