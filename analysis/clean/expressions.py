"""A small safe calculator for relations between figures: sums, differences, products, quotients.

An expression is text in a raw file, so nothing of it is ever executed: it is parsed, every part
that is not arithmetic is refused, and the rest is computed here, in exact fractions.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

LONGEST = 500


class NotArithmetic(ValueError):
    """A text that is not an expression of this calculator; the message says what was expected."""


@dataclass(frozen=True)
class Quantity:
    """A number and how far rounding of the printed figures can have moved it."""

    value: Fraction
    slack: Fraction = Fraction(0)

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.value + other.value, self.slack + other.slack)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.value - other.value, self.slack + other.slack)

    def __mul__(self, other: Quantity) -> Quantity:
        slack = abs(self.value) * other.slack + abs(other.value) * self.slack
        return Quantity(self.value * other.value, slack + self.slack * other.slack)

    def __truediv__(self, other: Quantity) -> Quantity:
        nearest = abs(other.value) - other.slack
        if nearest <= 0:
            raise NotArithmetic("a division by something that is not zero")
        value = self.value / other.value
        return Quantity(value, (self.slack + abs(value) * other.slack) / nearest)


# What a name, perhaps with a source or a year in square brackets, stands for.
Lookup = Callable[[str, str | int | None], Quantity]

_OPERATIONS: dict[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: Quantity.__add__,
    ast.Sub: Quantity.__sub__,
    ast.Mult: Quantity.__mul__,
    ast.Div: Quantity.__truediv__,
}


def evaluate(text: str, figure: Lookup, base: Lookup) -> Quantity:
    """The value of an expression.

    Understood are whole numbers and decimals, ``+ - * /``, brackets, the name of an indicator, a
    name with a source or year (``x["source"]``, ``x[2021]``), and ``base(x)``. ``figure`` and
    ``base`` give the quantities of names. Raises ``NotArithmetic`` for anything else.
    """
    if len(text) > LONGEST:
        raise NotArithmetic(f"an expression of at most {LONGEST} characters")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotArithmetic("an expression such as a + b, 100 * a / b or base(a)") from None
    try:
        return _value(tree.body, figure, base)
    except RecursionError:
        raise NotArithmetic("fewer brackets") from None


def _value(node: ast.expr, figure: Lookup, base: Lookup) -> Quantity:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number) if math.isfinite(number):
            return Quantity(Fraction(str(number)))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
            operation = _OPERATIONS[type(operator)]
            return operation(_value(left, figure, base), _value(right, figure, base))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Quantity(Fraction(0)) - _value(operand, figure, base)
        case ast.Call(func=ast.Name(id="base"), args=[argument], keywords=[]):
            return base(*_named(argument))
        case ast.Name() | ast.Subscript():
            return figure(*_named(node))
    raise NotArithmetic(f"numbers, + - * /, indicators and base(); not {ast.unparse(node)}")


def _named(node: ast.expr) -> tuple[str, str | int | None]:
    match node:
        case ast.Name(id=name):
            return name, None
        case ast.Subscript(
            value=ast.Name(id=name), slice=ast.Constant(value=str() | int() as which)
        ) if not isinstance(which, bool):
            return name, which
    raise NotArithmetic(f"the code of an indicator; not {ast.unparse(node)}")
