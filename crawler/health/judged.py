"""A site judged by its history, and kept: as long as no run comes, its lamps show what they showed.

Whether a run is late depends on the hour, so that lamp isn't among them (``health/judge.py`` looks at it each time).
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from crawler.dataset.index import CACHE
from crawler.exporters.run_folder import MANIFEST, place_of
from crawler.extensions.lock import is_taken
from crawler.health import alive, allowed, complete, disk, readable, shrinking, slow
from crawler.health.cache import Folders, site_folders, site_history, write_cache
from crawler.health.finding import Finding, Lamp, Lit, State, Words
from crawler.health.history import ColumnHistory, SiteHistory
from crawler.health.looking import ColumnView, Look, SiteView

Looks = list[tuple[Lamp, Look]]

_NAME = "judged.json"
_COLUMN_LAMPS = (
    (Lamp.COMPLETE, complete.look),
    (Lamp.COMPLETE, shrinking.look),
    (Lamp.ALIVE, alive.look),
    (Lamp.READABLE, readable.look),
)
_SITE_LAMPS = (
    (Lamp.COMPLETE, complete.stopped),
    (Lamp.READABLE, readable.look_at_site),
    (Lamp.ALLOWED, allowed.look),
    (Lamp.ALLOWED, slow.look),
)
# A column that so many of the last whole runs haven't asked for is there no more.
_UNREAD_RUNS = 2


@dataclass(frozen=True, slots=True)
class JudgedColumn:
    """One column: ``retired`` is one that the site has no more, ``new`` one without a past."""

    name: str
    last_checked: str | None
    last_new: str | None
    retired: bool
    new: bool
    looks: Looks


@dataclass(frozen=True, slots=True)
class DayCounts:
    """What the runs of a day have written: bytes, and articles by what became of them."""

    day: int
    size: int
    new: int
    revised: int
    removed: int


@dataclass(frozen=True, slots=True)
class Judged:
    """A site by its history; ``begun`` is the name of its newest run.

    ``open``: that has no manifest yet; ``dead``: nor will it get one, for nobody is at it any more. ``ahead`` are the
    folders of runs that are dated in the future.
    """

    begun: str | None
    looks: Looks
    columns: list[JudgedColumn]
    days: list[DayCounts]
    open: bool = False
    dead: bool = False
    ahead: Sequence[str] = ()


def judged(data_dir: Path, site: str, now: datetime, quiet_days: int | None, named: Sequence[str] = ()) -> Judged:
    """The site as it is ``now``, from the cache where that was made of the same runs by the same rules.

    ``named`` are the columns that its file names, if it does. Raises :class:`~crawler.errors.LanmuError` for a run
    that isn't whole any more.
    """
    folders = site_folders(data_dir, site, now)
    path = folders.path.parent / CACHE / _NAME
    made_of = [_rules(), quiet_days, sorted(named), folders.sealed]
    kept = _loaded(path, made_of)
    if kept is None:
        history = site_history(folders)
        kept = _judged(history, site, quiet_days, named)
        if folders.sealed:
            write_cache(path, {"made_of": made_of, **_as_rows(kept)})
    return _with_the_rest(kept, folders, data_dir, site)


def last_named(data_dir: Path, site: str) -> tuple[int | None, list[str]]:
    """``quiet_days`` and the columns that a site file named when it could be read and judged last, if it ever was."""
    try:
        _, quiet_days, named, _ = json.loads((data_dir / site / CACHE / _NAME).read_bytes())["made_of"]
    except (OSError, ValueError, KeyError, TypeError):
        return None, []
    return quiet_days, named


def _judged(history: SiteHistory, site: str, quiet_days: int | None, named: Sequence[str]) -> Judged:
    view = SiteView(site, history)
    looks = [(lamp, look(view)) for lamp, look in _SITE_LAMPS]
    columns = []
    for column in history.columns.values():
        one, retired = ColumnView(site, column, history, quiet_days), _retired(column, history)
        own = [] if retired else [(lamp, look(one)) for lamp, look in _COLUMN_LAMPS]
        # Whoever names the columns has left this one out; else it is the site that leads to it no more.
        if retired and not one.new and (not named or column.name in named):
            retired, own = False, [(Lamp.COMPLETE, complete.lost(one))]
        columns.append(JudgedColumn(column.name, column.last_checked, column.last_new, retired, one.new, own))
    last = history.runs[-1] if history.runs else None
    return Judged(last.run if last else None, looks, columns, _days(history))


def _days(history: SiteHistory) -> list[DayCounts]:
    days: dict[int, DayCounts] = {}
    for run in history.runs:
        if run.day > history.day - disk.DAYS:
            old = days.get(run.day, DayCounts(run.day, 0, 0, 0, 0))
            sums = (old.new + run.new, old.revised + run.revised, old.removed + run.removed)
            days[run.day] = DayCounts(run.day, old.size + run.size, *sums)
    return list(days.values())


def _retired(column: ColumnHistory, history: SiteHistory) -> bool:
    """Whether the last runs that came to their end haven't asked for the column."""
    whole = [run.number for run in history.runs if run.trouble is None and run.ended == "finished"][-_UNREAD_RUNS:]
    last = column.facts[-1].number if column.facts else -1
    return len(whole) == _UNREAD_RUNS and last < whole[0]


