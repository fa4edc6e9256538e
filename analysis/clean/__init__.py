"""Raw rows to clean tables: printed forms to values, names to codes, many sources to one value.

``read`` reads data/raw, ``build`` makes the tables of it; neither writes anything.
"""

from __future__ import annotations

import polars as pl

from analysis.clean import (
    coverage,
    disputes,
    frames,
    identities,
    observations,
    rankings,
    recomputations,
    references,
    relations,
    values,
)
from analysis.clean.places import Gazetteer
from analysis.clean.raw import Sheets, read
from analysis.model.errors import BadInput, Problem

__all__ = ["Sheets", "Tables", "build", "read"]

Tables = dict[str, pl.DataFrame]


def build(sheets: Sheets, strict: bool = False) -> Tables:
    """Build every clean table from the raw files, as ``read`` gives them.

    Returns one polars frame per table of ``analysis.model.dictionary.TABLES``, with its columns,
    sorted by its key. Raises ``BadInput`` with every problem found in any file. A print that the
    program cannot read stays in the table of observations, with the reason; where ``strict``, it
    is a problem as well: whoever adds a figure wants to hear of it.
    """
    problems = list(sheets.problems)
    tables = references.build(sheets, problems)
    places = Gazetteer.from_provinces(tables["provinces"])
    for name in ("absences", "usage_warnings"):
        tables[name] = references.with_codes(sheets[name], tables[name], places, problems)
    parsed = observations.build(sheets, tables, places, problems)
    if strict:
        problems += observations.unread(parsed)
    problems += values.crowded(parsed)
    _stop(problems)

    printed, weighed = values.choose(parsed, tables, sheets["decisions"], places, problems)
    tables["observations"] = parsed
    tables["identities"], broken = identities.build(
        sheets["identities"], sheets["decisions"], parsed, printed, tables, places, problems
    )
    _stop(problems)

    known = pl.concat([printed, recomputations.derived_34(printed, tables)])
    ranked = rankings.build(known, tables)
    problems += references.contradicted_absences(sheets["absences"], tables["absences"], ranked)
    _stop(problems)
    tables["relations"] = relations.build(parsed, known, tables)
    tables["recomputations"] = recomputations.build(known, ranked, tables)
    found = disputes.build(
        disputes.Evidence(
            weighed=weighed,
            rankings=ranked,
            relations=tables["relations"],
            recomputations=tables["recomputations"],
            broken=broken,
            identities=tables["identities"],
            tables=tables,
        )
    )
    tables["disputes"] = found
    tables["values"] = disputes.mark_values(known, found)
    tables["rankings"] = disputes.mark_rankings(ranked, found, tables["indicators"])
    tables["coverage"] = coverage.build(tables["values"], tables["provinces"])
    return {name: frames.finish(name, frame) for name, frame in tables.items()}


def _stop(problems: list[Problem]) -> None:
    """Later steps need what earlier ones could not make."""
    if problems:
        raise BadInput(problems)
