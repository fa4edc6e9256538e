"""What Quarto calls for each notebook: its executed copy in place of the notebook itself.

So Quarto need not run notebooks, which it can only do by writing into them. It hands over the
notebook's text on stdin, with the notebook's folder as the working folder, and reads what is to be
converted from stdout; ``_quarto.yml`` names this file as a filter. It is a program of its own that
loads nothing but the standard library, because Quarto starts it once for every chapter.

Quarto remembers what a filter gave until the notebook or the filter has a new date, whatever the
data are: ``analysis.publish.bare`` gives this file a new date before every render.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

# Written before a render: the number of the Quarto whose chapters have been executed.
MARK = "quarto-is-rendering"

_BEFORE_PERCENT = re.compile(r"(`\{python\}[ \t][^`\n]+`) %")


def main() -> int:
    """Print the executed copy of the notebook on stdin; 1 where there is none."""
    text = sys.stdin.buffer.read()
    cache = next(
        folder / ".cache" for folder in Path.cwd().parents if (folder / "_quarto.yml").is_file()
    )
    copy = _copy(cache, hashlib.sha256(text).hexdigest())
    if copy is None and _has_executed(cache):
        print("a notebook was saved while the book was rendered; render it again", file=sys.stderr)
        return 1
    # When one chapter is rendered, Quarto asks before it lets the chapters be executed.
    notebook: dict[str, Any] = json.loads(copy.read_bytes() if copy else text)
    # ASCII: Quarto would tear a letter of several bytes where its buffer happens to end.
    print(json.dumps(without_specifications(notebook)))
    return 0


def without_specifications(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with Markdown as the only kind of output: publishing draws the figures."""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            # Quarto puts in what was computed; the number and its sign are to stay on one line.
            # Line by line, as notebooks hold it: of one text Quarto would lose the last line's end.
            lines = "".join(cell["source"]).splitlines(keepends=True)
            cell["source"] = [_BEFORE_PERCENT.sub("\\1\u00a0%", line) for line in lines]
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/markdown" in data:
                output["data"] = {"text/markdown": data["text/markdown"]}
    return notebook


def _copy(cache: Path, digest: str) -> Path | None:
    for record in (cache / "notebooks").rglob("*.json"):
        if json.loads(record.read_text("utf-8"))["notebook"] == digest:
            return record.with_suffix(".ipynb")
    return None


def _has_executed(cache: Path) -> bool:
    try:
        return (cache / MARK).read_text() == str(os.getppid())
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
