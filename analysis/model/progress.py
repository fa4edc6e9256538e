"""How a stage says what it is doing."""

from __future__ import annotations

import time
from collections.abc import Callable

Report = Callable[[str], None]


class Progress:
    """Prints each step with the seconds since the start."""

    def __init__(self) -> None:
        self.start = time.monotonic()

    def __call__(self, step: str) -> None:
        """Print one step."""
        print(f"[{time.monotonic() - self.start:6.1f} s] {step}", flush=True)
