"""Every figure of the five founding documents, and what stands beside it."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import founding

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def figures(clean: Tables) -> pd.DataFrame:
    return founding.figures(clean["observations"], clean["sources"])


@pytest.fixture(scope="module")
def beside(clean: Tables, figures: pd.DataFrame) -> pd.DataFrame:
    values = founding.with_pillar_ranks(clean["values"], clean["weights"])
    return figures.join(founding.beside_others(figures, values, clean["usage_warnings"]))


def test_all_136_of_five_documents_on_three_provinces(figures: pd.DataFrame) -> None:
    assert len(figures) == 136
    assert figures["source_id"].nunique() == 5
    assert figures["province_code"].value_counts().to_dict() == {"52": 55, "27": 51, "22": 30}


def test_in_the_order_of_the_documents(figures: pd.DataFrame) -> None:
    one = figures[figures["source_id"] == "vietnamnet-binhdinh-2023-12"]
    paragraphs = one["locator"].str.extract(r"para (\d+)")[0].astype(int)
    assert paragraphs.is_monotonic_increasing
    sentences = one["locator"].str.extract(r"sentence (\d+)")[0].astype(float)
    for _, within in sentences.groupby(paragraphs):
        assert within.dropna().is_monotonic_increasing
    assert one[paragraphs == 14]["locator"].iloc[-1].endswith("last sentence")


def test_bac_ninh_share_stands_before_all_others(beside: pd.DataFrame) -> None:
    rows = beside.query("indicator == 'digital_economy_share_mic' and province_code == '27'")
    assert set(rows["standing"]) == {founding.COMPARED}
    assert (rows["smaller"] >= 12).all()
    assert (rows["larger"] + rows["equal"] == 0).all()


def test_rank_of_quang_ninh(beside: pd.DataFrame) -> None:
    row = beside.query("indicator == 'dti_rank' and province_code == '22'").iloc[0]
    assert row[["smaller", "equal", "larger"]].tolist() == [2, 0, 60]


@pytest.mark.parametrize(
    "indicator",
    [
        "resolution_targets_met_share", "resolution_targets_in_progress_count",
        "online_full_process_share", "vneid_accounts_activated_youth_guided",
    ],
)  # fmt: skip
def test_what_must_not_be_compared_is_not(beside: pd.DataFrame, indicator: str) -> None:
    rows = beside[beside["indicator"] == indicator]
    assert len(rows)
    assert (rows["standing"] != founding.COMPARED).all()


def test_a_rank_is_compared_only_with_the_ranks_of_all(beside: pd.DataFrame) -> None:
    ranks = beside[beside["value"].isna() & (beside["standing"] == founding.COMPARED)]
    assert set(ranks["indicator"]) == {
        "dti_rank", "dti_gov_rank", "dti_econ_rank", "dti_soc_rank",
    }  # fmt: skip
    assert (ranks["smaller"] + ranks["equal"] == ranks["rank"] - 1).all()
    assert (ranks["smaller"] + ranks["equal"] + ranks["larger"] == 62).all()
    partly = beside.query("indicator == 'ict_rank'")
    assert (partly["standing"] == founding.ALONE).all()


def test_every_printed_pillar_rank_is_the_computed_one(clean: Tables) -> None:
    pillars = ["dti_gov_rank", "dti_econ_rank", "dti_soc_rank"]
    computed = founding.with_pillar_ranks(clean["values"], clean["weights"])
    key = ["indicator", "boundary", "province_code", "reference_year"]
    both = clean["values"].merge(computed, on=key, suffixes=("", "_computed"))
    both = both[both["indicator"].isin(pillars) & (both["reference_year"] == 2022)]
    assert len(both) >= 28
    assert (both["value"] == both["value_computed"]).all()
    all_ranks = computed[computed["indicator"].isin(pillars)].query("reference_year == 2022")
    assert (all_ranks.groupby("indicator").size() == 63).all()
    others = clean["values"][~clean["values"]["indicator"].isin(pillars)]
    assert len(computed) - 3 * 63 >= len(others)


def test_targets_are_not_used(beside: pd.DataFrame) -> None:
    set_aside = beside["status"] == "set_aside"
    assert set_aside.sum() == 2
    assert ((beside["standing"] == founding.UNUSED) == set_aside).all()


def test_a_warning_stands_beside_what_it_warns_of_and_nothing_else(beside: pd.DataFrame) -> None:
    warned = beside["standing"] == founding.WARNED
    assert warned.any()
    assert (beside["warning"].notna() == warned).all()


@pytest.mark.parametrize(
    ("code", "year", "standing"),
    [
        (None, None, founding.WARNED), ("22", 2022, founding.WARNED), ("22", None, founding.WARNED),
        ("27", None, founding.COMPARED), ("22", 2021, founding.COMPARED),
    ],
)  # fmt: skip
def test_by_hand(code: str | None, year: int | None, standing: str) -> None:
    """A warning without a place or year holds for all; other years and boundaries never count."""
    key = {"indicator": "x", "boundary": "63", "reference_year": 2022}
    figures = pd.DataFrame(
        [
            {**key, "province_code": "22", "value": 5.0, "rank": None, "status": "used"},
            {**key, "province_code": "22", "value": 5.0, "rank": None, "status": "set_aside"},
            {**key, "indicator": "y", "province_code": "22", "value": 5.0, "rank": None,
             "status": "used"},
        ],
        index=[7, 8, 9],
    ).assign(units_ranked=None).astype(
        {"rank": "Int64", "reference_year": "Int64", "units_ranked": "Int64"}
    )  # fmt: skip
    values = pd.DataFrame(
        [
            {**key, "province_code": "22", "value": 5.0},
            {**key, "province_code": "27", "value": 5.0},
            {**key, "province_code": "01", "value": 9.0},
            {**key, "province_code": "52", "value": 1.0, "reference_year": 2021},
            {**key, "province_code": "52", "value": 1.0, "boundary": "34"},
        ]
    ).astype({"reference_year": "Int64"})
    warnings = pd.DataFrame(
        [
            {"indicator": "x", "province_code": code, "reference_year": year, "warning": "w",
             "comparable": "no"},
            {"indicator": "x", "province_code": None, "reference_year": None, "warning": "harmless",
             "comparable": "yes"},
        ]
    ).assign(boundary=None).astype({"reference_year": "Int64", "province_code": "str"})  # fmt: skip
    table = founding.beside_others(figures, values, warnings)
    assert table["standing"].tolist() == [standing, founding.UNUSED, founding.ALONE]
    assert table.loc[7, ["larger", "equal", "smaller"]].tolist() == [1, 1, 0]
    assert table["warning"].dropna().tolist() == (["w"] if standing == founding.WARNED else [])
