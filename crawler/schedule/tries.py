"""How the crawls of a site since a moment went, by its run folders."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from crawler.dataset.runs import folded_runs
from crawler.errors import LanmuError
from crawler.exporters.run_folder import MANIFEST, REPORT, RUNS, place_of
from crawler.page.dates import BEIJING

_RUN = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
_MONTH = re.compile(r"(\d{4}-\d\d)(?:-\d+)?")
# How a crawl ends that was at it when it had to leave.
_CUT_SHORT = frozenset({"shutdown", "window_closed", "killed"})

# unfinished: stopped, out of its crawl window, killed, or still at it. A sample is no crawl of the site.
Outcome = Literal["complete", "incomplete", "failed", "unfinished", "sample"]


@dataclass(frozen=True, slots=True)
class Try:
    """One run, by its start (Beijing time)."""

    start: datetime
    outcome: Outcome


def tries_between(data_dir: Path, site: str, first: datetime, last: datetime) -> list[Try]:
    """The runs that started in that time, oldest first; raises :class:`LanmuError` for a folder that can't be one."""
    runs = data_dir / site / RUNS
    if not runs.is_dir():
        return []
    found: dict[str, Try] = {}
    for path in runs.iterdir():
        if _RUN.fullmatch(path.name):
            try:
                start = _start(path.name)
            except (ValueError, OverflowError):
                raise LanmuError(f"{path} is named after no time there is; move it away") from None
            if first <= start <= last:
                found[path.name] = Try(start, _outcome(path))
        elif (month := _MONTH.fullmatch(path.name)) and month[1] >= f"{first.astimezone(UTC):%Y-%m}":
            found |= _of_month(path, first, last)
    return [found[name] for name in sorted(found, key=place_of)]


def _outcome(folder: Path) -> Outcome:
    """What a run in its own folder came to."""
    if not (folder / MANIFEST).exists():
        return "unfinished"
    try:
        return _told(json.loads((folder / REPORT).read_bytes()))
    except (OSError, ValueError):
        # The crawl itself says what is damaged.
        return "failed"


def _of_month(folder: Path, first: datetime, last: datetime) -> dict[str, Try]:
    """The runs in that time among those of a past month that have been folded."""
    try:
        starts = {run.name: (_start(run.name), run) for run in folded_runs(folder)}
        found = {name: Try(at, _told(run.report())) for name, (at, run) in starts.items() if first <= at <= last}
    except (OSError, ValueError, KeyError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LanmuError(f"{folder} is damaged ({what}); restore it or move it away") from None
    return found


def _told(report: Mapping[str, Any]) -> Outcome:
    if report.get("sample"):
        return "sample"
    if report.get("ended") in _CUT_SHORT:
        return "unfinished"
    verdict = report.get("verdict")
    return verdict if verdict in {"complete", "incomplete"} else "failed"


def _start(run: str) -> datetime:
    """When a run started, by its name: ``+08:00``."""
    return datetime.strptime(run[:16] + "+0000", "%Y%m%dT%H%M%SZ%z").astimezone(BEIJING)
