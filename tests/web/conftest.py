"""The pages of a project with a past and with troubles, served by `lanmu web`: some weeks of the quarter."""

import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from support import COMMAND, environment, lanmu

from crawler.page.dates import BEIJING

# An evening on which most of what is planted can be seen: a site that is blocked, a redesign, a quiet column.
EVENING = datetime(2027, 1, 20, 23, 50, tzinfo=BEIJING)
ONLY = ("-s", "SPIDER_MODULES=sites")
_SECONDS = 120


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


@pytest.fixture(scope="session")
def weeks(quarter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quarter's project up to that evening, with two releases."""
    folder = tmp_path_factory.mktemp("weeks") / "project"
    shutil.copytree(quarter, folder)
    last = f"{EVENING:%Y%m%d}T999999Z"
    for run in folder.glob("data/*/runs/*"):
        if run.name > last:
            shutil.rmtree(run)
    for cache in folder.glob("data/*/cache"):
        shutil.rmtree(cache)
    env = {"LANMU_DAYS_AHEAD": days_ahead(EVENING)}
    for what in ("q_trs", "--all"):
        done = lanmu("release", what, *ONLY, cwd=folder, env=env)
        assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def pages(weeks: Path) -> Iterator[Served]:
    """They are served on that evening."""
    with serving(weeks, *ONLY, moment=EVENING) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        names = ("chromium", "chromium-browser", "google-chrome")
        path = next(found for name in names if (found := shutil.which(name)))
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
