"""The DTI of 2022 as a weighted sum, from data/clean and by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import composite

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def weights(clean: Tables) -> pd.Series:
    return composite.weights_of(clean["weights"])


@pytest.fixture(scope="module")
def blocks(clean: Tables, weights: pd.Series) -> pd.DataFrame:
    return composite.five_blocks(clean["values"], weights)


def test_weights_are_shares_of_points(weights: pd.Series) -> None:
    assert weights.sum() == pytest.approx(1)
    assert weights["dti_govact_score"] == pytest.approx(0.20)
    assert weights["dti_econact_score"] == weights["dti_socact_score"] == pytest.approx(0.15)
    assert (weights.drop(composite.ACTIVITIES) == 0.10).all()


def test_weights_of_a_year_or_boundary_without_points(clean: Tables) -> None:
    with pytest.raises(KeyError, match="points of dti 2021 on the 63"):
        composite.weights_of(clean["weights"], year=2021)
    with pytest.raises(KeyError, match="points of dti 2022 on the 34"):
        composite.weights_of(clean["weights"], boundary="34")


def test_editions_with_weights(clean: Tables) -> None:
    """Three editions; the blocks of all 63 lie between their limits, up to rounding."""
    editions = composite.editions(clean["values"], clean["weights"])
    assert list(editions) == [2022, 2023, 2024]
    for edition in editions.values():
        assert len(edition.blocks) == 63
        assert edition.weights.sum() == pytest.approx(1)
        again = edition.blocks[edition.weights.index] @ edition.weights
        assert (again - edition.blocks["score"]).abs().max() < 1e-12
        assert edition.blocks[composite.REST].between(0, 1.0003).all()
    assert editions[2023].weights.equals(editions[2022].weights)
    last = editions[2024]
    assert (last.weights * 940).round(6).tolist() == [200, 150, 150, 140, 300]
    assert last.blocks[composite.REST].agg(["min", "max"]).round(2).tolist() == [0.51, 1.00]


def test_block_of_2024_is_the_mean_that_is_printed_for_provinces_that_did_not_merge(
    clean: Tables,
) -> None:
    shares = composite.weights_of(clean["weights"], year=2024, boundary="34")
    hidden = [f"dti34_{part}_score" for part in ("awareness", "institution", "hr", "security")]
    parts = composite.eight_parts(clean["values"], shares, 2024, "34")[hidden]
    printed = parts @ shares[hidden] / shares[hidden].sum()
    successors = clean["province_successors"]
    alone = successors[~successors["new_code"].duplicated(keep=False)]
    blocks = composite.editions(clean["values"], clean["weights"])[2024].blocks[composite.REST]
    away = blocks[alone["old_code"]].to_numpy() - printed[alone["new_code"]].to_numpy()
    assert len(away) == 11
    assert np.abs(away).max() < 2.5e-4


def test_effective_weights(clean: Tables) -> None:
    """Shares of the variance of scores: they add up, and are not the weights."""
    for edition in composite.editions(clean["values"], clean["weights"]).values():
        assert composite.effective_weights(edition)["share"].sum() == pytest.approx(1)
    in_2022 = composite.editions(clean["values"], clean["weights"])[2022]
    share = composite.effective_weights(in_2022).set_index("block")["share"]
    assert share["dti_govact_score"] == pytest.approx(0.29, abs=0.005)
    assert share["dti_socact_score"] == pytest.approx(0.11, abs=0.005)


def test_effective_weights_by_hand() -> None:
    """A block that is the same everywhere carries nothing, whatever its weight."""
    weights = pd.Series({"a": 0.5, "b": 0.5})
    blocks = pd.DataFrame({"a": [0.2, 0.4, 0.9], "b": [0.5, 0.5, 0.5]}, list("xyz"))
    blocks["score"] = blocks @ weights
    found = composite.effective_weights(composite.Edition(blocks, weights)).set_index("block")
    assert found["share"].to_dict() == pytest.approx({"a": 1, "b": 0})


def test_score_from_eight_parts(clean: Tables, weights: pd.Series) -> None:
    parts = composite.eight_parts(clean["values"], weights)
    assert len(parts) >= 5
    # Nine numbers rounded to four decimals: their sum can be this far from the printed score.
    assert parts["residual"].abs().max() < 1e-4
    by_hand = 0.2 * 0.8385 + 0.15 * (0.5904 + 0.4505)
    by_hand += 0.1 * (0.9581 + 0.9 + 0.7648 + 0.625 + 0.5382)
    assert parts.loc["22", "computed"] == pytest.approx(by_hand)


def test_remaining_block_of_all_provinces(blocks: pd.DataFrame, weights: pd.Series) -> None:
    assert len(blocks) == 63
    assert blocks[composite.REST].between(0, 1).all()
    assert blocks[composite.REST].min() > 0.4
    again = blocks[composite.block_weights(weights).index] @ composite.block_weights(weights)
    assert (again - blocks["score"]).abs().max() < 1e-12


def test_remaining_block_is_the_mean_of_its_parts(
    clean: Tables, blocks: pd.DataFrame, weights: pd.Series
) -> None:
    parts = composite.eight_parts(clean["values"], weights)
    others = [part for part in weights.index if part not in composite.KNOWN_FOR_ALL]
    mean = parts[others].mean(axis=1)
    # Rounding of the score, 0.00005, is divided by the block's weight of 0.4.
    assert (blocks.loc[parts.index, composite.REST] - mean).abs().max() < 5e-5 / 0.4 + 2e-4


def test_impossible_block_is_an_error(clean: Tables, weights: pd.Series) -> None:
    values = clean["values"].copy()
    wrong = (values["indicator"] == "dti_score") & (values["reference_year"] == 2022)
    values.loc[wrong, "value"] = 0.99
    with pytest.raises(ValueError, match="between 0 and 1"):
        composite.five_blocks(values, weights)


def test_contributions_add_up(blocks: pd.DataFrame, weights: pd.Series) -> None:
    others = [code for code in blocks.index if code != "22"]
    table = composite.contributions(blocks, composite.block_weights(weights), "22", others)
    difference = blocks.loc["22", "score"] - blocks.loc[others, "score"].mean()
    assert table["points"].iloc[:-1].sum() == pytest.approx(difference)
    assert table["points"].iloc[-1] == pytest.approx(difference)


def test_ranks_by_part(clean: Tables) -> None:
    """Quảng Ninh by digital government activity: 3rd in 2022, 60th in 2024."""
    by_part = composite.ranks_by_part(clean["rankings"], clean["provinces"], since=2022)
    assert list(by_part) == list(composite.KNOWN_FOR_ALL)
    for ranked in by_part.values():
        assert ranked.groupby("reference_year").size().loc[2022:2024].tolist() == [63] * 3
        assert ranked["reference_year"].min() == 2022
        assert (ranked["value"] == ranked["rank"]).all()
        # No line joins two editions.
        assert ranked.groupby("reference_year")["definition"].nunique().eq(1).all()
        assert ranked["definition"].nunique() == ranked["reference_year"].nunique()
    own = composite.part_ranks(by_part, "22")
    assert own["dti_govact_score"].loc[2022:2024].tolist() == [3, 26, 60]
    assert own["dti_infra_score"].loc[2022:2024].tolist() == [4, 18, 1]


def test_government_activity_was_reordered_in_2024(clean: Tables) -> None:
    by_part = composite.ranks_by_part(clean["rankings"], clean["provinces"], since=2022)
    table = composite.reordering(by_part).set_index(["part", "to_year"])
    assert (table["n"] == 63).all()
    gov = table.loc["dti_govact_score"]
    assert gov["spearman"].round(2).to_dict() == {2023: 0.70, 2024: 0.21}
    assert (round(gov["places"][2024]), gov["far"][2024]) == (18, 22)
    # Ranks turned round: correlation -1, and both ends move as far as can be.
    turned = pd.DataFrame(
        {
            "province_code": [*range(41)] * 2, "reference_year": [2001] * 41 + [2002] * 41,
            "rank": [*range(1, 42), *range(41, 0, -1)],
        }
    )  # fmt: skip
    row = composite.reordering({"x": turned}).iloc[0]
    assert (row["spearman"], row["n"], row["far"]) == (pytest.approx(-1), 41, 22)


def test_ranks_share_the_better_place() -> None:
    assert composite.ranks(np.array([0.5, 0.9, 0.5, 0.1])).tolist() == [2, 1, 2, 4]
    assert composite.ranks(np.array([[0.1 + 0.2, 0.3], [1.0, 2.0]])).tolist() == [[1, 1], [2, 1]]
