"""What is said when something is wrong: one message a problem, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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


class BadInput(Exception):
    """The raw files cannot be read as they stand. Nothing has been written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ValidationFailed(Exception):
    """A clean table breaks an expectation. Nothing has been published."""


class RenderFailed(Exception):
    """A page could not be made; the message names the chapter."""
