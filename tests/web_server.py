"""`lanmu web` as a process of its own, for as long as a test looks at its pages."""

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from pathlib import Path

import warm
from support import environment, lanmu

from crawler.health.finding import Language
from crawler.page.dates import BEIJING

ONLY = ("-s", "SPIDER_MODULES=sites")
# The whole line: what stands there may be half of it.
_ADDRESS = re.compile(r"(http://\S+) .*\n")


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
    with warm.calling(["web", "--port", "0", *options], folder, {**environment(), **ahead}, 60) as server:
        try:
            yield Served(server.says(_ADDRESS)[1].rstrip("/"), folder, server.pid)
        finally:
            code = server.end()
        assert (code, "Traceback" in server.said()[1]) == (-signal.SIGTERM, False)
