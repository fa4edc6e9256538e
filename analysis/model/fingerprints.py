"""Whether anything has changed since a stage last ran, by content and never by time."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from analysis.model.paths import Project


def fingerprint(paths: Iterable[Path], extra: str = "") -> str:
    """A hash of files and folders: their names and contents, and the version of Python."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {extra}".encode())
    for path in paths:
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(f"\0{file.relative_to(path.parent).as_posix()}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def hash_of(path: Path) -> str:
    """The hash of a file's content; of a file that is not there, nothing."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def sources_of(project: Project, *parts: str) -> list[Path]:
    """Parts of the package and the lock file, which every stage depends on."""
    package = Path(__file__).parent.parent
    return [*(package / part for part in parts), project.root / "requirements.lock"]


class Ledger:
    """Remembers what each stage read and wrote, in the project's cache."""

    def __init__(self, project: Project) -> None:
        self.file = project.cache / "stages.json"

    def is_fresh(self, stage: str, inputs: str, output: Path) -> bool:
        """Whether the stage last ran on these inputs and the folder is as it left it."""
        known = self._read().get(stage)
        return (
            known is not None
            and known["inputs"] == inputs
            and output.exists()
            and known["outputs"] == fingerprint([output])
        )

    def record(self, stage: str, inputs: str, output: Path) -> None:
        """Remember that the stage has just made this folder of these inputs."""
        entries = self._read()
        entries[stage] = {"inputs": inputs, "outputs": fingerprint([output])}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(entries, indent=1, sort_keys=True))

    def _read(self) -> dict[str, dict[str, str]]:
        try:
            return dict(json.loads(self.file.read_text()))
        except (OSError, ValueError):
            return {}
