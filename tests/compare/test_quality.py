"""What is known, disputed and missing adds up."""

from __future__ import annotations

import pandas as pd

from analysis.compare import quality
from analysis.compare.digital_economy import MINISTRY

Tables = dict[str, pd.DataFrame]


def test_every_raw_row_has_one_status(clean: Tables) -> None:
    table = quality.statuses(clean["observations"])
    parts = table[["used", "bounded", "set_aside", "unparsed"]].sum(axis=1)
    assert (parts == table["rows"]).all()
    total = table.set_index("topic").loc["all"]
    assert total["rows"] == len(clean["observations"])
    unused = quality.reasons(clean["observations"])["rows"].sum()
    assert total["used"] + unused == total["rows"]


def test_disputes_count_places_not_figures(clean: Tables) -> None:
    table = quality.disputes_by_indicator(clean["disputes"])
    assert table["figures"].sum() == len(clean["disputes"])
    order = table[(table["kind"] == "rank and order") & (table["indicator"] == MINISTRY)]
    # TP. Hồ Chí Minh and Hà Nội, each printed by a source and its copy.
    assert order[["disputes", "figures"]].to_numpy().tolist() == [[2, 4]]


def test_named_disputes_lose_no_row_and_name_every_place(clean: Tables) -> None:
    every = list(clean["disputes"]["indicator"].unique())
    named = quality.named_disputes(clean["disputes"], clean["provinces"], every)
    assert len(named) == len(clean["disputes"])
    assert named["name_vi"].notna().all()
    kien_giang = named[
        (named["indicator"] == "dti_rank")
        & (named["name_vi"] == "Kiên Giang")
        & (named["reference_year"] == 2020)
    ]
    assert (
        dict(zip(kien_giang["value_as_printed"], kien_giang["chosen"], strict=False))["8位"] == "no"
    )


def test_coverage_of_the_index(clean: Tables) -> None:
    table = quality.coverage_by_year(clean["coverage"], ["dti_score", "dti_rank"], "63")
    known = table.set_index("indicator")
    assert known.loc["dti_score"].tolist() == [14, 24, 63, 63, 63]
    # Printed or implied; ranks that follow from scores are not counted.
    assert known.loc["dti_rank"].tolist() == [38, 41, 63, 10, 4]
