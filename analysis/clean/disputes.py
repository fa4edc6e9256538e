"""What sources disagree about: every printed figure, which one is used, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from analysis.clean.values import Weighing, figure, printed


def build(
    weighed: list[Weighing], rankings: pl.DataFrame, tables: dict[str, pl.DataFrame]
) -> pl.DataFrame:
    """The table ``disputes``. Four kinds of disagreement are found:

    - ``values``: sources print figures that do not agree at the coarser printed precision;
    - ``dates``: the figures differ, and so do the dates that they are of;
    - ``rank and scores``: a printed rank differs from the one that follows from all scores;
    - ``rank and order``: a printed rank is better than that of a province with a larger score,
      or leaves no room for all provinces with a larger value in the same source.
    """
    rows = [
        _row(weighing, observation, weighing.kind, weighing.reason, observation is weighing.chosen)
        for weighing in weighed
        if weighing.kind
        for observation in weighing.observations
    ]
    rows += _ranks_against_scores(weighed, rankings)
    rows += _ranks_against_each_other(weighed, rankings)
    rows += _ranks_against_order(weighed, tables)
    return pl.DataFrame(rows, infer_schema_length=None)


def _row(
    weighing: Weighing, observation: dict[str, Any], kind: str, reason: str, chosen: bool
) -> dict[str, Any]:
    indicator, boundary, province_code, year = weighing.key
    return {
        "kind": kind,
        "indicator": indicator,
        "boundary": boundary,
        "province_code": province_code,
        "reference_year": year,
        "source_id": observation["source_id"],
        "locator": observation["locator"],
        "value": float(figure(observation)[0]),
        "value_as_printed": printed(observation),
        "rank": observation["rank"],
        "qualifier": observation["qualifier"],
        "quality": observation["quality"],
        "chosen": "yes" if chosen else "no",
        "reason": reason,
    }


def _beside(
    weighed: list[Weighing], rankings: pl.DataFrame, column: str
) -> Iterator[tuple[Weighing, dict[str, Any]]]:
    """Weighings of ranks with their rows of ``rankings``, where ``column`` holds something."""
    found = {
        (row["index"], row["boundary"], row["province_code"], row["reference_year"]): row
        for row in rankings.filter(pl.col(column).is_not_null()).iter_rows(named=True)
    }
    for weighing in weighed:
        first = weighing.observations[0]
        ranking = found.get((first["index"], *weighing.key[1:]))
        if ranking and first["measure"] == "rank":
            yield weighing, ranking


def _ranks_against_scores(weighed: list[Weighing], rankings: pl.DataFrame) -> list[dict[str, Any]]:
    rows = []
    for weighing, ranking in _beside(weighed, rankings, "derived"):
        reason = f"place {ranking['rank']} follows from the complete scores and is used"
        rows += [
            _row(weighing, observation, "rank and scores", reason, False)
            for observation in weighing.observations
            if figure(observation)[0] != ranking["rank"]
        ]
    return rows


def _ranks_against_each_other(
    weighed: list[Weighing], rankings: pl.DataFrame
) -> list[dict[str, Any]]:
    rows = []
    for weighing, ranking in _beside(weighed, rankings, "ahead_of"):
        if weighing.chosen:
            reason = (
                f"rank {ranking['rank']} with score {ranking['score']} is out of order with "
                f"the printed ranks and scores of {ranking['ahead_of']}"
            )
            rows.append(_row(weighing, weighing.chosen, "rank and order", reason, True))
    return rows


def _ranks_against_order(
    weighed: list[Weighing], tables: dict[str, pl.DataFrame]
) -> list[dict[str, Any]]:
    """Ranks printed beside values that have no rank indicator, within each source's own list."""
    better = dict(tables["indicators"].select("code", "higher_is_better").iter_rows())
    editions: dict[tuple[str, str, int], list[Weighing]] = {}
    for weighing in weighed:
        indicator, boundary, _, year = weighing.key
        if weighing.chosen and boundary != "all" and better[indicator] == "yes":
            editions.setdefault((indicator, boundary, year), []).append(weighing)
    rows = []
    for edition in editions.values():
        for weighing in edition:
            for observation in weighing.observations:
                if observation["rank"] is None or observation["measure"] == "rank":
                    continue
                value = figure(observation)[0]
                before = sum(
                    any(
                        row["source_id"] == observation["source_id"] and figure(row)[0] > value
                        for row in other.observations
                    )
                    for other in edition
                )
                if before >= observation["rank"]:
                    reason = (
                        f"printed with rank {observation['rank']}, "
                        f"but {before} provinces have a larger value in the same source"
                    )
                    rows.append(_row(weighing, observation, "rank and order", reason, False))
    return rows
