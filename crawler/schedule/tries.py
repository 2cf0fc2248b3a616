"""How the crawls of a site since a moment went, by its run folders."""

import json
import re
from collections.abc import Iterator
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

# unfinished: stopped, out of its crawl window, killed, or still at it.
Outcome = Literal["complete", "incomplete", "failed", "unfinished"]


@dataclass(frozen=True, slots=True)
class Try:
    """One run, by its start (Beijing time)."""

    start: datetime
    outcome: Outcome


def tries_between(data_dir: Path, site: str, first: datetime, last: datetime) -> list[Try]:
    """The runs that started in that time, oldest first; a sample is none."""
    runs = data_dir / site / RUNS
    if not runs.is_dir():
        return []
    found: dict[str, Try] = {}
    for path in runs.iterdir():
        if _RUN.fullmatch(path.name):
            if first <= (start := _start(path.name)) <= last:
                found |= _try(path.name, start, path)
        elif (month := _MONTH.fullmatch(path.name)) and month[1] >= f"{first.astimezone(UTC):%Y-%m}":
            found |= dict(_of_month(path, first, last))
    return [found[name] for name in sorted(found, key=place_of)]


def _try(name: str, start: datetime, folder: Path) -> dict[str, Try]:
    """What a run in its own folder came to; nothing of a sample."""
    if not (folder / MANIFEST).exists():
        return {name: Try(start, "unfinished")}
    try:
        report = json.loads((folder / REPORT).read_bytes())
    except (OSError, ValueError):
        # The crawl itself says what is damaged.
        return {name: Try(start, "failed")}
    return _read(name, start, report)


def _of_month(folder: Path, first: datetime, last: datetime) -> Iterator[tuple[str, Try]]:
    """The runs among those of a past month that have been folded."""
    try:
        for run in folded_runs(folder):
            if first <= (start := _start(run.name)) <= last:
                yield from _read(run.name, start, run.report()).items()
    except (OSError, ValueError, KeyError) as error:
        what = f"{type(error).__name__}: {error}"
        raise LanmuError(f"{folder} is damaged ({what}); restore it or move it away") from None


def _read(name: str, start: datetime, report: dict[str, Any]) -> dict[str, Try]:
    if report.get("sample"):
        return {}
    if report.get("ended") in _CUT_SHORT:
        return {name: Try(start, "unfinished")}
    verdict = report.get("verdict")
    return {name: Try(start, verdict if verdict in {"complete", "incomplete"} else "failed")}


def _start(run: str) -> datetime:
    """When a run started, by its name: ``+08:00``."""
    return datetime.strptime(run[:16] + "+0000", "%Y%m%dT%H%M%SZ%z").astimezone(BEIJING)
