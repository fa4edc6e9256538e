"""The list of sources: what each is, and what its figures are about."""

from __future__ import annotations

from typing import Any

import pandas as pd

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
    mine = sources[sources["topic"] == topic].sort_values(["publisher", "source_id"])
    say("\n".join(_entry(source, figures.get(source.source_id), names) for source in rows_of(mine)))


def _entry(source: Any, figures: pd.DataFrame | None, names: pd.Series) -> str:
    date = "" if pd.isna(source.published_on) else f", {source.published_on}"
    n = 0 if figures is None else len(figures)
    used = f"{n} figure{'s' * (n != 1)}" if n else "rules of an edition"
    what = "" if figures is None else f" Supports: {supported(figures, names)}."
    copy = "" if pd.isna(source.copy_of) else f" Copy of `{source.copy_of}`."
    no_address = pd.isna(source.url)
    title = f"{plain(source.title)} (no address)" if no_address else link(source.title, source.url)
    return (
        f"- {anchored(source.publisher, f'src-{source.source_id}')}{date}. {title}. "
        f"Quality {source.quality}, {used}, `{source.source_id}`.{what}{copy}"
    )


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
