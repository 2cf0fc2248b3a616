"""A list that gets shorter while every run is green: the column lists less than it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.health.finding import Lamp, State, Words
from crawler.health.history import iso
from crawler.health.looking import ColumnView, Look, What, well

_FEWER = What("fewer_listed", Lamp.COMPLETE, State.DOUBTFUL)
# A list loses a row now and then. To be spoken of it has lost several, three times as many as ever before, and a tenth
# of what it was: less is not worth a look.
_LEAST, _TIMES, _PART = 3, 3, 0.1
_RECENT_DAYS, _WEEK, _FEW = 56, 7, 4
_TODO = Words(
    "打开栏目核对条数：网站删了旧文就标为预期；条数没少则是翻页读漏",
    "compare with the column in a browser: if old articles were taken away, mark it as expected; else pages are missed",
)


def look(view: ColumnView) -> Look:
    """Sizes are what the pager says; where it says nothing, rows of walks to the end."""
    sizes = _sizes(view)
    if view.new or len(sizes) < _FEW:
        return well()
    now = _loss(sizes)
    if 2 * now.lost < now.least:
        return well()
    # As long as it was enough within a week, half of it keeps the finding: it doesn't come and go.
    lately = [count for count in range(_FEW, len(sizes) + 1) if sizes[count - 1][0] > sizes[-1][0] - _WEEK]
    if not any(_loss(sizes[:count]).enough for count in lately):
        return well()
    evidence = Words(
        f"列表从 {now.top} 条减到 {now.top - now.lost} 条，运行却都正常；以往最多少过 {now.usual} 条",
        f"its list went from {now.top} to {now.top - now.lost} rows while the runs were fine; before, it never lost "
        f"more than {now.usual}",
    )
    return view.found(_FEWER, iso(now.since), evidence, _TODO, int(40 * now.lost / now.top))


@dataclass(frozen=True, slots=True)
class Loss:
    """How many rows a list has lost of the ``top`` it had, ``since`` a day; ``usual``: the most it lost before."""

    top: int
    lost: int
    since: int
    usual: int

    @property
    def least(self) -> float:
        return max(_LEAST, _PART * self.top, _TIMES * self.usual)

    @property
    def enough(self) -> bool:
        return self.lost >= self.least


def _loss(sizes: Sequence[tuple[int, int]]) -> Loss:
    today = sizes[-1][0]
    past = [size for day, size in sizes if day < today - _RECENT_DAYS]
    recent = [(day, size) for day, size in sizes if day >= today - _RECENT_DAYS]
    # The newest day on which it was as long as ever in these weeks.
    since, top = max(reversed(recent), key=lambda one: one[1])
    return Loss(max([top, *past[-1:]]), max([top, *past[-1:]]) - sizes[-1][1], since, _worst(past))


def _sizes(view: ColumnView) -> list[tuple[int, int]]:
    """Day and size of the list, oldest first, of runs that missed nothing."""
    whole = [(view.history.run(facts.number).day, facts) for facts in view.column.facts if facts.whole and facts.walked]
    if all(facts.items is not None for _, facts in whole):
        return [(day, facts.items or 0) for day, facts in whole]
    return [(day, facts.listed) for day, facts in whole if facts.ended == "walked"]


def _worst(sizes: Sequence[int]) -> int:
    """The most that a list has lost from the longest it had been."""
    return max((top - size for top, size in zip(accumulate(sizes, max), sizes, strict=True)), default=0)
