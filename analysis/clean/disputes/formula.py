"""Figures that a formula joins and that do not fit together."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.clean import witnesses
from analysis.clean.disputes.evidence import Evidence, Row, dispute
from analysis.model.keys import Key


def find(evidence: Evidence) -> Iterator[Row]:
    """The figures of every formula that does not hold, but for those that a second source prints.

    The left side is always among them.
    """
    twice = set(witnesses.by_source(evidence.weighed).iter_rows())
    for name, row, figures in evidence.formulas:
        if row["agrees"] == "no":
            reason = (
                f"formula {name}: {row['indicator']} is {row['printed']:.10g}, "
                f"but {row['computed']:.10g} follows from {row['parts']} figures"
            )
            for figure in figures:
                if figure is figures[0] or Key.of(figure) not in twice:
                    code = "formula_does_not_hold"
                    yield dispute(figure, "formula", code, reason, figure["chosen"])
