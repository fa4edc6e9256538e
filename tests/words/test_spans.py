"""Numbers as sentences print them."""

from __future__ import annotations

from analysis.words import span


def test_a_span_of_one_number_is_that_number() -> None:
    assert span(60, 63) == "60 to 63"
    assert span(63, 63) == "63"
    assert span(1200, 1500.5) == "1,200 to 1,500.5"
    assert span(14.42, 20.04, 1) == "14.4 to 20.0"
    assert span(17.15, 17.15, 2) == "17.15"
