"""Reference tables that contradict each other: a clear message, never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, run

from analysis.clean import build, read
from analysis.contribute import add
from analysis.model.errors import BadInput
from analysis.model.paths import Project


def replace(raw: Path, name: str, *pairs: tuple[str, str]) -> None:
    path = raw / f"{name}.csv"
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, "utf-8")


def append(raw: Path, name: str, *rows: str) -> None:
    with (raw / f"{name}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def messages(raw: Path) -> str:
    with pytest.raises(BadInput) as caught:
        build(read(raw))
    return str(caught.value)


SCORE_34 = (
    "dti34_score,dti,dti,score,34,dti_score,DTI 34,Mới,index 0-1,no,0,1,yes,never,,,Ministry,"
)
RANK_34 = "dti34_rank,dti,dti,rank,34,,DTI 34,Mới,rank,yes,1,34,no,never,,,Ministry,"


def test_weights_need_a_score_of_the_63(tiny_raw: Path) -> None:
    append(tiny_raw, "weights", "dti,2022,63,dti_score,100,printed,ministry,")
    build(read(tiny_raw))
    # The score of the other boundary does not count.
    append(tiny_raw, "indicators", SCORE_34)
    replace(tiny_raw, "indicators", ("dti_score,dti,dti,score", "dti_score,dti,dti,target"))
    said = messages(tiny_raw)
    assert 'weights.csv, row 2, column index: found "dti"' in said
    assert "row 2 (dti_rank) is a rank, row 3 (dti_score) is a target" in said
    assert "Correct the index or the measure" in said


def test_weights_of_the_34_are_of_their_own_parts(tiny_raw: Path) -> None:
    """A score of the 34 may have weights as well; its parts are then not those of the 63."""
    append(tiny_raw, "indicators", SCORE_34)
    append(tiny_raw, "weights", "dti,2022,34,dti_score,100,recovered,ministry,")
    build(read(tiny_raw))
    replace(tiny_raw, "weights", ("34,dti_score", "63,dti34_score"))
    said = messages(tiny_raw)
    assert 'weights.csv, row 2, column part: found "dti34_score"' in said
    assert "an indicator of the 63 provinces" in said


def test_weights_say_what_they_rest_on(tiny_raw: Path) -> None:
    append(tiny_raw, "weights", "dti,2022,63,dti_score,100,guessed,ministry,")
    assert 'column basis: found "guessed"; expected one of printed, recovered' in messages(tiny_raw)


def test_an_unknown_topic_is_refused_with_the_way_to_add_one(tiny_raw: Path) -> None:
    replace(tiny_raw, "indicators", ("accounts,founding", "accounts,health"))
    said = messages(tiny_raw)
    assert 'indicators.csv, row 4, column topic: found "health"; expected one of dti, ' in said
    assert "TOPICS in analysis/model/names.py" in said


def test_add_refuses_an_unknown_topic(tiny_raw: Path) -> None:
    replace(tiny_raw, "indicators", ("accounts,founding", "accounts,health"))
    root = tiny_raw.parent.parent
    shutil.copyfile(ROOT / "_quarto.yml", root / "_quarto.yml")
    figure = {"source_id": "paper", "indicator": "accounts", "province": "Huế",
              "reference_year": "2022", "value_as_printed": "5"}  # fmt: skip
    with pytest.raises(BadInput, match="column topic"):
        add.check(Project(root), figure, None, lambda step: None)
    flags = [f"--{key.removesuffix('_as_printed').replace('_', '-')}" for key in figure]
    done = run(
        root, "add", *[part for pair in zip(flags, figure.values(), strict=True) for part in pair]
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_cell_that_names_one_row_names_one(tiny_raw: Path) -> None:
    replace(
        tiny_raw,
        "indicators",
        ("accounts,founding,,value,,", "accounts,founding,,change,,dti_rank;dti_score"),
    )
    assert 'column about: found "dti_rank;dti_score"' in messages(tiny_raw)


def test_one_score_for_an_index(tiny_raw: Path) -> None:
    replace(tiny_raw, "indicators", ("accounts,founding,,value", "accounts,founding,dti,score"))
    assert "one score indicator for an index; row 3 is one already" in messages(tiny_raw)


def test_a_rank_of_the_34_under_the_indicator_of_both(tiny_raw: Path) -> None:
    append(tiny_raw, "indicators", RANK_34)
    append(tiny_raw, "observations/dti",
           "ministry,dti34_rank,Quảng Ninh,34,2024,,,3,34,rank,,row 1,",
           "paper,dti_rank,Quảng Ninh,34,2024,,,4,34,rank,,row 1,")  # fmt: skip
    said = messages(tiny_raw)
    assert (
        'row 10, column indicator: found "dti_rank"; expected dti34_rank, for boundary 34' in said
    )


def test_a_score_printed_with_its_rank_goes_to_the_rank_of_its_boundary(tiny_raw: Path) -> None:
    append(tiny_raw, "indicators", SCORE_34, RANK_34)
    replace(tiny_raw, "sources", ("2023-07-12", "2025"), ("2023-07-13", "2025"))
    append(tiny_raw, "observations/dti",
           "ministry,dti34_rank,Quảng Ninh,34,2024,,,3,34,rank,,row 1,",
           'paper,dti34_score,Quảng Ninh,34,2024,,"0,81",3,34,index 0-1,,row 1,')  # fmt: skip
    values = build(read(tiny_raw))["values"]
    assert values.filter(indicator="dti34_rank", reference_year=2024)["sources"].to_list() == [2]


def test_a_mean_of_what_has_no_mean(tiny_raw: Path) -> None:
    append(tiny_raw, "indicators", SCORE_34)
    replace(tiny_raw, "indicators", ("no,0,1,yes,mean", "no,0,1,yes,never"))
    append(tiny_raw, "observations/dti",
           'paper,dti34_score,Quảng Ninh,34,2024,,"0,81",,34,index 0-1,,row 1,')  # fmt: skip
    assert "row 5, column about" in messages(tiny_raw)


def test_a_fall_to_nothing_implies_nothing(tiny_raw: Path) -> None:
    append(tiny_raw, "indicators",
           "growth,founding,,change,,accounts,Growth,Tăng,%,no,,,yes,never,,,City,")  # fmt: skip
    append(tiny_raw, "observations/founding",
           'paper,growth,Bắc Ninh,63,2023,,"giảm 100%",,,%,,paragraph 3,',
           'paper,growth,Bắc Ninh,63,2022,,"giảm 99,5%",,,%,,paragraph 3,')  # fmt: skip
    assert build(read(tiny_raw))["relations"].is_empty()


@pytest.mark.parametrize("value", ["9" * 30, "0," + "3" * 30, "5" + " tỷ" * 20])
def test_numbers_beyond_all_measure(value: str, tiny_raw: Path) -> None:
    append(tiny_raw, "observations/founding",
           f'paper,accounts,Huế,63,2023,,"{value}",,,tài khoản,,paragraph 3,',
           f'ministry,accounts,Huế,63,2023,,"{value}",,,tài khoản,,paragraph 3,')  # fmt: skip
    assert "rows 3, 4, column value_as_printed" in messages(tiny_raw)


def test_a_province_without_a_name(tiny_raw: Path) -> None:
    name = (tiny_raw / "provinces.csv").read_text("utf-8").splitlines()[1].split(",")[2]
    replace(tiny_raw, "provinces", (f",{name},", ",,"))
    assert "provinces.csv, row 2, column name_vi" in messages(tiny_raw)
