"""Every chart of the book, drawn from the committed tables as the chapters draw them."""

from __future__ import annotations

import pandas as pd

from analysis.charts import (
    bands,
    blocks,
    dumbbell,
    heat,
    intervals,
    multiples,
    scatter,
    tiles,
)
from analysis.charts import digital_economy as share_charts
from analysis.charts import rankings as rank_charts
from analysis.charts.figure import Figure
from analysis.charts.scatter import Axis
from analysis.compare import (
    boundaries,
    composite,
    concentration,
    cross_section,
    digital_economy,
    index_and_share,
    panels,
    rankings,
    sensitivity,
    verdicts,
)
from analysis.compare.digital_economy import MINISTRY, STATISTICS_OFFICE
from analysis.compare.gains import expected_gains
from analysis.model.names import TERMS

Tables = dict[str, pd.DataFrame]
HIGHLIGHT = ["22", "27", "01"]
# Every chart below; the tests take them one by one.
NAMES = [
    "bump", "margins", "changes", "gains", "bounded", "releases", "rank_bands", "shares_above",
    "contributions", "stacked_pillars", "scatter", "dumbbell", "differences", "heat_table",
    "coverage", "vintages", "ranks_by_year", "tile_map", "small_multiples", "intervals",
]  # fmt: skip


def drawn(clean: Tables) -> dict[str, Figure]:
    """All charts by name."""
    made = {
        **_rankings(clean), **_shares(clean), **_worth(clean), **_indices(clean), **_places(clean),
    }  # fmt: skip
    assert set(made) == set(NAMES)
    return made


def _names(clean: Tables, boundary: str = "63") -> pd.Series:
    provinces = clean["provinces"]
    return provinces[provinces["boundary"] == boundary].set_index("code")["name_vi"]


def _rankings(clean: Tables) -> dict[str, Figure]:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    gaps = {year: rankings.gaps(paths, year, "22") for year in (2021, 2022)}
    moves = rankings.moves(paths, 2021, 2022)
    return {
        "bump": rank_charts.bump(paths, rankings.comparable_pairs(clean["editions"]), HIGHLIGHT),
        "margins": rank_charts.margins(gaps, 0.0092),
        "changes": rank_charts.changes(moves, "22", (2021, 2022)),
        "gains": rank_charts.gains(expected_gains(moves)[0], "22", (2021, 2022)),
    }


def _shares(clean: Tables) -> dict[str, Figure]:
    values, provinces = clean["values"], clean["provinces"]
    shares = digital_economy.shares(values, provinces, MINISTRY, 2022)
    ladder = digital_economy.bands(clean["bands"], MINISTRY, 2022)
    bounded = digital_economy.bounded_ranking(shares, provinces)
    printed = {
        code: digital_economy.printed_figures(
            clean["observations"], clean["sources"], code, [("VN", "all")]
        )
        for code in (MINISTRY, STATISTICS_OFFICE)
    }
    national = digital_economy.distinct_by_year(printed[MINISTRY])
    vintages = digital_economy.vintages(printed[STATISTICS_OFFICE], clean["sources"])
    publishers = vintages.drop_duplicates("release").set_index("release")["publisher"].to_dict()
    both = concentration.both_publishers(values, MINISTRY, STATISTICS_OFFICE)
    both["label"] = both["province_code"] + " " + both["reference_year"].astype(str)
    paths = rankings.paths(clean["rankings"], provinces)
    beside = index_and_share.beside(paths[paths["reference_year"] == 2022], bounded)
    return {
        "bounded": share_charts.bounded_ranking(
            bounded, digital_economy.unnamed_by_band(shares, ladder)
        ),
        "releases": share_charts.releases(national.assign(publisher_name="Ministry")),
        "vintages": heat.vintages(vintages, publishers, "Vintages", "Share of GDP in percent"),
        "differences": dumbbell.differences(both, "Ministry", "Office", "Both", "Share (%)"),
        "scatter": scatter.scatter(
            beside,
            Axis("rank", "DTI rank 2022", "d", (0, 64), top_down=True, ticks=(1, 20, 40, 63)),
            Axis("value", "Share of product (%)", ".2f", (0, 62), low="low", high="high"),
            title="Index and share",
            finding="Bắc Ninh is first by share.",
            named=shares["province_code"].tolist(),
            highlight=["22", "27"],
        ),
    }


