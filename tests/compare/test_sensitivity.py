"""What a rank is worth: draws, bands and effects, by hand and against closed forms."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import composite, rankings, sensitivity

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def blocks(clean: Tables) -> pd.DataFrame:
    return composite.five_blocks(clean["values"], composite.weights_of(clean["weights"]))


@pytest.fixture(scope="module")
def weights(clean: Tables) -> pd.Series:
    return composite.block_weights(composite.weights_of(clean["weights"]))


@pytest.fixture(scope="module")
def published(clean: Tables) -> pd.Series:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    edition = paths[paths["reference_year"] == 2022]
    return edition.set_index("province_code")["rank"].astype(int)


@pytest.fixture(scope="module")
def drawn(blocks: pd.DataFrame, weights: pd.Series) -> pd.DataFrame:
    return sensitivity.draw_ranks(blocks, weights)


def test_aggregates_by_hand() -> None:
    parts = np.array([[0.2, 0.8], [0.5, 0.5]])
    weights = np.array([[1.0, 1.0], [3.0, 1.0]])
    assert sensitivity.aggregate(parts, weights) == pytest.approx(
        np.array([[0.5, 0.5], [0.35, 0.5]])
    )
    assert sensitivity.aggregate(parts, weights, "geometric") == pytest.approx(
        np.array([[0.4, 0.5], [0.2**0.75 * 0.8**0.25, 0.5]])
    )
    with pytest.raises(ValueError, match="above 0"):
        sensitivity.aggregate(np.array([[0.0, 1.0]]), weights, "geometric")


def test_normalisations_by_hand() -> None:
    parts = np.array([[0.2, 0.5], [0.4, 0.1], [0.6, 0.5]])
    assert sensitivity.normalise(parts, "published") is parts
    assert sensitivity.normalise(parts, "stretched")[:, 0] == pytest.approx([0.1, 0.55, 1.0])
    assert sensitivity.normalise(parts, "ranks")[:, 1] == pytest.approx([1.0, 1 / 3, 1.0])


def test_no_variation_gives_the_published_ranks(
    blocks: pd.DataFrame, weights: pd.Series, published: pd.Series
) -> None:
    fixed = sensitivity.draw_ranks(
        blocks,
        weights,
        draws=3,
        spread=0,
        aggregations=("arithmetic",),
        normalisations=("published",),
    )
    assert (fixed == published.reindex(fixed.columns).to_numpy()).all().all()


def test_the_seed_makes_the_draws(blocks: pd.DataFrame, weights: pd.Series) -> None:
    one, two = (sensitivity.draw_ranks(blocks, weights, draws=50, seed=7) for _ in range(2))
    other = sensitivity.draw_ranks(blocks, weights, draws=50, seed=8)
    assert one.equals(two)
    assert not one.equals(other)


def test_every_draw_ranks_all(drawn: pd.DataFrame) -> None:
    assert drawn.shape == (sensitivity.DRAWS, 63)
    assert (drawn.min(axis=1) == 1).all()
    assert drawn.max().max() <= 63


def test_band_holds_nine_tenths_of_the_draws(drawn: pd.DataFrame, published: pd.Series) -> None:
    table = sensitivity.summary(drawn, published).set_index("province_code")
    for code in ("22", "19", "48"):
        inside = drawn[code].between(table.loc[code, "low"], table.loc[code, "high"]).mean()
        assert inside >= 0.9
    assert table.loc["48", ["low", "high"]].tolist() == [1, 1]
    assert (table["low"] <= table["median"]).all()
    assert (table["median"] <= table["high"]).all()


def test_third_place_depends_on_the_choices(drawn: pd.DataFrame, published: pd.Series) -> None:
    """Quảng Ninh's third place: in some draws Cần Thơ stands before it, in most it does not."""
    assert published["22"] == 3
    assert 0.05 < sensitivity.above_all(drawn, "92")["22"] < 0.5
    above = sensitivity.above_all(drawn, "22")
    assert above["48"] == 0
    assert above["92"] == (drawn["22"] < drawn["92"]).mean()


def test_effects_are_the_same_each_time(blocks: pd.DataFrame, weights: pd.Series) -> None:
    """Intervals too, whatever numpy's global generator was used for before."""
    tables = []
    for before in (1, 2):
        np.random.seed(before)
        found = sensitivity.effects(
            blocks, weights, sensitivity.rank_of("22", blocks.index), samples=128
        )
        tables.append(found.table)
    pd.testing.assert_frame_equal(*tables)


def test_what_cannot_be_ranked_or_stretched_is_an_error() -> None:
    with pytest.raises(ValueError, match="every score"):
        composite.ranks(np.array([0.5, np.nan]))
    with pytest.raises(ValueError, match="stretched"):
        sensitivity.normalise(np.array([[0.5, 0.1], [0.5, 0.2]]), "stretched")


