"""What an entry in the list of sources says."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.page import sources

SOURCES = pd.DataFrame(
    [
        ("s", "dti", "A", "T1", "https://example.org/a", None, "A", None),
        ("t", "dti", "B", "T2", None, "2023", "B", "s"),
        ("u", "other", "C", "T3", None, None, "B", None),
    ],
    columns=[
        "source_id", "topic", "publisher", "title", "url", "published_on", "quality", "copy_of",
    ],
)  # fmt: skip
OBSERVATIONS = pd.DataFrame(
    {
        "source_id": ["s"] * 5 + ["u"],
        "indicator": [*"bbacd", "a"],
        "reference_year": [2020, 2021, 2020, 2020, 2022, 2023],
    }
)
INDICATORS = pd.DataFrame({"code": list("abcd"), "name_en": list("ABCD")})


def test_the_sources_of_a_topic() -> None:
    said: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "say", said.append)
        sources.source_list("dti", SOURCES, OBSERVATIONS, INDICATORS)
    assert said[0].split("\n") == [
        "- [A]{#src-s}. [T1](<https://example.org/a>). Quality A, 5 figures, `s`. "
        "Supports: B; A; C and 1 more (2020 to 2022).",
        "- [B]{#src-t}, 2023. T2 (no address). Quality B, rules of an edition, `t`. Copy of `s`.",
    ]


def test_what_figures_support(clean: dict[str, pd.DataFrame]) -> None:
    names = clean["indicators"].set_index("code")["name_en"]
    rows = clean["observations"]
    table = sources.supported(rows[rows["source_id"] == "gov-papi-mlmcdm-csv-2018-2024"], names)
    assert table.endswith("(2018 to 2024)")
    assert table.count(";") == 2
    one_year = rows[rows["source_id"] == "dti-vneconomy-2023-mean"]
    assert sources.supported(one_year, names).endswith("(2023)")
