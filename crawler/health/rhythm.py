"""A column's own rhythm: on which days it publishes, learned from its past.

What is learned is the chance that a day has anything new: by the kind of day and by the weekday, from the last twelve
weeks, and for Spring Festival from the last one. Days with news are counted, not articles: ten at once are one day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log

from crawler.health.calendar import DayKind, kind_of

RECENT = 84
_WEEK = 7
# A weekday counts by itself as far as it has been seen; so many days of its kind stand beside it.
_BORROWED = 2
# Where Spring Festival hasn't been seen: so much of what other days have.
_FEAST_OF_OFF, _SEASON_OF_WORK = 0.5, 0.4
_SEEN = 5
# A chance of 1 would make the first silent day impossible.
_MOST = 0.98


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The chance of news by kind of day and weekday (0 is Monday)."""

    chances: Mapping[tuple[DayKind, int], float]

    def chance(self, day: int) -> float:
        """That a day has anything new."""
        return self.chances[kind_of(day), (day - 1) % _WEEK]

    def expected(self, days: Iterable[int]) -> float:
        """On how many of these days there should be news."""
        return sum(map(self.chance, days))

    def strain(self, days: Iterable[int]) -> float:
        """How unlikely silence on all of these days is: 0 is certain, 9.2 one in ten thousand."""
        return -sum(log(1 - self.chance(day)) for day in days)


def learned(posts: Mapping[int, int], first: int, last: int) -> Rhythm:
    """The rhythm of a column whose ``posts`` by day are known from ``first`` to ``last``."""
    recent = range(max(first, last - RECENT + 1), last + 1)
    days: dict[tuple[DayKind, int], int] = {}
    news: dict[tuple[DayKind, int], int] = {}
    for day in range(first, last + 1):
        kind = kind_of(day)
        # Spring Festival comes once a year: all of it that is known counts.
        if day >= recent.start or kind in {DayKind.FEAST, DayKind.SEASON}:
            key = kind, (day - 1) % _WEEK
            days[key] = days.get(key, 0) + 1
            news[key] = news.get(key, 0) + (day in posts)
    seen = {kind: sum(count for (one, _), count in days.items() if one is kind) for kind in DayKind}
    active = {kind: sum(count for (one, _), count in news.items() if one is kind) for kind in DayKind}
    share = {kind: active[kind] / (seen[kind] + 1) for kind in DayKind}
    usual = {
        DayKind.SEASON: (DayKind.WORK, _SEASON_OF_WORK),
        DayKind.FEAST: (DayKind.OFF, _FEAST_OF_OFF),
    }
    for kind, (other, part) in usual.items():
        if seen[kind] < _SEEN:
            share[kind] = share[other] * part
    chances = {}
    for kind in DayKind:
        for weekday in range(_WEEK):
            if kind in usual:
                chance = share[kind]
            else:
                own, count = news.get((kind, weekday), 0), days.get((kind, weekday), 0)
                chance = (own + _BORROWED * share[kind]) / (count + _BORROWED)
            chances[kind, weekday] = min(chance, _MOST)
    return Rhythm(chances)


def gaps(posts: Mapping[int, int], first: int) -> list[range]:
    """The silent days between two days with news, from ``first`` on, oldest first."""
    days = sorted(day for day in posts if day >= first)
    return [range(day + 1, following) for day, following in pairwise(days)]
