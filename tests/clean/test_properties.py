"""What holds of the tables whatever the figures are."""

from __future__ import annotations

import csv
import importlib.util
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from conftest import ROOT, read_csv

from analysis.clean import Tables, build, read
from analysis.clean import raw as raw_files
from analysis.clean.raw import layout
from analysis.model.errors import BadInput
from analysis.model.paths import Project


def append(raw: Path, name: str, rows: list[dict[str, Any]]) -> None:
    with (raw / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, layout()[name][0], "", lineterminator="\n").writerows(rows)


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_raw_rows_does_not_matter(seed: int, project: Project, tmp_path: Path) -> None:
    """Rows of every real raw file in any order give the committed tables."""
    raw = tmp_path / "raw"
    shutil.copytree(project.raw, raw)
    rng = random.Random(seed)
    for name in layout():
        rows = read_csv(raw / f"{name}.csv")
        rng.shuffle(rows)
        header = (raw / f"{name}.csv").read_text("utf-8").split("\n", 1)[0]
        (raw / f"{name}.csv").write_text(header + "\n", "utf-8")
        append(raw, name, rows)
    for name, frame in build(read(raw)).items():
        committed = (project.clean / f"{name}.csv").read_text("utf-8")
        assert frame.write_csv() == committed, name


def synthetic() -> Iterator[tuple[str, list[dict[str, Any]], Iterator[dict[str, Any]]]]:
    """The synthetic indices of the benchmark."""
    spec = importlib.util.spec_from_file_location("ledger", ROOT / "benchmarks" / "ledger.py")
    assert spec is not None
    assert spec.loader is not None
    ledger = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(ledger)
    provinces = [
        row["name_vi"]
        for row in read_csv(ROOT / "data" / "raw" / "provinces.csv")
        if row["boundary"] == "63"
    ]
    indices: Iterator[Any] = ledger.synthetic(provinces)
    return indices


def test_what_shares_no_key_does_not_touch(tiny_raw: Path, tmp_path: Path) -> None:
    """Two halves of some thousand figures, built alone and together."""
    sources = [
        {"source_id": f"synthetic-{letter}", "topic": "dti", "founding": "no", "publisher": "S",
         "title": letter, "language": "vi", "kind": "official", "quality": "AAABBB"[i]}
        for i, letter in enumerate("abcdef")
    ]  # fmt: skip
    append(tiny_raw, "sources", sources)
    indices = [(t, i, list(islice(o, 700))) for t, i, o in islice(synthetic(), 6)]

    def built(name: str, wanted: Callable[[int], bool]) -> Tables:
        raw = tmp_path / name
        shutil.copytree(tiny_raw, raw)
        for number, (topic, indicators, observations) in enumerate(indices):
            if wanted(number):
                append(raw, "indicators", indicators)
                append(raw, f"observations/{topic}", observations)
        return build(read(raw))

    halves = [built("even", lambda n: n % 2 == 0), built("odd", lambda n: n % 2 == 1)]
    whole = built("whole", lambda n: True)
    for name in ("observations", "values", "rankings", "disputes", "coverage", "recomputations"):
        parts = pl.concat([half[name] for half in halves]).unique()
        assert parts.sort(parts.columns).equals(whole[name].sort(parts.columns)), name
    assert whole["disputes"].height > 20


SOURCES = {
    "ministry": ("A", "2023-07-12", "ministry"),
    "paper": ("B", "2023-07-13", "paper"),
    "copy": ("B", "2023-07-14", "paper"),
    "nobody": ("C", "", "nobody"),
}


def expected(group: list[tuple[str, int]], breadth: dict[str, int]) -> tuple[int, str, int] | None:
    """The rule as CONTRIBUTING tells it, for one key: value, source, sources that agree."""
    usable = [(source, value) for source, value in group if SOURCES[source][0] != "C"]
    if not usable:
        return None

    def backing(value: int, among: list[tuple[str, int]]) -> int:
        return len({SOURCES[source][2] for source, other in among if other == value})

    source, value = max(
        usable,
        key=lambda row: (
            -ord(SOURCES[row[0]][0]), backing(row[1], usable), SOURCES[row[0]][1], row[0],
        ),
    )  # fmt: skip
    quality = SOURCES[source][0]
    same = [s for s, other in usable if other == value and SOURCES[s][0] == quality]
    return value, max(same, key=lambda s: (breadth[s], s)), backing(value, group)


