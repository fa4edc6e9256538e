"""Relations that a province's texts state or imply between their figures, and how they read."""

from __future__ import annotations

import ast
from typing import Any

import pandas as pd

# Whether a relation holds, within what rounding of the printed figures explains.
HELD, BROKEN = "held", "broken"


def stated(identities: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Rows of the clean table ``identities``, with ``names`` of indicators by code.

    Columns out besides: state (one of the two above), left_named and right_named: both sides with
    names in place of codes.
    """
    return identities.assign(
        state=identities["found"].map({"yes": HELD, "no": BROKEN}),
        left_named=[in_words(text, names) for text in identities["left"]],
        right_named=[in_words(text, names) for text in identities["right"]],
    )


def named(expression: str) -> set[str]:
    """The names that stand in an expression."""
    return {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)}


def in_words(expression: str, names: pd.Series) -> str:
    """An expression with the names of indicators in place of their codes.

    ``100 * a / base(a[2022])`` becomes "A / base of A (2022)": that a share is in percent goes
    without saying, and which source prints a figure stands beside the relation. The expression is
    one that ``clean.expressions`` has computed.
    """
    tree = _InWords(names).visit(ast.parse(expression, mode="eval"))
    return ast.unparse(tree).replace(" - ", " − ")


class _InWords(ast.NodeTransformer):
    """Puts what a reader calls it in place of each operand; operators and brackets stay."""

    def __init__(self, names: pd.Series) -> None:
        self.names = names

    def visit_BinOp(self, node: ast.BinOp) -> Any:
        if isinstance(node.left, ast.Constant) and node.left.value == 100:
            return self.visit(node.right)
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.Name:
        return ast.Name(f"base of {self.visit(node.args[0]).id}")

    def visit_Subscript(self, node: ast.Subscript) -> ast.Name:
        parts = (part.value for part in ast.walk(node.slice) if isinstance(part, ast.Constant))
        years = "".join(f" ({part})" for part in parts if isinstance(part, int))
        return ast.Name(self.visit(node.value).id + years)

    def visit_Name(self, node: ast.Name) -> ast.Name:
        return ast.Name(str(self.names.get(node.id, node.id)))
