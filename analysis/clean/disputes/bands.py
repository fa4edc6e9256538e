"""Published counts of provinces by band, against each other and against known figures."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from analysis.clean.bands import Ends, ladder
from analysis.clean.disputes.evidence import Evidence, Row
from analysis.model.keys import COUNTED
from analysis.model.places import COUNTRY_BOUNDARY, COUNTRY_CODE


def find(evidence: Evidence) -> Iterator[Row]:
    """A wide band against the sum of the narrow ones inside it; one band in two sources; and no
    more provinces known inside a band than it counts.
    """
    known = evidence.weighed.filter("chosen")
    for edition, rows in evidence.references.bands.group_by(COUNTED, maintain_order=True):
        figures = known.filter(**dict(zip(COUNTED, edition, strict=True)))["figure"]
        bands = rows.to_dicts()
        for band in bands:
            if said := _said(band, bands, figures):
                yield _row(band, said)


def _said(band: Row, same: list[Row], known: pl.Series) -> dict[str, str]:
    """What speaks against a band: bands of its edition, or known figures; by its code."""
    own, count = _ends(band), band["provinces"]
    others = [b for b in same if b is not band and b["source_id"] == band["source_id"]]
    inside = [others[i]["provinces"] for i in ladder([_ends(b) for b in others], own)]
    said = {}
    if len(inside) > 1 and sum(inside) != count:
        said["bands_do_not_add_up"] = f"its bands add up to {sum(inside)}"
    counts = sorted({b["provinces"] for b in same if _ends(b) == own})
    if len(counts) > 1:
        said["bands_counted_otherwise"] = f"sources count {' and '.join(map(str, counts))}"
    there = int(known.is_between(own.low, own.high, closed="left").sum())
    if there > count:
        said["more_known_than_counted"] = f"{there} provinces are known to lie in it"
    return said


def _ends(band: Row) -> Ends:
    return Ends.of(band["low"], band["high"])


def _row(band: Row, said: dict[str, str]) -> Row:
    """A band as a figure of the whole country."""
    ends = (("from", band["low"]), ("to", band["high"]))
    which = " ".join(f"{word} {end:g}" for word, end in ends if end is not None)
    same = ("indicator", "reference_year", "source_id", "locator")
    return {column: band[column] for column in same} | {
        "kind": "bands",
        "boundary": COUNTRY_BOUNDARY,
        "province_code": COUNTRY_CODE,
        "value": float(band["provinces"]),
        "value_as_printed": band["provinces_as_printed"],
        "chosen": "no",
        "reason_code": ";".join(said),
        "reason": f"provinces {which}: {'; '.join(said.values())}",
    }
