"""Facts about the evidence that a correct computation gives, from data/clean.

Facts of a published edition or a complete list are asserted with their numbers. How much is known
grows: of that only what stays true when evidence is added, "at least" or one table against another.
"""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import (
    boundaries,
    composite,
    cross_section,
    digital_economy,
    index_and_share,
    pillars,
    rankings,
    verdicts,
)
from analysis.compare.digital_economy import MINISTRY, STATISTICS_OFFICE

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def paths(clean: Tables) -> pd.DataFrame:
    return rankings.paths(clean["rankings"], clean["provinces"])


@pytest.fixture(scope="module")
def shares(clean: Tables) -> pd.DataFrame:
    return digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)


@pytest.mark.parametrize(
    ("code", "ranks"),
    [
        ("22", [4, 7, 3, 12, 17]),  # Quảng Ninh
        ("27", [3, 4, 7, 18, 21]),  # Bắc Ninh
        ("01", [43, 40, 24, 6, 4]),  # Hà Nội
        ("52", [13, 34, 29, 27, 37]),  # Bình Định
    ],
)
def test_paths_of_ranks(paths: pd.DataFrame, code: str, ranks: list[int]) -> None:
    assert rankings.path_of(paths, code)["rank"].tolist() == ranks


def test_basis_of_ranks(paths: pd.DataFrame) -> None:
    basis = rankings.path_of(paths, "22").set_index("reference_year")["rank_basis"]
    assert basis.to_dict() == {
        2020: "printed", 2021: "printed", 2022: "printed", 2023: "derived", 2024: "derived",
    }  # fmt: skip
    binh_dinh = rankings.path_of(paths, "52").set_index("reference_year")
    assert binh_dinh.loc[2020, "rank_basis"] == "implied"


def test_ranks_and_scores_known(paths: pd.DataFrame) -> None:
    known = paths.groupby("reference_year")[["rank", "score"]].count()
    assert (known.loc[2022:] == 63).all().all()
    assert (known["rank"].loc[:2021] >= [38, 41]).all()
    assert (known["score"].loc[:2021] >= [14, 24]).all()
    # Whose score is not known everywhere has a rank by print; a score alone gives none.
    assert (known["rank"] >= known["score"]).all()
    assert (paths.groupby("reference_year").size() == 63).all()
    assert (paths["rank"].isna() == paths["missing"].notna()).all()


def test_ties_share_the_better_place(paths: pd.DataFrame) -> None:
    fifteenth = paths[(paths["reference_year"] == 2022) & (paths["rank"] == 15)]
    assert set(fifteenth["name_vi"]) == {"Thanh Hóa", "Yên Bái"}
    assert 16 not in set(paths.loc[paths["reference_year"] == 2022, "rank"])


def test_the_same_margin_is_one_place_up_and_five_down(paths: pd.DataFrame) -> None:
    gaps = rankings.gaps(paths, 2021, "22")
    by_place = gaps.set_index("places")["points"]
    assert by_place[1] == pytest.approx(0.0092)
    assert (by_place[-5] == -0.0092).all()
    places = rankings.within(gaps, 0.0091)["places"]
    assert (places.max(), places.min()) == (0, -4)
    beside = rankings.neighbours(paths, 2021, "22")
    assert (beside.above.rank, beside.up, beside.down) == (6, 1, 5)
    assert set(beside.farthest["name_vi"]) == {"Thanh Hóa", "Vĩnh Phúc"}


def test_gaps_at_the_top_in_2022(paths: pd.DataFrame) -> None:
    by_place = rankings.gaps(paths, 2022, "22").set_index("places")["points"]
    assert by_place[1] == pytest.approx(0.0139)
    assert by_place[-1] == pytest.approx(-0.0049)


def test_one_pair_of_editions_is_comparable(clean: Tables) -> None:
    pairs = rankings.comparable_pairs(clean["editions"])
    same = pairs[pairs["comparable"]]
    assert same[["from_year", "to_year"]].to_numpy().tolist() == [[2021, 2022]]
    assert pairs["rules"].tolist() == ["other", "same", "unknown", "unknown"]


def test_printed_ranks_against_complete_scores(clean: Tables, paths: pd.DataFrame) -> None:
    """All printed ranks of 2023 and 2024 agree but one: a source prints a rank of 2022 as 2023."""
    table = rankings.printed_against_scores(clean["observations"], paths)
    years, printed, agree = (table[column].tolist() for column in table.columns)
    assert years == [2023, 2024]
    assert agree == [printed[0] - 1, printed[1]]
    assert printed >= [10, 4]


