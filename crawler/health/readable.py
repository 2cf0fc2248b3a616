"""Lamp *readable*: are the fields filled, by the rules that always won, and do list and article agree?

A redesign shows in the shares: of the articles before and after a day, Fisher's exact test says whether another rule
wins now. All days are tried, so the finding says since when, and stays while what was before can still be seen.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.health.finding import Lamp, State, Words
from crawler.health.history import DayRead, iso
from crawler.health.looking import ColumnView, Look, SiteView, What, well
from crawler.health.odds import fisher

_DRIFT = What("drift", Lamp.READABLE, State.DRIFTED)
_FIELDS = What("fields", Lamp.READABLE, State.DRIFTED)
_DISAGREE = What("disagree", Lamp.READABLE, State.DRIFTED)
# A change is told for so many days; of so many days articles are compared.
_DAYS, _PAST_DAYS = 60, 180
# A change that chance explains once in a million times; many rules and days are tried, and articles come in batches.
_CHANCE = 1e-6
# Of less than a fifth of the articles nobody would do anything about it.
_LEAST = 0.2
_FEW = 4
_NAMES = {"title": "标题", "date": "日期", "source": "来源", "body": "正文"}
_FLAGS = {
    "title_differs_from_list": Words("标题与列表不符", "titles differ from the list"),
    "date_differs_from_list": Words("日期与列表不符", "days differ from the list"),
}
_TODO = Words(
    "打开几篇新文章核对字段；改版就在站点文件里加 *_css，再用 lanmu extract 试",
    "check fields of some new articles; after a redesign, add *_css to the site file and try with lanmu extract",
)


@dataclass(frozen=True, slots=True)
class Shift:
    """Of something that is counted: how often it was there of how many, before the day ``since`` and from it on."""

    name: str
    since: int
    before: tuple[int, int]
    after: tuple[int, int]

    @property
    def change(self) -> float:
        return self.after[0] / self.after[1] - self.before[0] / self.before[1]

    @property
    def chance(self) -> float:
        return fisher(*self.after, *self.before)


def look(view: ColumnView) -> Look:
    """The column's own new articles."""
    shifts = [] if view.new else list(_shifts(view.column.days))
    return next((view.found(*_said(of_kind), more=len(shifts)) for of_kind in _by_kind(shifts)), well())


def look_at_site(view: SiteView) -> Look:
    """All that was read of the site, articles that were looked at again too: a redesign shows on the first day."""
    reads = [DayRead(run.day, run.rules, {}) for run in view.history.runs if run.rules]
    shifts = [] if view.new else [one for one in _shifts(reads) if not one.name.startswith("flag/")]
    return next((view.found(*_said(of_kind), more=len(shifts)) for of_kind in _by_kind(shifts)), well())


def _by_kind(shifts: Sequence[Shift]) -> Iterator[tuple[What, list[Shift]]]:
    """The shifts by what they say, the worst first: a field that went missing is more than another rule."""
    for what, fits in (
        (_FIELDS, lambda one: one.name.endswith("/missing") and one.change > 0),
        (_DISAGREE, lambda one: one.name.startswith("flag/") and one.change > 0),
        (_DRIFT, lambda one: not one.name.startswith("flag/")),
    ):
        if found := [one for one in shifts if fits(one)]:
            yield what, found


def _said(kind: tuple[What, list[Shift]]) -> tuple[What, str, Words, Words]:
    what, shifts = kind
    shifts.sort(key=lambda one: -abs(one.change))
    zh, en = zip(*map(_words, shifts[:3]), strict=True)
    return what, iso(min(one.since for one in shifts)), Words("；".join(zh), "; ".join(en)), _TODO


def _words(shift: Shift) -> tuple[str, str]:
    before, after = (f"{100 * hits / of:.0f} %" for hits, of in (shift.before, shift.after))
    counts = f"{shift.before[0]}/{shift.before[1]}→{shift.after[0]}/{shift.after[1]}"
    field, _, rule = shift.name.partition("/")
    if field == "flag":
        words = _FLAGS[rule]
        return f"{words.zh} {before}→{after}（{counts}）", f"{words.en}: {before}→{after} ({counts})"
    if rule == "missing":
        return f"{_NAMES[field]}空值 {before}→{after}（{counts}）", f"no {field}: {before}→{after} ({counts})"
    return f"{_NAMES[field]}规则 {rule} {before}→{after}（{counts}）", f"{field} by {rule}: {before}→{after} ({counts})"


def _shifts(reads: Sequence[DayRead]) -> Iterator[Shift]:
    """What is another share now than before."""
    if not reads:
        return
    reads = [read for read in reads if read.day > reads[-1].day - _PAST_DAYS]
    totals = list(
        accumulate(sum(count for name, count in read.rules.items() if name.startswith("title/")) for read in reads)
    )
    if totals[-1] < 2 * _FEW:
        return
    for name in sorted({name for read in reads for name in _counted(read)}):
        hits = list(accumulate(_counted(read).get(name, 0) for read in reads))
        if (shift := _largest(name, reads, hits, totals)) and _is_real(shift, hits, totals):
            yield shift


def _counted(read: DayRead) -> Mapping[str, int]:
    flags = {f"flag/{name}": count for name, count in read.flags.items() if name in _FLAGS}
    return {**read.rules, **flags} if flags else read.rules


def _largest(name: str, reads: Sequence[DayRead], hits: Sequence[int], totals: Sequence[int]) -> Shift | None:
    """The day that parts the articles best; None where no day parts them at all."""
    all_hits, total = hits[-1], totals[-1]
    best, at = 0.0, -1
    for number in range(len(reads) - 2, -1, -1):
        before, after = totals[number], total - totals[number]
        if after < _FEW or before < _FEW:
            continue
        change = (all_hits - hits[number]) / after - hits[number] / before
        # As chi-squared weighs it.
        weight = change * change * after * before
        if abs(change) >= _LEAST and weight > best:
            best, at = weight, number
    # What changed longer ago is what is usual by now.
    if at < 0 or reads[at + 1].day <= reads[-1].day - _DAYS:
        return None
    return Shift(name, reads[at + 1].day, (hits[at], totals[at]), (all_hits - hits[at], total - totals[at]))


def _is_real(shift: Shift, hits: Sequence[int], totals: Sequence[int]) -> bool:
    """Whether chance doesn't explain it, and no stretch of as many articles before was like it."""
    if shift.chance > _CHANCE:
        return False
    now, size = shift.after[0] / shift.after[1], shift.after[1]
    start = 0
    for end, total in enumerate(totals):
        if total > shift.before[1]:
            break
        while total - totals[start] >= size and start < end:
            start += 1
        before = (hits[start - 1], totals[start - 1]) if start else (0, 0)
        articles = total - before[1]
        if articles < min(size, shift.before[1]):
            continue
        share = (hits[end] - before[0]) / articles
        if (share >= now) if shift.change > 0 else (share <= now):
            return False
    return True
