"""Charts of ranks and of the scores behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import altair as alt
import pandas as pd

from analysis.charts.figure import NARROW, Chart, Figure
from analysis.charts.theme import FOCUS, INK, QUIET, SMALL
from analysis.tables import rows as rows_of

# A line across a change of definition stops short of the break by this share of the way.
STUB = 0.25


def bump(paths: pd.DataFrame, highlight: Sequence[str]) -> Figure:
    """Ranks of all provinces by edition, some of them highlighted.

    ``paths`` as ``compare.rankings.paths`` gives them. Solid lines join editions of one
    definition only; across a change of definition a highlighted path is broken.
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
    breaks = _breaks(known, years)
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


def _spread(ends: pd.DataFrame, apart: float = 1.6) -> pd.DataFrame:
    """Heights for the names at the right, moved so that neighbours stay readable."""
    ends = ends.sort_values("rank").copy()
    beside: list[float] = []
    for rank in ends["rank"]:
        beside.append(max(float(rank), beside[-1] + apart) if beside else float(rank))
    ends["beside"] = beside
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


def _breaks(known: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    definitions = known.groupby("reference_year")["definition"].first()
    rows = [
        {"x": i + 0.5, "label": "other|rules"}
        for i, (first, last) in enumerate(pairwise(years))
        if definitions[first] != definitions[last]
    ]
    return pd.DataFrame(rows, columns=["x", "label"])


def _describe_bump(known: pd.DataFrame, focus: pd.DataFrame, years: Sequence[int]) -> str:
    sentences = [
        f"Bump chart. Across: editions {years[0]} to {years[-1]}. Down: rank among 63, 1 at the "
        f"top. Each grey dot is a province; dotted vertical lines mark changes of definition."
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
            scale=alt.Scale(domain=[low - 0.012, high + 0.012], nice=False),
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
            .mark_rect(color=FOCUS[0], opacity=0.14)
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
    reading["points"] = reading["points"].map("{:+.4f}".format)
    reading["score"] = reading["score"].map("{:.4f}".format)
    reading.columns = ["Edition", "Rank", "Province", "Score", f"Minus {own}'s"]
    said = " ".join(
        f"{year}: " + ", ".join(
            f"{row.name_vi} {row.points:+.4f}"
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
        data=data[["edition", "province_code", "name_vi", "name_en", "rank", "score", "points"]],
        reading=reading,
    )


def changes(moves: pd.DataFrame, highlight: str, years: tuple[int, int]) -> Figure:
    """Places gained and lost between two editions, every province with both ranks known."""
    rows = moves.copy()
    rows["label"] = rows["name_vi"]
    order = rows["label"].tolist()
    rows["own"] = rows["province_code"] == highlight
    rows["change"] = [
        f"{places:+d}".replace("-", "−") if places else "0" for places in rows["places"]
    ]
    rows["past"] = [p + (0.8 if p >= 0 else -0.8) for p in rows["places"]]
    slim = rows[["label", "own", "places", "past", "change", "from_rank", "to_rank", "from_basis"]]

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
            alt.Tooltip("from_basis:N", title=f"Rank {years[0]} is"),
            alt.Tooltip("to_rank:Q", title=f"Rank {years[1]}"),
        ]
        base = alt.Chart(slim)
        text = alt.X("past:Q")
        return alt.layer(
            base.mark_bar(height=9).encode(x=x, y=y, color=colour, tooltip=tooltip),
            base.transform_filter("datum.places >= 0")
            .mark_text(align="left", fontSize=SMALL)
            .encode(x=text, y=y, text="change:N"),
            base.transform_filter("datum.places < 0")
            .mark_text(align="right", fontSize=SMALL)
            .encode(x=text, y=y, text="change:N"),
        ).properties(width=width - 130, height=16 * len(slim))

    reading = rows[["name_vi", "from_rank", "from_basis", "to_rank", "change"]].copy()
    reading.columns = [
        "Province", f"Rank {years[0]}", f"Rank {years[0]} is", f"Rank {years[1]}", "Places",
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
