"""Columns of many kinds, as a newsroom keeps them and no judge would: on which days of three years each has news.

Nothing here is drawn as the judge thinks (days that are independent of each other, each with a chance): issues are
planned and come late, desks work and rest, gaps have long tails. Holidays are China's; how long an office is shut
around Spring Festival is its own.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, takewhile
from math import cos, pi

from histories import ordinal

from crawler.health.calendar import DayKind, kind_of

YEARS = 3
# Numbers of days, from a past that is known when the first run comes.
BEGINS, ENDS = -400, 365 * YEARS - 400


class Office:
    """Who keeps a column: when there is anybody to publish."""

    def __init__(self, rng: random.Random, weekend: float = 0.0) -> None:
        self.rng, self._weekend = rng, weekend
        # Some come back on the eighth day, some keep the weeks around the feast nearly free.
        self._season = rng.choice([1.0, 0.6, 0.3, 0.0])

    def open(self, number: int) -> bool:
        """Whether anybody is there on a day."""
        kind = kind_of(ordinal(number))
        chance = {DayKind.WORK: 1.0, DayKind.OFF: self._weekend, DayKind.SEASON: self._season}.get(kind, 0.0)
        return self.rng.random() < chance

    def days(self) -> Iterator[int]:
        """The days on which somebody is there."""
        return filter(self.open, range(BEGINS, ENDS))

    def next_open(self, number: int) -> int:
        """The first day on which somebody is there, a week later at most."""
        return next(filter(self.open, range(number, number + 7)), number + 7)


def planned(rng: random.Random, every: float, late: float, missed: float) -> set[int]:
    """Issues every so many days, some late by a few days, some that never come; the plan itself is kept."""
    office, first = Office(rng), BEGINS + rng.random() * every
    plan = takewhile(lambda due: due < ENDS, (first + place * every for place in range(ENDS - BEGINS)))
    came = (due + rng.expovariate(1 / late) * (rng.random() < 0.4) for due in plan if rng.random() >= missed)
    # In the weeks that an office is shut there is no issue.
    return {day for due in came if office.open(day := office.next_open(int(due))) or rng.random() < 0.3}


def weekly(rng: random.Random) -> set[int]:
    return planned(rng, 7, rng.choice([0.5, 1.0, 1.5]), 0.03)


def fortnightly(rng: random.Random) -> set[int]:
    return planned(rng, 14, rng.choice([0.5, 1.5, 2.5]), 0.03)


def monthly(rng: random.Random) -> set[int]:
    return planned(rng, 30.4, rng.choice([1.0, 3.0]), 0.02)


def daily(rng: random.Random) -> set[int]:
    """Nearly every working day."""
    office, busy = Office(rng, rng.choice([0.0, 0.1, 0.9])), rng.uniform(0.8, 0.99)
    return {day for day in office.days() if rng.random() < busy}


def daily_with_pauses(rng: random.Random) -> set[int]:
    """Now and then, about twice a year, whoever keeps it is away for a week or two."""
    posts, day = daily(rng), float(BEGINS)
    while (day := day + rng.expovariate(1 / 180)) < ENDS:
        posts -= {*range(int(day), int(day) + rng.randint(5, 14))}
    return posts


def bursts(rng: random.Random) -> set[int]:
    """Campaigns: some days with news nearly every day, then some weeks with none."""
    return _two_moods(rng, rng.uniform(3, 8), rng.uniform(8, 15), 0.01)


def moods(rng: random.Random) -> set[int]:
    """Months that are busy, weeks that are nearly idle."""
    return _two_moods(rng, rng.uniform(20, 50), rng.uniform(10, 20), rng.uniform(0.05, 0.15))


def _two_moods(rng: random.Random, active: float, idle: float, seldom: float) -> set[int]:
    often, busy, posts = rng.uniform(0.6, 0.95), True, set()
    for day in Office(rng).days():
        busy ^= rng.random() < 1 / (active if busy else idle)
        if rng.random() < (often if busy else seldom):
            posts.add(day)
    return posts


def seasonal(rng: random.Random) -> set[int]:
    """Two to four times as much at one time of the year as half a year later."""
    peak, middle, swing = rng.random() * 365, rng.uniform(0.2, 0.6), rng.uniform(0.33, 0.6)
    days = Office(rng).days()
    return {day for day in days if rng.random() < middle * (1 + swing * cos(2 * pi * (day - peak) / 365))}


def batches(rng: random.Random) -> set[int]:
    """What has gathered is posted at once, and what was forgotten on the days after."""
    posts: set[int] = set()
    office, pace = Office(rng), rng.uniform(3, 12)
    for day in office.days():
        if rng.random() < 1 / pace:
            posts |= {office.next_open(day + later) for later in range(rng.randint(1, 3))}
    return posts


def declining(rng: random.Random) -> set[int]:
    """Ever rarer, but slowly: half as much after a year or two."""
    often, half = rng.uniform(0.5, 0.95), rng.uniform(365, 730)
    return {day for day in Office(rng).days() if rng.random() < often * 0.5 ** ((day - BEGINS) / half)}


def picked_up(rng: random.Random) -> set[int]:
    """A few old articles, then from one day on news on most working days."""
    since, often, rarely = rng.randint(BEGINS // 2, 0), rng.uniform(0.6, 0.95), rng.uniform(0.02, 0.06)
    return {day for day in Office(rng).days() if rng.random() < (rarely if day < since else often)}


def by_chance(rng: random.Random) -> set[int]:
    """Whenever something happens: from twice a month to most days."""
    often = 0.08 * 10 ** rng.random()
    return {day for day in Office(rng, 0.1).days() if rng.random() < often}


def long_tailed(rng: random.Random) -> set[int]:
    """Short gaps mostly, some that are many times as long."""
    days, middle, spread = [*Office(rng).days()], rng.uniform(1, 4), rng.uniform(0.7, 1.1)
    gaps = (1 + int(rng.lognormvariate(0, spread) * middle) for _ in days)
    return {days[place] for place in accumulate(gaps) if place < len(days)}


KINDS: Mapping[str, Callable[[random.Random], set[int]]] = {
    kind.__name__.replace("_", " "): kind
    for kind in (
        weekly, fortnightly, monthly, daily, daily_with_pauses, bursts, moods, seasonal, batches, declining, picked_up,
        by_chance, long_tailed,
    )
}  # fmt: skip


def column(kind: str, seed: int) -> list[int]:
    """The days with news of a column of this kind, oldest first; the same each time."""
    return sorted(KINDS[kind](random.Random(f"{kind} {seed}")))  # noqa: S311 - a story, the same each time
