"""Columns judged day by day over years: how often they are called quiet while they aren't, how soon a death is found.

    python tests/health/walked.py [--columns N] [--first SEED]

Prints the table of docs/health.md.
"""

import argparse
import random
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).parent))
from columns import BEGINS, ENDS, KINDS, column
from histories import COLUMN, SITE, day, ordinal, read, run

from crawler.health import alive
from crawler.health.history import ColumnHistory, SiteHistory
from crawler.health.looking import ColumnView

# The first run is on day 0; of every other site it finds no more than so many days of articles.
_JUDGED, _SHORT = 10, 60
_DEATHS, _LONG = 3, 400
_ENOUGH = 10
_SEED = 5000


@dataclass
class Walked:
    """What came of the columns of a kind: days judged, alarms while they lived, deaths by days and by usual gaps."""

    kind: str
    judged: int = 0
    alarms: int = 0
    days: list[int] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)

    @property
    def years(self) -> float:
        return self.judged / 365

    def add(self, other: "Walked") -> None:
        self.judged += other.judged
        self.alarms += other.alarms
        self.days += other.days
        self.gaps += other.gaps


def quiet(posts: Sequence[int], number: int) -> bool:
    """Whether the column of these posts is called quiet on the evening of a day, as far as it is known then."""
    history = SiteHistory([run(number, day(number))])
    one = ColumnHistory(COLUMN, ordinal(0), 0, reads=number + 1, last_day=ordinal(number), facts=[read(number)])
    one.posts = {ordinal(post): 1 for post in posts[: bisect_right(posts, number)]}
    history.columns[COLUMN] = one
    history.forget()
    return bool(alive.look(ColumnView(SITE, one, history)).findings)


def walked(kind: str, seed: int, step: int = 1) -> Walked:
    """One column, judged each ``step`` days while it lives; then it dies, on days drawn by the seed."""
    rng = random.Random(f"walked {kind} {seed}")  # noqa: S311 - the same each time
    first = BEGINS if seed % 2 else -_SHORT
    posts = [number for number in column(kind, seed) if number >= first]
    result = Walked(kind, ENDS - _JUDGED)
    found = [quiet(posts, number) for number in range(_JUDGED, ENDS, step)]
    result.alarms = sum(now and not before for before, now in zip([False, *found], found, strict=False))
    for _ in range(_DEATHS):
        # With fewer days of news nothing is said.
        lived = posts[: max(bisect_right(posts, rng.randrange(60, ENDS)), _ENOUGH)]
        days = next((days for days in range(_LONG) if quiet(lived, lived[-1] + days)), _LONG)
        result.days.append(days)
        result.gaps.append(days * (len(lived[-25:]) - 1) / (lived[-1] - lived[-25:][0]))
    return result


def kinds_walked(columns: int, first: int) -> Iterator[Walked]:
    """So many columns of each kind, on all cores."""
    with Pool() as pool:
        for kind in KINDS:
            sums = Walked(kind)
            for one in pool.imap_unordered(partial(walked, kind), range(first, first + columns)):
                sums.add(one)
            yield sums


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--columns", type=int, default=24)
    parser.add_argument("--first", type=int, default=_SEED)
    arguments = parser.parse_args()
    whole = Walked("all")
    for one in kinds_walked(arguments.columns, arguments.first):
        whole.add(one)
        print(_row(one), flush=True)  # noqa: T201
    print(_row(whole))  # noqa: T201


def _row(one: Walked) -> str:
    tenths, gaps = quantiles(one.days, n=10), quantiles(one.gaps, n=10)
    found = f"{tenths[4]:.0f} | {tenths[8]:.0f} | {gaps[4]:.1f} | {gaps[8]:.1f}"
    return f"| {one.kind} | {one.alarms} in {one.years:.0f} years | {found} |"


if __name__ == "__main__":
    main()
