"""Room and place in every chart: widths, names, keys, panels, and words that lie on nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

import altair as alt

from analysis.charts.figure import NARROW, Chart
from analysis.charts.theme import SMALL

# With this font charts are laid out and drawn: see drawing.
FONTS = Path(__file__).parent / "fonts"

# What Vega leaves free around a picture.
PADDING = 5
# Between words and what they stand beside.
GAP = 6
# From one line of small letters to the next.
LINE = 14
# The numbers of an upright axis with their ticks, an axis's title, and an axis above the plot with
# both. The last number of an axis across stands out by half of its width.
NUMBERS = 32
TITLE = 18
TOP_AXIS = 44
LAST_NUMBER = 14
# Between panels.
BESIDE, BELOW = 16, 20

# A letter that the font lacks, and where the middle of a line lies above its base, in shares of the
# size of letters.
WIDEST = (1.0, -0.3, 1.1)
MIDDLE = 0.3

Name = TypeVar("Name")


def is_narrow(width: float) -> bool:
    """Whether a picture of this width is one for a phone."""
    return width <= NARROW


@cache
def _letters(bold: bool) -> dict[str, tuple[float, float, float]]:
    """How far each letter of the charts' font reaches: across, down, up, in shares of its size."""
    from fontTools.ttLib import TTFont

    with TTFont(FONTS / f"TinhSoSans-{'Bold' if bold else 'Regular'}.ttf", lazy=True) as font:
        reach, shapes, parts = font["hmtx"].metrics, font["glyf"], font["head"].unitsPerEm
        return {
            chr(code): (
                reach[name][0] / parts,
                getattr(shapes[name], "yMin", 0) / parts,
                getattr(shapes[name], "yMax", 0) / parts,
            )
            for code, name in font.getBestCmap().items()
        }


def text_width(text: str, size: float = SMALL, bold: bool = False) -> float:
    """The width of a line of text in pixels."""
    letters = _letters(bold)
    return sum(letters.get(letter, WIDEST)[0] for letter in text) * size


def ink(text: str) -> tuple[float, float]:
    """How far the ink of a line reaches up and down from its middle, in pixels."""
    letters = [_letters(False).get(letter, WIDEST) for letter in text]
    return (
        (max(up for *_, up in letters) - MIDDLE) * SMALL,
        (MIDDLE - min(down for _, down, _ in letters)) * SMALL,
    )


def room_for(texts: Iterable[str], size: float = SMALL, bold: bool = False) -> float:
    """What the longest of some texts needs beside a plot, in pixels."""
    return max((text_width(text, size, bold) for text in texts), default=0) + GAP


def lines_of(text: str, room: float, size: float = SMALL) -> list[str]:
    """A text in lines no wider than ``room`` pixels where it can be broken: at spaces, at dots."""
    lines = [""]
    for piece in re.findall(r"(?:\+ )?[^\s.]+(?:\.(?=\w)|\.?\s*)", text):
        if lines[-1] and text_width((lines[-1] + piece).rstrip(), size) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def plot(width: float, *rooms: float) -> int:
    """The width of a plot in a picture of ``width`` pixels, beside rooms for words."""
    return int(width - 2 * PADDING - sum(rooms))


def panels(
    panel: Callable[[Name, int], Chart],
    names: Iterable[Name],
    width: float,
    room: float,
    across: int = 1,
    key: Sequence[alt.Chart] = (),
) -> Chart:
    """Panels in rows of ``across``, on a phone one below the other, under one key.

    ``panel`` draws one for its name and the width of its plot; ``room`` is what each needs besides.
    """
    names = list(names)
    across = 1 if is_narrow(width) else min(across, len(names))
    inner = int((plot(width) - BESIDE * (across - 1)) / across - room)
    rows = [names[i : i + across] for i in range(0, len(names), across)]
    shown = alt.vconcat(
        *(alt.hconcat(*(panel(name, inner) for name in row), spacing=BESIDE) for row in rows),
        spacing=BELOW,
    )
    if not key:
        return shown
    return alt.vconcat(alt.layer(*key).properties(width=1, height=1), shown, spacing=GAP)


def apart(places: Sequence[float], distance: float) -> list[float]:
    """Ascending places, moved as little as possible so that ``distance`` lies between each two.

    Pools adjacent violators, as isotonic regression does.
    """
    pools: list[tuple[float, int]] = []
    for i, place in enumerate(places):
        total, n = float(place) - i * distance, 1
        while pools and pools[-1][0] / pools[-1][1] > total / n:
            before, m = pools.pop()
            total, n = total + before, n + m
        pools.append((total, n))
    moved = [total / n for total, n in pools for _ in range(n)]
    return [place + i * distance for i, place in enumerate(moved)]


def reach(value: float, width: float, words: Iterable[str]) -> float:
    """Where an axis from 0 ends, ``width`` pixels long, that leaves room for words beside a value.

    ``value`` is the largest, and ``words`` are those beside the ends of marks.
    """
    return value * width / (width - room_for(words) - 2 * GAP)
