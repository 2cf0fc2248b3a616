"""A site's history, kept in ``data/<site>/cache/`` so that years of reports need not be read each time.

It holds nothing that the runs don't say, by the SHA-256 of their manifests; deleting it costs time only. A manifest
whose size and time of change are as they were isn't read again.
"""

import contextlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from crawler.dataset.index import CACHE
from crawler.dataset.runs import Run, runs_in
from crawler.errors import LanmuError
from crawler.exporters.lines import PART
from crawler.exporters.run_folder import MANIFEST, RUNS, place_of
from crawler.health.history import MOST_DAYS, SiteHistory
from crawler.health.rollup import add_run

_NAME = "health.json"
_VERSION = 1
_RUN = re.compile(r"\d{8}T\d{6}Z(?:-\d+)?")
_MONTH = re.compile(r"\d{4}-\d\d(?:-\d+)?")


@dataclass(slots=True)
class Kept:
    """A history, and what it was made of: of each folder the manifest's stamp and the runs, each by its key."""

    history: SiteHistory = field(default_factory=SiteHistory)
    folders: dict[str, tuple[int, int]] = field(default_factory=dict)
    runs: dict[str, dict[str, str]] = field(default_factory=dict)  # folder → run → key

    @property
    def keys(self) -> dict[str, str]:
        return {run: key for runs in self.runs.values() for run, key in runs.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """The history of a site's finished runs; ``begun`` is the name of the newest run folder, finished or not."""

    history: SiteHistory
    begun: str | None
    begun_sealed: bool


def site_history(data_dir: Path, site: str) -> Found:
    """The history of the site, the cache brought up to date.

    A cache that can't be written is done without. Raises :class:`LanmuError` for a run that isn't whole any more.
    """
    sealed, open_runs = _folders(data_dir / site / RUNS)
    path = data_dir / site / CACHE / _NAME
    kept = _loaded(path)
    newest = max((name for name in sealed if _RUN.fullmatch(name)), key=place_of, default=None)
    if kept is None or kept.folders != sealed:
        kept = _brought_up(kept or Kept(), data_dir / site / RUNS, sealed)
        with contextlib.suppress(OSError):
            _save(path, kept)
    if newest is None and kept.history.runs:
        newest = kept.history.runs[-1].run
    begun = max((name for name in [newest, *open_runs] if name), key=place_of, default=None)
    return Found(kept.history, begun, begun == newest)


def _folders(runs: Path) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """The folders of finished runs with their manifests' stamps, as far back as is kept; the names of open runs."""
    names = [path.name for path in runs.iterdir()] if runs.is_dir() else []
    # A month's folder is as new as its last day.
    newest = max((_first_day(name) for name in names if _is_runs(name)), default=date.min)
    oldest = newest - timedelta(days=min(MOST_DAYS, newest.toordinal() - 1))
    sealed, left = {}, []
    for name in sorted(names):
        if not _is_runs(name) or (_first_day(name) < oldest and name[:7] != f"{oldest:%Y-%m}"):
            continue
        try:
            stat = (runs / name / MANIFEST).stat()
        except OSError:
            left.append(name)
            continue
        sealed[name] = (stat.st_size, stat.st_mtime_ns)
    return sealed, [name for name in left if _RUN.fullmatch(name)]


def _is_runs(name: str) -> bool:
    return _RUN.fullmatch(name) is not None or _MONTH.fullmatch(name) is not None


def _first_day(name: str) -> date:
    digits = name.replace("-", "")
    return datetime.strptime(digits[:8] if _RUN.fullmatch(name) else digits[:6] + "01", "%Y%m%d").date()  # noqa: DTZ007


def _brought_up(kept: Kept, runs: Path, sealed: dict[str, tuple[int, int]]) -> Kept:
    """The history with the runs it lacks; made anew where a run it was made of is gone, or one came before its last."""
    keys = kept.keys
    fresh = {name: runs_in(runs / name) for name in sealed if kept.folders.get(name) != sealed[name]}
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
        every = (run for name in sealed for run in fresh.get(name) or runs_in(runs / name))
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


def _out_of_reach(run: str, sealed: dict[str, tuple[int, int]]) -> bool:
    """Whether a run lies further back than any folder that is looked at."""
    oldest = min(map(_first_day, sealed), default=date.max)
    return _first_day(run) < oldest


def _recent(runs: list[Run]) -> Iterator[Run]:
    """The runs that are no older than what is kept."""
    if runs:
        oldest = _first_day(runs[-1].name) - timedelta(days=MOST_DAYS)
        yield from (run for run in runs if _first_day(run.name) >= oldest)


def _loaded(path: Path) -> Kept | None:
    """What the cache holds; None where there is none, or it is no cache of ours."""
    try:
        told = json.loads(path.read_bytes())
        if told["version"] != _VERSION:
            return None
        folders = {name: (size, time) for name, (size, time) in told["folders"].items()}
        return Kept(SiteHistory.from_rows(told["history"]), folders, told["runs"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _save(path: Path, kept: Kept) -> None:
    told: dict[str, Any] = {"version": _VERSION, "folders": kept.folders, "runs": kept.runs}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}{PART}")
    part.write_text(json.dumps({**told, "history": kept.history.as_rows()}, ensure_ascii=False), encoding="utf-8")
    part.rename(path)
