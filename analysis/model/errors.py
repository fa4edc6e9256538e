"""What is said when something is wrong: one message a problem, with its place and its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

# Problems of one column that are said; where there are more, they have one cause.
SAID = 20


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
        place = self.file
        if self.row:
            place += f", row {self.row}"
        if self.column:
            place += f", column {self.column}"
        printed = self.printed if len(self.printed) <= 80 else self.printed[:77] + "..."
        said = f'{place}: found "{printed}"; expected {self.expected}.'
        return f"{said} {self.mend}".rstrip()


def in_words(problems: Sequence[Problem]) -> list[str]:
    """Each problem, but of those of one column only the first; the others are counted."""
    said: list[str] = []
    seen = Counter((problem.file, problem.column) for problem in problems)
    left = dict.fromkeys(seen, SAID)
    for problem in problems:
        place = (problem.file, problem.column)
        left[place] -= 1
        if left[place] >= 0:
            said.append(str(problem))
        elif left[place] == -1:
            where = problem.file + (f", column {problem.column}" if problem.column else "")
            said.append(f"{where}: and {seen[place] - SAID:,} more.")
    return said


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
