"""A column's own rhythm: how far apart its days with news lie, and how long a silence that explains.

Counted are days with news, not articles: ten at once are one day. Time is counted in the column's own days: of working
days and days off, the kind on which it has more news counts one a day, the other as much less as it has less news.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import exp, log
from statistics import mean, median

from crawler.health.calendar import DayKind, kind_of

# Spring Festival and the weeks around it, thought of as so many days seen with so much of what other days have.
_THOUGHT = 15
_BY_OTHERS = {DayKind.SEASON: (DayKind.WORK, 0.3), DayKind.FEAST: (DayKind.OFF, 0.5)}
# With less of a past than so many days there is no rhythm.
FEW_DAYS = 42
# A silence that the column's gaps let one expect less than once in so many years is unheard of.
_YEARS = 200
# The longest gaps tell how gaps go on: the longer half of them; or so many, where these hold gaps that the half doesn't
# explain well, as of a column that rests now and then.
_TAIL, _UNLIKE = 8, 0.6
# One gap alone is no habit: it counts no longer than twice the next.
_ALONE = 2.0
# First gaps that are longer by half than nine of ten, more of them than not, are of a time before it came to its pace;
# each counts three times that at most, so that one alone is none. It must have kept its pace as long as a rhythm needs.
_BEFORE, _MOST, _RUN = 1.5, 3.0, 3.0
# Where the last third, so many gaps at least, were longer than all by a tenth, they count by themselves too.
_LATELY, _SLOWED = 16, 1.1
# The longest gap excuses its like: longer ones where less is known than some months, ever less as it lies further back.
_LITTLE, _FADES = 120, 400
# The same weeks a year ago excuse a fifth more.
_YEAR, _SEASON, _LONGER = 365, 30, 1.2
# However regular it is, two issues may fail to come and the third be a little late.
_MISSED = 3.2
# Its pace is that of so many gaps in a row; it fades where they take twice as long as ever, which once in so many years
# may be chance.
PACE, _PACES, _SLOWER, _PACE_YEARS = 5, 8, 2.0, 100


@dataclass(frozen=True)
class Rhythm:
    """The days with news that it was learned from, oldest first, and what a day of each kind counts (0 to 1)."""

    days: Sequence[int]
    counts: Mapping[DayKind, float]

    def own(self, days: Iterable[int]) -> float:
        """How many of the column's own days these are."""
        return sum(self.counts[kind_of(day)] for day in days)

    @cached_property
    def gaps(self) -> list[float]:
        """From each day with news to the next, in the column's own days."""
        past = range(self.days[0], self.days[-1] + 1)
        passed = dict(zip(past, accumulate(self.counts[kind_of(day)] for day in past), strict=True))
        return [passed[following] - passed[day] for day, following in pairwise(self.days)]

    @cached_property
    def usual(self) -> float:
        """Nine of ten gaps are no longer, in own days."""
        return sorted(self.gaps)[len(self.gaps) * 9 // 10]

    @cached_property
    def explained(self) -> float:
        """How long a silence after the last of its days with news is not unheard of, in own days."""
        last, known = self.days[-1], self.days[-1] - self.days[0]
        unheard_of = _unheard_of(self.gaps, known)
        lately = self.gaps[-max(_LATELY, len(self.gaps) // 3) :]
        if mean(lately) > _SLOWED * mean(self.gaps):
            unheard_of = max(unheard_of, _unheard_of(lately, last - self.days[-len(lately) - 1]))
        excused = (
            gap * max(1 + _LITTLE / known - (last - day) / _FADES, _LONGER if _a_year_before(day, last) else 0)
            for day, gap in zip(self.days, self.gaps, strict=False)
        )
        return max(unheard_of, *excused, _MISSED * median(self.gaps))

    @cached_property
    def _paces(self) -> list[float]:
        """How long it took to so many days with news before, the present pace and the one before it not among them."""
        before = self.gaps[: -2 * PACE]
        paces = [sum(before[end - PACE : end]) for end in range(len(before), PACE - 1, -PACE)]
        return paces if len(paces) >= _PACES else []

    def slower(self, silence: float) -> float:
        """How many times as long as ever the last gaps took, with so many own days of silence; 0: not known."""
        return (sum(self.gaps[1 - PACE :]) + silence) / max(self._paces) if self._paces else 0.0

    def fades(self, silence: float) -> bool:
        """Whether that is far longer than chance makes it."""
        took = self.slower(silence)
        known = self.days[-2 * PACE - 1] - self.days[0] if took else 1
        return took > _SLOWER and took > _unheard_of(self._paces, known, _PACE_YEARS) / max(self._paces)


def learned(posts: Iterable[int]) -> Rhythm:
    """The rhythm of a column with news on these days, two at least."""
    days = sorted(posts)
    whole = Rhythm(days, _counts(days))
    ahead = (min(gap / (_BEFORE * whole.usual), _MOST) - 1 for gap in whole.gaps)
    most, began = max((sum_, place) for place, sum_ in enumerate(accumulate(ahead, initial=0.0)))
    if most < _RUN or days[-1] - days[began] < FEW_DAYS:
        return whole
    return Rhythm(days[began:], _counts(days[began:]))


def _counts(days: Sequence[int]) -> Mapping[DayKind, float]:
    """What a day of each kind counts, by how much news such days had."""
    seen = Counter(map(kind_of, range(days[0], days[-1] + 1)))
    news = Counter(map(kind_of, days))
    chances = {kind: news[kind] / (seen[kind] + 1) for kind in (DayKind.WORK, DayKind.OFF)}
    for kind, (other, part) in _BY_OTHERS.items():
        chances[kind] = (news[kind] + _THOUGHT * part * chances[other]) / (seen[kind] + _THOUGHT)
    most = max(chances[DayKind.WORK], chances[DayKind.OFF])
    # A column that only ever had news in Spring Festival has no days of its own: all count.
    return {kind: min(chance / most, 1.0) if most else 1.0 for kind, chance in chances.items()}


def _a_year_before(day: int, last: int) -> bool:
    return abs(last - _YEAR - day) <= _SEASON


def _unheard_of(gaps: Sequence[float], known: int, years: int = _YEARS) -> float:
    """How long a gap is that comes less than once in so many years, as ``gaps`` tell, which ``known`` days hold."""
    ordered = sorted(gaps)
    if len(ordered) > 1:
        ordered[-1] = min(ordered[-1], _ALONE * ordered[-2])
    rarely = years * _YEAR / known
    half = _beyond(ordered, max(len(ordered) // 2, _TAIL), rarely)
    if ordered[-1] < _UNLIKE * half:
        return half
    return max(half, _beyond(ordered, _TAIL, rarely))


def _beyond(ordered: Sequence[float], longest: int, rarely: float) -> float:
    """How long a gap is that comes once where all of these come ``rarely`` times, as the ``longest`` let one expect.

    Beyond the shortest of them, gaps fall off as where each further day may end them; how fast is known the worse the
    fewer they are, which makes the tail a power (what a gamma prior gives) rather than an exponential.
    """
    start = ordered[-longest:][0]
    tail = [gap - start for gap in ordered if gap >= start]
    more = max(mean(tail), 0.02)
    a_day = log((1 + more) / more)
    expected = len(tail) * rarely
    return start + len(tail) / a_day * (exp(log(expected) / len(tail)) - 1)
