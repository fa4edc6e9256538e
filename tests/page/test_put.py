"""What cells put out: in a build and where a person runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from analysis.charts.figure import Figure
from analysis.model.outputs import BUILD, FIGURE, RESULTS
from analysis.page import captions, cells, lab

ROWS = pd.DataFrame({"name": ["Huế", "<b> & *Cà Mau*"], "rank": [3, 12]})
CAPTION = "Huế is `{python} rank` of 63."

Put = Callable[..., list[tuple[dict[str, Any], dict[str, Any]]]]


def a_figure() -> Figure:
    def draw(width: int) -> alt.Chart:
        return alt.Chart(ROWS).mark_bar().encode(x="rank:Q", y="name:N").properties(width=width)

    return Figure(draw, "Bars: the ranks of two provinces", ROWS, ROWS, legend="A *legend*")


@pytest.fixture
def put(monkeypatch: pytest.MonkeyPatch) -> Iterator[Put]:
    """What a function puts out, each with what is said about it."""
    outputs: list[tuple[dict[str, Any], dict[str, Any]]] = []
    monkeypatch.delenv(BUILD, raising=False)
    monkeypatch.setattr(
        cells, "display", lambda data, raw, metadata: outputs.append((data, metadata))
    )
    shell = InteractiveShell.instance()
    shell.user_ns["rank"] = 3
    monkeypatch.setattr(captions, "get_ipython", lambda: shell)

    def called(function: Callable[..., None], *given: Any, **named: Any) -> Any:
        outputs.clear()
        function(*given, **named)
        return list(outputs)

    yield called
    InteractiveShell.clear_instance()


def every_kind(put: Put) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [
        *put(cells.figure, "fig-a", a_figure(), CAPTION, "[S](sources.html#src-s)"),
        *put(cells.table, "tbl-a", ROWS, CAPTION, columns={"name": "Province", "rank": "Rank"}),
        *put(cells.folded_table, "All {rows} rows", ROWS),
        *put(cells.folded_tables, "Rank {name}", ROWS.groupby("rank")),
    ]


def test_a_build_puts_out_markdown_and_what_is_drawn(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BUILD, "yes")
    figure, table, *folded = every_kind(put)
    assert set(figure[0]) == {"text/markdown", FIGURE}
    assert all(set(data) == {"text/markdown"} for data, _ in (table, *folded))
    assert figure[0][FIGURE]["label"] == "fig-a"
    assert figure[0][FIGURE]["wide"]["width"] > figure[0][FIGURE]["narrow"]["width"]
    for data, said in (figure, table):
        assert "Huế is 3 of 63." in data["text/markdown"]
        assert said["caption"] == CAPTION
        assert [result["expression"] for result in said[RESULTS]] == ["rank"]
    assert "::: {#tbl-a}" in table[0]["text/markdown"]
    assert "All 2 rows" in folded[0][0]["text/markdown"]


def test_a_person_sees_charts_and_tables_and_no_markup(put: Put) -> None:
    picture, beneath, table, *folded = every_kind(put)
    assert set(picture[0]) == {lab.CHART, "text/plain"}
    assert picture[0][lab.CHART]["mark"]["type"] == "bar"
    assert picture[0]["text/plain"] == "Bars: the ranks of two provinces"
    assert picture[1][lab.CHART]["embed_options"]["renderer"] == "svg"
    texts = [data["text/markdown"] for data, _ in (beneath, table, *folded)]
    assert all(set(data) == {"text/markdown"} for data, _ in (beneath, table, *folded))
    for text in texts:
        assert not any(mark in text for mark in (":::", "{=html}", "{#", "{python}"))
        assert "|:---|---:|" in text
    assert texts[0].startswith("@fig-a: Huế is 3 of 63.")
    assert "Source: [S](sources.html#src-s)" in texts[0]
    assert "A \\*legend\\*" in texts[0]
    assert texts[1].startswith("@tbl-a: Huế is 3 of 63.\n\n| Province | Rank |")
    assert "<summary>All 2 rows</summary>" in texts[2]
    assert [text.count("<details>") for text in texts] == [1, 0, 1, 1, 1]


def test_texts_of_the_data_do_nothing_for_a_person_either(put: Put) -> None:
    for data, _ in every_kind(put):
        assert "<b>" not in data.get("text/markdown", "")


def test_prose_is_filled_or_says_what_fails(put: Put) -> None:
    assert lab.filled(CAPTION) == "Huế is 3 of 63."
    assert lab.filled(CAPTION)._repr_markdown_() == "Huế is 3 of 63."
    said = lab.filled("Huế is `{python} rnk` of 63.")
    assert said.startswith("Huế is `{python} rnk` of 63.\n\n::: {.callout-important}\n")
    assert "NameError" in said