def test_margin_covers_more_places_farther_down(paths: pd.DataFrame) -> None:
    within = rankings.ranks_within(paths, [2022, 2023, 2024], "22", 0.0092)
    assert within.to_numpy().tolist() == [[3, 4], [12, 21], [15, 19]]


def test_components_by_edition(clean: Tables) -> None:
    editions = clean["editions"].query("index == 'dti' and boundary == '63'")
    components = editions.set_index("reference_year")["components"]
    assert components.drop(2023).to_dict() == {2020: 108, 2021: 98, 2022: 98, 2024: 47}
    assert pd.isna(components[2023])


def test_move_of_quang_ninh_among_all(paths: pd.DataFrame) -> None:
    moves = rankings.moves(paths, 2021, 2022)
    ranks = paths.pivot(index="province_code", columns="reference_year", values="rank")
    assert set(moves["province_code"]) == set(ranks.index[ranks[[2021, 2022]].notna().all(axis=1)])
    assert moves["comparable"].all()
    assert moves.set_index("province_code").loc["22", "places"] == 4
    assert not rankings.moves(paths, 2022, 2023)["comparable"].any()


def test_ministry_shares(shares: pd.DataFrame) -> None:
    assert shares["value"].tolist() == [
        56.83, 42.92, 42.13, 29.48, 22.87, 19.76, 18.66, 17.15, 5.78, 5.73, 5.16, 4.87, 4.21,
    ]  # fmt: skip
    assert shares["name_vi"].iloc[0] == "Bắc Ninh"
    assert shares["name_vi"].iloc[-1] == "Quảng Ngãi"
    assert shares.set_index("name_vi").loc["Đà Nẵng", "disputed"] == "yes"


def test_unnamed_provinces_lie_between_the_lists(clean: Tables, shares: pd.DataFrame) -> None:
    bounded = digital_economy.bounded_ranking(shares, clean["provinces"])
    unnamed = bounded[~bounded["printed"]]
    assert len(bounded) == 63
    assert len(unnamed) == 50
    assert (unnamed["low"] == 5.78).all()
    assert (unnamed["high"] == 17.15).all()
    assert "Quảng Ninh" in set(unnamed["name_vi"])


def test_bounds_refuse_another_list(clean: Tables, shares: pd.DataFrame) -> None:
    with pytest.raises(ValueError, match="look at the list again"):
        digital_economy.bounded_ranking(shares.iloc[:-1], clean["provinces"])


@pytest.mark.parametrize(
    ("indicator", "counts"), [(MINISTRY, [5, 13, 43, 2]), (STATISTICS_OFFICE, [5, 7, 44, 7])]
)
def test_bands_cover_all_provinces(clean: Tables, indicator: str, counts: list[int]) -> None:
    bands = digital_economy.bands(clean["bands"], indicator, 2022)
    assert bands["provinces"].tolist() == counts
    assert sum(counts) == 63


def test_eighteen_not_seventeen_over_ten_percent(clean: Tables) -> None:
    wrong = digital_economy.band_contradictions(clean["bands"], MINISTRY, 2022)
    assert wrong[["low", "printed", "added_up"]].to_numpy().tolist() == [[10, 17, 18]]
    assert digital_economy.band_contradictions(clean["bands"], STATISTICS_OFFICE, 2022).empty


def test_ranks_that_do_not_fit_the_printed_shares(clean: Tables, shares: pd.DataFrame) -> None:
    bounded = digital_economy.bounded_ranking(shares, clean["provinces"])
    found = digital_economy.misplaced(clean["disputes"], bounded, MINISTRY)
    columns = ["name_vi", "printed_rank", "best_rank"]
    assert found[columns].to_numpy().tolist() == [["TP. Hồ Chí Minh", 6, 7], ["Hà Nội", 7, 8]]
    assert digital_economy.misplaced(clean["disputes"], bounded, STATISTICS_OFFICE).empty


def test_unnamed_by_band(clean: Tables, shares: pd.DataFrame) -> None:
    ladder = digital_economy.bands(clean["bands"], MINISTRY, 2022)
    table = digital_economy.unnamed_by_band(shares, ladder)
    assert table["unnamed"].tolist() == [0, 10, 40, 0]


