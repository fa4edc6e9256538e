"""Several values in one cell."""

from __future__ import annotations

import pytest

from analysis.words import p_value
from analysis.words.patterns import pattern


def test_each_value_has_its_form() -> None:
    interval = pattern("{} ({} to {})", "+.2f", "+.2f", "+.2f")
    assert interval(-0.571, -0.74, 0.4) == "−0.57 (−0.74 to +0.40)"
    assert pattern("{} ({})", ".2f", p_value)(0.5, 0.0001) == "0.50 (< 0.001)"


def test_a_value_too_many_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        pattern("{}", "d")(1, 2)
