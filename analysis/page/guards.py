"""Guards: what must hold of the data for a sentence to be true."""

from __future__ import annotations

import ast
import inspect
from typing import Any

import numpy as np
import pandas as pd
from executing import Source
from pandas.api.types import is_scalar

from analysis.model.errors import GuardFailed


def guard(sentence: str, *conditions: Any) -> None:
    """Stop the build where a sentence is no longer true.

    ``sentence`` is a piece of the sentence that it stands for, word for word. What is missing does
    not hold, nor does a guard without conditions. Raises ``GuardFailed`` with the sentence, each
    condition that does not hold, and the values in it.
    """
    if conditions and all(map(_holds, conditions)):
        return
    frame = inspect.currentframe()
    caller = frame.f_back if frame else None
    call = Source.executing(caller).node if caller else None
    said: list[str] = []
    if caller and isinstance(call, ast.Call):
        names = {**caller.f_globals, **caller.f_locals}
        for node, condition in zip(call.args[1:], conditions, strict=False):
            if not _holds(condition):
                values = "; ".join(
                    f"{ast.unparse(part)} is {_value(part, names)!r}" for part in _parts(node)
                )
                said.append(f"expected {ast.unparse(node)}, but {values}")
    raise GuardFailed(
        f"“{sentence}” does not hold any more: " + ". ".join(said or ["see the cell"])
    )


def _holds(condition: Any) -> bool:
    """Whether a condition holds; what is not known does not."""
    return not (is_scalar(condition) and pd.isna(condition)) and bool(condition)


def _value(node: ast.expr, names: dict[str, object]) -> object:
    """What a piece of a condition gives; of numpy's numbers the plain one."""
    value = eval(ast.unparse(node), names)
    return value.item() if isinstance(value, np.generic) else value


def _parts(node: ast.expr) -> list[ast.expr]:
    """What a condition compares, without constants."""
    match node:
        case ast.Compare(left=left, comparators=comparators):
            found = [left, *comparators]
        case ast.BoolOp(values=values):
            found = [part for value in values for part in _parts(value)]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found = _parts(operand)
        case _:
            found = [node]
    return [part for part in found if not isinstance(part, ast.Constant)]
