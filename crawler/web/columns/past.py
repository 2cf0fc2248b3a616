"""A column's past as its page draws it: articles by day beside what was usual, fields by the rules that read them."""

import json
import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.health.finding import Words
from crawler.web.snapshot import FIELDS, WEEKS

# Rules are drawn by week, of the last half year; so many have a shade of their own, the rest share one.
SHARE_WEEKS, MOST_RULES = 26, 5
MISSING = "missing"
_WEEKEND = 5
_POSTED = """
SELECT posted, count(*) FROM articles WHERE "column" = ? AND posted >= ? AND posted <= ? GROUP BY posted
"""
_READ = """
SELECT runs.day, reading FROM walks JOIN runs ON runs.number = run
WHERE "column" = ? AND runs.day >= ? AND reading <> '{}'
"""


@dataclass(frozen=True, slots=True)
class Posted:
    """Articles by day, the last day is today; ``usual`` is the least and the most on the same weekday before."""

    days: Sequence[str]
    counts: Sequence[int]
    usual: Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Shares:
    """How a field was read, week by week; the most common of ``rules`` first, :data:`MISSING` last.

    ``weeks`` are their Mondays; ``counts`` has for each week how many articles each rule read. ``""`` is all rules that
    are too rare to be told apart.
    """

    field: str
    rules: Sequence[str]
    weeks: Sequence[str]
    counts: Sequence[Sequence[int]]

    @property
    def total(self) -> int:
        """The articles of all weeks."""
        return sum(map(sum, self.counts))

    def of_rule(self, place: int) -> int:
        """How many articles a rule has read."""
        return sum(week[place] for week in self.counts)


def posted(store: sqlite3.Connection, column: int, days: Sequence[str]) -> Posted:
    """The articles of these days, and what the weeks before each of them would have expected."""
    first = date.fromisoformat(days[0]) - timedelta(weeks=WEEKS)
    counts = dict(map(tuple, store.execute(_POSTED, [column, first.isoformat(), days[-1]])))
    usual = []
    for day in map(date.fromisoformat, days):
        past = [counts.get((day - timedelta(weeks=week)).isoformat(), 0) for week in range(1, WEEKS + 1)]
        usual.append((min(past), max(past)))
    return Posted(days, [counts.get(day, 0) for day in days], usual)


def rhythm(past: Posted) -> Words:
    """What it publishes on working days and at weekends, today left out."""
    parts: dict[bool, list[int]] = {False: [], True: []}
    for day, count in list(zip(past.days, past.counts, strict=True))[-1 - 7 * WEEKS : -1]:
        parts[date.fromisoformat(day).weekday() >= _WEEKEND].append(count)
    (week, most), (end, end_most) = ((sum(part) / max(len(part), 1), max(part, default=0)) for part in parts.values())
    return Words(
        f"近 {WEEKS} 周，周一至周五平均每天 {week:.1f} 篇（最多 {most}），周六、周日 {end:.1f} 篇（最多 {end_most}）",
        f"in the last {WEEKS} weeks {week:.1f} a day from Monday to Friday (at most {most}), {end:.1f} at weekends "
        f"(at most {end_most})",
    )


def shares(store: sqlite3.Connection, column: int, today: str) -> list[Shares]:
    """One for each field; empty where no run has found an article."""
    this_week = _monday(date.fromisoformat(today))
    first = this_week - timedelta(weeks=SHARE_WEEKS - 1)
    by_week: dict[date, Counter[str]] = {}
    for day, reading in store.execute(_READ, [column, first.isoformat()]):
        by_week.setdefault(_monday(date.fromisoformat(day)), Counter()).update(json.loads(reading))
    if not by_week:
        return []
    start = min(by_week)
    weeks = [start + timedelta(weeks=number) for number in range((this_week - start).days // 7 + 1)]
    return [_shares(field, {week: by_week.get(week, Counter()) for week in weeks}) for field in FIELDS]


def filled(reading: str) -> list[tuple[str, float]]:
    """Of a run's new articles the share that had each field; nothing where it found none."""
    rules: Mapping[str, int] = json.loads(reading)
    told = []
    for field in FIELDS:
        of = sum(count for name, count in rules.items() if name.startswith(f"{field}/"))
        if of:
            told.append((field, 1 - rules.get(f"{field}/{MISSING}", 0) / of))
    return told


def _shares(field: str, by_week: Mapping[date, Counter[str]]) -> Shares:
    own = [
        Counter({name.partition("/")[2]: count for name, count in rules.items() if name.startswith(f"{field}/")})
        for rules in by_week.values()
    ]
    total: Counter[str] = sum(own, Counter())
    ranked = [name for name, _ in total.most_common() if name != MISSING]
    shown, rare = ranked[:MOST_RULES], ranked[MOST_RULES:]
    names = [*shown, *([""] if rare else []), *([MISSING] if total[MISSING] else [])]
    counts = [[sum(week[each] for each in rare) if not name else week[name] for name in names] for week in own]
    return Shares(field, names, [day.isoformat() for day in by_week], counts)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