def _with_the_rest(kept: Judged, folders: Folders, data_dir: Path, site: str) -> Judged:
    """With the run that is under way, or was killed, after the last finished one, and with those of the future."""
    newest = max([name for name in [kept.begun, *folders.unsealed] if name], key=place_of, default=None)
    if newest is None or newest == kept.begun:
        return replace(kept, ahead=folders.ahead)
    # It may have ended just now: its lock goes after its manifest has come.
    dead = not is_taken(data_dir, site) and not (folders.path / newest / MANIFEST).exists()
    return replace(kept, begun=newest, open=True, dead=dead, ahead=folders.ahead)


# In the cache


@cache
def _rules() -> str:
    """What judges: these modules, and the holidays as they are known."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    try:
        digest.update(metadata.version("holidays").encode())
    except metadata.PackageNotFoundError:
        digest.update(b"-")
    return digest.hexdigest()


def _loaded(path: Path, made_of: Sequence[Any]) -> Judged | None:
    try:
        told = json.loads(path.read_bytes())
        rules, quiet_days, named, stamps = told["made_of"]
        if [rules, quiet_days, named, {name: tuple(stamp) for name, stamp in stamps.items()}] != made_of:
            return None
        columns = [
            JudgedColumn(name, checked, last, retired, new, _looks(looks))
            for name, checked, last, retired, new, looks in told["columns"]
        ]
        days = [DayCounts(*row) for row in told["days"]]
        return Judged(told["begun"], _looks(told["looks"]), columns, days)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _as_rows(kept: Judged) -> dict[str, Any]:
    return {
        "begun": kept.begun,
        "looks": _rows(kept.looks),
        "columns": [
            [one.name, one.last_checked, one.last_new, one.retired, one.new, _rows(one.looks)] for one in kept.columns
        ],
        "days": [[getattr(day, name) for name in day.__slots__] for day in kept.days],
    }


def _rows(looks: Looks) -> list[Any]:
    return [
        [lamp.name, look.lit.state.name, look.lit.reason.zh, look.lit.reason.en, list(map(_row, look.findings))]
        for lamp, look in looks
    ]


def _row(one: Finding) -> list[Any]:
    said = [one.evidence.zh, one.evidence.en, one.todo.zh, one.todo.en]
    return [one.site, one.column, one.kind, one.lamp.name, one.state.name, one.since, *said, one.weight]


def _looks(rows: Sequence[Any]) -> Looks:
    return [
        (Lamp[lamp], Look(Lit(State[state], Words(zh, en)), tuple(map(_finding, findings))))
        for lamp, state, zh, en, findings in rows
    ]


def _finding(row: Sequence[Any]) -> Finding:
    site, column, kind, lamp, state, since, zh, en, todo_zh, todo_en, weight = row
    said = Words(zh, en), Words(todo_zh, todo_en)
    return Finding(site, column, kind, Lamp[lamp], State[state], since, *said, weight)
