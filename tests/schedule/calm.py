"""Sites for tests of the schedule, and waiting for a moment of it."""

import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import islice

from crawler import clock
from crawler.schedule.every import every_of, last_slot

# Generous: what is waited for comes within seconds.
SECONDS = 60
_FAR = timedelta(hours=5)


def calm(count: int) -> list[str]:
    """Names of sites, sorted, whose slots are hours away: none comes while a test is at it.

    That of a week is not within the next day either, so that a test can go on to it.
    """
    now, day = clock.now(), timedelta(days=1)
    quiet = [(every, far) for written, far in (("day", _FAR), ("week", _FAR + day)) if (every := every_of(written))]
    found = (
        name
        for name in (f"site{number:03}" for number in range(1000))
        if all(last_slot(one, name, "", now - _FAR) == last_slot(one, name, "", now + far) for one, far in quiet)
    )
    return list(islice(found, count))


def until(there: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for a moment of a process under way."""
    deadline = time.monotonic() + SECONDS
    while not there():
        assert process.poll() is None
        assert time.monotonic() < deadline, "the moment did not come"
        time.sleep(0.02)