def test_shift_by_hand() -> None:
    drawn, order = np.array([[1, 2, 3], [3, 2, 1]]), pd.Index(["a", "b", "c"])
    published = pd.Series({"c": 3, "a": 1, "b": 2})
    assert sensitivity.shift_from(published, order)(drawn) == pytest.approx([0, 4 / 3])
    assert sensitivity.rank_of("c", order)(drawn).tolist() == [3, 1]


def test_one_choice_at_a_time(
    blocks: pd.DataFrame, weights: pd.Series, published: pd.Series, clean: Tables
) -> None:
    """With equal weights Cần Thơ passes Quảng Ninh."""
    equal = composite.equal_weights(composite.weights_of(clean["weights"]))
    ranked, shifts = sensitivity.one_at_a_time(blocks, weights, equal)
    assert ranked["published"].to_dict() == published.to_dict()
    assert shifts["published"] == 0
    assert ranked["published"].is_monotonic_increasing
    assert ranked.loc["22", ["published", "equal"]].tolist() == [3, 4]
    assert ranked.loc["92", ["published", "equal"]].tolist() == [5, 3]
    assert shifts["equal"] == pytest.approx((ranked["equal"] - published).abs().mean())
    alone = sensitivity.draw_ranks(
        blocks, weights, draws=1, spread=0, aggregations=("geometric",),
        normalisations=("published",),
    )  # fmt: skip
    assert ranked["geometric"].to_dict() == alone.iloc[0].to_dict()


def test_what_a_rank_is_worth_in_each_edition(clean: Tables) -> None:
    """Quảng Ninh in 2022: 3rd to 4th by weights alone, 3rd to 6th with the rules."""
    editions = composite.editions(clean["values"], clean["weights"])
    table = sensitivity.by_edition(editions, "22").set_index(["reference_year", "vary"])
    assert table.index.tolist() == [(y, v) for y in editions for v in sensitivity.VARIED]
    alone, both = (table.loc[(2022, vary)] for vary in sensitivity.VARIED)
    assert alone[["rank", "low", "high"]].tolist() == [3, 3, 4]
    assert both[["rank", "low", "high"]].tolist() == [3, 3, 6]
    assert alone["exactly"] == pytest.approx(0.84, abs=0.01)
    assert (round(alone["every"], 1), round(both["every"], 1)) == (0.9, 2.0)
    # More choices leave a rank less sure.
    by_vary = table["every"].unstack()
    assert (by_vary["weights and rules"] > by_vary["weights"]).all()


def test_median_widths_by_hand() -> None:
    worth = pd.DataFrame({"rank": [1, 2, 3, 4, 5], "low": [1, 1, 1, 4, 5], "high": [1, 4, 5, 6, 5]})
    assert sensitivity.median_widths(worth, ends=1) == (0, 3, 0)
    assert sensitivity.median_widths(worth, ends=2) == (1.5, 4, 1)


def test_effects_of_an_additive_outcome() -> None:
    """Two parts, two provinces: the outcome is linear in nothing but the ranks' difference.

    Whether the first stands before the second depends on the weights alone when both
    aggregations and all normalisations order them alike, so aggregation and normalisation have no
    effect, and the total effects of the two weights are equal by symmetry.
    """
    parts = pd.DataFrame({"a": [0.9, 0.5], "b": [0.5, 0.9]}, index=["x", "y"])
    weights = pd.Series({"a": 0.5, "b": 0.5})
    found = sensitivity.effects(parts, weights, sensitivity.rank_of("x", parts.index))
    total = found.table.set_index("choice")["total"]
    assert total["a"] == pytest.approx(total["b"], abs=0.06)
    assert total["a"] > 0.5
    assert total["aggregation"] == pytest.approx(0, abs=1e-12)
    assert total["normalisation"] == pytest.approx(0, abs=1e-12)
    # By symmetry of two uniform weights: main effects E[(P(a > b | a) - 1/2)²] / (1/4) = 1/3.
    main = found.table.set_index("choice")["main"]
    assert main["a"] == pytest.approx(1 / 3, abs=0.08)
    assert main["b"] == pytest.approx(1 / 3, abs=0.08)


def test_effects_need_variance(blocks: pd.DataFrame, weights: pd.Series) -> None:
    with pytest.raises(ValueError, match="no variance"):
        sensitivity.effects(blocks, weights, sensitivity.rank_of("48", blocks.index))


def test_both_ways_to_put_parts_together_are_drawn() -> None:
    """By sums x is first, by products y: each in about half of the draws."""
    parts = pd.DataFrame({"a": [0.9, 0.55, 0.3], "b": [0.1, 0.4, 0.3]}, index=list("xyz"))
    drawn = sensitivity.draw_ranks(
        parts, pd.Series({"a": 0.5, "b": 0.5}), draws=200, spread=0.0,
        normalisations=("published",),
    )  # fmt: skip
    assert 0.3 < (drawn["x"] == 1).mean() < 0.7
