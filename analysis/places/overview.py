"""Every province on one line: whom it is like, and how many strengths and gaps it has."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis.page.tables import NONE, Columns
from analysis.places.profile import Profile
from analysis.words import fixed

# So many of the nearest provinces are named.
NAMED = 3


def overview(profiles: Iterable[Profile]) -> pd.DataFrame:
    """One row a profile, in their order.

    Columns out: name_vi, region, peers and distances (of the nearest ``NAMED``, lists), strengths,
    gaps (how many), figures (how many figures and ranks are known of it, all years together).
    """
    return pd.DataFrame(
        {
            "name_vi": profile.name_vi, "region": profile.region,
            "peers": profile.peers["name_vi"].head(NAMED).tolist(),
            "distances": profile.peers["distance"].head(NAMED).tolist(),
            "strengths": len(profile.strengths), "gaps": len(profile.gaps),
            "figures": len(profile.indicators),
        }
        for profile in profiles
    )  # fmt: skip


def named_with_distance(names: list[str], distances: list[float]) -> str:
    """ "Hải Phòng (1.34), Bắc Ninh (1.43)"; "–" where there are no peers."""
    pairs = zip(names, distances, strict=True)
    return ", ".join(f"{name} ({fixed(distance)})" for name, distance in pairs) or NONE


OVERVIEW: Columns = {
    "name_vi": "Province", "region": "Region",
    ("peers", "distances"): ("Nearest in circumstances (distance)", named_with_distance),
    "strengths": "Strengths", "gaps": "Gaps", "figures": "Figures",
}  # fmt: skip
