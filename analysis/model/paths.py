"""Where things are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

# A build runs the chapters while it still checks the tables: this variable tells them which.
TABLES = "TINH_SO_TABLES"


@dataclass(frozen=True)
class Project:
    """The folders of one copy of the project, all derived from its root.

    ``tables`` is where chapters read the clean tables, where that is not ``data/clean``.
    """

    root: Path
    tables: Path | None = None

    @property
    def raw(self) -> Path:
        """What sources print; only people write here."""
        return self.root / "data" / "raw"

    @property
    def clean(self) -> Path:
        """Tidy tables; only the program writes here."""
        return self.tables or self.root / "data" / "clean"

    @property
    def site(self) -> Path:
        """The finished pages."""
        return self.root / "_site"

    @property
    def cache(self) -> Path:
        """Executed notebooks and half-made pages; safe to delete at any time."""
        return self.root / ".cache"

    @classmethod
    def find(cls) -> Project:
        """The project around the working folder.

        Raises FileNotFoundError where no folder above holds ``_quarto.yml``.
        """
        here = Path.cwd().resolve()
        for folder in (here, *here.parents):
            if (folder / "_quarto.yml").is_file():
                tables = os.environ.get(TABLES)
                return cls(folder, Path(tables) if tables else None)
        raise FileNotFoundError(
            f"no _quarto.yml in {here} or above it; run this inside a copy of the project"
        )
