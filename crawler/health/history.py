"""What is kept of a site's runs to judge it by: numbers by run and column, articles by day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

# Of so many days it is kept what was read: what lies further back says nothing of today, but that last year's Spring
# Festival lies at most 384 days back.
MOST_DAYS = 400
# A change is told for so many days at most; later it is what is usual.
TOLD_DAYS = 180
# Numbers of runs are kept until a change is told no more, with ten weeks of what was before it; where runs are rare,
# those of the last ones.
_RUN_DAYS, _FEWEST_RUNS = TOLD_DAYS + 70, 60


@dataclass(frozen=True, slots=True)
class RunFacts:
    """One run of a site; times are Beijing ISO times."""

    number: int  # counts from the first run that is kept track of
    run: str
    started: str
    finished: str
    verdict: str
    ended: str
    trouble: str | None  # why nothing could be read, in one word
    answers: int
    latency: float  # seconds that the answers took to begin, in sum
    size: int  # bytes of the run's files
    new: int
    revised: int
    removed: int
    rules: Mapping[str, int]  # of all pages read as articles, those looked at again too
    archive: bool = False  # whether part of them are of an archive (rollup.py)

    @property
    def day(self) -> int:
        """The day it started on, as of :meth:`datetime.date.toordinal`."""
        return date.fromisoformat(self.started[:10]).toordinal()


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column in one run, given by its number."""

    number: int
    ended: str
    declared: int
    walked: int
    items: int | None  # what the pager says
    listed: int
    new: int
    page: int | None  # the first page that failed
    pages: Mapping[str, int]  # pages that failed, by reason
    links: Mapping[str, int]  # links that failed, by reason

    @property
    def whole(self) -> bool:
        """Whether nothing was missing."""
        return self.ended != "incomplete" and not self.pages and not self.links


@dataclass(frozen=True, slots=True)
class DayRead:
    """How articles were read: of a column those found on a day, of a site all that a run read."""

    day: int
    rules: Mapping[str, int]  # date/labelled, date/missing, …
    flags: Mapping[str, int]
    archive: bool = False  # whether part of them are of an archive (rollup.py)


@dataclass(slots=True)
class ColumnHistory:
    """One column; ``posts`` are its articles by day: their own, or that of the run that found them too late for it.

    Of runs that missed nothing, ``stated`` is by day what the pager said that its list holds, ``rows`` what a walk to
    its end found.
    """

    name: str
    first: int  # the day of the first run that read it
    first_number: int  # and that run
    reads: int = 0  # how many runs have read it
    walked: bool = False  # whether one has read it to its end
    last_checked: str | None = None
    last_new: str | None = None  # the newest day of its articles, as of ``posts``, however long ago
    last_day: int | None = None  # the day of the last run that read it
    facts: list[ColumnFacts] = field(default_factory=list)
    posts: dict[int, int] = field(default_factory=dict)
    stated: dict[int, int] = field(default_factory=dict)
    rows: dict[int, int] = field(default_factory=dict)
    days: list[DayRead] = field(default_factory=list)


@dataclass(slots=True)
class SiteHistory:
    """The runs of a site, oldest first, and its columns by name."""

    runs: list[RunFacts] = field(default_factory=list)
    columns: dict[str, ColumnHistory] = field(default_factory=dict)

    @property
    def day(self) -> int:
        """The day of the last run; 0 where there is none."""
        return self.runs[-1].day if self.runs else 0

    def run(self, number: int) -> RunFacts:
        """The run of this number, or the oldest that is still kept."""
        return self.runs[max(number - self.runs[0].number, 0)]

    def forget(self) -> None:
        """Let go of what lies too far back."""
        oldest = self.day - MOST_DAYS
        lately = sum(run.day >= self.day - _RUN_DAYS for run in self.runs)
        self.runs = [run for run in self.runs[-max(lately, _FEWEST_RUNS) :] if run.day >= oldest]
        first = self.runs[0].number if self.runs else 0
        for column in self.columns.values():
            column.facts = [facts for facts in column.facts if facts.number >= first]
            column.days = [read for read in column.days if read.day >= oldest]
            column.stated = {day: count for day, count in column.stated.items() if day >= oldest}
            column.rows = {day: count for day, count in column.rows.items() if day >= oldest}
            # One that is still read, and dead, keeps the rhythm it is held against.
            since = min(oldest, max(column.posts, default=0) - MOST_DAYS) if column.facts else oldest
            column.posts = {day: count for day, count in column.posts.items() if day >= since}
        self.columns = {name: one for name, one in self.columns.items() if one.facts or one.posts}

    # As it lies in the cache: rows instead of objects, which are read ten times as fast

    def as_rows(self) -> dict[str, Any]:
        return {
            "runs": [_row(run) for run in self.runs],
            "columns": [
                {
                    **{name: getattr(column, name) for name in _HEAD},
                    "facts": [_row(facts) for facts in column.facts],
                    "posts": _two_lists(column.posts),
                    "stated": _two_lists(column.stated),
                    "rows": _two_lists(column.rows),
                    "days": [_row(read) for read in column.days],
                }
                for column in self.columns.values()
            ],
        }

    @classmethod
    def from_rows(cls, told: Mapping[str, Any]) -> Self:
        history = cls([RunFacts(*row) for row in told["runs"]])
        for column in told["columns"]:
            history.columns[column["name"]] = ColumnHistory(
                **{name: column[name] for name in _HEAD},
                facts=[ColumnFacts(*row) for row in column["facts"]],
                posts=dict(zip(*column["posts"], strict=True)),
                stated=dict(zip(*column["stated"], strict=True)),
                rows=dict(zip(*column["rows"], strict=True)),
                days=[DayRead(*row) for row in column["days"]],
            )
        return history


_HEAD = ("name", "first", "first_number", "reads", "walked", "last_checked", "last_new", "last_day")


def _two_lists(counts: Mapping[int, int]) -> tuple[list[int], list[int]]:
    """Days and counts: two long lists are read twice as fast as many short ones."""
    return list(counts), list(counts.values())


def _row(one: RunFacts | ColumnFacts | DayRead) -> list[Any]:
    return [getattr(one, name) for name in one.__slots__]


def iso(day: int) -> str:
    """A day as it is printed."""
    return date.fromordinal(day).isoformat()


def day_of(moment: datetime) -> int:
    """The day of a time in Beijing."""
    return moment.date().toordinal()


def articles(rules: Mapping[str, int]) -> int:
    """How many articles were read so: each has a title's rule, if only ``title/missing``."""
    return sum(count for rule, count in rules.items() if rule.startswith("title/"))


def merged(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    """The sum of some counts."""
    result: Counter[str] = Counter()
    for one in counts:
        for name, count in one.items():
            result[name] += count
    return result
