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


@pytest.mark.parametrize(
    ("indicator", "year", "least", "largest"),
    [
        ("dti_score", 2022, 10, 5.5e-5),
        ("dti_score", 2023, 10, 6.5e-5),
        ("dti34_score", 2024, 34, 7.1e-5),
    ],
)
def test_index_from_its_eight_parts(
    recomputed: pd.DataFrame, indicator: str, year: int, least: int, largest: float
) -> None:
    """Three editions, wherever all parts are printed; four decimals explain at most 1e-4."""
    rows = method(recomputed, "weighted parts", indicator).query("reference_year == @year")
    assert len(rows) >= least
    assert (rows["agrees"] == "yes").all()
    assert rows["residual"].abs().max() == pytest.approx(largest, abs=1e-6)


def test_pillars_of_quang_ninh_in_2022(recomputed: pd.DataFrame) -> None:
    computed = {
        indicator: method(recomputed, "weighted parts", indicator)
        .set_index("province_code")
        .loc["22", "computed"]
        for indicator in ("dti_gov_score", "dti_econ_score", "dti_soc_score")
    }
    assert [round(value, 4) for value in computed.values()] == [0.7804, 0.7187, 0.6864]


def test_all_34_are_unweighted_means(recomputed: pd.DataFrame) -> None:
    """All that are printed agree within the rounding of their parts, all but one to the last digit.

    TP. Hồ Chí Minh is 0.77693 as the mean of three scores rounded to four decimals, and printed
    0.7770: half a unit of rounding in each part explains it.
    """
    rows = method(recomputed, "mean of merged provinces", "dti34_score")
    assert len(rows) == 34
    printed = rows[rows["printed"].notna()]
    assert len(printed) >= 8
    assert (printed["agrees"] == "yes").all()
    last_digit = printed["computed"].round(4) == printed["printed"]
    assert printed.loc[~last_digit, "province_code"].tolist() == ["79"]
    assert printed["residual"].abs().max() < 1e-4


def test_every_printed_rank_of_the_34_follows_from_the_means(recomputed: pd.DataFrame) -> None:
    rows = method(recomputed, "rank from scores", "dti34_rank")
    assert len(rows) >= 13
    assert set(rows["agrees"]) == {"yes"}
    assert rows.set_index("province_code").loc["48", "computed"] == 17  # Đà Nẵng


def test_printed_means_of_all_provinces(recomputed: pd.DataFrame) -> None:
    rows = method(recomputed, "mean of all provinces", "dti_province_mean_score")
    found = rows.set_index("reference_year")
    assert found["agrees"].to_dict() == {2022: "no", 2023: "yes", 2024: "yes"}
    assert found.loc[2022, "printed"] == 0.5791
    assert found.loc[2022, "computed"] == pytest.approx(0.5787, abs=5e-5)


def test_printed_ranks_agree_with_scores_or_are_disputes(clean: Tables) -> None:
    rows = clean["recomputations"].query("method == 'rank from scores' and agrees == 'no'")
    key = ["indicator", "boundary", "province_code", "reference_year"]
    wrong = set(rows[key].itertuples(index=False, name=None))
    assert ("dti_rank", "63", "27", 2023) in wrong
    disputed = clean["disputes"].query("kind == 'rank and scores'")
    assert set(disputed[key].itertuples(index=False, name=None)) == wrong


def test_derived_values_are_marked_and_say_how(clean: Tables) -> None:
    derived = clean["values"].query("basis == 'derived'")
    printed = clean["values"].query("indicator == 'dti34_score' and basis == 'printed'")
    assert set(derived["indicator"]) <= {"dti34_score"}
    # What is not printed follows; together they are all.
    assert sorted([*derived["province_code"], *printed["province_code"]]) == sorted(
        clean["provinces"].query("boundary == '34'")["code"]
    )
    assert derived["derivation"].notna().all()
    assert derived["as_printed"].isna().all()
    ranks = clean["rankings"].query("index == 'dti' and boundary == '34'")
    assert sorted(ranks["rank"]) == list(range(1, 35))
    said = clean["values"].query("indicator == 'dti34_rank' and basis == 'printed'")
    by_print = ranks[ranks["rank_basis"] == "printed"]["province_code"]
    assert set(by_print) == set(said["province_code"])
    assert set(ranks["rank_basis"]) <= {"derived", "printed"}
