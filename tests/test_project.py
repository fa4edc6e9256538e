"""What must hold of the project itself."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from conftest import read_csv

from analysis.clean.raw import layout
from analysis.contribute.prose import problems
from analysis.model.dictionary import COLUMNS, TABLES
from analysis.model.paths import Project

# From left to right. The first two serve all others.
ROOMS = (
    "model", "words", "clean", "validate", "compare", "charts", "page", "places", "publish",
    "build", "contribute",
)  # fmt: skip


def ranges(requirements: list[str]) -> dict[str, str]:
    found = {}
    for requirement in requirements:
        match = re.match(r"([A-Za-z0-9_-]+)(.*)", requirement)
        assert match
        found[match[1].lower().replace("_", "-")] = match[2].replace(" ", "")
    return found


def test_conda_and_pip_ask_for_the_same_versions(project: Project) -> None:
    settings = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))["project"]
    conda = yaml.safe_load((project.root / "environment.yml").read_text("utf-8"))["dependencies"]
    listed = [entry for entry in conda if isinstance(entry, str) and entry != "pip"]
    listed += [
        entry for entry in next(e["pip"] for e in conda if isinstance(e, dict)) if entry != "-e ."
    ]
    there = ranges(listed)
    assert there.pop("python") == settings["requires-python"].replace(" ", "")
    extra = ranges(settings["optional-dependencies"]["quarto"])
    assert there.pop("quarto") == extra["quarto-cli"]
    assert there == ranges(settings["dependencies"])


def test_lock_has_hashes_and_names_no_address(project: Project) -> None:
    text = (project.root / "requirements.lock").read_text("utf-8")
    assert "://" not in text
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.match(r"[a-z0-9._-]+==\S+", block), block[:60]
        assert "--hash=sha256:" in block, block[:60]


def test_lock_satisfies_pyproject(project: Project) -> None:
    from packaging.requirements import Requirement
    from packaging.version import Version

    text = (project.root / "requirements.lock").read_text("utf-8")
    locked = {
        name.lower().replace("_", "-"): Version(version)
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    }
    settings = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    for text in settings["project"]["dependencies"] + settings["dependency-groups"]["dev"]:
        wanted = Requirement(text)
        assert locked[wanted.name.lower().replace("_", "-")] in wanted.specifier, text


def test_notebooks_have_no_outputs(project: Project) -> None:
    for path in sorted((project.root / "book").glob("*.ipynb")):
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                assert not cell["outputs"], path.name
                assert cell["execution_count"] is None, path.name


def test_chapters_are_prose_that_can_be_edited_and_thin_code(project: Project) -> None:
    assert not [str(problem) for problem in problems(project.root)]


def test_no_address_is_named_but_the_one_setting(project: Project) -> None:
    """Until the book has a repository, nothing points at one; then all do."""
    book = yaml.safe_load((project.root / "_quarto.yml").read_text("utf-8"))["book"]
    cited = yaml.safe_load((project.root / "CITATION.cff").read_text("utf-8"))
    assert cited.get("repository-code", "") == (book.get("repo-url") or "")
    for name in ("README.md", "CONTRIBUTING.md", "book/reproduce.qmd"):
        assert "git clone http" not in (project.root / name).read_text("utf-8"), name


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{name.name}" for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_before_it(project: Project, room: str) -> None:
    later = ROOMS[ROOMS.index(room) + 1 :]
    for path in (project.root / "analysis" / room).rglob("*.py"):
        wrong = {
            name
            for name in imports(path)
            if name.split(".")[0] == "analysis" and len(name.split(".")) > 1
            and name.split(".")[1] in later
        }  # fmt: skip
        assert not wrong, f"{path.name} imports {wrong}"


def test_nothing_is_lost_in_the_root_of_the_package(project: Project) -> None:
    package = project.root / "analysis"
    assert {path.name for path in package.glob("*.py")} == {"__init__.py", "__main__.py", "cli.py"}
    rooms = {path.name for path in package.iterdir() if path.is_dir() and path.name[0] != "_"}
    assert rooms == set(ROOMS)


def test_comparisons_are_pure(project: Project) -> None:
    """No files and no charts in compare/."""
    for path in (project.root / "analysis" / "compare").glob("*.py"):
        assert not imports(path) & {"pathlib", "os", "io", "altair", "analysis.charts"}, path.name
        assert not re.search(r"\bopen\(|read_csv|to_csv", path.read_text("utf-8")), path.name


def test_dictionary_and_tables_match_both_ways(project: Project) -> None:
    there = {path.stem for path in project.clean.glob("*.csv")}
    assert there == set(TABLES)
    for name, table in TABLES.items():
        header = (project.clean / f"{name}.csv").read_text("utf-8").split("\n", 1)[0]
        assert tuple(header.split(",")) == table.columns
        assert set(table.key) <= set(table.columns)
    used = {column for table in TABLES.values() for column in table.columns}
    assert used == set(COLUMNS)
    assert all(column.meaning for column in COLUMNS.values())


def test_clean_tables_are_sorted_normal_and_end_in_lf(project: Project) -> None:
    import unicodedata

    for name, table in TABLES.items():
        path = project.clean / f"{name}.csv"
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text
        assert text.endswith("\n")
        assert unicodedata.is_normalized("NFC", text), name
        rows = read_csv(path)
        keys = [tuple(row[column] for column in table.key) for row in rows]
        assert len(set(keys)) == len(keys), name


def test_raw_holds_the_evidence(project: Project) -> None:
    counts = {
        path.relative_to(project.raw).as_posix(): len(read_csv(path))
        for path in project.raw.rglob("*.csv")
    }
    assert sum(n for name, n in counts.items() if name.startswith("observations/")) >= 8216
    assert counts["sources.csv"] >= 440
    assert counts["indicators.csv"] >= 208
    assert (counts["provinces.csv"], counts["province_successors.csv"]) == (97, 63)
    assert counts["identities.csv"] >= 33


def test_every_raw_column_is_explained(project: Project) -> None:
    text = (project.raw / "README.md").read_text("utf-8")
    explained = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", text, re.M))))
    assert {column for columns, _ in layout().values() for column in columns} <= explained


def test_nothing_names_a_package_host(project: Project) -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org"]
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=project.root, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git repository")
    for name in filter(None, listed.stdout.split("\0")):
        path = project.root / name
        if path.is_file() and path.suffix not in (".png", ".ttf"):
            text = path.read_text("utf-8")
            assert not [host for host in hosts if host in text], name


@pytest.mark.parametrize(
    ("home", "given", "expected"),
    [("/dev/null", "", "{root}/.cache/uv"), ("{home}", "", "{home}/.cache/uv"),
     ("/dev/null", "{home}/mine", "{home}/mine")],
)  # fmt: skip
def test_a_home_that_cannot_be_written_does_not_stop_the_set_up(
    project: Project, tmp_path: Path, home: str, given: str, expected: str
) -> None:
    places = {"root": project.root, "home": tmp_path}
    env = {"PATH": os.environ["PATH"], "HOME": home.format(**places)}
    said = subprocess.run(
        ["make", "-s", "--eval", "show: ; @echo $(UV_CACHE_DIR)", "show"],
        cwd=project.root, env=env | {"UV_CACHE_DIR": given.format(**places)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == expected.format(**places)
    assert not said.stderr
