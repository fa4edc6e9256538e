"""When a figure is of: "2023-12-29", "2022-01-01/2022-06-30", "2023-07-01/.. (end not printed)"."""

from __future__ import annotations

import re
from datetime import date

_DAY = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
_PERIOD = re.compile(rf"(?P<start>{_DAY})(?:/(?P<end>{_DAY}|\.\.))?(?: \((?P<remark>[^()]+)\))?")

# The first figures are of 2017 (E-Business Index), the farthest targets of 2045.
YEARS = range(2000, 2051)
LAST = str(YEARS[-1])

EXPECTED = (
    "a date or a period such as 2023-12-29, 2023-12, 2022-01-01/2022-06-30 or 2023-07-01/.., "
    "perhaps with a remark in brackets"
)


def period(text: str) -> tuple[str, str] | None:
    """Start and end of a date or period (ISO 8601, an open end as two points); None for no such.

    An open end is ``LAST``.
    """
    match = _PERIOD.fullmatch(text)
    if match is None:
        return None
    start, end = match["start"], (match["end"] or match["start"]).replace("..", LAST)
    return (start, end) if is_day(start) and is_day(end) and start <= end else None


def is_day(text: str) -> bool:
    """Whether a text is a day, a month or a year of the calendar, in ``YEARS``."""
    if not re.fullmatch(_DAY, text) or int(text[:4]) not in YEARS:
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def is_part_of_year(as_of: str | None) -> bool:
    """Whether a figure is of a period other than a whole year, from January to December."""
    match = _PERIOD.fullmatch(as_of or "")
    if match is None or match["end"] is None:
        return False
    return (match["start"][4:], match["end"][4:]) != ("-01-01", "-12-31")
