"""What a score difference is made of."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import names_down
from analysis.charts.theme import FOCUS, QUIET, SMALL
from analysis.model.tables import rows as rows_of
from analysis.words import signed


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
    bars = data[data["block"] != "score"]
    order = list(dict.fromkeys(bars["label"]))
    reach = float(bars["points"].abs().max()) * 1.9
    totals = data[data["block"] == "score"].set_index("against")["points"]

    def panel(rival: str, plot: int, labels: bool) -> Chart:
        rows = bars.loc[bars["against"] == rival, ["label", "points", "text"]]
        y = names_down("label", order, labels=labels)
        scale = alt.Scale(domain=[-reach, reach], nice=False)
        x = alt.X("points:Q", scale=scale, axis=alt.Axis(title="Points of score", tickCount=3))
        base = alt.Chart(rows)
        colour = alt.condition("datum.points >= 0", alt.value(FOCUS[2]), alt.value(FOCUS[0]))
        return alt.layer(
            alt.Chart(pd.DataFrame({"zero": [0]}))
            .mark_rule(color=QUIET)
            .encode(x=alt.X("zero:Q", scale=scale)),
            base.mark_bar(height=13).encode(x=x, y=y, color=colour),
            base.transform_filter("datum.points >= 0")
            .mark_text(align="left", dx=4, fontSize=SMALL)
            .encode(x=x, y=y, text="text:N"),
            base.transform_filter("datum.points < 0")
            .mark_text(align="right", dx=-4, fontSize=SMALL)
            .encode(x=x, y=y, text="text:N"),
        ).properties(
            width=plot, height=26 * len(order), title=f"{rival}: {signed(totals[rival], '+.4f')}"
        )

    def draw(width: int) -> Chart:
        if width <= NARROW:
            return alt.vconcat(
                *(panel(rival, width - 175, labels=True) for rival in by_rival), spacing=24
            )
        plot = (width - 215) // len(by_rival)
        return alt.hconcat(
            *(panel(rival, plot, labels=i == 0) for i, rival in enumerate(by_rival)), spacing=12
        )

    reading = pd.DataFrame(
        {
            "Against": data["against"],
            "Block": data["label"],
            "Weight": data["weight"].map("{:.2f}".format),
            own: data["own"].map("{:.4f}".format),
            "Theirs": data["theirs"].map("{:.4f}".format),
            "Points": data["text"],
        }
    )
    return Figure(
        draw=draw,
        title=f"What {own}'s distance in score is made of",
        description=(
            "Bar charts, one for each comparison. Across: points of score; bars to the right are "
            f"in favour of {own}. "
            + " ".join(
                f"Against {rival}, {signed(totals[rival], '+.4f')} in all: "
                + ", ".join(
                    f"{row.label} {row.text}" for row in rows_of(bars[bars["against"] == rival])
                )
                + "."
                for rival in by_rival
            )
        ),
        data=data[["against", "block", "label", "weight", "own", "theirs", "points"]],
        reading=reading,
    )


def stacked_pillars(table: pd.DataFrame, names: Mapping[str, str]) -> Figure:
    """Pillar scores as what all three share and what is the pillar's own.

    ``table`` as ``compare.composite.pillar_scores`` gives it, with name_vi besides; ``names``: what
    the pillars are called.
    """
    rows = table.copy()
    rows["label"] = [names[pillar] for pillar in rows["pillar"]]
    order = list(names.values())
    long = rows.melt(
        id_vars=["name_vi", "label", "score"],
        value_vars=["foundation", "activity"],
        var_name="part",
        value_name="points",
    )
    long["order"] = long["part"].map({"foundation": 0, "activity": 1})
    rows["text"] = rows["score"].map("{:.4f}".format)
    provinces = list(dict.fromkeys(rows["name_vi"]))

    def panel(name: str, plot: int) -> Chart:
        y = names_down("label", order)
        scale = alt.Scale(domain=[0, 1.16], nice=False)
        x = alt.X("points:Q", scale=scale, axis=alt.Axis(title=None, values=[0, 0.5, 1]))
        mine = long.loc[long["name_vi"] == name, ["label", "part", "points", "order"]]
        totals = rows.loc[rows["name_vi"] == name, ["label", "score", "text"]]
        return alt.layer(
            alt.Chart(mine)
            .mark_bar(height=13)
            .encode(
                x=x,
                y=y,
                color=alt.Color(
                    "part:N",
                    scale=alt.Scale(domain=["foundation", "activity"], range=[QUIET, FOCUS[1]]),
                    legend=None,
                ),
                order="order:Q",
            ),
            alt.Chart(totals)
            .mark_text(align="left", dx=5, fontSize=SMALL)
            .encode(x=alt.X("score:Q", scale=scale), y=y, text="text:N"),
        ).properties(width=plot, height=22 * len(order), title=name)

    def draw(width: int) -> Chart:
        plot = width - (115 if width <= NARROW else 130)
        return alt.vconcat(*(panel(name, plot) for name in provinces), spacing=14)

    reading = pd.DataFrame(
        {
            "Province": rows["name_vi"],
            "Pillar": rows["label"],
            "Score": rows["text"],
            "Shared foundation": rows["foundation"].map("{:.4f}".format),
            "Own activity": rows["activity"].map("{:.4f}".format),
            "Shared part of the score": rows["shared"].map("{:.0%}".format),
        }
    )
    return Figure(
        draw=draw,
        title="Pillar scores: the shared block and the pillar's own part",
        description=(
            "Stacked bar charts, one for each province, one bar for each pillar. Grey: points from "
            "the five foundations that all pillars hold; coloured: points of the pillar's own "
            "activity. "
            + " ".join(
                f"{row.name_vi}, {row.label}: {row.text}, of which {row.foundation:.4f} shared."
                for row in rows_of(rows)
            )
        ),
        data=table,
        reading=reading,
        legend="Grey: points that all three pillars share. Blue: the pillar's own activity.",
    )
