"""A small safe calculator for relations between figures: sums, differences, products, quotients.

An expression is text in a raw file, so nothing of it is ever executed: it is parsed, every part
that is not arithmetic is refused, and the rest is computed here, in exact fractions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeGuard

LONGEST = 500
LARGEST = 10**30


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


# What a name stands for.
Which = tuple[str | None, int | None]  # the source and the year that stand in square brackets
Lookup = Callable[[str, Which], Quantity]
Functions = Mapping[str, Lookup]

_OPERATIONS: dict[type[ast.operator], Callable[[Quantity, Quantity], Quantity]] = {
    ast.Add: Quantity.__add__,
    ast.Sub: Quantity.__sub__,
    ast.Mult: Quantity.__mul__,
    ast.Div: Quantity.__truediv__,
}


def evaluate(text: str, figure: Lookup, functions: Functions) -> Quantity:
    """The value of an expression.

    Understood are whole numbers and decimals, ``+ - * /``, brackets, the name of an indicator, a
    name with a source, a year or both (``x["source"]``, ``x[2021]``, ``x["source", 2021]``), and
    ``f(x)`` of each of some ``functions``. ``figure`` and these give the quantities of names.
    Raises ``NotArithmetic`` for anything else, and for results that are too large for a figure.
    """
    if len(text) > LONGEST:
        raise NotArithmetic(f"an expression of at most {LONGEST} characters")
    try:
        tree = ast.parse(text, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise NotArithmetic("an expression such as a + b or 100 * a / b") from None
    try:
        result = _value(tree.body, figure, functions)
    except RecursionError:
        raise NotArithmetic("fewer brackets") from None
    if max(abs(result.value), result.slack) > LARGEST:
        raise NotArithmetic("a result that a figure can have")
    return result


def _value(node: ast.expr, figure: Lookup, functions: Functions) -> Quantity:
    match node:
        case ast.Constant(value=bool()):
            pass
        case ast.Constant(value=int() | float() as number) if abs(number) <= LARGEST:
            return Quantity(Fraction(str(number)))
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATIONS:
            operation = _OPERATIONS[type(operator)]
            return operation(_value(left, figure, functions), _value(right, figure, functions))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Quantity(Fraction(0)) - _value(operand, figure, functions)
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in functions:
            return functions[name](*_named(argument))
        case ast.Name() | ast.Subscript():
            return figure(*_named(node))
    known = ", ".join(f"{name}()" for name in functions)
    raise NotArithmetic(f"numbers, + - * /, indicators and {known}; not {ast.unparse(node)}")


def _named(node: ast.expr) -> tuple[str, Which]:
    match node:
        case ast.Name(id=name):
            return name, (None, None)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as source)):
            return name, (source, None)
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=year)) if _year(year):
            return name, (None, year)
        case ast.Subscript(
            value=ast.Name(id=name),
            slice=ast.Tuple(elts=[ast.Constant(value=str() as source), ast.Constant(value=year)]),
        ) if _year(year):
            return name, (source, year)
    raise NotArithmetic(f"the code of an indicator; not {ast.unparse(node)}")


def _year(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)
