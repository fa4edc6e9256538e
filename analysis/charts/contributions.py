"""What a score difference is made of."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure, reading
from analysis.charts.layout import panels, reach
from analysis.charts.marks import BAR, COLOUR, OTHERS, OWN, Sign, across, beside, key, names_down
from analysis.charts.theme import QUIET
from analysis.model.tables import rows as rows_of
from analysis.model.tables import stacked
from analysis.words import fixed, signed

ROW = 26


def contributions(
    by_rival: Mapping[str, pd.DataFrame],
    own: str,
    names: Mapping[str, str],
    *,
    heading: str = "Against",
    theirs: str = "Theirs",
) -> Figure:
    """Points of score that each block adds to the difference to each of some rivals.

    ``by_rival``: the rival's name, and what ``compare.composite.contributions`` gives for it;
    ``names``: what the blocks are called; ``heading``: the word before a rival; ``theirs``: what
    its column is called. Instead of rivals these can be pairs of editions, "From" one to the next,
    with ``compare.splits.changes_by_part`` and the mean of all.
    """
    data = stacked(by_rival, "against")
    data["label"] = [names.get(block, "Score") for block in data["block"]]
    data["text"] = [signed(points, "+.4f") for points in data["points"]]
    data["colour"] = (data["points"] >= 0).map({True: OWN, False: OTHERS})
    bars = data[data["block"] != "score"]
    totals = data[data["block"] == "score"].set_index("against")["text"]
    said = " ".join(
        f"{heading} {rival}, {totals[rival]} in all: "
        + ", ".join(f"{row.label} {row.text}" for row in rows_of(rows))
        + "."
        for rival, rows in bars.groupby("against", sort=False)
    )

    def draw(width: int) -> Chart:
        y, room = names_down("label", bars["label"], width)
        height = ROW * bars["label"].nunique()
        farthest = float(bars["points"].abs().max())
        entries = [Sign(f"in favour of {own}", OWN), Sign("against it", OTHERS)]

        def panel(rival: str, inner: int) -> Chart:
            end = reach(farthest, inner / 2, bars["text"])
            (x,) = across((-end, end), "points", title="Points of score", tickCount=3)
            rows = bars.loc[bars["against"] == rival, ["label", "points", "text", "colour"]]
            zero = alt.Chart(pd.DataFrame({"points": [0]})).mark_rule(color=QUIET)
            return alt.layer(
                zero.encode(x=x),
                alt.Chart(rows).mark_bar(height=BAR).encode(x=x, y=y, color=COLOUR),
                *beside(rows, x, y),
            ).properties(width=inner, height=height, title=f"{rival}: {totals[rival]}")

        return panels(panel, by_rival, width, room, across=2, key=key(width, room, *entries))

    written = data.assign(
        weight=data["weight"].map(fixed),
        **data[["own", "theirs"]].map(fixed, decimals=4),
    )
    return Figure(
        draw=draw,
        description=(
            "Bar charts, one for each comparison. Across: points of score; bars to the right are "
            f"in favour of {own}. {said}"
        ),
        data=data[["against", "block", "label", "weight", "own", "theirs", "points"]],
        reading=reading(
            written,
            against=heading,
            label="Block",
            weight="Weight",
            own=own,
            theirs=theirs,
            text="Points",
        ),
    )
