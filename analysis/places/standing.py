"""Tables of where a province stands: strengths and gaps, peers, and what is missing."""

from __future__ import annotations

import math

import pandas as pd

from analysis.model.names import DTI_PARTS, INDICES, english
from analysis.page.tables import NONE, Columns
from analysis.words import fixed, percent, span
from analysis.words.patterns import pattern

# The indices whose missing editions a page names: those that the book follows, and the DTI's parts.
FOLLOWED = {**INDICES, **DTI_PARTS}


def brief(value: float) -> str:
    """A score with at most four significant digits: 47.821236 → "47.82", 0.7325 → "0.7325".

    "–" where there is none. As it is printed, a figure stands in the clean tables.
    """
    if pd.isna(value):
        return NONE
    whole = 1 + math.floor(math.log10(abs(value))) if value else 1
    return fixed(value, max(4 - max(whole, 0), 0))


# Takes a profile's ``sides``.
SIDES: Columns = {
    "side": ("Kind", str.capitalize), "name_en": "Indicator", "reference_year": "Year",
    "value": ("Value", brief), ("place", "of"): ("Place", pattern("{} of {}", "d", "d")),
    ("best", "worst"): ("Band", span), "region_median": ("Median of the region", brief),
    "peer_median": ("Median of the peers", brief),
}  # fmt: skip

# Takes a profile's ``peers``.
PEERS: Columns = {
    "name_vi": "Province", "distance": ("Distance", ".2f"),
    "grdp_per_capita": ("GRDP per head (million dong)", ".1f"),
    "urban_share": ("Urban share", percent), "infrastructure": ("DTI infrastructure", ".4f"),
}  # fmt: skip

# Takes ``Profile.lacking(FOLLOWED)``.
LACKING: Columns = {
    "index": ("Index or part of the DTI", english(FOLLOWED).get),
    "years": ("Editions", lambda years: ", ".join(map(str, years))),
    "reason": ("Why", str.capitalize),
}
