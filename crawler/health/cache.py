"""A site's history, kept in ``data/<site>/cache/`` so that years of reports need not be read each time.

It holds nothing that the runs don't say, by the SHA-256 of their manifests; deleting it costs time only. A manifest
whose size and time of change are as they were isn't read again.
"""

import contextlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.dataset.index import CACHE
from crawler.dataset.runs import Run, whole_runs_in
from crawler.errors import LanmuError
from crawler.exporters.lines import PART
from crawler.exporters.run_folder import MANIFEST, RUNS, place_of
from crawler.health.history import MOST_DAYS, SiteHistory
from crawler.health.rollup import add_run

_NAME = "health.json"
_VERSION = 3
_RUN = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
_MONTH = re.compile(r"\d{4}-\d\d(?:-\d+)?")
# A run that starts later than it is now is of a clock that was wrong. By up to so much it counts all the same, as for
# what is due (schedule/due.py).
_PUT_BACK = timedelta(days=1)


@dataclass(slots=True)
class Kept:
    """A history, and what it was made of: of each folder the manifest's stamp and the runs, each by its key."""

    history: SiteHistory = field(default_factory=SiteHistory)
    folders: dict[str, tuple[int, int]] = field(default_factory=dict)
    runs: dict[str, dict[str, str]] = field(default_factory=dict)  # folder → run → key

    @property
    def keys(self) -> dict[str, str]:
        return {run: key for runs in self.runs.values() for run, key in runs.items()}


Stamps = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of finished runs by their manifests' stamps, as far back as is kept; runs without a manifest.

    ``ahead`` are those dated in the future; they are none of the others.
    """

    path: Path
    sealed: Stamps
    unsealed: list[str]
    ahead: list[str]


def site_folders(data_dir: Path, site: str, now: datetime) -> Folders:
    """What lies below ``runs/`` now."""
    path = data_dir / site / RUNS
    names = sorted(filter(_is_runs, (entry.name for entry in os.scandir(path)))) if path.is_dir() else []
    latest = (now + _PUT_BACK).astimezone(UTC)
    month, second = f"{latest:%Y-%m}", f"{latest:%Y%m%dT%H%M%S}"
    ahead = [name for name in names if (name[:7] > month if name[4] == "-" else name[:15] > second)]
    names = [name for name in names if name not in ahead] if ahead else names
    newest = max(map(_month, names), default="0001-01")
    # A month more than is kept: a folder of a month is as old as its first day.
    oldest = (date.fromisoformat(f"{newest}-01") - timedelta(days=MOST_DAYS)) if newest > "0003" else date.min
    sealed, unsealed = {}, []
    for name in names:
        if _month(name) < f"{oldest:%Y-%m}":
            continue
        try:
            stat = os.stat(f"{path}/{name}/{MANIFEST}")  # noqa: PTH116 - of thousands of folders, pathlib takes as long again
        except OSError:
            unsealed.append(name)
            continue
        sealed[name] = (stat.st_size, stat.st_mtime_ns)
    return Folders(path, sealed, [name for name in unsealed if _RUN.fullmatch(name)], ahead)


def site_history(folders: Folders) -> SiteHistory:
    """The history of a site's finished runs, the cache brought up to date.

    A cache that can't be written is done without. Raises :class:`LanmuError` for a run that isn't whole any more.
    """
    path = folders.path.parent / CACHE / _NAME
    kept = _loaded(path)
    if kept is None or kept.folders != folders.sealed:
        kept = _brought_up(kept or Kept(), folders.path, folders.sealed)
        write_cache(path, {"version": _VERSION, "folders": kept.folders, "keys": kept.runs} | kept.history.as_rows())
    return kept.history


def write_cache(path: Path, told: dict[str, Any]) -> None:
    """Write a file of the cache, whole or not at all; what can't be kept is made again next time."""
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        part.rename(path)


def _month(name: str) -> str:
    """The month of a folder: of one run or of all its runs."""
    return name[:7] if name[4] == "-" else f"{name[:4]}-{name[4:6]}"


def _is_runs(name: str) -> bool:
    return _RUN.fullmatch(name) is not None or _MONTH.fullmatch(name) is not None


def _day(run: str) -> date:
    return date(int(run[:4]), int(run[4:6]), int(run[6:8]))


def _brought_up(kept: Kept, runs: Path, sealed: Stamps) -> Kept:
    """The history with the runs it lacks; made anew where a run it was made of is gone, or one came before its last."""
    keys = kept.keys
    fresh = {name: whole_runs_in(runs / name) for name in sealed if kept.folders.get(name) != sealed[name]}
    now = {name: kept.runs[name] for name in sealed if name not in fresh}
    now |= {name: {run.name: run.key for run in found} for name, found in fresh.items()}
    merged = Kept(kept.history, dict(sealed), now)
    missing = merged.keys
    lost = any(missing.get(run) != key for run, key in keys.items() if not _out_of_reach(run, sealed))
    new = sorted((run for found in fresh.values() for run in found if run.name not in keys), key=_place)
    # A run that has been folded may still lie in its own folder.
    new = list({run.name: run for run in new}.values())
    last = max(map(place_of, keys), default=("", 0))
    if lost or (new and keys and _place(new[0]) < last):
        merged.history = SiteHistory()
        every = (run for name in sealed for run in fresh.get(name) or whole_runs_in(runs / name))
        new = sorted({run.name: run for run in every}.values(), key=_place)
    for run in _recent(new):
        try:
            add_run(merged.history, run)
        except (OSError, ValueError, KeyError, TypeError) as error:
            what = f"{type(error).__name__}: {error}"
            raise LanmuError(f"{run.folder} is damaged (run {run.name}, {what}); restore it or move it away") from None
    merged.history.forget()
    return merged


def _place(run: Run) -> tuple[str, int]:
    return place_of(run.name)


def _out_of_reach(run: str, sealed: Stamps) -> bool:
    """Whether a run lies further back than any folder that is looked at."""
    return _month(run) < min(map(_month, sealed), default="9999")


def _recent(runs: list[Run]) -> Iterator[Run]:
    """The runs that are no older than what is kept."""
    if runs:
        oldest = _day(runs[-1].name) - timedelta(days=MOST_DAYS)
        yield from (run for run in runs if _day(run.name) >= oldest)


def _loaded(path: Path) -> Kept | None:
    """What the cache holds; None where there is none, or it is no cache of ours."""
    try:
        told = json.loads(path.read_bytes())
        if told["version"] != _VERSION:
            return None
        folders = {name: (size, time) for name, (size, time) in told["folders"].items()}
        return Kept(SiteHistory.from_rows(told), folders, told["keys"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
