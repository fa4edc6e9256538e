"""Names become (code, boundary)."""

from __future__ import annotations

import contextlib
import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.clean.places import Gazetteer
from analysis.model.paths import Project


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


def test_names_without_marks_and_with_words_beside(places: Gazetteer) -> None:
    """Every name can be written without diacritics, and with "tỉnh", "TP." or "Province"."""
    for (code, boundary), name in places.names.items():
        if boundary == "all":
            continue
        plain = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
        for spelling in (plain, plain.upper(), f"tỉnh {name}", f"{plain} Province"):
            assert places.code(spelling, boundary) == code, spelling


@pytest.mark.parametrize("name", ["Quảng Nình", "Hà Noi", "Bắc Nính"])
def test_wrong_marks_are_another_name(places: Gazetteer, name: str) -> None:
    with pytest.raises(KeyError, match="nearest names are"):
        places.code(name, "63")


def test_nearest_names_are_three(places: Gazetteer) -> None:
    assert len(set(places.nearest("Quảng Nin"))) == 3


@given(text=st.text(), boundary=st.sampled_from(["63", "34", "all", ""]))
def test_no_text_crashes_the_reader(places: Gazetteer, text: str, boundary: str) -> None:
    with contextlib.suppress(KeyError):
        assert (places.code(text, boundary), boundary) in places.names
