"""Names beside dots, where they lie on nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from math import hypot
from random import Random

from analysis.charts.layout import ink, text_width

# Left, top, right and bottom, in pixels from the upper left corner of a plot.
Box = tuple[float, float, float, float]

# The radius of a dot, and what is left free around a name.
RADIUS, FREE = 5, 1.5
# From a dot's middle to its name: first beside it, then farther away, where a thin line leads.
DISTANCES = (8, 10, 12, 15, 18, 21, 25, 29, 33, 38, 44, 52, 64, 78, 94, 112)
BESIDE = 12
# Right and left, then obliquely, then above and below: farther, as a line of letters is high.
DIRECTIONS = tuple(
    (side * across, turn * down)
    for across, down in (
        (1, 0), (0.75, 0.75), (0, 1.4), (0.95, 0.4), (0.4, 1.1), (1, 0.2), (0.2, 1.25),
        (0.85, 0.6), (0.6, 0.95),
    )
    for turn in ((-1, 1) if down else (1,))
    for side in ((1, -1) if across else (1,))
)  # fmt: skip
# So many free spots are looked at for each name, in so many trials, in which a name moves so often
# at most, on average. What it costs where a name finds no place.
ENOUGH, TRIALS, PATIENCE = 60, 10, 8
NOWHERE = 1000


@dataclass(frozen=True)
class Spot:
    """Where a name can stand: ``x`` is its left end, middle or right end, as ``align`` says.

    ``line`` leads there from the edge of its dot, if it stands far from it. ``boxes`` are those of
    the text and the line, ``far`` is how far it stands from its dot.
    """

    name: str
    x: float
    y: float
    align: str
    line: Box | None
    boxes: tuple[Box, ...]
    far: float

    def lies_on(self, others: Iterable[Box]) -> bool:
        """Whether it lies on one of other boxes."""
        return any(
            one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
            for one in self.boxes
            for other in others
        )


def dot(x: float, y: float, radius: float = RADIUS) -> Box:
    """The box of a dot."""
    return (x - radius, y - radius, x + radius, y + radius)


def along(x: float, y: float, x2: float, y2: float) -> tuple[Box, ...]:
    """Small boxes along a line, so that nothing is placed on it."""
    n = max(1, round(hypot(x2 - x, y2 - y) / 3))
    return tuple(dot(x + (x2 - x) * i / n, y + (y2 - y) * i / n, 1) for i in range(n + 1))


def place(
    named: Sequence[tuple[float, float, str]], taken: Sequence[Box], width: float, height: float
) -> list[Spot]:
    """A place for each name (x and y of its dot, its text) in a plot of ``width`` by ``height``.

    ``taken`` are the boxes of all that no name may lie on, the dots themselves among them. Names
    stand as near to their dots as they can: the best of several trials (the same each time) is
    taken. One that finds no room stands at the right.
    """
    free = []
    for name in named:
        crossing = (replace(spot, boxes=spot.boxes[:1]) for spot in _spots(*name))
        plain = _free(_spots(*name), taken, width, height)
        # Lines cross dots where they must.
        free.append(plain or _free(crossing, taken, width, height))
    chance = Random(0)
    trials = [_trial(chance, free) for _ in range(TRIALS)]
    placed = min(trials, key=lambda found: sum(spot.far - NOWHERE for spot in found.values()))
    return [placed.get(i) or next(_spots(*name)) for i, name in enumerate(named)]


def _trial(chance: Random, free: Sequence[Sequence[Spot]]) -> dict[int, Spot]:
    """A spot for each name, one after the other in some order.

    One that finds none takes the spot that fewest others are in the way of, and they move.
    """
    placed: dict[int, Spot] = {}
    waiting = [i for i in chance.sample(range(len(free)), len(free)) if free[i]]
    for _ in range(PATIENCE * len(waiting)):
        if not waiting:
            break
        i = waiting.pop(0)
        taken = [box for other in placed.values() for box in other.boxes]
        spot = next((spot for spot in free[i] if not spot.lies_on(taken)), None)
        if spot is None:
            rivals = [
                [j for j, other in placed.items() if spot.lies_on(other.boxes)] for spot in free[i]
            ]
            fewest = min(map(len, rivals))
            at = chance.choice([k for k, found in enumerate(rivals) if len(found) == fewest])
            spot = free[i][at]
            for j in rivals[at]:
                del placed[j]
            waiting += rivals[at]
        placed[i] = spot
    return placed


def _free(spots: Iterable[Spot], taken: Sequence[Box], width: float, height: float) -> list[Spot]:
    """The first spots within the plot that lie on nothing."""

    def fits(spot: Spot) -> bool:
        left, top, right, bottom = spot.boxes[0]
        within = left >= 0 and top >= 0 and right <= width and bottom <= height
        return within and not spot.lies_on(taken)

    return list(islice(filter(fits, spots), ENOUGH))


def _spots(x: float, y: float, name: str) -> Iterator[Spot]:
    """Places for one name, from the nearest on."""
    long = text_width(name) + 1
    over, under = (reach + FREE for reach in ink(name))
    for distance, (right, down) in product(DISTANCES, DIRECTIONS):
        run, rise = right * distance, down * distance
        align = "center" if abs(right) < 0.5 else "left" if right > 0 else "right"
        left = x + run - {"left": 0, "center": long / 2, "right": long}[align]
        box = (left - FREE, y + rise - over, left + long + FREE, y + rise + under)
        far, line = hypot(run, rise), None
        if distance > BESIDE:
            half = under if rise < 0 else over
            start, stop = RADIUS / far, 1 - (half if align == "center" else FREE) / far
            line = (x + run * start, y + rise * start, x + run * stop, y + rise * stop)
        boxes = (box, *(along(*line)[1:-1] if line else ()))
        yield Spot(name, x + run, y + rise, align, line, boxes, far)
