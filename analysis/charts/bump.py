"""Ranks of all provinces by edition."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from analysis.charts.figure import Chart, Figure
from analysis.charts.layout import GAP, TITLE, apart, plot, room_for
from analysis.charts.marks import COLOUR, across, coloured, tips
from analysis.charts.segments import joined, segments
from analysis.charts.theme import INK, QUIET, SMALL, TEXT
from analysis.model.names import RULES
from analysis.model.tables import rows as rows_of
from analysis.words import span

HEIGHT = 820
LEFT = room_for(["63"], TEXT) + TITLE
# A circle with a rank in it, and its radius.
CIRCLE, RADIUS = 250, 9
# A line that is broken leads so far towards its other end, in editions.
STUB = 0.25
# Names at the right stand at least so many ranks from each other.
APART = 1.4

# What a dot, a line and a name are drawn from.
SHOWN = ["x", "rank", "name_vi", "reference_year", "rank_basis", "score", "colour"]
LINE = ["x", "rank", "segment", "colour"]
NAMED = ["x", "beside", "name_vi", "colour"]

_BASIS = {"printed": "", "implied": " (i)", "derived": " (d)"}


def bump(paths: pd.DataFrame, pairs: pd.DataFrame, highlight: Sequence[str]) -> Figure:
    """Ranks of all provinces by edition, some of them highlighted.

    ``paths`` as ``compare.rankings.paths`` gives them, ``pairs`` as ``comparable_pairs``. Solid
    lines join editions of one definition only; elsewhere a highlighted path is broken.
    """
    years = sorted(paths["reference_year"].unique())
    known = coloured(paths[paths["rank"].notna()], highlight)
    known["x"] = known["reference_year"].map(years.index)
    known["rank"] = known["rank"].astype(int)
    own = known["province_code"].isin(highlight)
    breaks = _breaks(pairs, years)
    # Drawn in the order of highlight, last on top: the first named lies above the others.
    focus = known[own].sort_values(
        "province_code", key=lambda codes: codes.map(list(highlight).index), ascending=False
    )
    among = span(paths["units_ranked"].min(), paths["units_ranked"].max())
    columns = [
        "reference_year", "province_code", "name_vi", "name_en", "rank", "rank_basis", "score",
        "missing", "units_ranked", "definition", "source_id", "locator", "as_printed", "disputed",
    ]  # fmt: skip

    def draw(width: int) -> Chart:
        ends = focus.sort_values("x").groupby("name_vi").tail(1).sort_values("rank")
        ends["beside"] = apart(list(ends["rank"]), APART)
        inner = plot(width, LEFT, RADIUS + GAP + room_for(ends["name_vi"], TEXT, bold=True))
        # The first circles stand clear of the axis, however many editions share the width.
        edge = max(0.15, (RADIUS + GAP) * (len(years) - 0.95) / (inner - RADIUS - GAP))
        # Positions across, named after the years of the editions.
        (x,) = across(
            (-edge, len(years) - 0.95),
            "x",
            values=list(range(len(years))),
            labelExpr=f"{[str(int(year)) for year in years]}[datum.value]",
            title=None,
            grid=False,
            orient="top",
            domain=False,
            ticks=False,
        )
        ticks = alt.Axis(
            values=[1, 10, 20, 30, 40, 50, 63],
            ticks=False,
            title=f"Rank among {among} (1 is first)",
        )
        y = alt.Y("rank:Q", scale=alt.Scale(domain=[63.8, 0.2], nice=False), axis=ticks)
        tooltip = tips(
            name_vi="Province",
            reference_year=("Edition", "d"),
            rank="Rank",
            rank_basis="Rank is",
            score="Score",
        )
        rule = alt.Chart(breaks).encode(x="x:Q")
        dots, ranks = (alt.Chart(rows[SHOWN]).encode(x=x, y=y) for rows in (known[~own], focus))
        lines, stubs, focused = (
            alt.Chart(rows[LINE]).encode(x=x, y=y, detail="segment:N", color=COLOUR)
            for rows in (joined(known[~own]), _stubs(focus), joined(focus))
        )
        names = alt.Chart(ends[NAMED]).mark_text(align="left", dx=RADIUS + GAP, fontWeight="bold")
        layers = [
            rule.mark_rule(color=QUIET, strokeDash=[2, 3]),
            rule.mark_text(color=INK, fontSize=SMALL - 1, dy=6, opacity=0.85, lineBreak="|").encode(
                y=alt.value("height"), text="label:N"
            ),
            lines.mark_line(opacity=0.4, strokeWidth=1),
            dots.mark_circle(color=QUIET, opacity=0.55, size=14).encode(tooltip=tooltip),
            stubs.mark_line(strokeWidth=2, strokeDash=[3, 3]),
            focused.mark_line(strokeWidth=3),
            ranks.mark_circle(size=CIRCLE, opacity=1).encode(color=COLOUR, tooltip=tooltip),
            ranks.mark_text(color="white", fontSize=SMALL, fontWeight="bold").encode(text="rank:Q"),
            names.encode(x=x, y=alt.Y("beside:Q"), color=COLOUR, text="name_vi:N"),
        ]
        return alt.layer(*layers).properties(width=inner, height=HEIGHT)

    return Figure(
        draw=draw,
        description=_described(known, focus, years, among),
        data=paths[columns],
        reading=_ranks_by_edition(paths),
        legend=f"Ranks among {among}. (d): derived from all scores; (i): implied by a printed "
        "change; –: not known. Scores, sources and printed forms stand in the CSV.",
    )


def _stubs(focus: pd.DataFrame) -> pd.DataFrame:
    """The two loose ends of a highlighted path wherever its line is broken."""
    rows = []
    named = focus.assign(segment=segments(focus)).sort_values("x")
    for code, path in named.groupby("province_code"):
        for first, last in pairwise(rows_of(path)):
            if first.segment == last.segment:
                continue
            run, rise = last.x - first.x, last.rank - first.rank
            rows += [
                {
                    "x": first.x + share * run,
                    "rank": first.rank + share * rise,
                    "colour": first.colour,
                    "segment": f"{code} {first.x} {part}",
                }
                for part, ends in enumerate(((0, STUB / run), (1 - STUB / run, 1)))
                for share in ends
            ]
    return pd.DataFrame(rows, columns=LINE)


def _breaks(pairs: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """Where a line may not cross, and why: x, label."""
    rows = [
        {"x": list(years).index(pair.from_year) + 0.5, "label": "|".join(RULES[pair.rules].split())}
        for pair in rows_of(pairs)
        if not pair.comparable
    ]
    return pd.DataFrame(rows, columns=["x", "label"])


def _described(known: pd.DataFrame, focus: pd.DataFrame, years: Sequence[int], among: str) -> str:
    sentences = [
        f"Bump chart. Across: editions {years[0]} to {years[-1]}. Down: rank among {among}, 1 at "
        "the top. Each grey dot is a province; dotted vertical lines stand where two editions do "
        "not follow the same rules, or their rules are not known."
    ]
    for name, path in focus.sort_values("x").groupby("name_vi", sort=False):
        steps = ", ".join(f"{row.rank} in {row.reference_year}" for row in rows_of(path))
        sentences.append(f"{name}: {steps}.")
    shown = ", ".join(
        f"{n} in {year}" for year, n in known.groupby("reference_year").size().items()
    )
    return " ".join([*sentences, f"Ranks known: {shown}."])


def _ranks_by_edition(paths: pd.DataFrame) -> pd.DataFrame:
    """Provinces down, editions across; i: implied, d: derived from all scores, –: not found."""
    cells = [
        "–" if pd.isna(row.rank) else f"{row.rank}{_BASIS[row.rank_basis]}"
        for row in rows_of(paths)
    ]
    named = ["Province", "In English"]
    written = paths.assign(cell=cells).rename(columns={"name_vi": named[0], "name_en": named[1]})
    last = written[written["reference_year"] == written["reference_year"].max()]
    order = pd.MultiIndex.from_frame(last.sort_values(["rank", "In English"])[named])
    wide = written.pivot(index=named, columns="reference_year", values="cell").reindex(order)
    return wide.rename(columns=str).rename_axis(columns=None).reset_index()
