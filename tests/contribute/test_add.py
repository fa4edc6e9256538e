"""A figure is added after it has been checked, or not at all."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT, read_csv, run, silent

from analysis.contribute import add
from analysis.model.errors import BadInput
from analysis.model.paths import Project

FIGURE = {
    "source_id": "weekly", "indicator": "dti_rank", "province": "Huế", "reference_year": "2022",
    "rank_as_printed": "thứ tư", "out_of": "63", "locator": "paragraph 2",
}  # fmt: skip
SOURCE = {
    "publisher": "Weekly", "title": "A list", "url": "https://example.org/w", "language": "vi",
    "kind": "press", "quality": "B", "published_on": "2023-07-20",
}  # fmt: skip


@pytest.fixture
def project(tiny_raw: Path) -> Project:
    root = tiny_raw.parent.parent
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, root / name)
    return Project(root)


def added(project: Project, given: dict[str, str], ask: add.Ask = None) -> str:
    """What is said of a figure that is checked and written."""
    entry = add.check(project, given, ask, silent)
    add.write(entry)
    return entry.said + entry.changes


def contents(project: Project) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in project.raw.rglob("*") if path.is_file()}


def test_a_figure_and_its_source_are_appended(project: Project) -> None:
    before = contents(project)
    said = added(project, FIGURE | SOURCE)
    assert "dti_rank, Thừa Thiên Huế (63), 2022" in said
    dti, sources = project.raw / "observations" / "dti.csv", project.raw / "sources.csv"
    assert read_csv(dti)[-1] == dict.fromkeys(read_csv(dti)[0], "") | FIGURE | {
        "province": "Thừa Thiên Huế", "boundary": "63", "unit": "rank",
    }  # fmt: skip
    assert read_csv(sources)[-1]["source_id"] == "weekly"
    # Rows are added at the end, and nothing else is touched.
    assert dti.read_bytes().startswith(before[dti])
    assert {path for path, old in before.items() if path.read_bytes() != old} == {dti, sources}
    assert set(contents(project)) == set(before)


def test_a_known_source_is_not_asked_for(project: Project) -> None:
    dti = project.raw / "observations" / "dti.csv"
    dti.write_text(dti.read_text("utf-8").rstrip("\n"), "utf-8")  # an editor ate the last line end
    added(project, FIGURE | {"source_id": "paper"})
    assert len(read_csv(project.raw / "sources.csv")) == 4
    assert read_csv(dti)[-1]["source_id"] == "paper"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"indicator": "dti_rnak"}, "a code of indicators.csv, such as dti_rank"),
        ({"indicator": "new_score"}, "is first a row of data/raw/indicators.csv."),
        ({"province": "Hue City Province X"}, "the nearest names are"),
        ({"rank_as_printed": "64"}, "a rank from 1 to 63"),
        ({"reference_year": ""}, "Give it with --reference-year."),
        (
            {"rank_as_printed": "", "value_as_printed": "4"},
            "a rank, since dti_rank is one of ranks",
        ),
        ({"quality": "Z"}, "one of A, B, C"),
        ({"publisher": ""}, "Give it with --publisher."),
        ({"locator": " paragraph 2"}, "no space at either end"),
        ({"note": "+1+1"}, "text, not a formula"),
        ({"url": "example.org/w"}, "an address that begins with"),
        ({"source_id": "paper"}, "Newspaper, as in sources.csv; or leave it out"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    project: Project, change: dict[str, str], said: str
) -> None:
    before = contents(project)
    with pytest.raises(BadInput) as caught:
        added(project, FIGURE | SOURCE | change)
    assert said in str(caught.value)
    assert contents(project) == before


def test_what_is_not_given_is_asked(project: Project) -> None:
    asked: list[str] = []

    def ask(question: str, default: str) -> str:
        asked.append(question)
        return "B" if question.startswith("quality") else default

    given = {key: value for key, value in (FIGURE | SOURCE).items() if key != "quality"}
    added(project, given, ask)
    assert [question.split(" ")[0] for question in asked] == [
        "boundary", "date", "value,", "unit", "qualifier", "what", "quality", "source_id",
        "licence,",
    ]  # fmt: skip


def test_the_walk_through_of_contributing_works_word_by_word(tmp_path: Path) -> None:
    """The command that CONTRIBUTING shows, on a copy of the real data."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    block = re.search(r"```bash\n(python -m analysis add .*?)```", text, re.DOTALL)
    assert block is not None
    arguments = shlex.split(block[1].replace("\\\n", " "))[3:]
    shutil.copytree(ROOT / "data", tmp_path / "data")
    for name in ("_quarto.yml", "requirements.lock"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    before = (tmp_path / "data" / "raw" / "sources.csv").read_bytes()
    done = run(tmp_path, *arguments)
    assert done.returncode == 1, done.stderr
    assert "nobody can be asked here. Add --yes to write 1 row." in done.stdout
    assert (tmp_path / "data" / "raw" / "sources.csv").read_bytes() == before
    done = run(tmp_path, *arguments, "--yes")
    assert done.returncode == 0, done.stderr
    shown = re.search(r"prints, among other things:\n\n```text\n(.*?)```", text, re.DOTALL)
    assert shown is not None
    for line in filter(None, shown[1].splitlines()):
        assert line in done.stdout
    # A second time there is nothing to add.
    again = run(tmp_path, *arguments, "--yes")
    assert (again.returncode, again.stderr) == (0, "")
    assert "the source has the figure already" in again.stdout


def test_the_table_of_contributing_goes_in_word_by_word(tmp_path: Path) -> None:
    """The table that CONTRIBUTING shows, on a copy of the real data that lacks its rows."""
    _, _, text = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("### Add a table")
    blocks = re.findall(r"```(?:bash|text)\n(.*?)```", text, re.DOTALL)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "_quarto.yml").write_text("")
    governance = tmp_path / "data" / "raw" / "observations" / "governance.csv"
    there = governance.read_text("utf-8").splitlines(keepends=True)
    panel = re.compile("gov-pci-ueh-panel-2016-2022,pci_score,([^,]*),63,2017,,([^,]*),")
    cells = [match.groups() for match in map(panel.match, there) if match]
    governance.write_text("".join(line for line in there if not panel.match(line)), "utf-8")
    table = "\n".join(["Province,PCI", *(f"{place},{value}" for place, value in cells)]) + "\n"
    assert table.startswith(blocks[0])
    (tmp_path / "pci-2017.csv").write_text(table, "utf-8")
    arguments = shlex.split(blocks[1].replace("\\\n", " "))[3:]
    done = run(tmp_path, *arguments, "--yes")
    assert done.returncode == 0, done.stderr
    for line in blocks[2].splitlines():
        assert line in done.stdout
    written = governance.read_text("utf-8").splitlines(keepends=True)[-63:]
    assert [match.groups() for match in map(panel.match, written) if match] == cells
