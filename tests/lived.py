"""The quarter, lived through once for all who look at it, whichever of pytest's processes they are in."""

import fcntl
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from crawler.page.dates import BEIJING

# An evening on which most of what is planted can be seen: a site that is blocked, a redesign, a quiet column.
EVENING = datetime(2027, 1, 20, 23, 50, tzinfo=BEIJING)
QUARTER = Path(__file__).parent / "health" / "quarter.py"


def quarter_lived(factory: pytest.TempPathFactory) -> Path:
    """A folder with the quarter's ``project`` at its end, and ``days.jsonl``, what each day came to."""
    # Processes of pytest-xdist have a folder each, below one that is all theirs.
    base = factory.getbasetemp().parent if "PYTEST_XDIST_WORKER" in os.environ else factory.getbasetemp()
    folder = base / "the-quarter"
    folder.mkdir(exist_ok=True)
    days = folder / "days.jsonl"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not days.exists():
            environment = {name: value for name, value in os.environ.items() if name != "SCRAPY_SETTINGS_MODULE"}
            done = subprocess.run(
                [sys.executable, QUARTER, folder / "project"],
                capture_output=True,
                text=True,
                encoding="utf-8",
                env=environment,
                check=False,
            )
            assert done.returncode == 0, done.stderr
            days.write_text(done.stdout, encoding="utf-8")
    return folder
