"""What a score difference is made of."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import panels, reach
from analysis.charts.marks import BAR, COLOUR, OTHERS, OWN, Sign, beside, key, names_down
from analysis.charts.theme import QUIET
from analysis.model.tables import rows as rows_of
from analysis.words import signed

ROW = 26


def contributions(
    by_rival: Mapping[str, pd.DataFrame], own: str, names: Mapping[str, str]
) -> Figure:
    """Points of score that each block adds to the difference to each of some rivals.

    ``by_rival``: the rival's name, and what ``compare.composite.contributions`` gives for it;
    ``names``: what the blocks are called.
    """
    data = pd.concat(
        [table.assign(against=rival) for rival, table in by_rival.items()], ignore_index=True
    )
    data["label"] = [names.get(block, "Score") for block in data["block"]]
    data["text"] = [signed(points, "+.4f") for points in data["points"]]
    data["colour"] = (data["points"] >= 0).map({True: OWN, False: OTHERS})
    bars = data[data["block"] != "score"]
    whole = data[data["block"] == "score"]
    totals: dict[str, str] = dict(zip(whole["against"], whole["text"], strict=True))
    said = " ".join(
        f"Against {rival}, {total} in all: "
        + ", ".join(f"{row.label} {row.text}" for row in rows_of(bars[bars["against"] == rival]))
        + "."
        for rival, total in totals.items()
    )
    return Figure(
        draw=lambda width: _draw(bars, totals, own, width),
        description=(
            "Bar charts, one for each comparison. Across: points of score; bars to the right are "
            f"in favour of {own}. {said}"
        ),
        data=data[["against", "block", "label", "weight", "own", "theirs", "points"]],
        reading=pd.DataFrame(
            {
                "Against": data["against"],
                "Block": data["label"],
                "Weight": data["weight"].map("{:.2f}".format),
                own: data["own"].map("{:.4f}".format),
                "Theirs": data["theirs"].map("{:.4f}".format),
                "Points": data["text"],
            }
        ),
    )


def _draw(bars: pd.DataFrame, totals: Mapping[str, str], own: str, width: int) -> Chart:
    labels = list(dict.fromkeys(bars["label"]))
    y, room = names_down("label", labels, width)
    farthest = float(bars["points"].abs().max())
    entries = [Sign(f"in favour of {own}", OWN), Sign("against it", OTHERS)]

    def panel(rival: str, inner: int) -> Chart:
        end = reach(farthest, inner / 2, bars["text"])
        scale = alt.Scale(domain=[-end, end], nice=False)
        x = alt.X("points:Q", scale=scale, axis=alt.Axis(title="Points of score", tickCount=3))
        rows = bars.loc[bars["against"] == rival, ["label", "points", "text", "colour"]]
        zero = alt.Chart(pd.DataFrame({"points": [0]})).mark_rule(color=QUIET)
        return alt.layer(
            zero.encode(x=x),
            alt.Chart(rows).mark_bar(height=BAR).encode(x=x, y=y, color=COLOUR),
            *beside(rows, x, y),
        ).properties(width=inner, height=ROW * len(labels), title=f"{rival}: {totals[rival]}")

    return panels(panel, totals, width, room, across=2, key=key(width, room, *entries))
