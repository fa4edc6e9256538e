"""Several indices on one province, with what is missing said."""

from __future__ import annotations

import pandas as pd

from analysis.compare import digital_economy, verdicts

Tables = dict[str, pd.DataFrame]


def test_quang_ninh_2023(clean: Tables) -> None:
    table = verdicts.of_province(clean["rankings"], "22", 2023).set_index("index")
    assert table["said"].loc[["dti", "pci", "pii", "papi"]].tolist() == [
        "12", "1", "9", "not published",
    ]  # fmt: skip
    assert table.loc["ebi", "said"] == "not found"
    assert table.index.tolist() == list(verdicts.NAMES)
    assert table.loc["dti", "units_ranked"] == 63


def test_table_of_ranks_keeps_gaps(clean: Tables) -> None:
    table = verdicts.table_of(clean["rankings"], 2023, ("dti", "papi"))
    assert table["dti"].notna().sum() == 63
    assert table["papi"].notna().sum() == 61
    assert pd.isna(table.loc["22", "papi"])


def test_known_counts(clean: Tables) -> None:
    table = verdicts.known(clean["rankings"]).set_index(["index", "reference_year"])["known"]
    assert table[("dti", 2022)] == 63
    assert (table.loc[[("dti", 2020), ("dti", 2021)]] >= [38, 41]).all()
    # PAPI published 61 of that year.
    assert table[("papi", 2023)] == 61


def test_ranks_by_year_say_of_how_many(clean: Tables) -> None:
    bac_ninh = verdicts.by_year(clean["rankings"], "27")
    assert bac_ninh["index"].drop_duplicates().tolist() == [
        index for index in verdicts.NAMES if index in set(bac_ninh["index"])
    ]
    said = verdicts.numbers_ranked(bac_ninh)
    assert "PAPI 2018, 2023: of 61" in said
    assert "EBI 2017: of 54" in said
    assert "DTI" not in said
    merged = verdicts.by_year(clean["rankings"], "01", boundary="34")
    assert merged.set_index("index").loc["dti", "rank"] == 1


def test_vintages_put_equal_figures_together(clean: Tables) -> None:
    printed = digital_economy.printed_figures(
        clean["observations"], clean["sources"], digital_economy.STATISTICS_OFFICE, [("VN", "all")]
    )
    table = digital_economy.vintages(printed, clean["sources"])
    by_year = table.groupby("reference_year")["value"].unique().map(sorted).to_dict()
    assert {12.63, 12.67, 12.83, 12.86} <= set(by_year[2022])
    together = table.drop_duplicates("release").set_index("release")["source_id"].str.split(";")
    assert sum(len(ids) for ids in together) == printed["source_id"].nunique()
    for release, ids in together.items():
        assert str(release).endswith(f"+ {len(ids) - 1}") or len(ids) == 1


def test_numbers_ranked_by_hand() -> None:
    table = pd.DataFrame(
        {
            "name": ["A", "A", "A", "B", "C", "C"],
            "reference_year": [2021, 2022, 2023, 2022, 2022, 2023],
            "rank": [1, 2, None, 3, 4, 5],
            "units_ranked": pd.array([63, 61, 60, 63, None, None], dtype="Int64"),
        }
    )
    assert verdicts.numbers_ranked(table) == "A 2022: of 61; C 2022, 2023: number ranked not known"
    assert verdicts.numbers_ranked(table.iloc[[0, 3]]) == ""
    assert verdicts.numbers_ranked(table.iloc[[1]], usual=61) == ""
