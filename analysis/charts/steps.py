"""Values in steps of colour, and names in short lines."""

from __future__ import annotations

import pandas as pd


def lines_of(name: str, longest: int = 7) -> list[str]:
    """A province's name in short lines, broken at spaces: "Thừa Thiên Huế" in three."""
    lines: list[str] = []
    for word in name.replace(" - ", " ").split():
        if lines and len(lines[-1]) + 1 + len(word) <= longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def steps_of(values: pd.Series, edges: list[float]) -> pd.Series:
    """The step (0, 1, 2 ...) of each value among ascending edges; NaN stays NaN."""
    found = pd.cut(values.astype(float), [-float("inf"), *edges, float("inf")], labels=False)
    return pd.Series(found, index=values.index)


def colours_of(step: pd.Series, used: int, colours: int, reverse: bool = False) -> pd.Series:
    """Which of a number of colours each step has; fewer steps are spread over all of them.

    ``reverse`` makes the smallest the darkest. NaN stays NaN.
    """
    turned = used - 1 - step if reverse else step
    return (turned * (colours - 1) / max(used - 1, 1)).round()
