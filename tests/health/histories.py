"""Histories made up by hand: daily runs of one column, as they would stand in the roll-up."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from crawler.health.history import ColumnFacts, ColumnHistory, DayRead, RunFacts, SiteHistory
from crawler.health.looking import ColumnView, SiteView
from crawler.page.dates import BEIJING

SITE, COLUMN = "yunze", "通知公告"
FIRST = date(2026, 3, 2)  # a Monday
EVENING = time(22, 0)


def run(number: int, day: date, **told: Any) -> RunFacts:
    """A run at ten in the evening, complete unless told."""
    started = datetime.combine(day, EVENING, BEIJING)
    facts: dict[str, Any] = {
        "run": f"{day:%Y%m%d}T140000Z", "started": started.isoformat(), "verdict": "complete", "ended": "finished",
        "finished": (started + timedelta(minutes=5)).isoformat(), "trouble": None, "answers": 10, "latency": 1.0,
        "size": 10_000, "new": 0, "revised": 0, "removed": 0, "rules": {},
    }  # fmt: skip
    return RunFacts(number=number, **(facts | told))


def read(number: int, **told: Any) -> ColumnFacts:
    """A column that was walked to its end, unless told."""
    facts: dict[str, Any] = {
        "ended": "walked", "declared": 3, "walked": 3, "items": 60, "listed": 60, "new": 0, "page": None, "pages": {},
        "links": {},
    }  # fmt: skip
    return ColumnFacts(number=number, **(facts | told))


def view(
    days: int,
    posts: Iterable[int] = (),
    *,
    facts: Callable[[int], Mapping[str, Any]] = lambda _: {},
    runs: Callable[[int], Mapping[str, Any]] = lambda _: {},
    reads: Iterable[DayRead] = (),
    quiet_days: int | None = None,
) -> ColumnView:
    """A column after so many daily runs; ``posts`` are the numbers of days with news, below 0 before the first run.

    ``facts`` and ``runs`` tell by a run's number in what it differs.
    """
    history = SiteHistory([run(number, day(number), **runs(number)) for number in range(days)])
    column = ColumnHistory(COLUMN, ordinal(0), 0, reads=days)
    column.facts = [read(number, **facts(number)) for number in range(days)]
    column.last_day = max((ordinal(one.number) for one in column.facts if one.walked), default=None)
    column.posts = {ordinal(number): 1 for number in posts}
    column.days = list(reads)
    history.columns[COLUMN] = column
    return ColumnView(SITE, column, history, quiet_days)


def site_view(days: int, runs: Callable[[int], Mapping[str, Any]] = lambda _: {}) -> SiteView:
    """A site after so many daily runs."""
    return SiteView(SITE, SiteHistory([run(number, day(number), **runs(number)) for number in range(days)]))


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def ordinal(number: int) -> int:
    return day(number).toordinal()


def weekdays(first: int, last: int) -> list[int]:
    """The numbers of Monday to Friday from one day up to another."""
    return [number for number in range(first, last) if day(number).isoweekday() < 6]
