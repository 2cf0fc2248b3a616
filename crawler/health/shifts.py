"""Shares of rules and flags that have changed: which, since when, and that it is neither chance nor an archive's.

Every day is tried as the day of a change. What first runs bring is an archive, which may look different from today's
pages: no change begins there, but what was common in it is nothing new either.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Self

from crawler.health.history import TOLD_DAYS, DayRead, articles, merged
from crawler.health.odds import fisher

# Of so many days articles are compared.
_PAST_DAYS = 2 * TOLD_DAYS
# A change that chance explains once in a million times; many rules and days are tried, and articles come in batches.
_CHANCE = 1e-6
# Where an archive is part of what was before, what was read since then must have changed too: by so little chance.
_CHANCE_SINCE = 2e-4
# As it was before again, but for once in a thousand times.
_CHANCE_BACK = 1e-3
# Of less than a fifth of the articles nobody would do anything about it.
_LEAST = 0.2
_FEW = 4


@dataclass(frozen=True, slots=True)
class Part:
    """Of ``of`` articles ``hits`` had what is counted."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 0.0

    def chance(self, other: Self) -> float:
        """That both are of one share."""
        return fisher(self.hits, self.of, other.hits, other.of)

    def with_(self, other: Self) -> "Part":
        return Part(self.hits + other.hits, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Shift:
    """Of something that is counted: how often it was there before the day ``since``, and from it on."""

    name: str
    since: int
    before: Part
    after: Part

    @property
    def change(self) -> float:
        return self.after.share - self.before.share


@dataclass(frozen=True, slots=True)
class Series:
    """One thing that is counted, day by day: ``hits`` of ``totals`` articles in the first 0, 1, 2, … of ``days``."""

    days: Sequence[int]
    hits: Sequence[int]
    totals: Sequence[int]

    def part(self, first: int, end: int) -> Part:
        """Of the days from one place up to another."""
        return Part(self.hits[end] - self.hits[first], self.totals[end] - self.totals[first])

    def parted(self, first: int, end: int) -> int | None:
        """The place between these that parts them best; None where none parts them at all."""
        hits, totals = self.hits, self.totals
        best, at = 0.0, None
        for place in range(end - 1, first, -1):
            before, after = totals[place] - totals[first], totals[end] - totals[place]
            if after < _FEW or before < _FEW:
                continue
            change = (hits[end] - hits[place]) / after - (hits[place] - hits[first]) / before
            # As chi-squared weighs it.
            weight = change * change * after * before
            if abs(change) >= _LEAST and weight > best:
                best, at = weight, place
        return at


def shifts(reads: Iterable[DayRead], today: int, settled: int) -> Iterator[Shift]:
    """What is another share now than before; ``reads`` in their order, flags are counted as ``flag/NAME``.

    Behind an archive so many days of reads (``settled``) need it no more to be compared with.
    """
    reads = [read for read in reads if read.day > today - _PAST_DAYS]
    live, archives = [read for read in reads if not read.archive], [read for read in reads if read.archive]
    days, totals = [read.day for read in live], [0, *accumulate(articles(read.rules) for read in live)]
    if totals[-1] < 2 * _FEW:
        return
    counts = [_counted(read) for read in live]
    archive = merged(map(_counted, archives))
    archived = articles(archive)
    for name in sorted({name for count in counts for name in count}):
        hits = [0, *accumulate(count.get(name, 0) for count in counts)]
        if hits[-1] in {0, totals[-1]}:
            continue
        series = Series(days, hits, totals)
        at = series.parted(0, len(days))
        # What changed longer ago is what is usual by now.
        if at is None or days[at] <= today - TOLD_DAYS:
            continue
        shift = _held(name, series, at, Part(archive[name], archived), settled)
        if shift and not _like_before(series, at) and not _is_back(series, at):
            yield shift


def _counted(read: DayRead) -> Mapping[str, int]:
    return {**read.rules, **{f"flag/{name}": count for name, count in read.flags.items()}} if read.flags else read.rules


def _held(name: str, series: Series, at: int, archive: Part, settled: int) -> Shift | None:
    """The change at a place, if chance doesn't explain it, and no archive."""
    before, after = series.part(0, at), series.part(at, len(series.days))
    chance = before.chance(after)
    if chance <= _CHANCE and (not archive.of or series.days[at] - series.days[0] >= settled):
        return Shift(name, series.days[at], before, after)
    if not archive.of or chance > _CHANCE_SINCE:
        return None
    # An archive that is unlike what was read since then says nothing of what is usual.
    if 2 * abs(archive.share - before.share) > abs(after.share - before.share):
        return None
    shift = Shift(name, series.days[at], before.with_(archive), after)
    return shift if abs(shift.change) >= _LEAST and shift.before.chance(after) <= _CHANCE else None


def _like_before(series: Series, at: int) -> bool:
    """Whether a stretch of as many articles before was like it: a batch of reprints comes again."""
    before, now = series.part(0, at), series.part(at, len(series.days))
    size, more = min(now.of, before.of), now.share > before.share
    start = 0
    for end in range(1, at + 1):
        while series.totals[end] - series.totals[start + 1] >= size:
            start += 1
        stretch = series.part(start, end)
        if stretch.of >= size and ((stretch.share >= now.share) if more else (stretch.share <= now.share)):
            return True
    return False


def _is_back(series: Series, at: int) -> bool:
    """Whether it is as it was before again: a change back came after it, or it is one."""
    last = len(series.days)
    for first, end, other in ((at, last, series.part(0, at)), (0, at, series.part(at, last))):
        place = series.parted(first, end)
        if place is None:
            continue
        parts = series.part(first, place), series.part(place, end)
        near, far = parts if first == at else parts[::-1]
        if 2 * abs(far.share - other.share) < abs(far.share - near.share) and far.chance(near) <= _CHANCE_BACK:
            return True
    return False
