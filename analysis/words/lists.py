"""Lists as a sentence says them."""

from __future__ import annotations

from collections.abc import Iterable


def listed(items: Iterable[object]) -> str:
    """["a", "b", "c"] → "a, b and c"; of links, which are Markdown, a list that is Markdown.

    Raises ValueError where there is nothing to list: a sentence cannot say it.
    """
    words = [item if isinstance(item, str) else str(item) for item in items]
    if not words:
        raise ValueError("there is nothing to list; say something else where nothing is found")
    text = words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" and {words[-1]}"
    return type(words[0])(text)
