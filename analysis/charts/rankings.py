"""Charts of ranks and of the scores behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.parts import apart
from analysis.charts.theme import FOCUS, INK, QUIET, SMALL
from analysis.model.names import RULES
from analysis.model.tables import rows as rows_of
from analysis.words import signed

# A line across a change of definition stops short of the break by this share of the way.
STUB = 0.25


def bump(paths: pd.DataFrame, pairs: pd.DataFrame, highlight: Sequence[str]) -> Figure:
    """Ranks of all provinces by edition, some of them highlighted.

    ``paths`` as ``compare.rankings.paths`` gives them, ``pairs`` as ``comparable_pairs``. Solid
    lines join editions of one definition only; elsewhere a highlighted path is broken.
    """
    years = sorted(paths["reference_year"].unique())
    known = paths[paths["rank"].notna()].copy()
    known["x"] = known["reference_year"].map({year: i for i, year in enumerate(years)})
    known["rank"] = known["rank"].astype(int)
    names = _names(known, highlight)
    # Drawn in the order of highlight, last on top: the first named lies above the others.
    focus = known[known["province_code"].isin(highlight)].sort_values(
        "province_code", key=lambda codes: codes.map(list(highlight).index), ascending=False
    )
    others = known[~known["province_code"].isin(highlight)]
    stubs = _stubs(focus)
    breaks = _breaks(pairs, years)
    ends = _spread(focus.sort_values("x").groupby("name_en").tail(1))

    def draw(width: int) -> Chart:
        narrow = width <= NARROW
        plot = width - (128 if narrow else 170)
        x = alt.X(
            "x:Q",
            scale=alt.Scale(domain=[-0.15, len(years) - 0.85]),
            axis=alt.Axis(
                values=list(range(len(years))),
                labelExpr=_labels(years),
                title=None,
                grid=False,
                orient="top",
                domain=False,
                ticks=False,
            ),
        )
        y = alt.Y(
            "rank:Q",
            scale=alt.Scale(domain=[63.8, 0.2], nice=False),
            axis=alt.Axis(
                values=[1, 10, 20, 30, 40, 50, 63], title="Rank among 63 (1 is first)", ticks=False
            ),
        )
        colour = alt.Color(
            "name_en:N", scale=alt.Scale(domain=names, range=list(FOCUS)), legend=None
        )
        group = alt.Detail("segment:N")
        quiet_lines = _segments(others)
        focus_lines = _segments(focus)
        tooltip = [
            alt.Tooltip("name_vi:N", title="Province"),
            alt.Tooltip("reference_year:Q", title="Edition", format="d"),
            alt.Tooltip("rank:Q", title="Rank"),
            alt.Tooltip("rank_basis:N", title="Rank is"),
            alt.Tooltip("score:Q", title="Score"),
        ]
        layers = [
            alt.Chart(breaks).mark_rule(color=QUIET, strokeDash=[2, 3]).encode(x="x:Q"),
            alt.Chart(breaks)
            .mark_text(color=INK, fontSize=SMALL - 1, dy=6, opacity=0.85, lineBreak="|")
            .encode(x="x:Q", y=alt.value("height"), text="label:N"),
            alt.Chart(quiet_lines)
            .mark_line(color=QUIET, opacity=0.4, strokeWidth=1)
            .encode(x=x, y=y, detail=group),
            alt.Chart(_slim(others))
            .mark_circle(color=QUIET, opacity=0.55, size=14)
            .encode(x=x, y=y, tooltip=tooltip),
            alt.Chart(stubs)
            .mark_line(strokeWidth=2, strokeDash=[3, 3])
            .encode(x=x, y=y, color=colour, detail=group),
            alt.Chart(focus_lines)
            .mark_line(strokeWidth=3)
            .encode(x=x, y=y, color=colour, detail=group),
            alt.Chart(_slim(focus))
            .mark_circle(size=250, opacity=1)
            .encode(x=x, y=y, color=colour, tooltip=tooltip),
            alt.Chart(_slim(focus))
            .mark_text(color="white", fontSize=SMALL, fontWeight="bold")
            .encode(x=x, y=y, text="rank:Q"),
            alt.Chart(ends)
            .mark_text(align="left", dx=12, fontWeight="bold")
            .encode(x=x, y=alt.Y("beside:Q"), color=colour, text="name_vi:N"),
        ]
        return alt.layer(*layers).properties(width=plot, height=820)

    return Figure(
        draw=draw,
        title="Rank in the Provincial Digital Transformation Index",
        description=_describe_bump(known, focus, years),
        data=paths[
            [
                "reference_year", "province_code", "name_vi", "name_en", "rank", "rank_basis",
                "score", "missing", "units_ranked", "definition", "source_id", "locator",
                "as_printed", "disputed",
            ]
        ],
        reading=_ranks_by_edition(paths),
        legend="Ranks among 63. (d): derived from all 63 scores; (i): implied by a printed change; "
        "–: not found. Scores, sources and printed forms stand in the CSV.",
    )  # fmt: skip


def _names(known: pd.DataFrame, highlight: Sequence[str]) -> list[str]:
    by_code = dict(zip(known["province_code"], known["name_en"], strict=True))
    return [by_code[code] for code in highlight]


def _labels(years: Sequence[int]) -> str:
    """A Vega expression from positions to edition years."""
    return f"{[str(int(year)) for year in years]}[datum.value]"


def _slim(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["x", "rank", "name_vi", "name_en", "reference_year", "rank_basis", "score"]
    return rows[columns]


def _segments(rows: pd.DataFrame) -> pd.DataFrame:
    """Points that a solid line may join: neighbouring editions of one definition."""
    rows = rows.copy()
    rows["segment"] = rows["province_code"] + " " + rows["definition"]
    together = rows.groupby("segment")["x"].transform("size") > 1
    return rows.loc[together, ["x", "rank", "name_en", "segment"]]


def _spread(ends: pd.DataFrame, distance: float = 1.6) -> pd.DataFrame:
    """Heights for the names at the right, moved so that neighbours stay readable."""
    ends = ends.sort_values("rank").copy()
    ends["beside"] = apart(ends["rank"], distance)
    return ends[["x", "beside", "name_vi", "name_en"]]


def _stubs(focus: pd.DataFrame) -> pd.DataFrame:
    """The two loose ends of a highlighted path at each change of definition."""
    rows = []
    for code, path in focus.sort_values("x").groupby("province_code"):
        points = list(rows_of(path))
        for first, last in pairwise(points):
            if first.definition == last.definition:
                continue
            run, rise = last.x - first.x, last.rank - first.rank
            for part, (start, end) in enumerate(((0, STUB), (1 - STUB, 1))):
                for share in (start, end):
                    rows.append(
                        {
                            "x": first.x + share * run,
                            "rank": first.rank + share * rise,
                            "name_en": first.name_en,
                            "segment": f"{code} {first.x} {part}",
                        }
                    )
    return pd.DataFrame(rows, columns=["x", "rank", "name_en", "segment"])


def _breaks(pairs: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    rows = [
        {"x": list(years).index(pair.from_year) + 0.5, "label": "|".join(RULES[pair.rules].split())}
        for pair in rows_of(pairs)
        if not pair.comparable
    ]
    return pd.DataFrame(rows, columns=["x", "label"])


def _describe_bump(known: pd.DataFrame, focus: pd.DataFrame, years: Sequence[int]) -> str:
    sentences = [
        f"Bump chart. Across: editions {years[0]} to {years[-1]}. Down: rank among 63, 1 at the "
        f"top. Each grey dot is a province; dotted vertical lines stand where two editions do not "
        "follow the same rules, or their rules are not known."
    ]
    for name, path in focus.sort_values("x").groupby("name_vi", sort=False):
        steps = ", ".join(f"{row.rank} in {row.reference_year}" for row in rows_of(path))
        sentences.append(f"{name}: {steps}.")
    counts = known.groupby("reference_year").size()
    shown = ", ".join(f"{n} in {year}" for year, n in counts.items())
    sentences.append(f"Ranks known: {shown}.")
    return " ".join(sentences)


_MARKS = {"printed": "", "implied": " (i)", "derived": " (d)"}


def _ranks_by_edition(paths: pd.DataFrame) -> pd.DataFrame:
    """Provinces down, editions across; i: implied, d: derived from all scores, –: not found."""
    cells = paths.assign(
        cell=[
            "–" if pd.isna(rank) else f"{rank}{_MARKS[basis]}"
            for rank, basis in zip(paths["rank"], paths["rank_basis"], strict=True)
        ]
    )
    wide = cells.pivot(index=["name_vi", "name_en"], columns="reference_year", values="cell")
    wide.columns = [str(year) for year in wide.columns]
    last = paths[paths["reference_year"] == paths["reference_year"].max()]
    order = last.sort_values(["rank", "name_en"])["name_en"]
    table: pd.DataFrame = wide.reset_index().set_index("name_en").loc[order].reset_index()
    return table.rename(columns={"name_vi": "Province", "name_en": "In English"})[
        ["Province", "In English", *wide.columns]
    ]


def margins(gaps_by_year: dict[int, pd.DataFrame], margin: float, last_rank: int = 16) -> Figure:
    """Scores of the first ranks relative to one province, edition by edition.

    ``gaps_by_year`` holds ``compare.rankings.gaps`` for each edition; ``margin`` is the distance
    that is shaded on both sides of the province.
    """
    own = next(iter(gaps_by_year.values())).query("points == 0")["name_vi"].iloc[0]
    frames = [
        gaps[gaps["rank"] <= last_rank].assign(edition=year) for year, gaps in gaps_by_year.items()
    ]
    data = pd.concat(frames, ignore_index=True)
    data["label"] = [f"{row.rank}  {row.name_vi}" for row in rows_of(data)]
    data["own"] = data["points"] == 0

    def panel(year: int, plot: int) -> Chart:
        rows = data[data["edition"] == year].copy()
        low, high = data["points"].min(), data["points"].max()
        x = alt.X(
            "points:Q",
            title=f"Score minus {own}'s",
            scale=alt.Scale(domain=[low - 0.02, high + 0.012], nice=False),
            axis=alt.Axis(format="+.2f", tickCount=5),
        )
        y = alt.Y(
            "label:N",
            sort=rows["label"].tolist(),
            title=None,
            axis=alt.Axis(domain=False, ticks=False, grid=True),
        )
        shade = pd.DataFrame({"low": [-margin], "high": [margin]})
        colour = alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(FOCUS[1]))
        return alt.layer(
            alt.Chart(shade)
            .mark_rect(color=FOCUS[0], opacity=0.22)
            .encode(x=alt.X("low:Q"), x2="high:Q"),
            alt.Chart(rows).mark_circle(size=90, opacity=1).encode(
                x=x, y=y, color=colour,
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip("rank:Q", title="Rank"),
                    alt.Tooltip("score:Q", title="Score"),
                    alt.Tooltip("points:Q", title="Difference", format="+.4f"),
                ],
            ),
        ).properties(width=plot, height=19 * len(rows), title=f"{year} edition")  # fmt: skip

    def draw(width: int) -> Chart:
        if width <= NARROW:
            return alt.vconcat(*(panel(year, width - 150) for year in gaps_by_year), spacing=24)
        return alt.hconcat(*(panel(year, (width - 300) // 2) for year in gaps_by_year), spacing=12)

    reading = data[["edition", "rank", "name_vi", "score", "points"]].copy()
    reading["points"] = [signed(points, "+.4f") for points in reading["points"]]
    reading["score"] = reading["score"].map("{:.4f}".format)
    reading.columns = ["Edition", "Rank", "Province", "Score", f"Minus {own}'s"]
    said = " ".join(
        f"{year}: " + ", ".join(
            f"{row.name_vi} {signed(row.points, '+.4f')}"
            for row in rows_of(data[(data["edition"] == year) & (data["points"].abs() < 0.02)])
            if not row.own
        ) + "."
        for year in gaps_by_year
    )  # fmt: skip
    return Figure(
        draw=draw,
        title=f"Score differences to {own}",
        description=(
            f"Dot plots, one for each edition. Across: score minus that of {own}. Down: provinces "
            f"by rank, to rank {last_rank}. The shaded band reaches {margin:.4f} to both sides. "
            f"Nearest: {said}"
        ),
        data=data[
            [
                "edition", "province_code", "name_vi", "name_en", "rank", "score", "points",
                "source_id", "locator", "as_printed",
            ]
        ],
        reading=reading,
    )  # fmt: skip


def changes(moves: pd.DataFrame, highlight: str, years: tuple[int, int]) -> Figure:
    """Places gained and lost between two editions, every province with both ranks known."""
    rows = moves.copy()
    rows["label"] = rows["name_vi"]
    order = rows["label"].tolist()
    rows["own"] = rows["province_code"] == highlight
    rows["sure"] = (rows["from_rank_basis"] != "implied") & (rows["from_disputed"] == "no")
    rows["change"] = [signed(places, "+d") for places in rows["places"]]
    rows["past"] = [p + (0.8 if p >= 0 else -0.8) for p in rows["places"]]
    slim = rows[
        [
            "label",
            "own",
            "sure",
            "places",
            "past",
            "change",
            "from_rank",
            "to_rank",
            "from_rank_basis",
            "from_disputed",
        ]
    ]

    def draw(width: int) -> Chart:
        room = 9 if width <= NARROW else 4  # places, for the numbers beside the bars
        y = alt.Y(
            "label:N",
            sort=order,
            title=None,
            axis=alt.Axis(domain=False, ticks=False, grid=False, labelFontSize=SMALL),
        )
        x = alt.X(
            "places:Q",
            title="Places gained (+) or lost (−)",
            scale=alt.Scale(domain=[rows["places"].min() - room, rows["places"].max() + room]),
            axis=alt.Axis(tickCount=5),
        )
        colour = alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(FOCUS[1]))
        tooltip = [
            alt.Tooltip("label:N", title="Province"),
            alt.Tooltip("from_rank:Q", title=f"Rank {years[0]}"),
            alt.Tooltip("from_rank_basis:N", title=f"Rank {years[0]} is"),
            alt.Tooltip("from_disputed:N", title=f"Rank {years[0]} disputed"),
            alt.Tooltip("to_rank:Q", title=f"Rank {years[1]}"),
        ]
        base = alt.Chart(slim)
        text = alt.X("past:Q")
        return alt.layer(
            base.mark_bar(height=9).encode(
                x=x,
                y=y,
                color=colour,
                opacity=alt.condition("datum.sure", alt.value(1), alt.value(0.45)),
                tooltip=tooltip,
            ),
            base.transform_filter("datum.places >= 0")
            .mark_text(align="left", fontSize=SMALL)
            .encode(x=text, y=y, text="change:N"),
            base.transform_filter("datum.places < 0")
            .mark_text(align="right", fontSize=SMALL)
            .encode(x=text, y=y, text="change:N"),
        ).properties(width=width - 130, height=16 * len(slim))

    reading = rows[
        ["name_vi", "from_rank", "from_rank_basis", "from_disputed", "to_rank", "change"]
    ].copy()
    reading.columns = [
        "Province", f"Rank {years[0]}", f"Rank {years[0]} is", "Disputed", f"Rank {years[1]}",
        "Places",
    ]  # fmt: skip
    best, worst = rows.iloc[0], rows.iloc[-1]
    return Figure(
        draw=draw,
        title=f"Change of rank, {years[0]} to {years[1]}",
        description=(
            f"Bar chart of places gained or lost by {len(rows)} provinces from {years[0]} to "
            f"{years[1]}, largest rise first. {best.name_vi} rose most ({best.change}), "
            f"{worst.name_vi} fell most ({worst.change})."
        ),
        data=moves,
        reading=reading,
    )


def gains(table: pd.DataFrame, highlight: str, years: tuple[int, int], named: int = 2) -> Figure:
    """Score gained against starting score, with the line that describes them together.

    ``table`` as ``compare.gains.expected_gains`` gives it. The ``named`` provinces farthest above
    and below the line are labelled, and the highlighted one.
    """
    rows = table.copy()
    rows["own"] = rows["province_code"] == highlight
    rows["label"] = rows["name_vi"].where(
        (rows.index < named) | (rows.index >= len(rows) - named) | rows["own"], ""
    )
    line = rows.sort_values("from_score").iloc[[0, -1]]
    slim = rows[["from_score", "gain", "expected", "own", "label", "name_vi"]]

    def draw(width: int) -> Chart:
        x = alt.X(
            "from_score:Q",
            title=f"Score in {years[0]}",
            scale=alt.Scale(
                # Room at the right for the names.
                domain=[rows["from_score"].min() - 0.03, rows["from_score"].max() + 0.07],
                nice=False,
            ),
            axis=alt.Axis(tickCount=5),
        )
        up = alt.Scale(domain=[rows["gain"].min() - 0.02, rows["gain"].max() + 0.02], nice=False)
        y = alt.Y(
            "gain:Q",
            title=f"Score gained to {years[1]}",
            scale=up,
            axis=alt.Axis(tickCount=5),
        )
        colour = alt.condition("datum.own", alt.value(FOCUS[0]), alt.value(FOCUS[1]))
        dots = alt.Chart(slim).mark_circle(size=80, opacity=0.9)
        names = alt.Chart(slim).mark_text(align="left", dx=7, dy=-6, fontSize=SMALL)
        return alt.layer(
            alt.Chart(line[["from_score", "expected"]])
            .mark_line(color=QUIET, strokeWidth=2)
            .encode(x=x, y=alt.Y("expected:Q", scale=up)),
            dots.encode(
                x=x,
                y=y,
                color=colour,
                tooltip=[
                    alt.Tooltip("name_vi:N", title="Province"),
                    alt.Tooltip("from_score:Q", title=f"Score {years[0]}"),
                    alt.Tooltip("gain:Q", title="Gain", format="+.4f"),
                    alt.Tooltip("expected:Q", title="On the line", format="+.4f"),
                ],
            ),
            names.encode(x=x, y=y, text="label:N"),
        ).properties(width=width - 70, height=340)

    reading = rows[["name_vi", "from_score", "to_score", "gain", "expected", "above"]].copy()
    for column in ("from_score", "to_score"):
        reading[column] = reading[column].map("{:.4f}".format)
    for column in ("gain", "expected", "above"):
        reading[column] = [signed(number, "+.4f") for number in reading[column]]
    reading.columns = [
        "Province", f"Score {years[0]}", f"Score {years[1]}", "Gain", "On the line", "Above it",
    ]  # fmt: skip
    above = ", ".join(
        f"{row.name_vi} {signed(row.above, '+.4f')}" for row in rows_of(rows.head(named))
    )
    below = ", ".join(
        f"{row.name_vi} {signed(row.above, '+.4f')}" for row in rows_of(rows.tail(named))
    )
    return Figure(
        draw=draw,
        title=f"Score gained, {years[0]} to {years[1]}, against the starting score",
        description=(
            f"Scatter plot of {len(rows)} provinces. Across: score in {years[0]}. Up: score gained "
            f"to {years[1]}. A grey line falls from left to right: lower scores gained more. "
            f"Farthest above the line: {above}. Farthest below: {below}."
        ),
        data=table,
        reading=reading,
    )
