"""The dictionary tells everything that a user must know."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.model.dictionary import COLUMNS, TABLES
from analysis.page import dictionary

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def described(clean: Tables) -> pd.DataFrame:
    return dictionary.described(clean["indicators"], clean["editions"], clean["usage_warnings"])


def test_every_indicator_is_described(clean: Tables, described: pd.DataFrame) -> None:
    assert set(described["code"]) == set(clean["indicators"]["code"])
    rows = described.set_index("code")
    editions = rows.loc["dti_score", "definitions"]
    assert "2021, 2022: dti-922 (9 main indices, 98 components)" in editions
    assert "2024: dti-2024-34 on the 34 provinces (8 main indices, 47 components)" in editions
    assert "(Đắk Nông, 2020)" in rows.loc["dti_score", "warnings"]


def test_every_warning_is_told(clean: Tables, described: pd.DataFrame) -> None:
    told = " ".join(described["warnings"].dropna())
    assert all(warning in told for warning in clean["usage_warnings"]["warning"])


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (("mean", None, None), "unweighted mean of provinces"),
        (("never", None, None), "never put together"),
        (("ratio", "grdp_current", "population"), "ratio: grdp_current / population"),
        (("ratio", None, "grdp_current"), "ratio: weighted by grdp_current"),
    ],
)
def test_how_figures_are_put_together(how: tuple[str, str, str], said: str) -> None:
    assert dictionary.put_together(*how) == said


def test_every_table_and_column_is_there() -> None:
    tables, columns = dictionary.tables(), dictionary.columns()
    assert tables["name"].tolist() == [*TABLES]
    assert columns["name"].tolist() == [*COLUMNS]
    assert tables.set_index("name").loc["bands", "key"].startswith("indicator, boundary")
    holding = columns.set_index("name")["tables"]
    assert holding["old_code"] == "province_successors"
    assert "values" in holding["value"].split(", ")