def test_publishers_and_boundaries_stay_apart(clean: Tables) -> None:
    """Bắc Ninh is 27 among the 63 and 24 among the 34, which Bắc Giang was among the 63."""
    own = digital_economy.of_province(clean["values"], clean["province_successors"], "27")
    columns = ["indicator", "boundary", "province_code", "reference_year", "value"]
    rows = own[columns].to_numpy().tolist()
    assert rows[0] == [MINISTRY, "63", "27", 2022, 56.83]
    assert [STATISTICS_OFFICE, "63", "27", 2022, 46.7] in rows
    assert [STATISTICS_OFFICE, "34", "24", 2025, 46.30] in rows
    assert set(zip(own["province_code"], own["boundary"], strict=True)) == {
        ("27", "63"), ("24", "34"),
    }  # fmt: skip


def test_releases_of_the_statistics_office(clean: Tables) -> None:
    figures = digital_economy.printed_figures(
        clean["observations"], clean["sources"], STATISTICS_OFFICE
    )
    by_year = digital_economy.distinct_by_year(figures).groupby("reference_year")["value"]
    printed = by_year.agg(list).to_dict()
    assert {12.87, 12.88} <= set(printed[2021])
    assert {12.63, 12.67, 12.83, 12.86} <= set(printed[2022])
    assert {12.33, 12.87} <= set(printed[2023])


def test_spans_hold_whole_years_only() -> None:
    distinct = pd.DataFrame(
        {
            "reference_year": [2021, 2022, 2022, 2022, 2023],
            "period": ["year", "half-year", "year", "year", "half-year"],
            "value": [12.0, 10.41, 12.63, 12.86, 14.96],
        }
    )
    found = digital_economy.spans(distinct)
    assert found["printed"].to_dict() == {2021: [12.0], 2022: [12.63, 12.86]}
    assert found[["n", "low", "high"]].to_numpy().tolist() == [[1, 12, 12], [2, 12.63, 12.86]]


def test_half_years_are_told_from_years(clean: Tables) -> None:
    figures = digital_economy.printed_figures(clean["observations"], clean["sources"], MINISTRY)
    table = digital_economy.distinct_by_year(figures)
    assert {10.41, 14.96, 15.2, 18.5} <= set(table.loc[table["period"] == "half-year", "value"])
    assert not {10.41, 14.96, 15.2, 18.5} & set(table.loc[table["period"] == "year", "value"])
    national = clean["values"].query("indicator == @MINISTRY and province_code == 'VN'")
    assert national.set_index("reference_year")["value"][2022] == 14.26


@pytest.fixture(scope="module")
def blocks(clean: Tables) -> pd.DataFrame:
    return composite.five_blocks(clean["values"], composite.weights_of(clean["weights"]))


@pytest.mark.parametrize(
    ("year", "boundary", "provinces", "residual"),
    [(2022, "63", 10, 5.5e-5), (2023, "63", 10, 6.5e-5), (2024, "34", 34, 7.02e-5)],
)
def test_index_is_a_weighted_sum(
    clean: Tables, year: int, boundary: str, provinces: int, residual: float
) -> None:
    weights = composite.weights_of(clean["weights"], year=year, boundary=boundary)
    parts = composite.eight_parts(clean["values"], weights, year, boundary)
    assert len(parts) >= provinces
    assert parts["residual"].abs().max() == pytest.approx(residual, abs=1e-7)


def test_weights_of_2022_and_2023_are_the_same(clean: Tables) -> None:
    weights = composite.weights_of(clean["weights"])
    assert weights.equals(composite.weights_of(clean["weights"], year=2023))
    basis = clean["weights"].query("index == 'dti'").groupby("reference_year")["basis"].unique()
    assert {year: list(found) for year, found in basis.items()} == {
        2022: ["printed"], 2023: ["recovered"], 2024: ["recovered"],
    }  # fmt: skip
    foundation = weights[[part for part in weights.index if "act_score" not in part]]
    assert foundation.tolist() == pytest.approx([0.10] * 5)


def test_pillars_and_the_block_they_share(clean: Tables) -> None:
    parts = composite.eight_parts(clean["values"], composite.weights_of(clean["weights"]))
    own = pillars.pillar_scores(parts, clean["weights"]).query("province_code == '22'")
    assert own.set_index("pillar")["score"].round(4).to_dict() == {
        "dti_gov": 0.7804, "dti_econ": 0.7187, "dti_soc": 0.6864,
    }  # fmt: skip
    shared = pillars.shared_block(clean["weights"])["shared"]
    assert (round(shared.min(), 2), round(shared.max(), 2)) == (0.71, 0.77)


def test_remaining_block_lies_between_0_and_1(blocks: pd.DataFrame) -> None:
    assert len(blocks) == 63
    assert blocks[composite.REST].between(0, 1).all()


