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
    return figures.join(founding.beside_others(figures, clean["values"], clean["usage_warnings"]))


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


def test_bac_ninh_share_stands_first_of_thirteen(beside: pd.DataFrame) -> None:
    rows = beside.query("indicator == 'digital_economy_share_mic' and province_code == '27'")
    assert (rows["comparable"] == "yes").all()
    (said,) = set(rows["beside"])
    others, which = said.split(" others: ")
    assert int(others) >= 12
    assert which == "all smaller"


def test_rank_of_quang_ninh(beside: pd.DataFrame) -> None:
    row = beside.query("indicator == 'dti_rank' and province_code == '22'").iloc[0]
    assert row["beside"] == "62 others: 2 before, 60 after"


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
    assert (rows["comparable"] == "no").all()


def test_targets_are_not_used(beside: pd.DataFrame) -> None:
    rows = beside[beside["status"] == "set_aside"]
    assert rows["beside"].str.startswith("not used").all()


def test_contradictions_show_both_sides(clean: Tables, figures: pd.DataFrame) -> None:
    table = founding.contradictions(figures, clean["disputes"])
    feedback = table[table["indicator"] == "feedback_app_received"]
    assert set(feedback["value_as_printed"]) == {"gần 4.500", "gần 9.000"}
    kinds = set(table["kind"])
    assert {"rank and scores", "target and result", "change and level", "identity"} <= kinds
    assert set(table["province_code"]) <= {"22", "27", "52"}


def test_relations_say_what_holds_by_itself() -> None:
    """A difference of a figure with itself is one figure printed twice, and nothing more."""
    identities = pd.DataFrame(
        {
            "province": "P", "left": ["x - x", "x + y", "x - x"], "relation": "equals",
            "right": ["0", "z", "0"], "left_figures": "f", "right_figure": "g", "left_value": 1.0,
            "right_value": 1.0, "tolerance": 0.0, "found": ["yes", "no", "no"],
            "accepted": [None, "why", "why"],
        }
    )  # fmt: skip
    indicators = pd.DataFrame({"code": ["x", "y", "z"], "name_en": ["X", "Y", "Z"]})
    found = founding.relations(identities, indicators, "P")
    assert found["Holds"].tolist() == ["printed twice alike", "no", "no"]
