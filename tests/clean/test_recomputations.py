"""What follows from other figures agrees with print, within rounding, or is a dispute."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def recomputed(clean: Tables) -> pd.DataFrame:
    return clean["recomputations"]


def method(table: pd.DataFrame, name: str, indicator: str) -> pd.DataFrame:
    return table[(table["method"] == name) & (table["indicator"] == indicator)]


def test_index_of_2022_from_its_eight_parts(recomputed: pd.DataFrame) -> None:
    """Five provinces have all parts printed; the largest residual is 5.5e-5."""
    rows = method(recomputed, "weighted parts", "dti_score")
    assert len(rows) == 5
    assert (rows["agrees"] == "yes").all()
    assert rows["residual"].abs().max() == pytest.approx(5.5e-5, abs=1e-6)


def test_pillars_of_quang_ninh_in_2022(recomputed: pd.DataFrame) -> None:
    computed = {
        indicator: method(recomputed, "weighted parts", indicator)
        .set_index("province_code")
        .loc["22", "computed"]
        for indicator in ("dti_gov_score", "dti_econ_score", "dti_soc_score")
    }
    assert [round(value, 4) for value in computed.values()] == [0.7804, 0.7187, 0.6864]


def test_all_34_are_unweighted_means(recomputed: pd.DataFrame) -> None:
    """Eight are printed and agree within the rounding of their parts, seven to the last digit.

    TP. Hồ Chí Minh is 0.77693 as the mean of three scores rounded to four decimals, and printed
    0.7770: half a unit of rounding in each part explains it.
    """
    rows = method(recomputed, "mean of merged provinces", "dti34_score")
    assert len(rows) == 34
    printed = rows[rows["printed"].notna()]
    assert len(printed) == 8
    assert (printed["agrees"] == "yes").all()
    last_digit = printed["computed"].round(4) == printed["printed"]
    assert printed.loc[~last_digit, "province_code"].tolist() == ["79"]
    assert printed["residual"].abs().max() < 1e-4


def test_every_printed_rank_of_the_34_follows_from_the_means(recomputed: pd.DataFrame) -> None:
    rows = method(recomputed, "rank from scores", "dti34_rank")
    assert (len(rows), set(rows["agrees"])) == (13, {"yes"})
    assert rows.set_index("province_code").loc["48", "computed"] == 17  # Đà Nẵng


def test_printed_means_of_all_provinces(recomputed: pd.DataFrame) -> None:
    rows = method(recomputed, "mean of all provinces", "dti_province_mean_score")
    found = rows.set_index("reference_year")
    assert found["agrees"].to_dict() == {2022: "no", 2023: "yes", 2024: "yes"}
    assert found.loc[2022, "printed"] == 0.5791
    assert found.loc[2022, "computed"] == pytest.approx(0.5787, abs=5e-5)


def test_printed_ranks_agree_with_scores_or_are_disputes(clean: Tables) -> None:
    rows = clean["recomputations"].query("method == 'rank from scores' and agrees == 'no'")
    assert rows[["indicator", "province_code", "reference_year"]].to_numpy().tolist() == [
        ["dti_rank", "27", 2023]
    ]
    disputed = clean["disputes"].query("kind == 'rank and scores'")
    assert disputed["province_code"].tolist() == ["27"]


def test_derived_values_are_marked_and_say_how(clean: Tables) -> None:
    derived = clean["values"].query("basis == 'derived'")
    assert set(derived["indicator"]) == {"dti34_score"}
    assert len(derived) == 26
    assert derived["derivation"].notna().all()
    assert derived["as_printed"].isna().all()
    ranks = clean["rankings"].query("index == 'dti' and boundary == '34'")
    assert sorted(ranks["rank"]) == list(range(1, 35))
    assert ranks["rank_basis"].value_counts().to_dict() == {"derived": 21, "printed": 13}
