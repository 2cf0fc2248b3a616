"""Lamp *readable*: are the fields filled, by the rules that always won, and do list and article agree?

A redesign shows in the shares (``shifts.py``), which also say since when. A finding stays while what was before can
still be seen, unless it is as before again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crawler.health.finding import Lamp, State, Words
from crawler.health.history import DayRead, iso
from crawler.health.looking import ColumnView, Look, SiteView, What, well
from crawler.health.shifts import Shift, shifts

_DRIFT = What("drift", Lamp.READABLE, State.DRIFTED)
_FIELDS = What("fields", Lamp.READABLE, State.DRIFTED)
_DISAGREE = What("disagree", Lamp.READABLE, State.DRIFTED)
# So many days after an archive came, what is new says by itself what is usual. Of a site it takes longer, as its
# articles are looked at again from the second month on.
_SETTLED, _SITE_SETTLED = 14, 56
_NAMES = {"title": "标题", "date": "日期", "source": "来源", "body": "正文"}
_FLAGS = {
    "title_differs_from_list": Words("标题与列表不符", "titles differ from the list"),
    "date_differs_from_list": Words("日期与列表不符", "days differ from the list"),
}
_TODO = Words(
    "打开几篇新文章核对字段：读错就在站点文件里加 *_css，再用 lanmu extract 试；没错就标为预期",
    "check fields of some new articles: if wrong, add *_css to the site file and try with lanmu extract; if right, "
    "mark it as expected",
)


def look(view: ColumnView) -> Look:
    """The column's own new articles."""
    reads = (replace(read, flags=_judged(read.flags)) if read.flags else read for read in view.column.days)
    found = [] if view.new else list(shifts(reads, view.history.day, _SETTLED))
    return next((view.found(*_said(of_kind), more=len(found)) for of_kind in _by_kind(found)), well())


def look_at_site(view: SiteView) -> Look:
    """All that was read of the site, articles that were looked at again too: a redesign shows on the first day."""
    reads = (DayRead(run.day, run.rules, {}, run.archive) for run in view.history.runs if run.rules)
    found = [] if view.new else list(shifts(reads, view.history.day, _SITE_SETTLED))
    return next((view.found(*_said(of_kind), more=len(found)) for of_kind in _by_kind(found)), well())


def _judged(flags: Mapping[str, int]) -> Mapping[str, int]:
    return {name: count for name, count in flags.items() if name in _FLAGS}


def _by_kind(found: Sequence[Shift]) -> Iterator[tuple[What, list[Shift]]]:
    """The shifts by what they say, the worst first: a field that went missing is more than another rule."""
    for what, fits in (
        (_FIELDS, lambda one: one.name.endswith("/missing") and one.change > 0),
        (_DISAGREE, lambda one: one.name.startswith("flag/") and one.change > 0),
        (_DRIFT, lambda one: not one.name.startswith("flag/")),
    ):
        if of_kind := [one for one in found if fits(one)]:
            yield what, of_kind


def _said(kind: tuple[What, list[Shift]]) -> tuple[What, str, Words, Words]:
    what, found = kind
    found.sort(key=lambda one: -abs(one.change))
    zh, en = zip(*map(_words, found[:3]), strict=True)
    return what, iso(min(one.since for one in found)), Words("；".join(zh), "; ".join(en)), _TODO


def _words(shift: Shift) -> tuple[str, str]:
    before, after = (f"{100 * part.share:.0f} %" for part in (shift.before, shift.after))
    counts = f"{shift.before.hits}/{shift.before.of}→{shift.after.hits}/{shift.after.of}"
    field, _, rule = shift.name.partition("/")
    if field == "flag":
        words = _FLAGS[rule]
        return f"{words.zh} {before}→{after}（{counts}）", f"{words.en}: {before}→{after} ({counts})"
    if rule == "missing":
        return f"{_NAMES[field]}空值 {before}→{after}（{counts}）", f"no {field}: {before}→{after} ({counts})"
    return f"{_NAMES[field]}规则 {rule} {before}→{after}（{counts}）", f"{field} by {rule}: {before}→{after} ({counts})"
