"""Sources as a page names them: links to the list of sources."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.model import tables
from analysis.page.tables import NONE
from analysis.words.markdown import Markdown, plain


def cite(source_ids: Iterable[str], most: int | None = None) -> Markdown:
    """Links to the list of sources, in the order given, each source once; missing ones passed over.

    A source is called by its publisher; where two have the same one, by their titles as well.
    Beyond ``most`` they are only counted; a figure's download names them all. Raises KeyError for
    a source that is not in the list.
    """
    known = tables.load("sources").set_index("source_id")
    every = list(dict.fromkeys(source for source in source_ids if not pd.isna(source)))
    ids = every[:most]
    publishers = {source: str(known["publisher"][source]).split(" (")[0] for source in ids}
    names = list(publishers.values())
    links = []
    for source, publisher in publishers.items():
        title = f", {known['title'][source]}" if names.count(publisher) > 1 else ""
        links.append(f"[{plain(publisher + title)}](sources.html#src-{source})")
    if len(every) > len(ids):
        links.append(f"and {len(every) - len(ids)} more, named in the downloads")
    return Markdown("; ".join(links))


def cite_one(source_ids: str) -> Markdown:
    """The link of a cell of source_id: one source, or several separated by ;, "–" for none."""
    return Markdown(NONE) if pd.isna(source_ids) else cite(source_ids.split(";"))


def by_use(*source_ids: pd.Series) -> list[str]:
    """The sources in columns of source_id, those that stand behind most rows first."""
    return [str(source) for source in pd.concat(source_ids).dropna().value_counts().index]