@pytest.mark.parametrize("seed", range(3))
def test_the_choice_is_the_one_that_the_rule_gives(seed: int, tiny_raw: Path) -> None:
    rng = random.Random(seed)
    provinces = {r["code"]: r["name_vi"] for r in read_csv(tiny_raw / "provinces.csv")
                 if r["boundary"] == "63"}  # fmt: skip
    groups: dict[tuple[str, int], list[tuple[str, int]]] = {}
    rows: list[dict[str, Any]] = []
    for code, province in provinces.items():
        for year in (2019, 2020, 2021):
            those = rng.sample([*SOURCES], rng.randint(1, 4))
            groups[code, year] = [(source, rng.choice([100, 100, 100, 250])) for source in those]
            rows += (
                {"source_id": source, "indicator": "accounts", "province": province,
                 "boundary": "63", "reference_year": year, "value_as_printed": value}
                for source, value in groups[code, year]
            )  # fmt: skip
    append(tiny_raw, "observations/founding", rows)
    breadth = {
        year: {s: sum(s == source for (_, y), group in groups.items() if y == year
                      for source, _ in group) for s in SOURCES}
        for year in (2019, 2020, 2021)
    }  # fmt: skip
    values = build(read(tiny_raw))["values"].filter(
        (pl.col("indicator") == "accounts") & (pl.col("reference_year") < 2022)
    )
    found = {
        (row["province_code"], row["reference_year"]): (
            row["value"], row["source_id"], row["sources_agreeing"],
        )
        for row in values.iter_rows(named=True)
    }  # fmt: skip
    wanted = {key: expected(group, breadth[key[1]]) for key, group in groups.items()}
    assert found == {key: chosen for key, chosen in wanted.items() if chosen}


def many(raw: Path, rows: list[dict[str, Any]]) -> tuple[str, float]:
    """What is said of many wrong rows, and after how many seconds of work."""
    append(raw, "observations/founding", rows)
    start = time.process_time()
    with pytest.raises(BadInput) as caught:
        build(read(raw))
    return str(caught.value), time.process_time() - start


ROW = {"source_id": "paper", "indicator": "accounts", "province": "Huế", "boundary": "63",
       "reference_year": 2021, "value_as_printed": "5"}  # fmt: skip


def test_one_figure_pasted_again_and_again(tiny_raw: Path) -> None:
    rows = [ROW | {"locator": n, "value_as_printed": n} for n in range(20_000)]
    said, seconds = many(tiny_raw, rows)
    assert said.count("\n") == 0
    assert "founding.csv, row 3" in said
    assert "at most 200 figures of one place and year; there are 20,000" in said
    assert seconds < 20


def test_of_many_unknown_names_the_first_are_said(tiny_raw: Path) -> None:
    rows = [ROW | {"indicator": f"unknown_{n}", "locator": n} for n in range(20_000)]
    said, seconds = many(tiny_raw, rows)
    lines = said.splitlines()
    assert len(lines) == 21
    assert "row 3, column indicator" in lines[0]
    assert lines[-1] == "data/raw/observations/founding.csv, column indicator: and 19,980 more."
    assert seconds < 20


def test_a_pipe_in_place_of_a_file_is_no_file(tiny_raw: Path) -> None:
    (tiny_raw / "bands.csv").unlink()
    os.mkfifo(tiny_raw / "bands.csv")
    with pytest.raises(BadInput, match=r"bands\.csv: found \"no such file\""):
        build(read(tiny_raw))


def test_reading_with_care_gives_the_same(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = read(project.raw)
    monkeypatch.setattr(raw_files, "_read_plain", lambda content, columns: None)
    careful = read(project.raw)
    assert plain.problems == careful.problems == ()
    for name, sheet in plain.by_name.items():
        assert sheet.frame.equals(careful[name].frame), name
        assert sheet.lines.equals(careful[name].lines), name


def test_cells_of_several_lines_keep_the_lines_of_the_file(tiny_raw: Path) -> None:
    append(tiny_raw, "observations/founding",
           [ROW | {"locator": "a\nb"}, ROW | {"locator": "c", "indicator": "none"}])  # fmt: skip
    with pytest.raises(BadInput) as caught:
        build(read(tiny_raw))
    assert [(p.row, p.column) for p in caught.value.problems] == [(3, "locator"), (5, "indicator")]
