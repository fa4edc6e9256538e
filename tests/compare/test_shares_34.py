"""The ministry's shares for today's 34: exact where all parts are printed, else bounds."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.compare import boundaries, concentration, digital_economy, shares_34
from analysis.compare.digital_economy import MINISTRY
from analysis.model.tables import one

Tables = dict[str, pd.DataFrame]

BOUNDED = pd.DataFrame(
    {
        "province_code": list("abcd"), "value": [50.0, None, None, 4.0],
        "low": [50.0, 4.0, 4.0, 4.0], "high": [50.0, 50.0, 50.0, 4.0],
        "printed": [True, False, False, True],
    }
)  # fmt: skip
BANDS = pd.DataFrame({"low": [10.0, None], "high": [None, 10.0], "unnamed": [1, 1]})
GRDP = pd.Series({"a": 100.0, "b": 100.0, "c": 200.0, "d": 300.0})
SUCCESSORS = pd.DataFrame({"old_code": list("abcd"), "new_code": ["x", "x", "y", "z"]})
PROVINCES = pd.DataFrame(
    {
        "code": list("xyz"), "boundary": "34", "name_vi": list("XYZ"), "name_en": list("XYZ"),
    }
)  # fmt: skip


def test_by_hand() -> None:
    table = shares_34.bounds(BOUNDED, BANDS, GRDP, SUCCESSORS, PROVINCES)
    assert table["name_vi"].tolist() == ["X", "Y", "Z"]
    x, y, z = (row for _, row in table.iterrows())
    # a is printed, b lies anywhere between 4 and 50; half of X is made in a.
    assert (x["low"], x["high"], x["weight"], x["printed"]) == (27, 50, 0.5, 1)
    assert (y["low"], y["high"], y["weight"], y["printed"]) == (4, 50, 0, 0)
    assert (z["low"], z["high"], z["weight"], z["parts"]) == (4, 4, 1, 1)
    assert shares_34.certain_places(table) == 0


def test_a_national_share_tightens_what_it_can() -> None:
    """16 % of 700 is 112, of which 62 is printed: b + c = 50, one of them under 10 %."""
    table = shares_34.bounds(BOUNDED, BANDS, GRDP, SUCCESSORS, PROVINCES, national=16)
    ends = table.set_index("name_vi")[["low", "high"]]
    # b under 10 %: b 4 to 10, c 40 to 46 of 200. b over: c 8 to 20, b 30 to 42.
    assert ends.loc["X"].tolist() == pytest.approx([27, 46])
    assert ends.loc["Y"].tolist() == pytest.approx([4, 23])
    loose = shares_34.bounds(BOUNDED, BANDS, GRDP, SUCCESSORS, PROVINCES)
    assert shares_34.moved(loose, table).to_dict() == pytest.approx({"x": 4, "y": 27, "z": 0})
    with pytest.raises(ValueError, match="nothing within the bands"):
        shares_34.bounds(BOUNDED, BANDS, GRDP, SUCCESSORS, PROVINCES, national=40)


def test_a_missing_weight_is_an_error() -> None:
    for broken in (GRDP.drop("b"), GRDP.mask(GRDP == 200)):
        with pytest.raises(ValueError, match="a GRDP is missing"):
            shares_34.bounds(BOUNDED, BANDS, broken, SUCCESSORS, PROVINCES)


def test_certain_places() -> None:
    table = pd.DataFrame({"low": [40.0, 22.0, 17.0, 5.0], "high": [40.0, 25.0, 17.0, 18.0]})
    assert shares_34.certain_places(table) == 2
    assert shares_34.certain_places(table.head(2)) == 2


@pytest.fixture(scope="module")
def figures(clean: Tables) -> dict[str, pd.DataFrame | pd.Series]:
    shares = digital_economy.shares(clean["values"], clean["provinces"], MINISTRY, 2022)
    bands = digital_economy.bands(clean["bands"], MINISTRY, 2022)
    return {
        "bounded": digital_economy.bounded_ranking(shares, clean["provinces"]),
        "by_band": digital_economy.unnamed_by_band(shares, bands),
        "successors": clean["province_successors"],
        "provinces": clean["provinces"],
    }


def test_the_34(clean: Tables, figures: dict[str, pd.DataFrame]) -> None:
    """Published shares and GRDP of 2022 give these bounds; no product of parts is needed."""
    table = shares_34.bounds(grdp=boundaries.grdp(clean["values"]), **figures)
    assert len(table) == 34
    ends = table.set_index("name_vi")[["low", "high"]].round(1)
    found = {name: tuple(ends.loc[name]) for name in ends.index}
    assert found | {
        "Bắc Ninh": (51.1, 51.1), "Thái Nguyên": (39.4, 40.5), "Hải Phòng": (21.9, 25.5),
        "Phú Thọ": (14.4, 20.0), "Đà Nẵng": (12.9, 18.5), "TP. Hồ Chí Minh": (13.9, 18.1),
        "Quảng Ngãi": (4.5, 6.8), "Đồng Tháp": (5.8, 11.1),
    } == found  # fmt: skip
    ha_noi = one(table, name_vi="Hà Nội")
    assert (ha_noi.low, ha_noi.high) == (17.15, 17.15)
    # By hand: the two parts of Bắc Ninh are printed, 56,83 and 42,13.
    grdp = boundaries.grdp(clean["values"])
    by_hand = (56.83 * grdp["27"] + 42.13 * grdp["24"]) / (grdp["27"] + grdp["24"])
    assert one(table, name_vi="Bắc Ninh").low == pytest.approx(by_hand, abs=1e-6)
    # Where nothing is printed, the bounds of every unnamed province.
    bare = table[table["printed"] == 0]
    assert set(zip(bare["low"], bare["high"], strict=True)) == {(5.78, 17.15)}
    assert shares_34.certain_places(table) == 3


def test_weights_and_total_hardly_matter(clean: Tables, figures: dict[str, pd.DataFrame]) -> None:
    values = clean["values"]
    grdp, product = boundaries.grdp(values), boundaries.product(values)
    table = shares_34.bounds(grdp=grdp, **figures)
    by_product = shares_34.bounds(grdp=product, **figures)
    assert shares_34.moved(table, by_product).max() < 0.001
    # The ministry's 14,26 % for the country leaves every single bound where it was.
    with_total = shares_34.bounds(grdp=grdp, national=14.26, **figures)
    assert shares_34.moved(table, with_total).max() < 1e-6


def test_the_national_total(clean: Tables, figures: dict[str, pd.DataFrame]) -> None:
    bounded, grdp = figures["bounded"], boundaries.grdp(clean["values"])
    amount = 0.1426 * grdp.sum()
    whole = concentration.Bounds(amount, amount)
    others = concentration.mean_of_unnamed(bounded, grdp, whole)
    assert others.low == others.high == pytest.approx(0.081, abs=5e-4)
    assert concentration.held_by(["27"], bounded, grdp, whole).low == pytest.approx(0.104, abs=5e-4)
    five = concentration.held_by(["27", "19", "24", "31", "26"], bounded, grdp, whole)
    assert five.low == pytest.approx(0.301, abs=5e-4)


def test_grdp_is_near_what_the_statistics_office_has_recomputed(clean: Tables) -> None:
    off = boundaries.off_recomputed(clean["values"], clean["province_successors"])
    assert len(off) == 34
    assert off.abs().max() < 0.03


def test_four_exceed_20_percent_in_2025(clean: Tables) -> None:
    """The statistics office names them and says that they are four: all others are at most 20 %."""
    office = digital_economy.STATISTICS_OFFICE
    shares = digital_economy.shares(clean["values"], clean["provinces"], office, 2025, "34")
    band = one(clean["bands"], indicator=office, boundary="34", reference_year=2025)
    above = shares[shares["value"] > band.low]
    assert (band.low, band.provinces) == (20, 4) == (20, len(above))
    assert set(above["name_vi"]) == {"Bắc Ninh", "Thái Nguyên", "Phú Thọ", "Hải Phòng"}
