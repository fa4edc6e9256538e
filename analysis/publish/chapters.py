"""One chapter as Markdown with Quarto's conventions, whatever it is written as.

The embedded renderer reads this; Quarto reads the same sources itself.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import yaml

from analysis.model.errors import RenderFailed
from analysis.model.outputs import RESULTS
from analysis.words import inline

_INCLUDE = re.compile(r"^\{\{<\s*include\s+(?P<path>\S+)\s*>\}\}\s*$", re.MULTILINE)
_SHORTCODE = re.compile(r"\{\{<\s*(?P<name>\S+)[^}]*>\}\}")
_OPTIONS = {"echo", "output", "code-summary"}


def from_qmd(path: Path, root: Path) -> str:
    """A .qmd page with its includes in place. Raises ``RenderFailed`` for other shortcodes."""
    name = path.relative_to(root).as_posix()
    text = path.read_text("utf-8")

    def included(match: re.Match[str]) -> str:
        try:
            return (root / match["path"]).read_text("utf-8")
        except OSError as error:
            raise RenderFailed(
                f"{name}: cannot include {match['path']}: {error.strerror}"
            ) from error

    return _checked(name, _INCLUDE.sub(included, text))


def from_notebook(executed: Path, name: str, code_summary: str) -> str:
    """An executed notebook as Markdown: prose, folded code and the Markdown that cells put out.

    Raises ``RenderFailed`` naming the chapter, the cell and the construct that is not known.
    """
    notebook = nbformat.read(executed, as_version=4)
    parts: list[str] = []
    for number, cell in enumerate(notebook.cells, start=1):
        where = f"{name}, cell {number}"
        if cell.cell_type == "markdown":
            said = inline.filled(cell.source, cell.metadata.get(RESULTS, []))
            parts.append(_checked(where, said))
        elif cell.cell_type == "code":
            parts += _code(cell, where, code_summary)
        else:
            raise RenderFailed(f"{where}: a cell of type {cell.cell_type} is not known")
    return "\n\n".join(parts) + "\n"


def _checked(where: str, text: str) -> str:
    if text.startswith("---\n"):
        raise RenderFailed(
            f"{where}: settings at the head of a page are not known to the embedded renderer; "
            "begin with a heading"
        )
    prose = re.sub(r"^(```+).*?^\1\s*$", "", text, flags=re.DOTALL | re.MULTILINE)
    if match := _SHORTCODE.search(prose):
        raise RenderFailed(
            f"{where}: the shortcode {match['name']} is not known to the embedded renderer"
        )
    if match := re.search(r"^```\{(?!=)(?P<engine>\w+)", text, re.MULTILINE):
        raise RenderFailed(
            f"{where}: a block of code that runs ({match['engine']}) belongs in a notebook"
        )
    return text


def _code(cell: Any, where: str, code_summary: str) -> list[str]:
    lines = cell.source.split("\n")
    commented = [line[2:] for line in lines if line.startswith("#|")]
    options: dict[str, Any] = yaml.safe_load("\n".join(commented)) or {}
    if unknown := set(options) - _OPTIONS:
        raise RenderFailed(f"{where}: the cell option {', '.join(sorted(unknown))} is not known")
    parts = []
    if options.get("echo", True):
        code = "\n".join(line for line in lines if not line.startswith("#|")).strip("\n")
        summary = options.get("code-summary", code_summary)
        parts.append(f'::: {{.code-fold summary="{summary}"}}\n```python\n{code}\n```\n:::')
    for output in cell.outputs:
        if output.output_type == "stream" and output.name == "stderr":
            raise RenderFailed(f"{where}: it warns: {output.text.strip()}")
        data = output.get("data", {})
        if "text/markdown" not in data or options.get("output") != "asis":
            kinds = ", ".join(data) or output.output_type
            raise RenderFailed(
                f"{where}: its output ({kinds}) cannot be shown; use the functions of "
                "analysis.page and the option `output: asis`"
            )
        parts.append(data["text/markdown"])
    return parts
