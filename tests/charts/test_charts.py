"""The figures of the book as drawn: their size, their words, their letters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fontTools.ttLib import TTFont

from analysis.charts.figure import NARROW, WIDE
from analysis.charts.layout import FONTS
from analysis.charts.theme import FOCUS, ON_STEPS, STEPS

Figures = Mapping[str, Mapping[str, Any]]


def test_all_fit_their_widths(pictures: Mapping[tuple[str, str], str]) -> None:
    room = {"wide": WIDE + 8, "narrow": NARROW + 8}
    widths = {
        name: float(found[1])
        for name, svg in pictures.items()
        if (found := re.search(r'<svg[^>]* width="([\d.]+)"', svg))
    }
    assert len(widths) == len(pictures) > 20
    assert not {name: wide for name, wide in widths.items() if wide > room[name[1]]}


def test_all_have_words_and_data(figures: Figures) -> None:
    bare = [
        label
        for label, figure in figures.items()
        if len(figure["description"]) < 80 or figure["csv"].count("\n") < 2
    ]
    assert not bare


def texts(value: Any) -> Iterator[str]:
    """All texts anywhere in a specification."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from texts(inner)


def test_the_font_has_every_letter(figures: Figures) -> None:
    """A letter that it lacks would come from a font of the machine, and change the bytes."""
    charts = [figure[width] for figure in figures.values() for width in ("wide", "narrow")]
    # Axes write their own minus and dots.
    used = {ord(letter) for text in texts(charts) for letter in text} | {ord(c) for c in "−…"}
    for weight in ("Regular", "Bold"):
        letters = TTFont(FONTS / f"TinhSoSans-{weight}.ttf").getBestCmap()
        assert used - {ord("\n")} <= set(letters)


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_on_cells_and_lines_can_be_read() -> None:
    for step, ink in zip(STEPS, ON_STEPS, strict=True):
        assert contrast(step, ink) >= 4.5, (step, ink)
    for colour in FOCUS:
        assert contrast(colour, "#ffffff") >= 4.4, colour
        assert contrast(colour, "#131416") >= 3.5, colour
