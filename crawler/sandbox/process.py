"""The sandbox in a process of its own, for the demo and the benchmarks."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from crawler.errors import LanmuError


@contextmanager
def running_sandbox(*options: str) -> Iterator[str]:
    """Run ``lanmu sandbox`` with ``options`` and yield its home page's address; it ends with the block.

    Raises :class:`LanmuError` with the sandbox's own words if it doesn't start.
    """
    command = [sys.executable, "-m", "crawler.cmdline", "sandbox", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            if process.stdout is None or process.stderr is None:
                raise RuntimeError("pipes were asked for")
            line = process.stdout.readline()
            if not line:
                raise LanmuError(f"the sandbox did not start: {process.stderr.read().strip()}")
            yield line.split()[1]
        finally:
            process.terminate()
            try:
                process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                process.kill()
