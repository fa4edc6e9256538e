"""Whether anything has changed since a stage last ran, by content and never by time."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable, Mapping
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


class Hashes:
    """Hashes of files, each read once; of a file that is not there, nothing."""

    def __init__(self) -> None:
        self.known: dict[Path, str] = {}

    def of(self, path: Path) -> str:
        """The hash of a file's content."""
        if path not in self.known:
            try:
                self.known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                self.known[path] = ""
        return self.known[path]


def sources_of(project: Project, *parts: str) -> list[Path]:
    """Parts of the package and the lock file, which every stage depends on."""
    package = Path(__file__).parent.parent
    return [*(package / part for part in parts), project.root / "requirements.lock"]


class Ledger:
    """Remembers what each stage read and wrote, in the project's cache."""

    def __init__(self, project: Project) -> None:
        self.file = project.cache / "stages.json"

    def is_fresh(self, stage: str, inputs: str, outputs: Iterable[Path]) -> bool:
        """Whether the stage last ran on these inputs and its outputs are as it left them."""
        known = self._read().get(stage)
        paths = list(outputs)
        return (
            known is not None
            and known["inputs"] == inputs
            and all(path.exists() for path in paths)
            and known["outputs"] == fingerprint(paths)
        )

    def record(self, stage: str, inputs: str, outputs: Iterable[Path]) -> None:
        """Remember that the stage has just made these outputs of these inputs."""
        entries = dict(self._read())
        entries[stage] = {"inputs": inputs, "outputs": fingerprint(outputs)}
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(json.dumps(entries, indent=1, sort_keys=True))

    def _read(self) -> Mapping[str, Mapping[str, str]]:
        try:
            entries: Mapping[str, Mapping[str, str]] = json.loads(self.file.read_text())
        except (OSError, ValueError):
            return {}
        return entries
