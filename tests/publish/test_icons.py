"""Icons that no page names leave the style sheet and the font; the others stay."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

from analysis.publish.icons import FONT, SHEET, keep_used


def test_only_icons_in_use_stay(tmp_path: Path) -> None:
    (tmp_path / SHEET).parent.mkdir(parents=True)
    icons = {0xF101: "search", 0xF102: "gear", 0xF103: "check2"}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *icons.values()])
    builder.setupCharacterMap(icons)
    builder.setupGlyf({name: Glyph() for name in (".notdef", *icons.values())})
    builder.setupHorizontalMetrics(dict.fromkeys((".notdef", *icons.values()), (500, 0)))
    builder.setupHorizontalHeader()
    builder.setupOS2()
    builder.setupPost()
    builder.font.flavor = "woff"
    builder.save(tmp_path / FONT)
    head = '@font-face { font-family: "bootstrap-icons"; }\n'
    rules = [f'.bi-{name}::before {{ content: "\\{code:x}"; }}\n' for code, name in icons.items()]
    (tmp_path / SHEET).write_text(head + "".join(rules))
    (tmp_path / "index.html").write_text('<i class="bi bi-search"></i>')
    (tmp_path / "search.js").write_text('icon.className = "bi bi-check2";')
    keep_used(tmp_path)
    assert (tmp_path / SHEET).read_text() == head + rules[0] + rules[2]
    assert set(TTFont(tmp_path / FONT).getBestCmap()) == {0xF101, 0xF103}
    before = (tmp_path / FONT).read_bytes()
    keep_used(tmp_path)
    assert (tmp_path / FONT).read_bytes() == before


def test_a_site_without_the_font_stays_as_it_is(tmp_path: Path) -> None:
    keep_used(tmp_path)
    assert not list(tmp_path.iterdir())
