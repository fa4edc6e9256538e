"""Concentration, the two publishers, and index against share: by hand and from data/clean."""

from __future__ import annotations

from itertools import permutations

import pandas as pd
import pytest

from analysis.compare import boundaries, concentration, digital_economy, index_and_share, rankings
from analysis.compare.digital_economy import MINISTRY, STATISTICS_OFFICE

Tables = dict[str, pd.DataFrame]

BOUNDED = pd.DataFrame(
    {
        "province_code": list("abcd"),
        "name_vi": list("ABCD"),
        "value": [50.0, None, None, 4.0],
        "low": [50.0, 4.0, 4.0, 4.0],
        "high": [50.0, 50.0, 50.0, 4.0],
        "printed": [True, False, False, True],
    }
)
BANDS = pd.DataFrame(
    {"low": [10.0, None], "high": [None, 10.0], "provinces": [2, 2], "unnamed": [1, 1]}
)
GRDP = pd.Series({"a": 100.0, "b": 100.0, "c": 200.0, "d": 100.0})


def test_total_by_hand() -> None:
    """One of b and c lies over 10 %, the other under: which one bounds the sum."""
    found = concentration.total(BOUNDED, BANDS, GRDP)
    # Named: 50 + 4. Least: c at 4, b at 10; most: c at 50, b at 10.
    assert found.low == pytest.approx(54 + 8 + 10)
    assert found.high == pytest.approx(54 + 100 + 10)
    held = concentration.held_by(["a"], BOUNDED, GRDP, found)
    assert (held.low, held.high, held.grdp) == pytest.approx((50 / 164, 50 / 72, 100 / 500))
    whole = concentration.share_of_grdp(found, GRDP)
    assert (whole.low, whole.high) == pytest.approx((72 / 500, 164 / 500))
    others = concentration.mean_of_unnamed(BOUNDED, GRDP, found)
    assert (others.low, others.high) == pytest.approx((18 / 300, 110 / 300))
    with pytest.raises(ValueError, match="printed share"):
        concentration.held_by(["b"], BOUNDED, GRDP, found)


def test_extremes_of_some_by_hand() -> None:
    """b alone: 4 to 50; c too. Together less than the sum of both, since one lies under 10 %."""
    for code, size in (("b", 1), ("c", 2)):
        found = concentration.extremes([code], BOUNDED, BANDS, GRDP)
        assert (found.low, found.high) == pytest.approx((4 * size, 50 * size))
    both = concentration.extremes(["a", "b", "c"], BOUNDED, BANDS, GRDP)
    assert (both.low, both.high) == pytest.approx((50 + 10 + 8, 50 + 10 + 100))


def test_a_known_total_tightens_what_some_can_hold() -> None:
    """If all hold 90, then b and c hold 36: c at 8 to 26, b at 10 to 28, or b at 4 to 10 …"""
    found = concentration.extremes(["c"], BOUNDED, BANDS, GRDP, whole=90)
    # b over 10 % and c under: c = 36 - b, 10 <= b <= 28. c over and b under: c = 26 to 32.
    assert (found.low, found.high) == pytest.approx((8, 32))
    with pytest.raises(ValueError, match="adds up to 300"):
        concentration.extremes(["c"], BOUNDED, BANDS, GRDP, whole=300)


