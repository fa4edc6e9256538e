"""Several values in one cell of a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.words.numbers import written


def pattern(template: str, *forms: str | Callable[[Any], object]) -> Callable[..., str]:
    """How a cell says several values: pattern("{} ({} to {})", "+.2f", "+.2f", "+.2f").

    For each value a format, as ``written`` takes it, or a function of the value.
    """

    def said(*values: Any) -> str:
        return template.format(
            *(
                form(value) if callable(form) else written(value, form)
                for value, form in zip(values, forms, strict=True)
            )
        )

    return said
