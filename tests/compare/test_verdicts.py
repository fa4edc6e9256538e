"""Several indices on one province, with what is missing said."""

from __future__ import annotations

import pandas as pd

from analysis.compare import verdicts

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
    assert table.loc[[("dti", 2020), ("dti", 2021), ("dti", 2022)]].tolist() == [38, 41, 63]
    assert table[("papi", 2023)] == 61
