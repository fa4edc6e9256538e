"""What the chapters may hold: prose that a researcher can edit, and thin code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from analysis.model.errors import Problem
from analysis.words import inline

# Lines of code cells that a chapter may have in all, options and empty lines counted.
MOST_LINES = 150

# Calls whose texts stand on the page, and at which place the prose is among their arguments.
_PAGE = {"figure": 2, "table": 2, "folded_table": 0, "folded_tables": 0}
# Arguments that are prose, here and in charts. Only captions are filled with what is computed.
_CAPTION = "caption"
_SAID = {_CAPTION, "summary", "finding", "legend"}
# What would put out words that nobody has looked at.
_LOUD = {"say", "print", "display"}

_UNFINISHED = re.compile(r"`\{python\}[^`\n]*(?:\n|$)")
# Meant as an expression, but the page would show it as it is written.
_MISWRITTEN = re.compile(r"\{ *python *\}\S*", re.IGNORECASE)
# What labels of figures and tables begin with.
_LABELS = {"figure": "fig-", "table": "tbl-"}
# What is no prose: formulas, code, labels, references, addresses, numbers of a list.
_NO_PROSE = re.compile(
    r"\$\$.+?\$\$|\$\S[^$\n]*(?<=\S)\$(?!\d)|`[^`\n]+`|\{[.#=][^}\n]*\}|@[\w-]+|\]\([^)]*\)"
    r"|^\s*\d+\.(?= )",
    re.DOTALL | re.MULTILINE,
)
_FIGURE = re.compile(r"\b(?:63|34) of (?:63|34)\b|(?<![\w-])\d[\d.,]*(?:st|nd|rd|th)?(?!\w)")
# Years name editions and laws, 63 and 34 the two sets of provinces; these are no figures.
_NAME = re.compile(r"(?:19|20)\d\d|63|34")
_NAMED = re.compile(
    r"\b(?:Decision|Resolution|Circular|Nghị quyết|ISO|Python|CC BY) \d[\d.-]*"
    r"|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b"
)

_MENDS = {
    "an assertion": "Say guard(sentence, condition).",
    **{f"{name}()": "Write it into a cell of Markdown." for name in _LOUD},
}


def problems(root: Path) -> list[Problem]:
    """What is wrong with the chapters in ``book/``, in their order; no cell is run."""
    return [
        problem
        for path in sorted((root / "book").glob("*.ipynb"))
        for problem in of_chapter(path, path.relative_to(root).as_posix())
    ]


def of_chapter(path: Path, name: str) -> Iterator[Problem]:
    """What is wrong with one notebook, called ``name`` in messages."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except (ValueError, KeyError, TypeError) as error:
        yield Problem(
            name, 0, "", f"no notebook ({error})", "a notebook as JupyterLab saves it",
            "Restore it from the last commit, or save it again.",
        )  # fmt: skip
        return
    said: list[tuple[str, str]] = []
    code: list[tuple[str, ast.Module]] = []
    lines = 0
    for number, cell in enumerate(cells, start=1):
        place, source = f"{name}, cell {number}", "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            said.append((place, source))
            continue
        lines += len(source.splitlines())
        try:
            code.append((place, ast.parse(source)))
        except SyntaxError as error:
            yield Problem(place, 0, "", error.text or "", f"Python ({error.msg})")
    for place, module in code:
        said += [(place, text) for text in _texts(module)]
        yield from _thin(place, module)
        yield from _labels(place, module)
    for place, text in said:
        yield from _expressions(place, text)
        yield from _figures(place, text)
    prose = [text for _, text in said]
    yield from _guards(code, prose)
    yield from _imports(code, prose)
    if lines > MOST_LINES:
        yield Problem(
            name, 0, "", f"{lines} lines of code", f"at most {MOST_LINES}",
            "Move what computes to a function of analysis/, and test it there.",
        )  # fmt: skip


def _expressions(place: str, text: str) -> Iterator[Problem]:
    for unfinished in _UNFINISHED.findall(text):
        yield Problem(place, 0, "", unfinished.strip(), "an inline expression on one line")
    for miswritten in _MISWRITTEN.findall(_UNFINISHED.sub("", "".join(inline.around(text)))):
        yield Problem(
            place, 0, "", miswritten, "an inline expression",
            "It is written `{python} name`: in backquotes, with a space before the name.",
        )  # fmt: skip
    for expression in inline.expressions(text):
        try:
            simple = _is_simple(ast.parse(expression, mode="eval").body)
        except SyntaxError:
            simple = False
        if not simple:
            yield Problem(
                place, 0, "", expression,
                "a name, an attribute, an index, or one call of a formatter on these",
                "Give the result a name in a cell before.",
            )  # fmt: skip


