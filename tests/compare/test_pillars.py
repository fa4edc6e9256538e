"""The pillars of the DTI against what is printed of them."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import composite, pillars

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def weights(clean: Tables) -> pd.Series:
    return composite.weights_of(clean["weights"])


@pytest.fixture(scope="module")
def blocks(clean: Tables, weights: pd.Series) -> pd.DataFrame:
    return composite.five_blocks(clean["values"], weights)


def test_pillars_of_quang_ninh(clean: Tables, weights: pd.Series) -> None:
    parts = composite.eight_parts(clean["values"], weights)
    own = pillars.pillar_scores(parts, clean["weights"]).query("province_code == '22'")
    assert own.set_index("pillar")["score"].round(4).to_dict() == {
        "dti_gov": 0.7804, "dti_econ": 0.7187, "dti_soc": 0.6864,
    }  # fmt: skip
    assert (own["foundation"] + own["activity"]).tolist() == pytest.approx(own["score"].tolist())


def test_printed_pillars_agree(clean: Tables, blocks: pd.DataFrame) -> None:
    """Pillar scores that sources print of 2022, among them the three of Quảng Ninh."""
    computed = pillars.pillars_from_blocks(blocks, clean["weights"])
    printed = pillars.printed_pillars(clean["values"], computed)
    assert len(printed) >= 12
    assert set(printed["pillar"]) == set(pillars.PILLARS)
    assert printed["residual"].abs().max() < 1e-4
    own = printed[printed["province_code"] == "22"].set_index("pillar")
    assert own["value"].to_dict() == {"dti_gov": 0.7804, "dti_econ": 0.7187, "dti_soc": 0.6864}
    assert own.loc["dti_gov", "residual"] == pytest.approx(
        0.7804 - computed.loc["22", "dti_gov"], abs=1e-9
    )
    assert (
        pillars.printed_pillars(clean["values"], computed.drop("22"))["province_code"].nunique()
        == printed["province_code"].nunique() - 1
    )


def test_printed_pillar_ranks_are_those_of_the_blocks(clean: Tables) -> None:
    """All printed ranks of 2022 and 2023 follow from the blocks; the points are those of 2022."""
    editions = composite.editions(clean["values"], clean["weights"])
    tables = clean["rankings"], editions, clean["weights"]
    table = pillars.printed_pillar_ranks(*tables, [2022, 2023])
    assert (table["rank"] == table["computed"]).all()
    counts = table.groupby("reference_year").size()
    assert counts[2022] >= 28
    assert counts[2023] >= 12
    # It is a test: with another edition's blocks they do not follow.
    mixed = {2022: editions[2023], 2023: editions[2022]}
    table = pillars.printed_pillar_ranks(clean["rankings"], mixed, clean["weights"], [2022])
    assert (table["rank"] != table["computed"]).sum() > 10


def test_pillars_share_most_of_their_points(clean: Tables) -> None:
    shared = pillars.shared_block(clean["weights"]).set_index("pillar")["shared"]
    assert shared.to_dict() == pytest.approx(
        {"dti_gov": 500 / 700, "dti_econ": 500 / 650, "dti_soc": 500 / 650}
    )


def test_pillars_from_blocks_agree_with_those_from_parts(
    clean: Tables, blocks: pd.DataFrame, weights: pd.Series
) -> None:
    from_blocks = pillars.pillars_from_blocks(blocks, clean["weights"])
    parts = composite.eight_parts(clean["values"], weights)
    from_parts = pillars.pillar_scores(parts, clean["weights"]).pivot(
        index="province_code", columns="pillar", values="score"
    )
    assert (from_blocks.loc[from_parts.index] - from_parts).abs().max().max() < 1e-4
