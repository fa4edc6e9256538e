"""What is said when something is wrong: one message a problem, with its place and its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

# Problems of one column that are said, and rows that have one; where there are more, they have one
# cause.
SAID = 20
ROWS_SAID = 5


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a raw file.

    ``row`` is the line of the file as an editor counts it (the header is line 1);
    0 stands for the file as a whole.
    """

    file: str
    row: int
    column: str
    printed: str
    expected: str
    mend: str = ""

    def __str__(self) -> str:
        return self.in_rows(f"row {self.row}" if self.row else "")

    def in_rows(self, rows: str) -> str:
        """The message, where the same is wrong in several rows."""
        place = f"{self.file}, {rows}" if rows else self.file
        if self.column:
            place += f", column {self.column}"
        printed = self.printed if len(self.printed) <= 80 else self.printed[:77] + "..."
        said = f'{place}: found "{printed}"; expected {self.expected}.'
        return f"{said} {self.mend}".rstrip()


def in_words(problems: Sequence[Problem]) -> list[str]:
    """Each problem once, with the rows that have it; of those of one column only the first.

    The others are counted.
    """
    rows: dict[Problem, list[int]] = {}
    for problem in problems:
        rows.setdefault(replace(problem, row=0), []).append(problem.row)
    said: list[str] = []
    seen = Counter((problem.file, problem.column) for problem in rows)
    left = dict.fromkeys(seen, SAID)
    for problem, of in rows.items():
        place = (problem.file, problem.column)
        left[place] -= 1
        if left[place] >= 0:
            said.append(problem.in_rows(_numbered(of)))
        elif left[place] == -1:
            where = problem.file + (f", column {problem.column}" if problem.column else "")
            said.append(f"{where}: and {seen[place] - SAID:,} more.")
    return said


def _numbered(rows: list[int]) -> str:
    """Rows as a message names them; 0 stands for the file as a whole."""
    if len(rows) == 1:
        return f"row {rows[0]}" if rows[0] else ""
    more = f" and {len(rows) - ROWS_SAID:,} more" if len(rows) > ROWS_SAID else ""
    return f"rows {', '.join(map(str, rows[:ROWS_SAID]))}{more}"


class BadInput(Exception):
    """The raw files cannot be read as they stand. Nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(in_words(self.problems)))


class ValidationFailed(Exception):
    """A clean table breaks an expectation. Nothing has been published."""


class RenderFailed(Exception):
    """A page could not be made; the message names the chapter."""


class GuardFailed(Exception):
    """A sentence of the book is no longer true; the message names it and the values."""
