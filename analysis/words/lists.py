"""Lists as a sentence says them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from analysis.words.numbers import ordinal

_T = TypeVar("_T")


def listed(items: Iterable[object]) -> str:
    """["a", "b", "c"] → "a, b and c"; of links, which are Markdown, a list that is Markdown.

    Raises ValueError where there is nothing to list: a sentence cannot say it.
    """
    words = [item if isinstance(item, str) else str(item) for item in items]
    if not words:
        raise ValueError("there is nothing to list; say something else where nothing is found")
    text = words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"
    return type(words[0])(text)


def counted(numbers: Mapping[Any, Any]) -> str:
    """{"DTI": 63, "PAPI": 61} → "DTI 63 and PAPI 61"; a series of a table is given like a dict."""
    return listed(f"{name} {number}" for name, number in numbers.items())


def in_years(numbers: Mapping[Any, Any], out_of: Mapping[Any, Any] | None = None) -> str:
    """{2021: 7, 2022: 3} → "7 in 2021 and 3 in 2022"; with ``out_of`` "7 of 63 in 2021 …"."""
    said = {year: n if out_of is None else f"{n} of {out_of[year]}" for year, n in numbers.items()}
    return listed(f"{n} in {year}" for year, n in said.items())


def placed(name: str, rank: int) -> str:
    """("Bắc Ninh", 7) → "Bắc Ninh (7th)"."""
    return f"{name} ({ordinal(rank)})"


def ranked(names: Iterable[object], *ranks: Iterable[object]) -> str:
    """Names and their ranks in one edition or several: "a (7 to 3) and b (8 to 9)"."""
    return listed(
        f"{name} ({' to '.join(map(str, own))})" for name, *own in zip(names, *ranks, strict=True)
    )


def named(things: Mapping[str, _T], names: Mapping[str, str]) -> dict[str, _T]:
    """The same things, called by their names instead of their codes."""
    return {names[code]: thing for code, thing in things.items()}
