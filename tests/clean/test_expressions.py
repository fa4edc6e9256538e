"""The calculator computes what it should and refuses everything else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.clean.expressions import NotArithmetic, Quantity, Which, evaluate

KNOWN = {"a": Quantity(Fraction(8)), "b": Quantity(Fraction("72.3"), Fraction("0.05"))}


def figure(name: str, which: Which) -> Quantity:
    if name in KNOWN and which[0] in (None, "source") and which[1] in (None, 2021):
        return KNOWN[name]
    raise NotArithmetic(f"a known name, not {name}")


def base(name: str, which: Which) -> Quantity:
    return Quantity(Fraction(14))


FUNCTIONS = {"base": base}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 8), ("-a + 10", 2), ("a + 3 + 3", 14), ("100 * a / base(a)", Fraction(400, 7)),
        ('a["source"] - a[2021]', 0), ('a["source", 2021] + 0', 8), ("(a - 2) * 0.5", 3),
        ("1606.3 - 453.7", Fraction("1152.6")),
    ],
)  # fmt: skip
def test_arithmetic_is_exact(text: str, value: Fraction) -> None:
    assert evaluate(text, figure, FUNCTIONS).value == value


def test_what_lies_between_0_and_1_divides() -> None:
    assert (
        evaluate("a / 0.5", figure, FUNCTIONS).value == 2 * evaluate("a", figure, FUNCTIONS).value
    )
    assert evaluate("a / 1", figure, FUNCTIONS).value == evaluate("a", figure, FUNCTIONS).value


def test_rounding_of_printed_figures_is_carried_along() -> None:
    assert evaluate("b + b", figure, FUNCTIONS).slack == Fraction("0.1")
    assert evaluate("2 * b", figure, FUNCTIONS).slack == Fraction("0.1")
    assert evaluate("a - 1", figure, FUNCTIONS).slack == 0
    low, high = Fraction(8) / Fraction("72.35"), Fraction(8) / Fraction("72.25")
    share = evaluate("a / b", figure, FUNCTIONS)
    assert share.value - share.slack <= low < high <= share.value + share.slack


@pytest.mark.parametrize(
    "text",
    [
        "", "a +", "a b", "unknown", "__import__('os')", "a.numerator", "a ** 9 ** 9", "a // 2",
        "[a]", "a if a else a", "lambda: a", "base(a, a)", "base(a + a)", "base", "print(a)",
        "a[0:1]", "True", "'a'", "a == a", "a / 0", "a / (a - 8)",
        "(" * 300 + "a" + ")" * 300, "a" * 600,
        "a[True]", "x := a", "f'{a}'", "1e400", "a / 1e400",
        "9" * 400, "1e20 * 1e20", 'a[2021, "source"]', 'a["source", True]',
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(NotArithmetic):
        evaluate(text, figure, FUNCTIONS)


@given(text=st.one_of(st.text(), st.text(alphabet="ab+-*/()[]0129. \"'", max_size=30)))
def test_no_text_crashes_the_calculator(text: str) -> None:
    try:
        assert isinstance(evaluate(text, figure, FUNCTIONS), Quantity)
    except NotArithmetic:
        return
