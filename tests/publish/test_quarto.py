"""Finding Quarto: the order, the version, one attempt to install it, and a clear word if forced."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from analysis.model.errors import RenderFailed
from analysis.model.paths import Project
from analysis.publish import quarto
from analysis.publish.executed import without_specifications


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("QUARTO", "CI"):
        monkeypatch.delenv(name, raising=False)
    empty = tmp_path / "bin"
    empty.mkdir()
    monkeypatch.setenv("PATH", f"{empty}:/usr/bin:/bin")
    monkeypatch.setattr(quarto.sys, "executable", str(tmp_path / "venv" / "bin" / "python"))
    return Project(tmp_path)


def program(path: Path, says: str, code: int = 0) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    path.chmod(0o755)
    return path


def never(*_: object, **__: object) -> None:
    raise AssertionError("nothing may be installed here")


def test_order_is_variable_path_environment(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    program(project.root / "venv" / "bin" / "quarto", "1.9.3")
    found = quarto.find(project, "auto", said.append)
    assert found
    assert found.version == "1.9.3"
    program(project.root / "bin" / "quarto", "1.9.2")
    assert quarto.find(project, "auto", said.append).version == "1.9.2"
    monkeypatch.setenv("QUARTO", str(program(project.root / "mine", "1.9.1")))
    assert quarto.find(project, "auto", said.append).version == "1.9.1"


def test_too_old_and_broken_ones_are_passed_over_with_a_word(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarto, "install", never)
    monkeypatch.setenv("CI", "true")
    program(project.root / "bin" / "quarto", "1.4.5")
    program(project.root / "venv" / "bin" / "quarto", "no", code=1)
    said: list[str] = []
    assert quarto.find(project, "auto", said.append) is None
    assert any("1.4.5; 1.9 or newer is needed" in line for line in said)
    assert any("does not answer" in line for line in said)
    assert "embedded renderer" in said[-1]


def test_forced_but_missing_is_an_error_that_says_what_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarto, "install", never)
    with pytest.raises(RenderFailed, match="QUARTO=/path/to/quarto"):
        quarto.find(project, "quarto", lambda _: None)


def test_one_attempt_to_install_never_repeated(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempts: list[list[str]] = []

    def fail(command: list[str], **_: object) -> None:
        attempts.append(command)
        raise OSError("no network")

    monkeypatch.setattr(quarto.subprocess, "run", fail)
    for _ in range(3):
        assert quarto.find(project, "auto", lambda _: None) is None
    assert len(attempts) == 1
    assert any("quarto-cli" in part for part in attempts[0])
    quarto.install(project, lambda _: None)  # `make quarto` asks again
    assert len(attempts) == 2


def test_errors_of_quarto_are_shown_with_the_chapter(project: Project, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "index.qmd").write_text("# A\n")
    (tmp_path / "_quarto.yml").write_text(
        "project: {output-dir: _site, pre-render: x}\nexecute: {enabled: true}\n"
    )
    failing = program(
        tmp_path / "quarto", "[1/2] index.qmd\n[2/2] book/two.qmd\nERROR: bad YAML", code=1
    )
    with pytest.raises(RenderFailed, match=r"book/two\.qmd: Quarto 1\.9\.0 says:(.|\n)*bad YAML"):
        quarto.render(project, quarto.Program(str(failing), "1.9.0"), {}, tmp_path / "site")
    assert os.path.exists(tmp_path / "_quarto.yml")


def test_a_number_and_its_percent_sign_stay_on_one_line() -> None:
    """And lines stay lines: Quarto reads them as notebooks hold them."""
    prose = ["It is `{python} share` % of it,\n", "and 5 % more."]
    cells = [
        {"cell_type": "markdown", "source": prose, "metadata": {}},
        {"cell_type": "markdown", "source": "".join(prose), "metadata": {}},
    ]
    for cell in without_specifications({"cells": cells})["cells"]:
        assert cell["source"] == ["It is `{python} share`\u00a0% of it,\n", "and 5 % more."]
