"""A column's own rhythm: on which days it publishes, learned from its past.

What is learned is the chance that a day has anything new: by the kind of day and by the weekday, from the last twelve
weeks (or more, where news is rare), and for Spring Festival from the last one. Days with news are counted, not
articles: ten at once are one day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import log, log1p

from crawler.health.calendar import DayKind, kind_of

RECENT = 84
# A column that had less news in them is followed further back, until there were so many days of it.
_ENOUGH = 24
_WEEK = 7
# A weekday counts by itself as far as it has been seen; so many days of its kind stand beside it.
_BORROWED = 2
# Where Spring Festival hasn't been seen: so much of what other days have.
_FEAST_OF_OFF, _SEASON_OF_WORK = 0.5, 0.4
_SEEN = 5
_BY_OTHERS = {DayKind.SEASON: (DayKind.WORK, _SEASON_OF_WORK), DayKind.FEAST: (DayKind.OFF, _FEAST_OF_OFF)}
# Kinds by their cells of seven weekdays; those of Spring Festival come last.
_KINDS = (DayKind.WORK, DayKind.OFF, DayKind.SEASON, DayKind.FEAST)
_YEARLY = 2 * _WEEK
# A chance of 1 would make the first silent day impossible.
_MOST = 0.98


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The chance of news on a day, by its kind and weekday (``cell_of``); learned from ``known`` days with news.

    ``since`` is the first day that was learned from.
    """

    chances: Sequence[float]
    known: int
    since: int

    def chance(self, day: int) -> float:
        """That a day has anything new."""
        return self.chances[cell_of(day)]

    def expected(self, days: Iterable[int]) -> float:
        """On how many of these days there should be news."""
        return sum(self.chances[cell_of(day)] for day in days)

    def strain(self, days: Iterable[int]) -> float:
        """How unlikely silence on all of these days is: 0 is certain, 9.2 one in ten thousand.

        What is learned from few days may be wrong by much, so that it says less.
        """
        plain = -sum(log(1 - self.chances[cell_of(day)]) for day in days)
        return self.known * log1p(plain / self.known) if self.known else 0.0


@cache
def cell_of(day: int) -> int:
    """What is counted together: days of one kind and weekday."""
    return _KINDS.index(kind_of(day)) * _WEEK + (day - 1) % _WEEK


def learned(posts: Mapping[int, int], first: int, last: int) -> Rhythm:
    """The rhythm of a column whose ``posts`` by day are known from ``first`` to ``last``."""
    recent = max(first, min(last - RECENT + 1, _back(posts, last)))
    days, news = [0] * len(_KINDS) * _WEEK, [0] * len(_KINDS) * _WEEK
    for day in range(first, last + 1):
        cell = cell_of(day)
        # Spring Festival comes once a year: all of it that is known counts.
        if day >= recent or cell >= _YEARLY:
            days[cell] += 1
            news[cell] += day in posts
    seen = {kind: sum(days[place * _WEEK : place * _WEEK + _WEEK]) for place, kind in enumerate(_KINDS)}
    active = {kind: sum(news[place * _WEEK : place * _WEEK + _WEEK]) for place, kind in enumerate(_KINDS)}
    share = {kind: active[kind] / (seen[kind] + 1) for kind in _KINDS}
    for kind, (other, part) in _BY_OTHERS.items():
        if seen[kind] < _SEEN:
            share[kind] = share[other] * part
    chances = []
    for cell in range(len(days)):
        own = share[_KINDS[cell // _WEEK]]
        chance = own if cell >= _YEARLY else (news[cell] + _BORROWED * own) / (days[cell] + _BORROWED)
        chances.append(min(chance, _MOST))
    return Rhythm(chances, max(sum(news[:_YEARLY]), 1), recent)


def _back(posts: Mapping[int, int], last: int) -> int:
    """The day from which on there were enough days with news; the first there is, where there weren't."""
    days = sorted((day for day in posts if day <= last), reverse=True)
    return days[min(_ENOUGH, len(days)) - 1] if days else last


def gaps(posts: Mapping[int, int], first: int) -> list[range]:
    """The silent days between two days with news, from ``first`` on, oldest first."""
    days = sorted(day for day in posts if day >= first)
    return [range(day + 1, following) for day, following in pairwise(days)]