def _is_simple(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        return isinstance(node.func, ast.Name) and all(map(_is_result, given))
    return _is_result(node)


def _is_result(node: ast.expr) -> bool:
    """A name, an attribute or an index of one, or a constant."""
    match node:
        case ast.Attribute(value=value):
            return _is_result(value)
        case ast.Subscript(value=value, slice=index):
            return _is_result(value) and _is_result(index)
        case ast.Tuple(elts=parts):
            return all(map(_is_result, parts))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant()):
            return True
    return isinstance(node, ast.Name | ast.Constant)


def _figures(place: str, text: str) -> Iterator[Problem]:
    for figure in _FIGURE.findall(_NAMED.sub("", _NO_PROSE.sub(" ", text))):
        if not _NAME.fullmatch(figure.rstrip(".,")):
            yield Problem(
                place, 0, "", figure, "no figure typed by hand",
                "Let a cell compute it and name it in an inline expression.",
            )  # fmt: skip


def _said(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """The arguments of a cell that are prose, each with the name it has."""
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        for keyword in call.keywords:
            if keyword.arg in _SAID:
                yield keyword.arg, keyword.value
        place = _PAGE.get(_name(call), len(call.args))
        for value in call.args[place : place + 1]:
            yield "summary" if place == 0 else _CAPTION, value


def _name(call: ast.Call) -> str:
    """What is called: the last part of its name."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _texts(module: ast.Module) -> Iterator[str]:
    """What stands in these arguments, also where it is put together."""
    for _, value in _said(module):
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str):
                yield part.value


def _thin(place: str, module: ast.Module) -> Iterator[Problem]:
    for node in ast.walk(module):
        match node:
            case ast.For() | ast.While() | ast.comprehension():
                found = "a loop"
            case ast.FunctionDef() | ast.Lambda() | ast.ClassDef():
                found = "a function"
            case ast.If() | ast.IfExp():
                found = "a condition"
            case ast.Assert():
                found = "an assertion"
            case ast.Call() if _name(node) in _LOUD:
                found = f"{_name(node)}()"
            case ast.Call() if _name(node) in {"DataFrame", "Series", "from_dict"}:
                found = "a DataFrame built by hand"
            case _:
                continue
        mend = _MENDS.get(found, "Move it to a function of analysis/, and test it there.")
        yield Problem(place, 0, "", found, "calls and names only", mend)
    for what, value in _said(module):
        if not (isinstance(value, ast.Constant) and isinstance(value.value, str)):
            yield Problem(
                place, 0, "", ast.unparse(value)[:80], f"a {what} that is a plain text",
                "Write it out; what is computed in a caption is an inline expression.",
            )  # fmt: skip
        elif what != _CAPTION and inline.expressions(value.value):
            yield Problem(
                place, 0, "", value.value[:80], f"a {what} without inline expressions",
                "Only captions are filled with what is computed.",
            )  # fmt: skip


def _labels(place: str, module: ast.Module) -> Iterator[Problem]:
    """Labels that no reference could name."""
    for node in ast.walk(module):
        match node:
            case ast.Call(ast.Name("figure" | "table" as put), [ast.Constant(label), *_]):
                if not str(label).startswith(_LABELS[put]):
                    expected = f"a label that begins with {_LABELS[put]}"
                    yield Problem(place, 0, "", str(label), expected, "Correct the label.")


def _guards(code: list[tuple[str, ast.Module]], prose: list[str]) -> Iterator[Problem]:
    """Guards of sentences that the chapter does not have, or that nothing could break."""
    there = " ".join(" ".join(prose).split())
    for place, module in code:
        for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
            if _name(call) != "guard":
                continue
            match call.args:
                case [ast.Constant(value=str(said)), _, *_] if " ".join(said.split()) in there:
                    for condition in call.args[1:]:
                        if not any(isinstance(part, ast.Name) for part in ast.walk(condition)):
                            yield Problem(
                                place, 0, "", ast.unparse(condition),
                                "a condition that new data can break",
                                "Say what must hold of a result.",
                            )  # fmt: skip
                case _:
                    yield Problem(
                        place, 0, "", ast.unparse(call)[:80],
                        "a piece of a sentence of this chapter, word for word, then what must hold",
                        "Write the words that now stand there, without inline expressions, and see "
                        "whether the condition still fits them.",
                    )  # fmt: skip


def _imports(code: list[tuple[str, ast.Module]], prose: list[str]) -> Iterator[Problem]:
    """Imports that neither the code nor an inline expression uses."""
    trees: list[ast.AST] = [module for _, module in code]
    for expression in chain.from_iterable(map(inline.expressions, prose)):
        with suppress(SyntaxError):  # said above
            trees.append(ast.parse(expression, mode="eval"))
    nodes = chain.from_iterable(map(ast.walk, trees))
    used = {node.id for node in nodes if isinstance(node, ast.Name)}
    for place, module in code:
        for node in ast.walk(module):
            if isinstance(node, ast.Import | ast.ImportFrom):
                for alias in node.names:
                    if (alias.asname or alias.name).split(".")[0] not in used:
                        yield Problem(place, 0, "", f"import {alias.name}", "that it is used",
                                      "Delete the import.")  # fmt: skip
