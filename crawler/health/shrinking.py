"""A list that gets shorter while every run is green: the column lists less than it did."""

from itertools import accumulate

from crawler.health.finding import Lamp, State, Words
from crawler.health.looking import ColumnView, Look, What, well

_FEWER = What("fewer_listed", Lamp.COMPLETE, State.DOUBTFUL)
# A list loses a row now and then. To be spoken of it has lost several, three times as many as ever before, and a tenth
# of what it was: less is not worth a look.
_LEAST, _TIMES, _PART = 3, 3, 0.1
_RECENT_DAYS, _FEW = 28, 4
_TODO = Words(
    "打开栏目核对条数：网站删了旧文就标为预期；条数没少则是翻页读漏",
    "compare with the column in a browser: if old articles were taken away, mark it as expected; else pages are missed",
)


def look(view: ColumnView) -> Look:
    """Sizes are what the pager says; where it says nothing, rows of walks to the end."""
    sizes = _sizes(view)
    if view.new or len(sizes) < _FEW:
        return well()
    today = sizes[-1][0]
    past = [size for day, size in sizes if day < today - _RECENT_DAYS]
    recent = [(day, size) for day, size in sizes if day >= today - _RECENT_DAYS]
    # The newest day on which it was as long as ever in these weeks.
    top_day, top = max(recent[::-1], key=lambda one: one[1])
    if past and past[-1] > top:
        top = past[-1]
    lost = top - recent[-1][1]
    if lost < max(_LEAST, _PART * top) or lost < _TIMES * _worst(past) or len({day for day, _ in sizes}) < _FEW:
        return well()
    evidence = Words(
        f"列表从 {top} 条减到 {recent[-1][1]} 条，运行却都正常；以往最多少过 {_worst(past)} 条",
        f"its list went from {top} to {recent[-1][1]} rows while the runs were fine; before, it never lost more than "
        f"{_worst(past)}",
    )
    since = next(
        (run.started[:10] for run, _ in view.newest_first() if run.day == top_day), view.history.runs[-1].started[:10]
    )
    return view.found(_FEWER, since, evidence, _TODO, int(40 * lost / top))


def _sizes(view: ColumnView) -> list[tuple[int, int]]:
    """Day and size of the list, oldest first, of runs that missed nothing."""
    whole = [(view.history.run(facts.number).day, facts) for facts in view.column.facts if facts.whole and facts.walked]
    if all(facts.items is not None for _, facts in whole):
        return [(day, facts.items or 0) for day, facts in whole]
    return [(day, facts.listed) for day, facts in whole if facts.ended == "walked"]


def _worst(sizes: list[int]) -> int:
    """The most that a list has lost from the longest it had been."""
    return max((top - size for top, size in zip(accumulate(sizes, max), sizes, strict=True)), default=0)
