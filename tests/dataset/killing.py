"""Crawls that are ended from outside, at a moment a test chooses."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from history import SITE, environment_on
from news_site import NewsSite
from support import COMMAND, Done, crawl_arguments, environment

# Generous: what is waited for comes within a second or two.
SECONDS = 60
_LIMITED = (
    "import resource, runpy, sys; size = int(sys.argv.pop(1)); "
    "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)); "
    "sys.argv[0] = 'lanmu'; runpy.run_module('crawler.cmdline', run_name='__main__')"
)


@contextmanager
def crawling(site: NewsSite, folder: Path, *options: str, day: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A crawl under way; it is killed with the block if it still runs."""
    with subprocess.Popen(
        [*COMMAND, *crawl_arguments(SITE, site.address, *options)],
        cwd=folder,
        env={**environment(), **environment_on(day)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def held(site: NewsSite, path: str) -> Iterator[None]:
    """No answer comes for ``path`` within the block, so that no crawl can end in it."""
    let_go = threading.Event()
    site.before = lambda asked: let_go.wait(SECONDS) if asked == path else None
    try:
        yield
    finally:
        site.before = None
        let_go.set()


def wait_until(there: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a moment of a crawl."""
    deadline = time.monotonic() + SECONDS
    while not there():
        assert process.poll() is None, "the crawl ended before the moment came"
        assert time.monotonic() < deadline, "the moment did not come"
        time.sleep(0.005)


def wait_for_requests(count: int, site: NewsSite, process: subprocess.Popen[str]) -> None:
    """Wait until a crawl has asked for so much, or is over."""
    wait_until(lambda: len(site.requested) >= count or process.poll() is not None, process)


def kill(process: subprocess.Popen[str]) -> None:
    """``kill -9``, and wait until it is over."""
    process.kill()
    process.wait(SECONDS)


def lines_in(folder: Path, name: str) -> int:
    """How many lines the run under way has written into its file ``name``."""
    parts = folder.glob(f"data/{SITE}/runs/*/{name}.part")
    return sum(path.read_bytes().count(b"\n") for path in parts)


def crawl_with_room_for(size: int, site: NewsSite, folder: Path, *options: str) -> Done:
    """A crawl in which no file can grow over ``size`` bytes, as on a full disk."""
    return subprocess.run(
        [sys.executable, "-c", _LIMITED, str(size), *crawl_arguments(SITE, site.address, *options)],
        cwd=folder,
        env={**environment(), **environment_on(0)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
