"""A list that gets shorter while every run is green: the column lists less than it did."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from crawler.health.finding import Lamp, State, Words
from crawler.health.history import TOLD_DAYS, iso
from crawler.health.looking import ColumnView, Look, What, well

_FEWER = What("fewer_listed", Lamp.COMPLETE, State.DOUBTFUL)
# A list loses a row now and then. To be spoken of it has lost several, three times as many as ever before, and a tenth
# of what it was, within eight weeks: less is not worth a look.
_LEAST, _TIMES, _PART = 3, 3, 0.1
_RECENT_DAYS, _FEW = 56, 4
_TODO = Words(
    "打开栏目核对条数：网站删了旧文就标为预期；条数没少则是翻页读漏",
    "compare with the column in a browser: if old articles were taken away, mark it as expected; else pages are missed",
)


@dataclass(frozen=True, slots=True)
class Loss:
    """A list had ``top`` rows and is shorter ``since`` a day; ``lost`` so many, ``usual``: the most it lost before."""

    top: int
    lost: int
    since: int
    usual: int

    @property
    def least(self) -> float:
        return max(_LEAST, _PART * self.top, _TIMES * self.usual)


def look(view: ColumnView) -> Look:
    """Sizes are what the pager says; where it says nothing, rows of walks to the end."""
    sizes = _sizes(view)
    if view.new or len(sizes) < _FEW:
        return well()
    now = sizes[-1][1]
    oldest = view.history.day - TOLD_DAYS - _RECENT_DAYS
    top = max((size for day, size in sizes if day > oldest), default=0)
    # Most lists only grow; the others are followed day by day.
    loss = _followed(sizes) if 2 * (top - now) >= max(_LEAST, _PART * top) else None
    if loss is None:
        return well()
    evidence = Words(
        f"列表从 {loss.top} 条减到 {now} 条，运行却都正常；以往最多少过 {loss.usual} 条",
        f"its list went from {loss.top} to {now} rows while the runs were fine; before, it never lost more than "
        f"{loss.usual}",
    )
    return view.found(_FEWER, iso(loss.since), evidence, _TODO, int(40 * (loss.top - now) / loss.top))


def _followed(sizes: Sequence[tuple[int, int]]) -> Loss | None:
    """The loss that a list hasn't made up for. Half of it keeps the finding: it doesn't come and go."""
    found: Loss | None = None
    for end in range(_FEW, len(sizes) + 1):
        day, size = sizes[end - 1]
        if found is not None and (2 * (found.top - size) < found.least or found.since <= day - TOLD_DAYS):
            found = None
        elif found is None:
            loss = _loss(sizes[:end])
            found = loss if loss.lost >= loss.least else None
    return found


def _loss(sizes: Sequence[tuple[int, int]]) -> Loss:
    """What it has lost of the most that it listed in these weeks, or just before."""
    first = sizes[-1][0] - _RECENT_DAYS
    past, recent = [one for one in sizes if one[0] < first], [one for one in sizes if one[0] >= first]
    lately = [*past[-1:], *recent]
    top = max(size for _, size in lately)
    # The first day after the newest on which it was as long.
    since = next((day for (_, size), (day, _) in reversed(list(pairwise(lately))) if size == top), first)
    return Loss(top, top - sizes[-1][1], since, _worst([size for _, size in past]))


def _sizes(view: ColumnView) -> list[tuple[int, int]]:
    """Day and size of the list, oldest first."""
    stated, rows = view.column.stated, view.column.rows
    return list((stated if max(stated, default=0) >= max(rows, default=0) else rows).items())


def _worst(sizes: Sequence[int]) -> int:
    """The most that a list has lost from the longest it had been."""
    return max((top - size for top, size in zip(accumulate(sizes, max), sizes, strict=True)), default=0)
