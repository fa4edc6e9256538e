"""Distances between provinces: a metric, the same on every run, and as pandas gives it by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.compare import peers

Tables = dict[str, pd.DataFrame]


def figures(income: list[float]) -> pd.DataFrame:
    n = len(income)
    codes = pd.Index([f"{i:02}" for i in range(n)], name="province_code")
    return pd.DataFrame(
        {
            peers.INCOME: income,
            peers.TOWN: np.linspace(0.1, 0.9, n) ** 2,
            peers.BASE: np.linspace(0.9, 0.4, n) ** 3,
        },
        codes,
    )


@pytest.fixture(scope="module", params=["63", "34"])
def neighbours(request: pytest.FixtureRequest, clean: Tables) -> peers.Neighbours:
    return peers.neighbours(
        peers.circumstances(
            clean["values"], clean["provinces"], clean["province_successors"], request.param
        )
    )


def test_of_every_province_all_three_are_known(neighbours: peers.Neighbours) -> None:
    assert len(neighbours.distances) in (63, 34)
    assert neighbours.figures.notna().all(axis=None)
    assert neighbours.figures[peers.TOWN].between(0, 1).all()


def test_distances_are_a_metric(neighbours: peers.Neighbours) -> None:
    table = neighbours.distances
    apart = table.to_numpy()
    assert np.allclose(apart, apart.T)
    assert np.allclose(np.diag(apart), 0)
    assert (apart[:, :, None] <= apart[:, None, :] + apart.T[None, :, :] + 1e-9).all()


def test_the_nearest_are_nearest_first_and_not_itself(neighbours: peers.Neighbours) -> None:
    for code in neighbours.distances:
        found = neighbours.of(code)
        assert len(found) == peers.PEERS
        assert code not in set(found["province_code"])
        assert found["distance"].is_monotonic_increasing
        others = neighbours.distances[code].drop([code, *found["province_code"]])
        assert found["distance"].max() <= others.min() + 1e-12
        pd.testing.assert_frame_equal(found, neighbours.of(code))


def test_distances_by_hand(clean: Tables) -> None:
    values = clean["values"].query("boundary == '63' and reference_year == 2023")
    wide = values.pivot(index="province_code", columns="indicator", values="value")
    table = pd.DataFrame(
        {
            "income": np.log(wide["grdp_per_capita"]),
            "town": wide["urban_population"] / wide["population"],
            "base": wide["dti_infra_score"],
        }
    )
    scaled = (table - table.mean()) / table.std()
    expected = np.sqrt(((scaled.loc["22"] - scaled.loc["31"]) ** 2).sum())
    found = peers.neighbours(
        peers.circumstances(clean["values"], clean["provinces"], clean["province_successors"], "63")
    )
    assert found.distances.loc["22", "31"] == pytest.approx(expected)


def test_twice_the_income_is_as_far_for_poor_and_rich() -> None:
    table = figures([10, 20, 40, 80, 160]).assign(**{peers.TOWN: [0.1, 0.2] * 2 + [0.1]})
    table[peers.BASE] = table[peers.TOWN]
    apart = peers.neighbours(table).distances
    assert apart.loc["00", "02"] == pytest.approx(apart.loc["02", "04"])


def test_equally_near_ones_stand_by_their_codes() -> None:
    table = figures([10, 20, 40]).assign(**{peers.TOWN: [0.1, 0.2, 0.3], peers.BASE: [0, 1, 2]})
    assert peers.neighbours(table).of("01")["province_code"].tolist() == ["00", "02"]


def test_a_province_with_a_missing_figure_is_nobodys_peer() -> None:
    table = figures([10, 20, np.nan, 80])
    found = peers.neighbours(table)
    assert pd.isna(found.own("02")[peers.INCOME])
    assert found.of("02").empty
    assert list(found.of("02").columns) == list(found.of("01").columns)
    assert set(found.of("01")["province_code"]) == {"00", "03"}
    with pytest.raises(KeyError):
        found.of("99")


def test_no_province_at_all_has_no_typical_distance() -> None:
    found = peers.neighbours(figures([np.nan, np.nan]))
    assert np.isnan(found.typical)
    assert found.of("00").empty


def test_a_part_that_is_not_known_leaves_its_successor_without(clean: Tables) -> None:
    values = clean["values"]
    gone = (values["indicator"] == "urban_population") & (values["province_code"] == "27")
    figures = peers.circumstances(
        values[~gone], clean["provinces"], clean["province_successors"], "34"
    )
    assert figures.index[figures[peers.TOWN].isna()].tolist() == ["24"]
