"""What inline expressions give in the notebook that calls, in captions and elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

from IPython import get_ipython

from analysis.words import inline


@dataclass(frozen=True)
class Caption:
    """A caption as it is written, with its inline expressions filled, and what each gave."""

    written: str
    words: str
    results: list[dict[str, Any]]

    @classmethod
    def of(cls, text: str) -> Self:
        """Raises ValueError naming the expression that fails, or that nothing can give."""
        results = given(text)
        return cls(text, inline.filled(text.strip(), results), results)


def given(text: str) -> list[dict[str, Any]]:
    """What each inline expression of a text gives, as ``inline.results`` keeps it.

    Raises ValueError naming the expression that fails, or that nothing can give.
    """
    asked = inline.numbered(text)
    if not asked:
        return []
    shell = get_ipython()
    if shell is None:
        raise ValueError(f"outside a notebook nothing gives {', '.join(asked.values())}")
    return inline.results(text, shell.user_expressions(asked))
