"""A slip in a figure that has a witness is told; what has none is listed as such."""

from __future__ import annotations

import csv
import io
import shutil
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import polars as pl
import pytest
from conftest import ROOT

from analysis.clean import build, read
from analysis.clean.witnesses import WITNESSES
from analysis.model.keys import KEY, Key

Tables = dict[str, pd.DataFrame]


class Slip(NamedTuple):
    """A cell of data/raw in which two digits change places; ``witness``: what tells it."""

    topic: str
    source: str
    indicator: str
    place: str
    year: int
    code: str
    boundary: str
    witness: str

    @property
    def key(self) -> Key:
        return Key(self.indicator, self.boundary, self.code, self.year)


DASHBOARD, WORKBOOK = "gov-papi-dashboard-2011-2024", "gov-papi-cecodes-xlsm-2015-2023"
PCI, PEOPLE = "gov-pci-ueh-panel-2016-2022", "ref-pxweb-e0203"
SLIPS = [
    Slip("dti", "dti-github-hauidnk-2025", "dti_score", "Lào Cai", 2024, "10", "63", "mean"),
    Slip("dti", "dti-github-opendx-2025", "dti34_govact_score", "Cà Mau", 2024, "96", "34", "mean"),
    Slip("dti", "dti-govvn-2022", "dti_rank", "Hòa Bình", 2022, "17", "63", "rank"),
    Slip("governance", WORKBOOK, "papi_corruption_score", "Sơn La", 2022, "14", "63", "formula"),
    Slip("governance", DASHBOARD, "papi_egov_score", "Gia Lai", 2021, "64", "63", "formula"),
    Slip("governance", DASHBOARD, "papi_score", "Lâm Đồng", 2024, "68", "63", "formula"),
    Slip("governance", PCI, "pci_score", "Bình Dương", 2019, "74", "63", "source"),
    Slip("governance", "gov-svc-vietnamvn-laocai-2025-07", "service_transparency_score",
         "Lào Cai", 2025, "15", "34", "formula"),
    Slip("reference", PEOPLE, "population", "Cà Mau", 2021, "96", "63", "source"),
    Slip("reference", PEOPLE, "urban_population", "Cần Thơ", 2022, "92", "63", "formula"),
    Slip("reference", "ref-pxweb-plv0301", "grdp_index_prev_year", "Huế", 2025, "46", "34",
         "formula"),
    Slip("reference", "ref-vndash-struct-b", "grdp_share_services", "Hà Nội", 2025, "01", "34",
         "formula"),
    # What nothing else tells.
    Slip("governance", WORKBOOK, "papi_accountability_score", "Phú Thọ", 2017, "25", "63", "none"),
    Slip("reference", "ref-vndash-society", "grdp_growth_9m", "Cà Mau", 2026, "96", "34", "none"),
    Slip("reference", "ref-pxweb-plv0301", "grdp_index_prev_year", "Huế", 2022, "46", "34", "none"),
]  # fmt: skip


def exchanged(text: str) -> str:
    """A print in which two neighbouring digits have changed places: a slip of 2 % at least."""
    digits = [i for i, sign in enumerate(text) if sign.isdigit()]
    slips = {}
    for i, j in pairwise(digits):
        slip = text[:i] + text[j] + text[i + 1 : j] + text[i] + text[j + 1 :]
        right, wrong = (float(number.replace(",", ".")) for number in (text, slip))
        slips[abs(wrong / right - 1)] = slip
    return slips[min(size for size in slips if size > 0.02)]


@pytest.fixture(scope="module")
def slipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    """The clean tables of data/raw with all slips at once."""
    raw = tmp_path_factory.mktemp("slipped") / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw)
    for topic in {slip.topic for slip in SLIPS}:
        path = raw / "observations" / f"{topic}.csv"
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))
        for slip in (slip for slip in SLIPS if slip.topic == topic):
            [row] = [
                row for row in rows
                if (row["source_id"], row["indicator"], row["province"], row["reference_year"])
                == (slip.source, slip.indicator, slip.place, str(slip.year))
            ]  # fmt: skip
            cell = "rank_as_printed" if slip.indicator.endswith("_rank") else "value_as_printed"
            row[cell] = exchanged(row[cell])
        out = io.StringIO()
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        path.write_text(out.getvalue(), encoding="utf-8")
    return build(read(raw))


@pytest.mark.parametrize("slip", SLIPS, ids=lambda slip: f"{slip.indicator} {slip.year}")
def test_a_slip_is_told_or_its_figure_has_no_witness(
    slip: Slip, slipped: dict[str, pl.DataFrame], clean: Tables
) -> None:
    before = clean["values"].set_index([*KEY]).loc[slip.key]
    after = slipped["values"].row(by_predicate=_is(slip.key), named=True)
    assert slip.witness in before["witness"].split(";")
    # Harmless kinds, such as a rounded print beside, do not speak of a slip.
    assert before["disputed"] == "no"
    if slip.witness == "none":
        assert after["witness"] == "none"
        assert slipped["disputes"].filter(_is(slip.key)).is_empty()
    else:
        assert after["disputed"] == "yes"
        assert not slipped["disputes"].filter(_is(slip.key)).is_empty()


def _is(key: Key) -> pl.Expr:
    return pl.all_horizontal(pl.col(column) == part for column, part in key._asdict().items())


def test_a_figure_has_a_witness_or_none(clean: Tables) -> None:
    values = clean["values"]
    derived = values["basis"] == "derived"
    assert (derived == values["witness"].isna()).all()
    named = values.loc[~derived, "witness"].str.split(";").explode()
    assert set(named) == {*WITNESSES, "none"}


@pytest.mark.parametrize(
    ("key", "witness"),
    [
        # Of Đà Nẵng, several sources print it.
        (("dti_score", "63", "48", 2022), "source"),
        # The printed ranks of all 63 are those of the scores.
        (("dti_score", "63", "91", 2022), "rank"),
        # Nobody else prints it; with seven others it gives the printed score.
        (("dti34_hr_score", "34", "48", 2024), "sum"),
        # "GRDP / people = GRDP per head" allows a twentieth: too much to tell anything of GRDP.
        (("grdp_current", "63", "01", 2022), "none"),
        (("population", "63", "01", 2022), "source;formula"),
    ],
)
def test_what_tells_a_figure(clean: Tables, key: tuple[str, str, str, int], witness: str) -> None:
    said = clean["values"].set_index([*KEY]).loc[key, "witness"]
    assert said == witness or witness in said.split(";")


def test_copies_and_sources_of_unstated_origin_are_no_witness(clean: Tables) -> None:
    """The compilation of GRDP prints most figures of the panel again; nobody knows whence."""
    grdp = clean["values"].query("indicator == 'grdp_current' and reference_year == 2019")
    assert (grdp["sources"] == 2).all()
    assert set(grdp["witness"]) == {"none"}


def test_witnesses_do_not_depend_on_the_order_of_rows(tiny_raw: Path) -> None:
    before = build(read(tiny_raw))["values"]
    for name in ("observations/dti", "observations/founding"):
        path = tiny_raw / f"{name}.csv"
        header, *rows = path.read_text("utf-8").splitlines()
        path.write_text("\n".join([header, *reversed(rows)]) + "\n", encoding="utf-8")
    assert build(read(tiny_raw))["values"].equals(before)
