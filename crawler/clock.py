"""What time it is, in Beijing. Everything a run dates is dated by this clock."""

import os
from datetime import datetime, timedelta

from crawler.page.dates import BEIJING

# Tests and benchmarks live through weeks of runs in a minute: they say how many days it is later than it is.
_AHEAD = timedelta(days=float(os.environ.get("LANMU_DAYS_AHEAD") or 0))


def now() -> datetime:
    """The present time, ``+08:00``."""
    return datetime.now(BEIJING) + _AHEAD
