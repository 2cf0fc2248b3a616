"""What today and columns show, put together once for all that look: health, and numbers of the store at one moment."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from crawler.health.finding import ColumnHealth, Finding, Health
from crawler.project import province_of
from crawler.spiders.site import Site
from crawler.web.columns.site_settings import settings_of

# The strips and the heat map show so many days; what is usual is that of so many weeks, on the same weekday.
DAYS = 60
WEEKS = 8
FIELDS = ("title", "date", "source", "body")

_TODAY = """
SELECT (SELECT count(*) FROM articles WHERE first = :day) AS new,
  (SELECT count(*) FROM changes WHERE day = :day AND kind <> 'removed') AS changed,
  (SELECT count(*) FROM changes WHERE day = :day AND kind = 'removed') AS removed
"""
_COLUMNS = """
SELECT columns.number, sites.name AS site, columns.name, columns.url FROM columns JOIN sites ON site = sites.number
"""
_POSTED = 'SELECT "column", posted, count(*) FROM articles WHERE posted > ? GROUP BY "column", posted'
_FIRST = 'SELECT "column", count(*) FROM articles WHERE first = ? GROUP BY "column"'
_FILLED = """
SELECT "column", count(*), sum(title IS NULL), sum(date IS NULL), sum(source IS NULL), sum(chars = 0)
FROM articles GROUP BY "column"
"""
# Sixty of each column, and kept twice: only what the heat map and the strips show. CROSS: by the runs of these days, as
# the walks of years are many more.
_WALKS = """
SELECT walks."column", walks.run, walks.ended, walks.pages_failed, walks.failed, runs.day
FROM runs CROSS JOIN walks ON walks.run = runs.number
WHERE runs.day > ? ORDER BY walks.run
"""
_LAST_WALK = """
SELECT walks.*, runs.name AS run_name, runs.day, runs.started, runs.verdict, runs.trouble
FROM walks JOIN runs ON runs.number = walks.run
WHERE (walks."column", walks.run) IN (SELECT "column", max(run) FROM walks GROUP BY "column")
"""


@dataclass(frozen=True, slots=True)
class SiteFacts:
    """What a site's file says of it: ``settings`` are its attributes as they are read, ``province`` may be ``""``."""

    name: str
    title: str
    province: str
    platform: str
    homepage: str
    every: str
    window: str
    settings: Sequence[tuple[str, str]] = ()

    @classmethod
    def of(cls, site: type[Site]) -> "SiteFacts":
        return cls(
            name=str(site.name),
            title=str(site.site_name or site.name),
            province=province_of(site.file()),
            platform=str(site.platform),
            homepage=str(site.homepage or ""),
            every=str(site.every),
            window=str(site.crawl_window),
            settings=settings_of(site),
        )


@dataclass(slots=True)
class ColumnFacts:
    """One column: as health says it is, and what the store has of it.

    ``number`` is its number in the store, None where no run has read it. ``posts`` are articles by day of publishing,
    the last :data:`DAYS` days; ``walks`` the last look at it on each of these days, None without one; ``missing`` how
    many of its ``articles`` lack each of :data:`FIELDS`.
    """

    site: SiteFacts
    name: str | None
    health: ColumnHealth
    findings: list[Finding]
    number: int | None = None
    url: str | None = None
    today: int = 0
    articles: int = 0
    missing: Mapping[str, int] = field(default_factory=dict)
    posts: Sequence[int] = ()
    walks: Sequence[Mapping[str, Any] | None] = ()
    last: Mapping[str, Any] | None = None

    @property
    def usual(self) -> tuple[int, int]:
        """The least and the most articles on this weekday in the weeks before."""
        past = [self.posts[-1 - 7 * week] for week in range(1, WEEKS + 1) if 7 * week < len(self.posts)]
        return min(past, default=0), max(past, default=0)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``days`` are the last :data:`DAYS`, the newest last; ``generation`` is the store's that the numbers are of."""

    health: Health
    sites: Mapping[str, SiteFacts]
    columns: Sequence[ColumnFacts]
    days: Sequence[str]
    generation: int

    @property
    def at(self) -> datetime:
        """When it was put together; Beijing time."""
        return self.health.at


def take(store: sqlite3.Connection, health: Health, sites: Iterable[type[Site]]) -> Snapshot:
    """Put it together. The numbers of the verdict are the store's, so that they are those of the lists behind them."""
    days = [f"{health.at - timedelta(days=ago):%Y-%m-%d}" for ago in range(DAYS - 1, -1, -1)]
    counts = dict(store.execute(_TODAY, {"day": days[-1]}).fetchone())
    facts = {site.name: SiteFacts.of(site) for site in sites}
    columns = [_column(facts, one, health.findings) for one in health.columns]
    _fill(store, columns, days)
    (generation,) = store.execute("SELECT number FROM generation").fetchone()
    return Snapshot(replace(health, counts=counts), facts, columns, days, generation)


def _column(facts: Mapping[str, SiteFacts], one: ColumnHealth, findings: Iterable[Finding]) -> ColumnFacts:
    own = [finding for finding in findings if finding.site == one.site and finding.column in {None, one.column}]
    return ColumnFacts(facts[one.site], one.column, one, own)


def _fill(store: sqlite3.Connection, columns: Sequence[ColumnFacts], days: Sequence[str]) -> None:
    """What the store has of the columns."""
    before = f"{datetime.fromisoformat(days[0]) - timedelta(days=1):%Y-%m-%d}"
    places = {day: place for place, day in enumerate(days)}
    posts: dict[int, list[int]] = {}
    for number, day, count in store.execute(_POSTED, [before]):
        if day in places:
            posts.setdefault(number, [0] * DAYS)[places[day]] = count
    walks: dict[int, list[Mapping[str, Any] | None]] = {}
    for row in store.execute(_WALKS, [before]):
        if row["day"] in places:
            walks.setdefault(row["column"], [None] * DAYS)[places[row["day"]]] = dict(row)
    last = {row["column"]: dict(row) for row in store.execute(_LAST_WALK)}
    today = dict(map(tuple, store.execute(_FIRST, [days[-1]])))
    filled = {number: counts for number, *counts in store.execute(_FILLED)}
    known = {(row["site"], row["name"]): (row["number"], row["url"]) for row in store.execute(_COLUMNS)}
    for one in columns:
        one.number, one.url = known.get((one.site.name, one.name or ""), (None, None))
        one.posts, one.walks = [0] * DAYS, [None] * DAYS
        if one.number is None:
            continue
        one.posts = posts.get(one.number, one.posts)
        one.walks = walks.get(one.number, one.walks)
        one.last = last.get(one.number)
        one.today = today.get(one.number, 0)
        one.articles, *missing = filled.get(one.number, [0, 0, 0, 0, 0])
        one.missing = dict(zip(FIELDS, missing, strict=True))
