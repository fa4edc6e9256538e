"""Letters without their marks, as people type and search them."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Text without diacritics: Đà Nẵng → Da Nang."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
