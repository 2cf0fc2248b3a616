"""`lanmu web` as a process of its own, for as long as a test looks at its pages."""

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from support import COMMAND, environment

from crawler.page.dates import BEIJING

ONLY = ("-s", "SPIDER_MODULES=sites")


@dataclass(frozen=True)
class Served:
    """Pages that are served: their address without a slash at the end, the project they are of, the server's id."""

    address: str
    folder: Path
    process: int


def days_ahead(moment: datetime) -> str:
    """What makes it that moment, for whoever is given it as LANMU_DAYS_AHEAD."""
    return repr((moment - datetime.now(BEIJING)).total_seconds() / 86_400)


@contextmanager
def serving(folder: Path, *options: str, moment: datetime | None = None) -> Iterator[Served]:
    """`lanmu web` of a project as a process of its own, on a free port; it ends in order."""
    ahead = {"LANMU_DAYS_AHEAD": days_ahead(moment)} if moment else {}
    process = subprocess.Popen(
        [*COMMAND, "web", "--port", "0", *options],
        cwd=folder,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**environment(), **ahead},
    )
    try:
        assert process.stderr is not None
        said = []
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"http://\S+", line):
                yield Served(found[0].rstrip("/"), folder, process.pid)
                break
        else:
            raise AssertionError("".join(said))
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        finally:
            process.kill()
            if process.stderr is not None:
                process.stderr.close()