def test_extremes_equal_every_way_to_fill_the_bands() -> None:
    """Five unnamed provinces in three bands, with and without a total, against all 30 ways."""
    sizes = [3.0, 5.0, 8.0, 2.0, 7.0]
    codes = [f"u{i}" for i in range(5)]
    bounded = pd.DataFrame(
        {
            "province_code": ["top", *codes, "last"], "value": [60.0, *[None] * 5, 2.0],
            "low": [60.0, *[3.0] * 5, 2.0], "high": [60.0, *[40.0] * 5, 2.0],
            "printed": [True, *[False] * 5, True],
        }
    )  # fmt: skip
    bands = pd.DataFrame(
        {
            "low": [50.0, 20.0, 10.0, None], "high": [None, 50.0, 20.0, 10.0],
            "unnamed": [0, 1, 2, 2],
        }
    )  # fmt: skip
    grdp = pd.Series([4.0, *sizes, 6.0], bounded["province_code"])
    named = 0.6 * 4 + 0.02 * 6
    ends = {"high": (20.0, 40.0), "middle": (10.0, 20.0), "low": (3.0, 10.0)}
    ways = set(permutations(["high", "middle", "middle", "low", "low"]))
    assert len(ways) == 30
    wanted = ["u1", "u4"]
    for rest in (None, 2.8, 4.5, 5.5):
        found = []
        for way in ways:
            lows, highs = (
                [size * ends[band][end] / 100 for size, band in zip(sizes, way, strict=True)]
                for end in (0, 1)
            )
            low, high = lows[1] + lows[4], highs[1] + highs[4]
            if rest is not None:
                if not sum(lows) <= rest <= sum(highs):
                    continue
                low = max(low, rest - (sum(highs) - high))
                high = min(high, rest - (sum(lows) - lows[1] - lows[4]))
            found.append((low, high))
        whole = None if rest is None else rest + named
        amount = concentration.extremes(wanted, bounded, bands, grdp, whole)
        assert amount.low == pytest.approx(min(low for low, _ in found), abs=1e-6)
        assert amount.high == pytest.approx(max(high for _, high in found), abs=1e-6)


def test_bands_and_list_must_hold_the_same_provinces() -> None:
    with pytest.raises(ValueError, match="hold 3 unnamed provinces, the list 2"):
        concentration.total(BOUNDED, BANDS.assign(unnamed=[1, 2]), GRDP)


def test_without_unnamed_provinces_all_is_certain() -> None:
    named = BOUNDED[BOUNDED["printed"]]
    found = concentration.total(named, BANDS.assign(unnamed=0), GRDP)
    assert (found.low, found.high) == (54, 54)


@pytest.fixture(scope="module")
def bounded(clean: Tables) -> pd.DataFrame:
    shares = digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)
    return digital_economy.bounded_ranking(shares, clean["provinces"])


@pytest.fixture(scope="module")
def by_band(clean: Tables) -> pd.DataFrame:
    shares = digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)
    return digital_economy.unnamed_by_band(
        shares, digital_economy.bands(clean["bands"], MINISTRY, 2022)
    )


def test_total_lies_within_what_every_province_can_have(
    clean: Tables, bounded: pd.DataFrame, by_band: pd.DataFrame
) -> None:
    grdp = boundaries.grdp(clean["values"])
    own = bounded["province_code"].map(grdp)
    whole = concentration.total(bounded, by_band, grdp)
    assert (bounded["low"] / 100 * own).sum() <= whole.low
    assert whole.low < whole.high <= (bounded["high"] / 100 * own).sum()


def test_a_missing_amount_is_an_error() -> None:
    with pytest.raises(ValueError, match="missing"):
        concentration.total(BOUNDED, BANDS, GRDP.drop("a"))


def test_the_five_electronics_exporters(
    clean: Tables, bounded: pd.DataFrame, by_band: pd.DataFrame
) -> None:
    grdp = boundaries.grdp(clean["values"])
    whole = concentration.total(bounded, by_band, grdp)
    held = concentration.held_by(["27", "19", "24", "31", "26"], bounded, grdp, whole)
    assert held.low > held.grdp
    assert 0.2 < held.low < held.high < 0.4


def test_lead_of_bac_ninh(clean: Tables) -> None:
    shares = digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)
    first = concentration.lead(shares).iloc[0]
    assert first["name_vi"] == "Thái Nguyên"
    assert first["points"] == pytest.approx(13.91)
    assert first["times"] == pytest.approx(56.83 / 42.92)


def test_both_publishers(clean: Tables) -> None:
    table = concentration.both_publishers(clean["values"], MINISTRY, STATISTICS_OFFICE)
    row = table[table["province_code"] == "27"].iloc[0]
    assert (row["reference_year"], row["one"], row["other"]) == (2022, 56.83, 46.7)
    assert row["difference"] == pytest.approx(10.13)
    assert row["mean"] == pytest.approx(51.765)
    assert row["distance"] == row["difference"]
    assert row["relative"] == pytest.approx(100 * 10.13 / 51.765)
    country = table[table["province_code"] == "VN"]
    assert {2021, 2022, 2023, 2024} <= set(country["reference_year"])
    assert {"27", "VN"} <= set(table["province_code"])
    # Below the statistics office's for 2021 only: a sign that a distance does not have.
    below = country[country["difference"] < 0]
    assert below["reference_year"].tolist() == [2021]
    assert below["distance"].tolist() == [0.96]
    assert (below["relative"] < 0).all()


