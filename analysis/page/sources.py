"""The list of sources: what each is, and what its figures are about."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.model.tables import having
from analysis.model.tables import rows as rows_of
from analysis.page.cells import say
from analysis.words.markdown import anchored, link, plain

# Indicators that an entry names, those with most figures first.
NAMED = 3


def source_list(
    topic: str, sources: pd.DataFrame, observations: pd.DataFrame, indicators: pd.DataFrame
) -> None:
    """Put the sources of a topic on the page, each with an anchor that citations lead to.

    Takes clean tables.
    """
    names = indicators.set_index("code")["name_en"]
    figures = dict(iter(observations.groupby("source_id")))
    mine = having(sources, topic=topic).sort_values(["publisher", "source_id"])
    say("\n".join(_entry(row, figures.get(row.source_id), names) for row in rows_of(mine)))


def _entry(row: Any, figures: pd.DataFrame | None, names: pd.Series) -> str:
    publisher = anchored(row.publisher, f"src-{row.source_id}")
    date = "" if pd.isna(row.published_on) else f", {row.published_on}"
    title = f"{plain(row.title)} (no address)" if pd.isna(row.url) else link(row.title, row.url)
    used, what = "rules of an edition", ""
    if figures is not None:
        used = f"{len(figures)} figure{'s' * (len(figures) != 1)}"
        what = f" Supports: {supported(figures, names)}."
    copy = "" if pd.isna(row.copy_of) else f" Copy of `{row.copy_of}`."
    head = f"- {publisher}{date}. {title}. Quality {row.quality}"
    return f"{head}, {used}, `{row.source_id}`.{what}{copy}"


def supported(figures: pd.DataFrame, names: pd.Series) -> str:
    """What the figures of a source are about: up to ``NAMED`` indicators, and the years.

    ``figures`` are its observations, ``names`` what indicators are called, by code.
    """
    counts = figures["indicator"].value_counts(sort=False).sort_index()
    codes = counts.sort_values(ascending=False, kind="stable").index
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    first, last = figures["reference_year"].min(), figures["reference_year"].max()
    years = str(first) if first == last else f"{first} to {last}"
    return "; ".join(names[code] for code in codes[:NAMED]) + f"{more} ({years})"
