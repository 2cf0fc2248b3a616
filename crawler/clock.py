"""What time it is, in Beijing. Everything a run dates is dated by this clock."""

import os
from datetime import datetime, timedelta
from functools import cache

from crawler.errors import UsageError
from crawler.page.dates import BEIJING

_DAYS_AHEAD = "LANMU_DAYS_AHEAD"


def now() -> datetime:
    """The present time, ``+08:00``; raises :class:`UsageError` where it can't be told."""
    return datetime.now(BEIJING) + _ahead()


@cache
def _ahead() -> timedelta:
    """Tests and benchmarks live through weeks of runs in a minute: they say how many days later it is than it is."""
    days = os.environ.get(_DAYS_AHEAD) or "0"
    try:
        return timedelta(days=float(days))
    except (ValueError, OverflowError):
        raise UsageError(f"{_DAYS_AHEAD}={days} is no number of days; unset it, or give one, like 7") from None
