"""Raw rows to clean tables: printed forms to values, names to codes, many sources to one value.

``build`` is the whole stage; it reads data/raw and returns tables, and writes nothing.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.clean import coverage, disputes, observations, rankings, raw, references, values
from analysis.clean.places import Gazetteer
from analysis.errors import BadInput, Problem

Tables = dict[str, pl.DataFrame]


def build(raw_folder: Path) -> Tables:
    """Build every clean table from the raw folder.

    Returns one polars frame per table of ``analysis.dictionary.TABLES``, with its columns, sorted
    by its key. Raises ``BadInput`` with every problem found in any file.
    """
    problems: list[Problem] = []
    sheets = raw.read(raw_folder, problems)
    tables = references.build(sheets, problems)
    places = Gazetteer.from_provinces(tables["provinces"])
    parsed = observations.build(sheets, tables, places, problems)
    if problems:
        raise BadInput(problems)
    chosen, weighed = values.choose(parsed, tables, places)
    tables["observations"] = parsed
    tables["values"] = chosen
    tables["rankings"] = rankings.build(chosen, tables)
    tables["disputes"] = disputes.build(weighed, tables["rankings"], tables)
    tables["coverage"] = coverage.build(chosen, tables["provinces"])
    return {name: references.finish(name, frame) for name, frame in tables.items()}
