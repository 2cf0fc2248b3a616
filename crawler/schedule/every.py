"""How often a site is crawled, and the moments at which it is its turn: its slots.

A period begins at midnight in Beijing (a week on Monday) and has one slot, where the crawl window leaves it time for
one. Where in the period that lies, a hash of the site's name decides: always alike, and of many sites not at once.
"""

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import count, islice

from crawler.crawl_window import seconds_left
from crawler.errors import UsageError
from crawler.page.dates import BEIJING

_WRITTEN = re.compile(r"weekday|(?:(?P<count>[1-9]\d{0,2}) )?(?P<unit>hour|day|week)s?")
_HOURS = {"hour": 1, "day": 24, "week": 7 * 24}
_DAY = 24
_YEAR = 366 * _DAY
_MINUTES = 24 * 60
# Periods without a slot lie before any with one: those of a weekend, those of hours in which the window is closed.
_MOST_PERIODS = 3 * 24
_SUNDAY = 7


@dataclass(frozen=True, slots=True)
class Every:
    """A period of so many hours, of which a day or days are made; with ``weekdays``, only Monday to Friday count."""

    hours: int
    weekdays: bool = False

    @property
    def period(self) -> timedelta:
        return timedelta(hours=self.hours)


def every_of(written: object) -> Every | None:
    """What a site file's ``every`` says; None for ``""``, which stands for not by itself.

    Raises :class:`UsageError` for what says nothing.
    """
    if written == "":
        return None
    # A site file is written by hand: what its types should be is no guarantee.
    match = _WRITTEN.fullmatch(written) if isinstance(written, str) else None
    if match is None:
        raise UsageError(f'every {written!r} is unknown; write it as "day", "weekday", "week", "6 hours" or "3 days"')
    if match["unit"] is None:
        return Every(_DAY, weekdays=True)
    hours = int(match["count"] or 1) * _HOURS[match["unit"]]
    if hours > _YEAR:
        raise UsageError(f'every {written!r} is more than a year; write "" for a site that is crawled by hand')
    if match["unit"] == "hour" and _DAY % hours:
        raise UsageError(f"every {written!r} divides no day; hours are 1, 2, 3, 4, 6, 8 or 12")
    return Every(hours)


def last_slot(every: Every, site: str, window: str, now: datetime) -> datetime | None:
    """The site's newest slot, at ``now`` (Beijing time) or before; None where its window is never open."""
    return next((slot for slot in _slots(every, site, window, now, -1) if slot <= now), None)


def next_slot(every: Every, site: str, window: str, now: datetime) -> datetime | None:
    """The site's first slot after ``now``; None where its window is never open."""
    return next((slot for slot in _slots(every, site, window, now, 1) if slot > now), None)


def next_opening(window: str, at: datetime) -> datetime:
    """``at`` if the crawl window is open then, else the moment it opens; in Beijing time."""
    if seconds_left(window, at):
        return at
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = _open_minutes(window)
    ahead = (midnight + timedelta(days=day, minutes=minute) for day in (0, 1) for minute in minutes)
    return next(moment for moment in ahead if moment > at)


def _slots(every: Every, site: str, window: str, now: datetime, step: int) -> Iterator[datetime]:
    """The slots of the period of ``now`` and of those after (``step`` 1) or before (-1) it."""
    hour = (now.toordinal() - 1) * _DAY + now.hour
    first = hour // every.hours * every.hours
    starts = (first + number * step * every.hours for number in islice(count(), _MOST_PERIODS))
    found = (_slot(every, start, site, window) for start in starts)
    return (slot for slot in found if slot is not None)


def _slot(every: Every, start: int, site: str, window: str) -> datetime | None:
    """The slot of the period that begins at an hour, counted from the first Monday of the calendar."""
    day, hour = divmod(start, _DAY)
    midnight = datetime.fromordinal(day + 1).replace(tzinfo=BEIJING)
    if every.weekdays and midnight.isoweekday() >= _SUNDAY - 1:
        return None
    days = every.hours // _DAY
    # A crawl that is to last a day or more has its start early in the window, so that it has time.
    minutes = _early_minutes(window) if days else _minutes_of_hours(window, hour, every.hours)
    total = len(minutes) * max(days, 1)
    if not total:
        return None
    place = _share(site) * total
    whole = int(place)
    day, minute = divmod(whole, len(minutes))
    return midnight + timedelta(days=day, minutes=minutes[minute], seconds=int((place - whole) * 60))


def _share(site: str) -> float:
    """A number from 0 to below 1, always the same for a site."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:6]) / 2**48


@cache
def _open_minutes(window: str) -> tuple[int, ...]:
    """The minutes of a day in which a window is open."""
    return tuple(minute for minute in range(_MINUTES) if _left(window, minute))


@cache
def _early_minutes(window: str) -> tuple[int, ...]:
    """The minutes of a day that are in the first half of a time in which a window is open."""
    early = set()
    for minute in _open_minutes(window):
        left = _left(window, minute)
        if left == math.inf:
            return _open_minutes(window)
        if not _left(window, minute - 1):
            early |= {(minute + later) % _MINUTES for later in range(max(int(left / 60) // 2, 1))}
    return tuple(sorted(early))


@cache
def _minutes_of_hours(window: str, hour: int, hours: int) -> tuple[int, ...]:
    return tuple(minute for minute in _open_minutes(window) if hour * 60 <= minute < (hour + hours) * 60)


def _left(window: str, minute: int) -> float:
    """How long a window is open from a minute of any day."""
    return seconds_left(window, datetime(2024, 1, 1, tzinfo=BEIJING) + timedelta(minutes=minute % _MINUTES))