def test_labels_name_the_country_first(clean: Tables) -> None:
    both = concentration.both_publishers(clean["values"], MINISTRY, STATISTICS_OFFICE)
    labels = concentration.labelled(both, clean["provinces"])["label"].tolist()
    assert labels[0] == "Việt Nam 2021"
    assert "Bắc Ninh 2022" in labels[1:]
    assert len(labels) == len(both)


def test_common_order_by_hand() -> None:
    table = pd.DataFrame(
        {
            "score": [0.9, 0.8, 0.7, 0.6],
            "low": [50.0, 4.0, 4.0, 4.0],
            "high": [50.0, 50.0, 50.0, 4.0],
            "printed": [True, False, False, True],
        }
    )
    found = index_and_share.common_order(table)
    # a stands above all by both; d at or below all by both; b and c are not settled.
    assert (found.pairs, found.same, found.opposite, found.open) == (6, 5, 0, 1)
    assert (found.low, found.high) == pytest.approx((4 / 6, 1))


def test_equal_scores_are_tied_whatever_the_shares() -> None:
    table = pd.DataFrame(
        {"score": [0.6, 0.6], "low": [4.0, 4.0], "high": [50.0, 50.0], "printed": [False, False]}
    )
    found = index_and_share.common_order(table)
    assert (found.tied, found.open, found.low, found.high) == (1, 0, 0, 0)


def test_index_and_share(clean: Tables, bounded: pd.DataFrame) -> None:
    paths = rankings.paths(clean["rankings"], clean["provinces"])
    table = index_and_share.beside(paths[paths["reference_year"] == 2022], bounded)
    rows = table.set_index("name_vi")
    assert (rows.loc["Bắc Ninh", "rank"], rows.loc["Bắc Ninh", "best_rank"]) == (7, 1)
    assert rows.loc["Quảng Ninh", "rank"] == 3
    assert rows.loc["Quảng Ninh", "best_rank"] == 9
    order = index_and_share.common_order(table)
    assert order.pairs == 63 * 62 / 2
    assert order.same + order.opposite + order.tied + order.open == order.pairs
    # One place of 2022 is shared, by scores that are printed alike.
    tied = table[table["rank"].duplicated(keep=False)]
    assert (set(tied["name_vi"]), order.tied) == ({"Thanh Hóa", "Yên Bái"}, 1)
    # Whatever the unnamed shares are, the two orders are far from the same.
    assert order.high < 0.85


def test_common_order_does_not_depend_on_the_order_of_rows() -> None:
    table = pd.DataFrame(
        {
            "score": [0.9, 0.8, 0.7, 0.6], "low": [50.0, 4.0, 4.0, 4.0],
            "high": [50.0, 50.0, 50.0, 4.0], "printed": [True, False, False, True],
        }
    )  # fmt: skip
    turned = table[::-1]
    assert index_and_share.common_order(turned) == index_and_share.common_order(table)


def test_shares_of_provinces_that_the_list_does_not_name(
    clean: Tables, bounded: pd.DataFrame
) -> None:
    """Printed, but by nobody as the ministry's of 2022: they stay beside the list."""
    found = digital_economy.elsewhere(clean["observations"], clean["provinces"], bounded)
    unstated = found[found["definition"] == "unstated"].set_index("name_vi")
    assert unstated.loc["Lạng Sơn", ["low", "reference_year", "rank"]].tolist() == [12.52, 2022, 12]
    assert unstated.loc["Bình Dương", ["low", "rank"]].tolist() == [11.34, 14]
    assert unstated.loc["Quảng Ninh", ["low", "reference_year"]].tolist() == [7.1, 2024]
    assert unstated.loc["Cần Thơ", ["low", "high"]].tolist() == [10, 20]
    named = bounded.loc[bounded["printed"], "province_code"]
    assert not set(found["province_code"]) & set(named)