def _worth(clean: Tables) -> dict[str, Figure]:
    values, weights = clean["values"], clean["weights"]
    names = _names(clean)
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    edition = paths[paths["reference_year"] == 2022].set_index("province_code")
    published = edition["rank"].astype(int)
    shares = composite.weights_of(weights)
    parts = composite.five_blocks(values, shares)
    weighing = composite.block_weights(shares)
    drawn = sensitivity.draw_ranks(parts, weighing, draws=2_000)
    worth = sensitivity.summary(drawn, published)
    above = sensitivity.above_all(drawn, "22").rename_axis("province_code").reset_index()
    above = above.assign(
        name_vi=above["province_code"].map(names), rank=above["province_code"].map(published)
    ).sort_values("rank")
    others = [code for code in parts.index if code != "22"]
    pillars = composite.pillar_scores(composite.eight_parts(values, shares), weights)
    observed = panels.together(values, [2022, 2023, 2024])
    both = pd.concat(
        [
            panels.associations(observed, one_by_one=alone).terms.assign(series=series)
            for series, alone in (("alone", True), ("together", False))
        ]
    )
    return {
        "rank_bands": bands.rank_bands(
            worth.assign(name_vi=worth["province_code"].map(names)), HIGHLIGHT, "Bands", len(drawn)
        ),
        "shares_above": bands.shares_above(above.head(9), "Quảng Ninh"),
        "contributions": blocks.contributions(
            {
                "Cần Thơ": composite.contributions(parts, weighing, "22", ["92"]),
                "Mean of others": composite.contributions(parts, weighing, "22", others),
            },
            "Quảng Ninh",
            composite.NAMES,
        ),
        "stacked_pillars": blocks.stacked_pillars(
            pillars.assign(name_vi=pillars["province_code"].map(names)),
            {"dti_gov": "Government", "dti_econ": "Economy", "dti_soc": "Society"},
        ),
        "intervals": intervals.intervals(
            both.assign(label=both["term"].map(TERMS)),
            title="Associations",
            unit="Points per standard deviation",
            finding="Together none stands out.",
        ),
    }


def _indices(clean: Tables) -> dict[str, Figure]:
    names = _names(clean)
    ranks = verdicts.table_of(clean["rankings"], 2023)
    cells = (
        ranks.rename_axis(columns="index").stack(future_stack=True).rename("value").reset_index()
    )
    cells = cells.assign(
        row=cells["province_code"].map(names),
        column=cells["index"].map(verdicts.NAMES),
        text=["–" if pd.isna(value) else f"{value:.0f}" for value in cells["value"]],
    )
    order = ranks["dti"].sort_values().index
    series = {}
    for code, heading in (("papi_egov_internet", "Internet"), ("papi_egov_portal", "Portal")):
        path = rankings.paths(clean["rankings"], clean["provinces"], code)
        series[heading] = path.assign(value=path["score"])
    return {
        "heat_table": heat.heat_table(
            cells,
            [names[code] for code in order],
            list(verdicts.NAMES.values()),
            edges=[13, 26, 38, 51],
            title="Ranks in 2023",
            finding="Quảng Ninh: DTI 12, PCI 1, PII 9.",
            data=cells,
            legend="–: not known",
            reverse=True,
        ),
        "coverage": heat.coverage(
            verdicts.known(clean["rankings"]).assign(units=63), verdicts.NAMES, range(2017, 2026)
        ),
        "ranks_by_year": heat.ranks_by_year(
            verdicts.by_year(clean["rankings"], "22"), "Quảng Ninh"
        ),
        "small_multiples": multiples.small_multiples(
            series, HIGHLIGHT, title="PAPI", unit="points", finding="Both rise."
        ),
    }


def _places(clean: Tables) -> dict[str, Figure]:
    values, provinces = clean["values"], clean["provinces"]
    ranked = boundaries.ranked_34(
        cross_section.known(values, "dti_score", 2024),
        clean["province_successors"],
        provinces,
        {"population": cross_section.known(values, "population", 2024)},
    )
    scores = {
        "63": cross_section.known(values, "dti_score", 2024),
        "34": ranked.set_index("province_code")["score_unweighted"],
    }
    maps = {}
    for boundary, series in scores.items():
        places = provinces[provinces["boundary"] == boundary]
        maps[f"{boundary} provinces"] = places.assign(
            province_code=places["code"], value=places["code"].map(series)
        )
    return {
        "dumbbell": dumbbell.dumbbell(
            ranked,
            {"rank_unweighted": "plain mean", "rank_population": "by population"},
            axis="Rank of 34",
            title="Ranks by weights",
            finding="Weights move ranks.",
            domain=(0, 35),
        ),
        "tile_map": tiles.tile_map(
            maps,
            edges=[0.6, 0.65, 0.7, 0.75],
            title="DTI scores of 2024",
            finding="Cities score high.",
            unit="DTI score",
            form=".4f",
        ),
    }
