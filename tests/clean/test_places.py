"""Names become (code, boundary)."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from analysis.clean.places import Gazetteer
from analysis.paths import Project


@pytest.fixture(scope="module")
def places(project: Project) -> Gazetteer:
    provinces = pl.read_csv(project.clean / "provinces.csv", infer_schema=False)
    return Gazetteer.from_provinces(provinces)


@pytest.mark.parametrize(
    "name", ["Hà Nội", "Hanoi", "Ha Noi", "TP. Hà Nội", "Thành phố Hà Nội", "  hà  nội "]
)
def test_spellings(places: Gazetteer, name: str) -> None:
    assert places.code(name, "63") == "01"


def test_every_name_of_every_province_in_both_normal_forms(places: Gazetteer) -> None:
    for (code, boundary), name in places.names.items():
        for form in ("NFC", "NFD"):
            assert places.code(unicodedata.normalize(form, name), boundary) == code


def test_one_code_means_two_provinces(places: Gazetteer) -> None:
    """24 is Bắc Giang among the 63 and the larger Bắc Ninh among the 34."""
    assert places.code("Bắc Giang", "63") == "24" == places.code("Bắc Ninh", "34")
    assert places.code("Bắc Ninh", "63") == "27"


def test_name_of_the_other_boundary_says_so(places: Gazetteer) -> None:
    with pytest.raises(KeyError, match="only with boundary 63"):
        places.code("Bình Dương", "34")


def test_unknown_name_raises_with_the_nearest(places: Gazetteer) -> None:
    with pytest.raises(KeyError, match="Quảng Ninh"):
        places.code("Quang Nihn", "63")
