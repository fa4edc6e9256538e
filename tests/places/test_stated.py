"""Relations in words, and what can be said of whether they hold."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.places import identities as places

NAMES = pd.Series({"x": "Services offered", "y": "All services"})


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("100 * x / y", "Services offered / All services"),
        ("100 * x / base(x)", "Services offered / base of Services offered"),
        ("10 * x[2022]", "10 * Services offered (2022)"),
        ('x["a-source"] - y["b", 2021]', "Services offered − All services (2021)"),
        ("x - (y + 2)", "Services offered − (All services + 2)"),
        ("100", "100"),
        ("z", "z"),
    ],
)
def test_in_words(expression: str, words: str) -> None:
    assert places.in_words(expression, NAMES) == words


def test_named() -> None:
    assert places.named('100 * x["source", 2021] / base(y)') - {"base"} == {"x", "y"}


def test_what_holds_and_what_does_not() -> None:
    identities = pd.DataFrame({"left": ["x + y", "x"], "right": ["y", "y"], "found": ["no", "yes"]})
    assert places.stated(identities, NAMES)["state"].tolist() == [places.BROKEN, places.HELD]
    assert places.stated(identities.head(0), NAMES).empty


def test_no_relation_of_the_book_holds_by_construction(clean: dict[str, pd.DataFrame]) -> None:
    sides = clean["identities"]["left"].str.split(" - ")
    assert not sides.map(lambda figures: len(figures) > 1 and len(set(figures)) == 1).any()


def test_every_relation_of_the_book_can_be_said(clean: dict[str, pd.DataFrame]) -> None:
    names = clean["indicators"].set_index("code")["name_en"]
    table = places.stated(clean["identities"], names)
    for side in ("left", "right"):
        codes = table[side].map(places.named).explode().dropna()
        assert set(codes) - {"base"} <= set(names.index)
        assert not table[f"{side}_named"].str.contains("_|100 \\*|\\[", regex=True).any()
