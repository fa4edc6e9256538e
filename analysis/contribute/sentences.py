"""Which sentences of the book a change of the data moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from analysis.publish.statements import Statement

# A statement's place: chapter, section, expression, and which of those that are alike.
Place = tuple[str, str, str, int]


def report(before: Iterable[Statement], after: Iterable[Statement]) -> str:
    """The statements that read otherwise than before, as Markdown, a line each.

    Of what is new or gone, only how many.
    """
    was, now = _by_place(before), _by_place(after)
    moved = [
        f"- {said.title}: {said.before} "
        f"**{was[place].text or '(nothing)'} → {said.text or '(nothing)'}** {said.after}"
        for place, said in now.items()
        if place in was and was[place].text != said.text
    ]
    new, gone = len(now.keys() - was.keys()), len(was.keys() - now.keys())
    if not (moved or new or gone):
        return "No sentence of the book moves.\n"
    counts = f"{len(moved)} read otherwise, {new} new, {gone} gone"
    return "\n".join([f"## What changes in the sentences\n\n{counts}.", "", *moved]) + "\n"


def _by_place(statements: Iterable[Statement]) -> dict[Place, Statement]:
    seen: Counter[tuple[str, str, str]] = Counter()
    found = {}
    for said in statements:
        place = (said.chapter, said.section, said.expression)
        found[(*place, seen[place])] = said
        seen[place] += 1
    return found
