"""Kernels that start with the libraries loaded, instead of from nothing.

Most of a short chapter's time would go into loading pandas, statsmodels and Altair. Here a process
loads them once (``analysis.publish.loaded``), and each kernel is forked from it: a real ipykernel,
in a process of its own, that shares nothing with other chapters but libraries at rest.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, Self, cast

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

PROGRAM = Path(__file__).with_name("loaded.py")

# How long a process may take to end when it is asked to, in seconds, before it is killed.
END_SECONDS = 30

# Whatever the user's own settings are, chapters run with these.
ENVIRONMENT = {"PYTHONHASHSEED": "0", "PYTHONWARNINGS": "default"}


class Loaded:
    """The process that has the libraries loaded. It starts at once and loads them meanwhile."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            # Isolated from the working folder: a file there must not stand for a library.
            [sys.executable, "-P", str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | ENVIRONMENT,
            start_new_session=True,
        )
        self.forked = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind or not self.forked:  # nobody waits for what it is doing
            self.process.kill()
        try:
            self.process.communicate(timeout=END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()

    def manager(self, config: Any, inputs: Path) -> AsyncKernelManager:
        """A manager for one kernel, which at its end writes to ``inputs`` what files it read."""
        made = AsyncKernelManager(kernel_name="python3", config=config)
        made.shutdown_wait_time = END_SECONDS  # it writes the names at its end
        made.provisioner = _Forked(
            loaded=self,
            inputs=inputs,
            parent=made,
            kernel_spec=made.kernel_spec,
            kernel_id="chapter",
        )
        return made

    def fork(self, **request: Any) -> Forked:
        """A new kernel. Raises RuntimeError where the libraries could not be loaded."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(request).encode() + b"\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError("the process that loads the libraries has ended")
        self.forked = True
        return Forked(int(answer))


class Forked:
    """A kernel's process, with the methods of ``subprocess.Popen`` that its manager calls."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int) -> None:
        self.pid = pid
        # Unlike its number, this stays the same process when it has ended.
        self.handle = os.pidfd_open(pid)

    def poll(self) -> int | None:
        """0 when it has ended, else None."""
        ended, _, _ = select.select([self.handle], [], [], 0)
        return 0 if ended else None

    def wait(self) -> int:
        """Wait until it has ended."""
        select.select([self.handle], [], [])
        os.close(self.handle)
        return 0

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it has ended."""
        if self.poll() is None:
            signal.pidfd_send_signal(self.handle, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask it to end."""
        self.send_signal(signal.SIGTERM)


class _Forked(LocalProvisioner):
    """Starts the kernel as a fork of the loaded process; all else is as for any local kernel."""

    def __init__(self, loaded: Loaded, inputs: Path, **rest: Any) -> None:
        super().__init__(**rest)
        self.loaded, self.inputs = loaded, inputs

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, with the arguments that a kernel started from nothing would have."""
        forked = self.loaded.fork(
            arguments=cmd[cmd.index("ipykernel_launcher") + 1 :],
            folder=kwargs["cwd"],
            env=kwargs["env"],
            inputs=str(self.inputs),
        )
        self.process, self.pid = cast(Any, forked), forked.pid
        return self.connection_info
