"""Several indices on one province, with what is missing said."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import agreement, digital_economy, verdicts

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def ranks(clean: Tables) -> pd.DataFrame:
    return verdicts.table_of(clean["rankings"], 2023)


def test_quang_ninh_2023(clean: Tables) -> None:
    table = verdicts.of_province(clean["rankings"], "22", 2023).set_index("index")
    assert table["rank"].loc[["dti", "pci", "pii"]].tolist() == [12, 1, 9]
    assert table["missing"].loc[["papi", "ebi"]].tolist() == ["not published", "not found"]
    assert (table["rank"].isna() == table["missing"].notna()).all()
    assert table.index.tolist() == list(verdicts.NAMES)
    assert table["name"].tolist() == list(verdicts.NAMES.values())
    assert table.loc["dti", "units_ranked"] == 63


def test_table_of_ranks_keeps_gaps(ranks: pd.DataFrame) -> None:
    assert ranks.columns.tolist() == list(verdicts.NAMES)
    assert ranks["dti"].notna().sum() == 63
    assert ranks["papi"].notna().sum() == 61
    assert pd.isna(ranks.loc["22", "papi"])


def test_cells_hold_every_province_in_every_index(clean: Tables, ranks: pd.DataFrame) -> None:
    table = verdicts.cells(ranks, clean["provinces"]).set_index(["row", "column"])
    assert len(table) == ranks.size
    assert table["text"][("Quảng Ninh", "DTI")] == "12"
    assert table["text"][("Quảng Ninh", "PAPI")] == "–"
    assert (table["value"].isna() == (table["text"] == "–")).all()


def test_known_counts(clean: Tables) -> None:
    table = verdicts.known(clean["rankings"]).set_index(["index", "reference_year"])["known"]
    assert table[("dti", 2022)] == 63
    assert (table.loc[[("dti", 2020), ("dti", 2021)]] >= [38, 41]).all()
    # PAPI published 61 of that year.
    assert table[("papi", 2023)] == 61


def test_known_of_parts_and_of_the_34(clean: Tables) -> None:
    of_34 = verdicts.known(clean["rankings"], ["dti_hr", "dti"], "34")
    assert of_34["index"].tolist() == ["dti_hr", "dti"]
    assert (of_34[["known", "units"]] == 34).all(axis=None)
    parts = verdicts.known(clean["rankings"], ["pci10_land"]).set_index("reference_year")["known"]
    assert (parts.loc[[2019, 2021]] >= [22, 21]).all()


def test_agreements_of_every_year(clean: Tables) -> None:
    table = verdicts.agreements_by_year(clean["rankings"], 30)
    rows = table.set_index(["one", "other", "reference_year"]).sort_index()
    assert rows.loc[("dti", "papi", 2023), "kendall"] == pytest.approx(0.09, abs=0.005)
    assert rows.loc[("dti", "papi", 2022), "kendall"] == pytest.approx(0.16, abs=0.005)
    assert (rows.loc[("dti", "papi"), "low"] < 0).all()
    assert rows.loc[("dti", "pci", 2022), "n"] == 63
    assert rows.loc[("dti", "pci", 2022), "low"] > 0.2
    assert (table["p_corrected"] >= table["p"]).all()
    assert (table["n"] >= 30).all()
    one = verdicts.ranks_over_years(clean["rankings"], "pci", [2021, 2022])
    assert one.shape == (63, 2)
    assert (one.loc["22"] == 1).all()


def test_ranks_by_year(clean: Tables) -> None:
    bac_ninh = verdicts.by_year(clean["rankings"], "27")
    assert bac_ninh["index"].drop_duplicates().tolist() == [
        index for index in verdicts.NAMES if index in set(bac_ninh["index"])
    ]
    assert bac_ninh[bac_ninh["index"] == "dti"]["rank"].tolist() == [3, 4, 7, 18, 21]
    merged = verdicts.by_year(clean["rankings"], "01", boundary="34")
    assert merged.set_index("index").loc["dti", "rank"] == 1


def test_first_places_count_only_known_ranks() -> None:
    ranks = pd.DataFrame(
        {
            "index": ["pci", "pci", "pci", "dti", "papi"],
            "rank": pd.array([1, 2, None, 3, 1], dtype="Int64"),
        }
    )
    table = verdicts.first_places(ranks)
    assert table.index.tolist() == ["pci", "dti", "papi"]
    assert table.to_dict("list") == {"editions": [2, 1, 1], "first": [1, 0, 1]}


def test_agreements_of_pairs_with_enough_in_common(ranks: pd.DataFrame) -> None:
    every = agreement.pairs(ranks)
    table = verdicts.agreements(ranks, 6)
    assert len(table) == (every["n"] >= 6).sum() < len(every)
    assert table["n"].is_monotonic_decreasing
    assert (table["p_corrected"] >= table["p"]).all()
    first = table.iloc[0]
    assert (first["one_name"], first["other_name"], first["n"]) == ("DTI", "PAPI", 61)
    assert verdicts.agreements(ranks, 61)["p_corrected"].tolist() == [first["p"]]


def test_vintages_put_equal_figures_together(clean: Tables) -> None:
    printed = digital_economy.printed_figures(
        clean["observations"], clean["sources"], digital_economy.STATISTICS_OFFICE
    )
    table = digital_economy.vintages(printed, clean["sources"])
    by_year = table.groupby("reference_year")["value"].unique().map(sorted).to_dict()
    assert {12.63, 12.67, 12.83, 12.86} <= set(by_year[2022])
    together = table.drop_duplicates("release").set_index("release")["source_id"].str.split(";")
    assert sum(len(ids) for ids in together) == printed["source_id"].nunique()
    for release, ids in together.items():
        assert str(release).endswith(f"+ {len(ids) - 1}") or len(ids) == 1
