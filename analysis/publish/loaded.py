"""A process that loads the libraries once and forks a kernel from itself whenever it is asked.

It runs as a program of its own (see ``analysis.publish.kernels``) and loads nothing of this
project: each kernel imports what its chapter needs, and the names of all files that it read are
written down at its end.

A request is a line of JSON on stdin: arguments of the kernel, folder, environment, and where to
write the names. The answer is a line with the number of the new process. It ends when stdin does.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

# What chapters load. Polars is not among them: its threads do not survive a fork.
LIBRARIES = (
    "ipykernel.kernelapp", "ipykernel.ipkernel", "IPython.core.completer", "debugpy",
    "pandas", "scipy.stats", "altair", "statsmodels.api", "linearmodels.panel",
)  # fmt: skip


def load() -> None:
    """Load the libraries, and let Altair read its schema, which it does with the first chart."""
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]  # as in the package
    for name in LIBRARIES:
        importlib.import_module(name)
    import altair as alt
    import pandas as pd

    chart = alt.Chart(pd.DataFrame({"x": [1.0], "y": ["a"]})).mark_bar().encode(x="x", y="y")
    chart.to_json()
    # What is there now is there for good: a collection in a fork would copy all of its memory.
    gc.collect()
    gc.freeze()


def main() -> None:
    """Answer requests until stdin ends; then no kernel is left."""
    load()
    kernels: set[int] = set()
    for line in sys.stdin.buffer:
        _forget_ended(kernels, os.WNOHANG)
        process = os.fork()
        if process == 0:
            _become_kernel(**json.loads(line))
        kernels.add(process)
        print(process, flush=True)
    _forget_ended(kernels, os.WNOHANG)
    # Whoever asked for these is gone: nobody else will end them.
    for process in kernels:
        with suppress(ProcessLookupError):
            os.killpg(process, signal.SIGKILL)
    _forget_ended(kernels, 0)


def _forget_ended(kernels: set[int], how: int) -> None:
    """Take out the kernels that have ended; without ``WNOHANG``, wait until all have."""
    with suppress(ChildProcessError):
        while ended := os.waitpid(-1, how)[0]:
            kernels.discard(ended)


def _become_kernel(arguments: list[str], folder: str, env: Mapping[str, str], inputs: str) -> None:
    """Run the kernel of one chapter in this process, to its end."""
    code = 1
    try:
        # A group of its own: Ctrl-C reaches the kernel through its manager, not the terminal.
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(2, 1)
        os.environ.clear()
        os.environ.update(env)
        os.chdir(folder)
        read: set[str] = set()
        sys.addaudithook(lambda event, about: _note(read, event, about))
        from ipykernel.kernelapp import IPKernelApp

        # It ends when the process that it was forked from does.
        IPKernelApp.launch_instance(
            argv=[*arguments, f"--IPKernelApp.parent_handle={os.getppid()}"]
        )
        modules = {getattr(module, "__file__", None) for module in [*sys.modules.values()]}
        with open(inputs, "w", encoding="utf-8") as file:
            json.dump(sorted(filter(None, read | modules)), file)
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


def _note(read: set[str], event: str, about: tuple[Any, ...]) -> None:
    """Keep the name of a file that is opened, unless it is only written."""
    if event == "open" and isinstance(about[0], str | bytes | os.PathLike):
        _, _, flags = about
        if flags & os.O_ACCMODE != os.O_WRONLY:
            read.add(os.path.abspath(os.fsdecode(about[0])))


if __name__ == "__main__":
    main()
