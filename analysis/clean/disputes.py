"""What sources disagree about: every printed figure, which one is used, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from analysis.clean import frames
from analysis.clean.recomputations import RANK
from analysis.clean.values import Observation, Weighing, figure, printed

KINDS = {
    "values": "sources print figures that do not agree at the coarser printed precision",
    "dates": "the figures differ, and so do the dates that they are of",
    "cut": "the figures agree only if one was cut off and not rounded; noted",
    "rounded": "the figures agree at the coarser of their printed precisions; noted",
    "rank and scores": "a printed rank differs from the one that follows from all scores",
    "rank and order": "a printed rank does not fit the order of the printed values",
    "shared rank": "two provinces are printed with one rank, by sources that do not speak of a tie",
    "change and rank": "a printed change implies another rank for the earlier year",
    "change and level": "a printed change implies an earlier figure that does not fit the printed",
    "recomputation": "a printed figure differs from the one that follows from others",
    "score and mean": "a score equals the printed mean of all, although its rank is far from it",
    "bands": "published counts of provinces by band do not add up",
    "target and result": "a target and a result stand side by side and differ; never to be mixed",
    "identity": "a relation that the figures should satisfy does not hold",
}
# Kinds that do not make a figure disputed: their figures can all be right.
HARMLESS = ("dates", "cut", "rounded", "target and result")

# A share or index that moves by more than this part of its scale within a year is looked at.
JUMP = 0.5
# A rank is far from the mean when it is farther from the middle than this part of all ranks.
FAR = 0.25


@dataclass(frozen=True)
class Evidence:
    """What the search for disputes reads, besides the weighings of printed figures."""

    rankings: pl.DataFrame
    relations: pl.DataFrame
    recomputations: pl.DataFrame
    broken: dict[str, list[Observation]]
    identities: pl.DataFrame
    tables: dict[str, pl.DataFrame]


def build(weighed: list[Weighing], evidence: Evidence) -> pl.DataFrame:
    """The table ``disputes``; ``KINDS`` says what is looked for."""
    by_key = {weighing.key: weighing for weighing in weighed}
    rows = [
        _row(weighing, observation, weighing.kind, weighing.reason, observation is weighing.chosen)
        for weighing in weighed
        if weighing.kind
        for observation in weighing.observations
    ]
    rows += _ranks_against_scores(weighed, evidence.rankings)
    rows += _ranks_against_each_other(weighed, evidence.rankings)
    rows += _ranks_against_order(weighed, evidence.tables)
    rows += _shared_ranks(weighed, evidence.rankings)
    rows += _changes_against_figures(by_key, evidence)
    rows += _changes_against_levels(weighed, evidence)
    rows += _printed_against_recomputed(by_key, evidence)
    rows += _scores_that_are_means(weighed, evidence)
    rows += _bands(weighed, evidence.tables)
    rows += _targets(weighed, evidence)
    rows += _identities(evidence)
    return _each_once(frames.table("disputes", rows))


def mark_values(table: pl.DataFrame, disputes: pl.DataFrame) -> pl.DataFrame:
    """The table ``values`` with ``disputed``: yes where a dispute of a harmful kind is."""
    return _marked(table, disputes, "indicator")


def mark_rankings(
    rankings: pl.DataFrame, disputes: pl.DataFrame, indicators: pl.DataFrame
) -> pl.DataFrame:
    """The table ``rankings`` with ``disputed``: yes where the rank or the score is."""
    codes = indicators.filter(pl.col("index").is_not_null()).select("index", indicator="code")
    return _marked(rankings, disputes.join(codes, on="indicator", how="inner"), "index")


def _marked(table: pl.DataFrame, disputes: pl.DataFrame, subject: str) -> pl.DataFrame:
    key = [subject, "boundary", "province_code", "reference_year"]
    found = disputes.filter(~pl.col("kind").is_in(HARMLESS)).select(key).unique()
    return (
        table.drop("disputed", strict=False)
        .join(found.with_columns(disputed=pl.lit("yes")), on=key, how="left", validate="m:1")
        .with_columns(pl.col("disputed").fill_null("no"))
    )


def _each_once(rows: pl.DataFrame) -> pl.DataFrame:
    """A figure that is in one kind of dispute for two reasons has one row with both."""
    key = [
        "kind", "indicator", "boundary", "province_code", "reference_year", "source_id", "locator",
    ]  # fmt: skip
    others = [column for column in rows.columns if column not in (*key, "reason", "chosen")]
    return rows.group_by(key, maintain_order=True).agg(
        *(pl.col(column).first() for column in others),
        chosen=pl.col("chosen").max(),
        reason=pl.col("reason").unique(maintain_order=True).str.join("; "),
    )


def _row(
    weighing: Weighing, observation: dict[str, Any], kind: str, reason: str, chosen: bool
) -> dict[str, Any]:
    return _figure(weighing.key, observation, kind, reason, chosen)


def _figure(
    key: tuple[str, str, str, int],
    observation: dict[str, Any],
    kind: str,
    reason: str,
    chosen: bool,
) -> dict[str, Any]:
    indicator, boundary, province_code, year = key
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
        "quality": observation.get("quality"),
        "chosen": "yes" if chosen else "no",
        "reason": reason,
    }


def _all_of(weighing: Weighing, kind: str, reason: str) -> list[dict[str, Any]]:
    return [
        _row(weighing, observation, kind, reason, observation is weighing.chosen)
        for observation in weighing.observations
    ]


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
    editions: dict[tuple[str, str, int], list[Weighing]] = defaultdict(list)
    for weighing in weighed:
        indicator, boundary, _, year = weighing.key
        if weighing.chosen and boundary != "all" and better[indicator] == "yes":
            editions[indicator, boundary, year].append(weighing)
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


def _shared_ranks(weighed: list[Weighing], rankings: pl.DataFrame) -> list[dict[str, Any]]:
    """One rank for two provinces, where scores are not complete and no source prints both."""
    complete = set(
        rankings.filter(pl.col("derived").is_not_null())
        .select("index", "boundary", "reference_year")
        .unique()
        .iter_rows()
    )
    score = {
        (row["index"], row["boundary"], row["province_code"], row["reference_year"]): row["score"]
        for row in rankings.filter(pl.col("score").is_not_null()).iter_rows(named=True)
    }
    shared: dict[tuple[Any, ...], list[Weighing]] = defaultdict(list)
    for weighing in weighed:
        chosen = weighing.chosen
        if chosen and chosen["measure"] == "rank":
            edition = (chosen["index"], weighing.key[1], weighing.key[3])
            if edition not in complete:
                shared[(*edition, chosen["rank"])].append(weighing)
    rows = []
    for (index, boundary, year, rank), those in shared.items():
        if len(those) == 1:
            continue
        scores = {score.get((index, boundary, w.key[2], year)) for w in those}
        by_source = [{o["source_id"] for o in w.observations if o["rank"] == rank} for w in those]
        tie = set.intersection(*by_source) or (len(scores) == 1 and None not in scores)
        if not tie:
            codes = ", ".join(w.key[2] for w in those)
            reason = f"rank {rank} is printed for {codes} by different sources"
            rows += [_row(w, w.chosen, "shared rank", reason, True) for w in those if w.chosen]
    return rows


def _changes_against_figures(
    by_key: dict[tuple[str, str, str, int], Weighing], evidence: Evidence
) -> list[dict[str, Any]]:
    rows = []
    wrong = evidence.relations.filter(pl.col("agrees") == "no")
    for relation in wrong.iter_rows(named=True):
        key = (
            relation["indicator"], relation["boundary"], relation["province_code"],
            relation["relative_to"],
        )  # fmt: skip
        reason = (
            f"{relation['as_printed']} ({relation['source_id']}, {relation['reference_year']}) "
            f"implies {relation['implied']:g} in {relation['relative_to']}"
        )
        kind = "change and rank" if relation["change_unit"] == "places" else "change and level"
        rows += _all_of(by_key[key], kind, reason)
    return rows


def _changes_against_levels(weighed: list[Weighing], evidence: Evidence) -> list[dict[str, Any]]:
    """Implied earlier levels with nothing printed for that year, against what is printed near."""
    scale = {
        row["code"]: row["maximum"] - row["minimum"]
        for row in evidence.tables["indicators"].iter_rows(named=True)
        if row["measure"] in ("value", "score") and None not in (row["minimum"], row["maximum"])
    }
    rows = []
    unknown = evidence.relations.filter(pl.col("agrees").is_null())
    for relation in unknown.iter_rows(named=True):
        size = scale.get(relation["indicator"])
        place = (relation["indicator"], relation["boundary"], relation["province_code"])
        years = (relation["relative_to"], relation["relative_to"] + 1)
        for weighing in weighed:
            if size is None or weighing.key[:3] != place or weighing.key[3] not in years:
                continue
            far = [
                observation
                for observation in weighing.observations
                if observation["source_id"] != relation["source_id"]
                and abs(float(figure(observation)[0]) - relation["implied"]) > JUMP * size
            ]
            reason = (
                f"{relation['as_printed']} ({relation['source_id']}) implies "
                f"{'about' if relation['value_low'] else 'at most'} "
                f"{relation['implied']:.2f} in {relation['relative_to']}"
            )
            rows += [_row(weighing, o, "change and level", reason, False) for o in far]
    return rows


def _printed_against_recomputed(
    by_key: dict[tuple[str, str, str, int], Weighing], evidence: Evidence
) -> list[dict[str, Any]]:
    rows = []
    wrong = evidence.recomputations.filter((pl.col("method") != RANK) & (pl.col("agrees") == "no"))
    for row in wrong.iter_rows(named=True):
        key = (row["indicator"], row["boundary"], row["province_code"], row["reference_year"])
        reason = f"{row['method']}: {row['computed']:.4f} from {row['parts']} figures"
        rows += _all_of(by_key[key], "recomputation", reason)
    return rows


def _scores_that_are_means(weighed: list[Weighing], evidence: Evidence) -> list[dict[str, Any]]:
    """A score that is the printed mean of all, to the last of several digits, at a far rank."""
    about = {
        row["code"]: row["about"]
        for row in evidence.tables["indicators"].iter_rows(named=True)
        if row["about"] and row["boundary"] is None and row["measure"] in ("value", "score")
    }
    means = {
        (about[w.key[0]], w.key[3]): float(figure(w.chosen)[0])
        for w in weighed
        if w.key[0] in about and w.key[1] == "all" and w.chosen
    }
    ranks = {
        (row["index"], row["boundary"], row["province_code"], row["reference_year"]): row
        for row in evidence.rankings.filter(pl.col("rank").is_not_null()).iter_rows(named=True)
    }
    rows = []
    for weighing in weighed:
        indicator, boundary, place, year = weighing.key
        chosen, mean = weighing.chosen, means.get((indicator, year))
        if chosen is None or mean is None or chosen["decimals"] < 3:
            continue
        ranking = ranks.get((chosen["index"], boundary, place, year))
        if float(figure(chosen)[0]) != mean or not ranking or not ranking["units_ranked"]:
            continue
        units = ranking["units_ranked"]
        if abs(ranking["rank"] - (units + 1) / 2) > FAR * units:
            reason = (
                f"equals the mean of all provinces, but the rank is {ranking['rank']} of {units}"
            )
            rows += _all_of(weighing, "score and mean", reason)
    return rows


def _bands(weighed: list[Weighing], tables: dict[str, pl.DataFrame]) -> list[dict[str, Any]]:
    """Published counts of provinces by band, against each other and against known figures.

    A wide band against the sum of the narrow ones inside it; one band in two sources; and no more
    provinces known inside a band than it counts.
    """
    every = list(tables["bands"].iter_rows(named=True))
    rows = []
    for band in every:
        same = [other for other in every if _edition(other) == _edition(band)]
        inside = sorted(
            (
                other for other in same
                if other is not band and other["source_id"] == band["source_id"]
                and _low(other) >= _low(band) and _high(other) <= _high(band)
            ),
            key=_low,
        )  # fmt: skip
        joined = all(a["high"] == b["low"] for a, b in pairwise(inside))
        covers = inside and _low(inside[0]) == _low(band) and _high(inside[-1]) == _high(band)
        total = sum(other["provinces"] for other in inside)
        said = []
        if len(inside) > 1 and joined and covers and total != band["provinces"]:
            said.append(f"its bands add up to {total}")
        counts = {o["provinces"] for o in same if (_low(o), _high(o)) == (_low(band), _high(band))}
        if len(counts) > 1:
            said.append(f"sources count {' and '.join(str(n) for n in sorted(counts))}")
        known = sum(
            (w.key[0], w.key[1], w.key[3]) == _edition(band)
            and w.chosen is not None
            and _low(band) <= float(figure(w.chosen)[0]) < _high(band)
            for w in weighed
        )
        if known > band["provinces"]:
            said.append(f"{known} provinces are known to lie in it")
        if said:
            rows.append(_band(band, "; ".join(said)))
    return rows


def _edition(band: dict[str, Any]) -> tuple[str, str, int]:
    return band["indicator"], band["boundary"], band["reference_year"]


def _band(band: dict[str, Any], said: str) -> dict[str, Any]:
    """A band as a figure of the whole country."""
    low, high = band["low"], band["high"]
    ends = " ".join(
        part for part in (
            "" if low is None else f"from {low:g}", "" if high is None else f"to {high:g}",
        ) if part
    )  # fmt: skip
    return {
        "kind": "bands", "indicator": band["indicator"], "boundary": "all", "province_code": "VN",
        "reference_year": band["reference_year"], "source_id": band["source_id"],
        "locator": band["locator"], "value": float(band["provinces"]),
        "value_as_printed": band["provinces_as_printed"], "rank": None, "qualifier": None,
        "quality": None, "chosen": "no", "reason": f"provinces {ends}: {said}",
    }  # fmt: skip


def _low(band: dict[str, Any]) -> float:
    return float("-inf") if band["low"] is None else float(band["low"])


def _high(band: dict[str, Any]) -> float:
    return float("inf") if band["high"] is None else float(band["high"])


def _targets(weighed: list[Weighing], evidence: Evidence) -> list[dict[str, Any]]:
    """Targets and results that one source prints in one place."""
    about = {
        row["code"]: row["about"]
        for row in evidence.tables["indicators"].iter_rows(named=True)
        if row["measure"] == "target" and row["about"]
    }
    by_key = {weighing.key: weighing for weighing in weighed}
    rows = []
    for target in weighed:
        result = by_key.get((about.get(target.key[0], ""), *target.key[1:]))
        if result is None:
            continue
        for one in target.observations:
            for other in result.observations:
                here = all(one[c] == other[c] for c in ("source_id", "locator"))
                if here and figure(one)[0] != figure(other)[0]:
                    reason = f"{printed(one)} is the target, {printed(other)} the result"
                    rows.append(_row(target, one, "target and result", reason, False))
                    rows.append(_row(result, other, "target and result", reason, True))
    return rows


def _identities(evidence: Evidence) -> list[dict[str, Any]]:
    accepted = dict(evidence.identities.select("id", "accepted").iter_rows())
    quality = dict(evidence.tables["sources"].select("source_id", "quality").iter_rows())
    rows = []
    for name, figures in evidence.broken.items():
        reason = f"{name} does not hold: {accepted[name]}"
        for observation in figures:
            key = (
                observation["indicator"], observation["boundary"], observation["province_code"],
                observation["reference_year"],
            )  # fmt: skip
            row = observation | {"quality": quality.get(observation["source_id"])}
            rows.append(_figure(key, row, "identity", reason, False))
    return rows
