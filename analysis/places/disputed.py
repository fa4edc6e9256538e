"""Disputes in which figures of provinces take part, and what stands behind each choice."""

from __future__ import annotations

import pandas as pd

from analysis.model.keys import KEY
from analysis.model.reasons import CHOICES
from analysis.model.tables import having, rows
from analysis.places.identities import named

# What the order of rules chose, and no person; and what is accepted although it does not hold.
BY_ORDER = set(CHOICES) - {"chosen_by_decision", "origin_unstated"}
ACCEPTED = "identity_does_not_hold"


def explained(disputes: pd.DataFrame, identities: pd.DataFrame) -> pd.DataFrame:
    """Disputes with what stands behind each choice, sorted by key, kind and source.

    ``disputes`` is that clean table; ``identities`` that of its province and boundary. Columns out
    besides: by_order (whether the order of rules chose the figure, and no person) and accepted (why
    a relation that does not hold is accepted, else empty).
    """
    table = disputes.sort_values([*KEY, "kind", "source_id"], ignore_index=True)
    broken = list(rows(having(identities, found="no").sort_values("id")))
    accepted = [
        "; ".join(row.accepted for row in broken if indicator in named(row.left) | named(row.right))
        for indicator in table["indicator"]
    ]
    return table.assign(
        by_order=table["reason_code"].isin(BY_ORDER),
        accepted=pd.Series(accepted, table.index, dtype="str").where(
            table["reason_code"] == ACCEPTED, ""
        ),
    )
