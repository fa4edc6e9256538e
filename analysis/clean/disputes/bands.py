"""Published counts of provinces by band, against each other and against known figures."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

import polars as pl

from analysis.clean.disputes.evidence import Evidence, Row

Band = dict[str, Any]


def that_do_not_add_up(evidence: Evidence) -> list[Row]:
    """A wide band against the sum of the narrow ones inside it; one band in two sources; and no
    more provinces known inside a band than it counts.
    """
    editions: dict[tuple[Any, ...], list[Band]] = defaultdict(list)
    for band in evidence.tables["bands"].iter_rows(named=True):
        editions[band["indicator"], band["boundary"], band["reference_year"]].append(band)
    known = evidence.weighed.filter("chosen")
    rows = []
    for (indicator, boundary, year), bands in editions.items():
        figures = known.filter(indicator=indicator, boundary=boundary, reference_year=year)
        for band in bands:
            if said := _said(band, bands, figures["figure"]):
                rows.append(_row(band, said))
    return rows


def _said(band: Band, same: list[Band], known: pl.Series) -> dict[str, str]:
    """What speaks against a band: bands of its edition, or known figures; by its code."""
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
    said = {}
    if len(inside) > 1 and joined and covers and total != band["provinces"]:
        said["bands_do_not_add_up"] = f"its bands add up to {total}"
    counts = {o["provinces"] for o in same if (_low(o), _high(o)) == (_low(band), _high(band))}
    if len(counts) > 1:
        numbers = " and ".join(str(n) for n in sorted(counts))
        said["bands_counted_otherwise"] = f"sources count {numbers}"
    there = int(known.is_between(_low(band), _high(band), closed="left").sum())
    if there > band["provinces"]:
        said["more_known_than_counted"] = f"{there} provinces are known to lie in it"
    return said


def _row(band: Band, said: dict[str, str]) -> Row:
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
        "quality": None, "chosen": "no", "reason_code": ";".join(said),
        "reason": f"provinces {ends}: {'; '.join(said.values())}",
    }  # fmt: skip


def _low(band: Band) -> float:
    return float("-inf") if band["low"] is None else float(band["low"])


def _high(band: Band) -> float:
    return float("inf") if band["high"] is None else float(band["high"])
