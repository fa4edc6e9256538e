"""Computed pieces of sentences are listed, and what a change of the data moves is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.contribute import sentences
from analysis.publish import statements


def result(expression: str, text: str) -> dict[str, Any]:
    return {"expression": expression, "result": {"data": {"text/markdown": text}}}


def executed(folder: Path, rank: str) -> dict[str, Path]:
    prose = (
        "# Ranking trends {#sec-rankings}\n\nIn 2022 Bắc Ninh is `{python} rank` of 63; "
        "so says [@a].\n\n## Gaps {#sec-gaps}\n\nWithin `{python} near` points."
    )
    cells = [
        {"cell_type": "markdown", "source": prose,
         "metadata": {"user_expressions": [result("rank", rank), result("near", "0\\.1")]}},
        {"cell_type": "code", "source": "", "metadata": {}, "outputs": [
            {"data": {}, "metadata": {
                "label": "fig-a", "caption": "Says `{python} cite(ids)`.",
                "user_expressions": [result("cite(ids)", "[Sở \\& sông](sources.html#src-a)")],
            }},
        ]},
    ]  # fmt: skip
    path = folder / f"{rank}.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return {"book/rankings": path}


def test_each_piece_has_its_chapter_section_and_words(tmp_path: Path) -> None:
    found = statements.of_chapters(executed(tmp_path, "7th"))
    assert [statement.row for statement in found] == [
        ("rankings", "sec-rankings", "rank", "7th"),
        ("rankings", "sec-gaps", "near", "0.1"),
        ("rankings", "fig-a", "cite(ids)", "Sở & sông"),
    ]
    assert statements.from_csv(statements.as_csv(found))[0].row == found[0].row


def test_a_change_is_told_with_the_words_around_it(tmp_path: Path) -> None:
    was = statements.from_csv(statements.as_csv(statements.of_chapters(executed(tmp_path, "7th"))))
    now = statements.of_chapters(executed(tmp_path, "8th"))
    said = sentences.report(was, now)
    assert "1 read otherwise, 0 new, 0 gone." in said
    assert "- Ranking trends: In 2022 Bắc Ninh is **7th → 8th** of 63;" in said
    assert sentences.report(was, was) == "No sentence of the book moves.\n"
    assert "0 read otherwise, 2 new, 1 gone." in sentences.report(was[:1], now[1:])
