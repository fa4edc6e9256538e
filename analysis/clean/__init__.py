"""Raw rows to clean tables: printed forms to values, names to codes, many sources to one value.

``read`` reads data/raw, ``build`` makes the tables of it; neither writes anything.
"""

from __future__ import annotations

from datetime import date
from itertools import chain

import polars as pl

from analysis.clean import (
    coverage,
    disputes,
    doubts,
    formulas,
    frames,
    identities,
    observations,
    rankings,
    recomputations,
    references,
    relations,
    values,
    witnesses,
)
from analysis.clean.raw import REFERENCES, Sheets, read
from analysis.model.dictionary import TABLES
from analysis.model.errors import BadInput, Problem

__all__ = ["Sheets", "Tables", "build", "read"]

Tables = dict[str, pl.DataFrame]


def build(sheets: Sheets, strict: bool = False) -> Tables:
    """Build every clean table from the raw files, as ``read`` gives them.

    Returns one polars frame per table of ``analysis.model.dictionary.TABLES``, with its columns,
    sorted by its key. Raises ``BadInput`` with every problem found in any file. A print that the
    program cannot read stays in the table of observations, with the reason; where ``strict``, it
    is a problem as well, and so is a day that has not come: whoever adds a figure wants to hear
    of it.
    """
    return with_doubts(sheets, strict)[0]


def with_doubts(sheets: Sheets, strict: bool = False) -> tuple[Tables, pl.DataFrame]:
    """What ``build`` returns, and the doubts with their files and lines (see ``doubts``)."""
    known, in_references = references.build(sheets)
    parsed, in_observations = observations.build(sheets, known)
    asked = [observations.unread(parsed), references.not_yet(sheets, date.today())]
    in_strict = chain(*asked) if strict else ()
    _stop(*sheets.problems, *in_references, *in_observations, *in_strict, *values.crowded(parsed))

    choice = values.choose(parsed, known)
    evaluated = identities.build(known, parsed, choice.values)
    joined, in_formulas = formulas.build(known, choice.weighed)
    _stop(*choice.problems, *evaluated.problems, *in_formulas)

    chosen = pl.concat([choice.values, recomputations.derived_34(choice.values, known)])
    ranked = rankings.build(chosen, known)
    _stop(*references.contradicted_absences(sheets["absences"], known.absences, ranked))

    recomputed = recomputations.build(chosen, ranked, known, joined)
    evidence = disputes.Evidence(
        references=known,
        weighed=choice.weighed,
        rankings=ranked,
        relations=relations.build(parsed, chosen, known),
        recomputed=recomputed.joined,
        identities=evaluated.table,
        broken=evaluated.broken,
    )
    found = disputes.build(evidence)
    told = witnesses.mark(chosen, choice.weighed, known.indicators, recomputed, evaluated.holding)
    marked = disputes.mark(told, found)
    odd = doubts.build(sheets, known, parsed)
    tables = {name: getattr(known, name) for name in (*REFERENCES, "bands")} | {
        "observations": parsed,
        "values": marked,
        "rankings": disputes.mark_rankings(ranked, found, known.indicators),
        "disputes": found,
        "doubts": odd,
        "relations": evidence.relations,
        "recomputations": recomputed.table,
        "identities": evaluated.table,
        "coverage": coverage.build(marked, known.provinces),
    }
    return {name: frames.finish(name, tables[name]) for name in TABLES}, odd


def _stop(*problems: Problem) -> None:
    """Later steps need what earlier ones could not make."""
    if problems:
        raise BadInput(problems)
