"""`lanmu web` as a process of its own, for as long as a test looks at its pages."""

import os
import re
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import IO

from support import COMMAND, environment, lanmu

from crawler.health.finding import Language
from crawler.page.dates import BEIJING

ONLY = ("-s", "SPIDER_MODULES=sites")
# The whole line: what stands there may be half of it.
_ADDRESS = re.compile(r"(http://\S+) .*\n")
# It reads all runs first; by then it has said little.
_SECONDS, _MOST = 300, 65_536


@dataclass(frozen=True)
class Served:
    """Pages that are served: their address without a slash at the end, the project they are of, the server's id."""

    address: str
    folder: Path
    process: int


def days_ahead(moment: datetime) -> str:
    """What makes it that moment, for whoever is given it as LANMU_DAYS_AHEAD."""
    return repr((moment - datetime.now(BEIJING)).total_seconds() / 86_400)


def health_said(folder: Path, moment: datetime, language: Language) -> str:
    """The sentence that `lanmu health` begins with."""
    options = ("--lang", language)
    done = lanmu("health", *options, *ONLY, cwd=folder, env={"LANMU_DAYS_AHEAD": days_ahead(moment)})
    assert done.returncode in {0, 1}, done.stderr
    return done.stdout.partition("\n")[0]


def verdict_of(body: str) -> str:
    """The sentence on the first page."""
    return unescape(re.sub(r"<[^>]*>", "", body.partition('<h1 class="verdict">')[2].partition("</h1>")[0]))


@contextmanager
def serving(folder: Path, *options: str, moment: datetime | None = None) -> Iterator[Served]:
    """`lanmu web` of a project as a process of its own, on a free port; it ends in order."""
    ahead = {"LANMU_DAYS_AHEAD": days_ahead(moment)} if moment else {}
    # A file, not a pipe: nobody would read on while the pages are looked at, and a pipe fills.
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*COMMAND, "web", "--port", "0", *options], cwd=folder, stderr=said, env={**environment(), **ahead}
        )
        try:
            yield Served(_address(process, said).rstrip("/"), folder, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            finally:
                process.kill()


def _address(process: "subprocess.Popen[bytes]", said: IO[bytes]) -> str:
    """The address that it says it serves on; raises :class:`AssertionError` where it ends, or says none."""
    deadline = time.monotonic() + _SECONDS
    while True:
        ended = process.poll() is not None
        # Not by its position: that is the child's too.
        told = os.pread(said.fileno(), _MOST, 0).decode("utf-8")
        if found := _ADDRESS.search(told):
            return found[1]
        assert not ended, told
        assert time.monotonic() < deadline, told
        time.sleep(0.02)
