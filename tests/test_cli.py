"""Every command as users start it: a process with its output and its exit code."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import run, run_apart

from analysis.cli import top


@pytest.mark.parametrize("command", top.commands)
def test_outside_a_project_a_command_says_where_to_run_it(command: str, tmp_path: Path) -> None:
    done = run_apart(tmp_path, command)
    assert done.returncode == 2
    assert "run this inside a copy of the project" in done.stderr
    assert "Traceback" not in done.stderr
    assert not [*tmp_path.iterdir()]


def test_help_names_commands_and_exit_codes(tmp_path: Path) -> None:
    said = run_apart(tmp_path, "--help").stdout
    for word in (*top.commands, "exit codes", "-v"):
        assert word in said


def test_a_misspelt_command_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "no-such-command")
    assert done.returncode == 2
    assert "no-such-command" in done.stderr


def test_a_process_and_a_call_say_the_same(tiny_raw: Path) -> None:
    root = tiny_raw.parent.parent
    (root / "_quarto.yml").write_text("", encoding="utf-8")
    (tiny_raw / "sources.csv").write_text("", encoding="utf-8")
    apart, here = run_apart(root, "check"), run(root, "check")
    assert (apart.returncode, apart.stdout, apart.stderr) == (2, here.stdout, here.stderr)
    assert "sources.csv, row 1" in here.stderr
