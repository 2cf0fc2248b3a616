"""One crawl of the benchmark: a command run to its end in a process of its own, and what it took."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from crawled import ended

# Seconds; the slowest takes some minutes for 10,000 articles.
_LONGEST = 3600.0


@dataclass(frozen=True, slots=True)
class Run:
    """What one crawl took.

    ``pages`` are those of the job, the same for all: who asks for more than it takes isn't the cheaper for it.
    ``fetched`` are the answers of status 200 this one got.
    """

    pages: int
    fetched: int
    cpu: float
    wall: float
    rss: float  # MB, at its peak

    @property
    def cpu_per_1000(self) -> float:
        return self.cpu / self.pages * 1000

    @property
    def speed(self) -> float:
        return self.pages / self.wall


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended well: ``line`` is the last it wrote, all of it is in ``log``."""

    line: str
    log: Path
    cpu: float
    wall: float
    rss: float

    def run(self, pages: int, fetched: int) -> Run:
        return Run(pages, fetched, self.cpu, self.wall, self.rss)


def measured(command: Sequence[str], folder: Path) -> Done:
    """Run a command in ``folder``; what is counted is its own process, start-up included. Exits if it fails."""
    log = folder / "log"
    with log.open("wb") as file:
        since = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdout=file, stderr=file, process_group=0)
    try:
        done = ended(process, log, since, _LONGEST)
    finally:
        # What it has started ends with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if done.code:
        said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command)} ended with {done.code}:\n{said}")
    return Done(done.line, log, done.cpu, done.seconds, done.rss)