@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_four_of_eight_parts_are_printed_for_all(clean: Tables, year: int) -> None:
    parts = cross_section.side_by_side(clean["values"], composite.KNOWN_FOR_ALL, year)
    assert parts.notna().all().all()
    assert len(parts) == 63


def test_third_place_depends_on_the_weights(clean: Tables, blocks: pd.DataFrame) -> None:
    equal = composite.equal_weights(composite.weights_of(clean["weights"]))
    scores = (blocks[equal.index] @ equal).sort_values(ascending=False)
    assert scores.index[:4].tolist() == ["48", "79", "92", "22"]
    assert (round(scores["92"], 4), round(scores["22"], 4)) == (0.7083, 0.7081)
    # From the eight printed parts themselves, without the rounding of the score: 0.7082.
    parts = composite.eight_parts(clean["values"], composite.weights_of(clean["weights"]))
    means = parts[list(composite.weights_of(clean["weights"]).index)].mean(axis=1).round(4)
    assert (means["92"], means["22"]) == (0.7083, 0.7082)


def test_ranking_of_the_34(clean: Tables) -> None:
    values = clean["values"]
    ranked = boundaries.ranked_34(
        cross_section.known(values, "dti_score", 2024),
        clean["province_successors"],
        clean["provinces"],
        {
            "population": cross_section.known(values, "population", 2024),
            "grdp": boundaries.grdp(values),
        },
    )
    beside = boundaries.beside_print(ranked, clean["recomputations"])
    assert len(ranked) == 34
    assert beside["printed_rank"].count() == beside["printed_score"].count() == 34
    assert set(beside["agrees_rank"]) == {"yes"} == set(beside["agrees_score"])
    # All to the last digit but TP. Hồ Chí Minh, within the rounding of its three parts.
    off = beside[~beside["exact"]]
    assert off["province_code"].tolist() == ["79"]
    assert off["residual_score"].abs().max() < 1e-4
    # Đà Nẵng, 2nd of 63, is 17th of 34; other weights give other ranks.
    da_nang = ranked.set_index("province_code").loc["48"]
    assert da_nang["rank_unweighted"] == 17
    assert (ranked["rank_population"] != ranked["rank_unweighted"]).any()
    assert (ranked["rank_grdp"] != ranked["rank_unweighted"]).any()


def test_index_and_share_differ(clean: Tables, paths: pd.DataFrame, shares: pd.DataFrame) -> None:
    bounded = digital_economy.bounded_ranking(shares, clean["provinces"])
    table = index_and_share.beside(paths[paths["reference_year"] == 2022], bounded)
    rows = table.set_index("name_vi")
    assert (rows.loc["Quảng Ninh", "rank"], rows.loc["Bắc Ninh", "rank"]) == (3, 7)
    assert rows.loc["Bắc Ninh", "best_rank"] == 1
    assert rows.loc["Quảng Ninh", "best_rank"] > digital_economy.NAMED_FROM_THE_TOP


def test_one_province_one_year_four_verdicts(clean: Tables) -> None:
    table = verdicts.of_province(clean["rankings"], "22", 2023).set_index("index")
    assert table["rank"][["dti", "pci", "pii"]].tolist() == [12, 1, 9]
    assert table["missing"]["papi"] == "not published"


def test_what_is_known(clean: Tables) -> None:
    values = clean["values"]
    for code in ("papi_egov_portal_score", "papi_egov_internet_score"):
        for year in range(2018, 2025):
            known = set(cross_section.known(values, code, year).index)
            missing = clean["rankings"].query(
                "index == 'papi_egov' and boundary == '63' and reference_year == @year"
                " and missing.notna()"
            )
            assert len(known) >= 60
            # PAPI withheld some provinces: nobody else can know their parts.
            withheld = missing[missing["missing"] == "not published"]["province_code"]
            assert not known & set(withheld)
    named = set(cross_section.known(values, MINISTRY, 2022).index)
    assert {"27", "19", "24", "31", "26", "79", "48", "01"} <= named
    for year, least in ((2020, 18), (2021, 24), (2022, 10), (2023, 4)):
        assert len(cross_section.known(values, "dti_gov_rank", year)) >= least


@pytest.mark.parametrize("boundary", ["63", "34"])
def test_every_province_has_a_tile_of_its_own(clean: Tables, boundary: str) -> None:
    provinces = clean["provinces"]
    tiles = provinces[provinces["boundary"] == boundary][["tile_row", "tile_col"]]
    assert len(tiles) == int(boundary)
    assert not tiles.isna().any().any()
    assert not tiles.duplicated().any()
