"""Names and codes that rooms share are those of the tables."""

from __future__ import annotations

import pandas as pd

from analysis.model import keys, names, reasons
from analysis.model.dictionary import TABLES

Tables = dict[str, pd.DataFrame]


def test_names_are_of_what_the_tables_know(clean: Tables) -> None:
    indices = set(clean["indicators"]["index"].dropna())
    assert names.INDICES.keys() | names.PAPI_PARTS.keys() | {names.PAPI_EGOV} <= indices
    assert set(names.TOPICS) == set(clean["indicators"]["topic"])
    parts = (
        clean["weights"]
        .query("index == 'dti' and boundary == '63'")["part"]
        .str.removesuffix("_score")
    )
    assert set(names.DTI_PARTS) == set(parts)
    assert names.TRANSCRIPTION in set(clean["sources"]["source_id"])
    assert set(names.RANK_MARKS) == set(clean["rankings"]["rank_basis"].dropna())


def test_every_name_is_in_both_languages() -> None:
    for those in (names.TOPICS, names.INDICES, names.DTI_PARTS, names.PAPI_PARTS):
        assert all(name.name_en and name.name_vi for name in those.values())


def test_a_reason_is_a_choice_or_an_objection() -> None:
    assert len(reasons.REASONS) == len(reasons.CHOICES) + len(reasons.OBJECTIONS)


def test_a_key_is_taken_from_a_row_that_has_its_columns() -> None:
    row = {"indicator": "a", "boundary": "63", "province_code": "01", "reference_year": 2022}
    key = keys.Key.of(row | {"value": 7.0})
    assert (key, key.in_year(2021).reference_year) == (("a", "63", "01", 2022), 2021)
    assert keys.Key.of(row, indicator="b").indicator == "b"
    assert TABLES["values"].key == keys.KEY
    assert TABLES["rankings"].key == keys.RANKED
