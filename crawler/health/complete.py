"""Lamp *complete*: was every page of the column walked, and did every link give what it promised?"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from crawler.health.finding import Lamp, Lit, State, Words
from crawler.health.history import ColumnFacts, RunFacts
from crawler.health.looking import ColumnView, Look, SiteView, What, well
from crawler.health.reasons import GONE, OTHER, UNREAD, Cause, cause_of, most

_Told = tuple[RunFacts, ColumnFacts]
# What wasn't asked for as the run was cut short: that is the run's own finding.
_CUT_OFF = "not_fetched"
# A first crawl may take so many days of its crawl window.
_FIRST_DAYS = 90
# The next run asks again for what was missing, so one run is no trouble yet unless its cause stays.
_RUNS = 2
_CUT = What("stopped", Lamp.COMPLETE, State.INCOMPLETE)
_LOST = What("lost_column", Lamp.COMPLETE, State.INCOMPLETE)
_LOST_TODO = Words(
    "打开首页看它还在不在：还在就在站点文件的 columns 里写明各栏目；没了就标为预期",
    "open the home page: if it is there, name the columns in the site file (columns); if not, mark it as expected",
)
_STOPPED = {
    "shutdown": Words("被停止", "was stopped"),
    "window_closed": Words("抓取时段结束", "ran out of its crawl window"),
    "killed": Words("被强行终止", "was killed"),
    "cannot_write": Words("写不了磁盘", "couldn't write"),
}


def look(view: ColumnView) -> Look:
    """A column whose pages fail, or that loses more links than it ever did."""
    bad = list(takewhile(lambda one: not one[1].whole, _telling(view)))
    if not bad:
        return well(_walked(next((facts for _, facts in _telling(view)), None)))
    last = bad[0][1]
    if last.ended != "incomplete" and not last.pages:
        return _links(view, last)
    pages = [one for one in bad if one[1].pages or one[1].ended == "incomplete"]
    cause = _cause(last)
    same = list(takewhile(lambda one: _cause(one[1]) is cause, pages))
    evidence = _evidence(last, len(same), cause)
    if len(pages) < _RUNS and not cause.at_once:
        return Look(Lit(cause.state, evidence))
    return view.found(cause.what, same[-1][0].started[:10], evidence, cause.todo, len(same))


def _telling(view: ColumnView) -> Iterator[_Told]:
    """The runs that say something of this column, from the last one back.

    Not those in which the whole site failed, nor those that were cut short before they came to its end.
    """
    for run, facts in view.newest_first():
        unread = facts.ended == "incomplete" and (facts.walked or run.ended not in _STOPPED)
        missed = facts.pages or unread or _lost_links(facts)
        if run.trouble is None and (missed or (facts.whole and facts.ended != "unfinished")):
            yield run, facts


def _cause(last: ColumnFacts) -> Cause:
    if not last.pages:
        return OTHER
    cause = cause_of(most(last.pages)[0])
    # Behind page 1, a list that can't be read is a page that is missing.
    return OTHER if cause in {UNREAD, GONE} and last.walked else cause


def _evidence(last: ColumnFacts, runs: int, cause: Cause) -> Words:
    zh, en = f"共 {last.declared} 页只走到 {last.walked}", f"{last.walked} of {last.declared} pages walked"
    if last.pages:
        reason, count = most(last.pages)
        zh += f"：第 {last.page} 页 {reason}{f' 等 {sum(last.pages.values())} 页' if count > 1 else ''}"
        en += f", page {last.page} {reason}{f' and others, {sum(last.pages.values())} in all' if count > 1 else ''}"
    elif last.items is not None:
        zh += f"，列出 {last.listed} 条而网站自称 {last.items} 条"
        en += f", {last.listed} rows listed where the site says {last.items}"
    times = Words(f"，连续 {runs} 次运行", f", {runs} runs in a row") if runs > 1 else Words("", "")
    return Words(f"{cause.told.zh}：{zh}{times.zh}", f"{cause.told.en}: {en}{times.en}")


def _links(view: ColumnView, last: ColumnFacts) -> Look:
    """Links that failed: a dead one fails for a week and is given up, so only more than ever before are spoken of."""
    # A run that could read no list had no links to lose.
    told = [(run, _lost_links(facts)) for run, facts in _telling(view) if facts.walked or facts.links]
    failed = [count for _, count in told]
    runs = _worse_for(failed)
    usual = max(failed[runs or _RUNS :], default=0)
    reason, _ = most({name: count for name, count in last.links.items() if name != _CUT_OFF})
    evidence = Words(
        f"{failed[0]} 条链接没抓到（主要是 {reason}），以往一次最多 {usual} 条",
        f"{failed[0]} links failed (mostly {reason}), never more than {usual} in a run before",
    )
    if not runs:
        return Look(Lit(State.INCOMPLETE, evidence))
    cause = cause_of(reason)
    # What is said of a list says nothing of articles.
    cause = cause if cause.lamp is Lamp.ALLOWED else OTHER
    since = told[runs - 1][0].started[:10]
    return view.found(What(cause.kind, Lamp.COMPLETE, cause.state), since, evidence, cause.todo, failed[0])


def _lost_links(facts: ColumnFacts) -> int:
    return sum(count for reason, count in facts.links.items() if reason != _CUT_OFF)


def _worse_for(failed: Sequence[int]) -> int:
    """For how many runs, counted back from the last, each lost more than all before them; 0 for none, or for one.

    The trouble itself is not part of what it is held against, so it stays until it is mended.
    """
    least, before = list(accumulate(failed, min)), list(accumulate(reversed(failed), max))[::-1]
    return next((runs for runs in range(len(failed) - 1, _RUNS - 1, -1) if least[runs - 1] > 2 * before[runs] + 1), 0)


def lost(view: ColumnView) -> Look:
    """A column that runs ask for no more, though nobody has said that it is to be left out."""
    last = view.column.facts[-1].number if view.column.facts else -1
    since = next(run.started[:10] for run in view.history.runs if run.number > last)
    evidence = Words("网站导航里不再有这个栏目，运行不再抓它", "the site leads to it no more, so runs don't ask for it")
    return view.found(_LOST, since, evidence, _LOST_TODO)


def _walked(last: ColumnFacts | None) -> Words:
    if last is None:
        return Words("还没有读到过", "has not been read yet")
    return Words(
        f"{last.walked}/{last.declared} 页，账平", f"{last.walked} of {last.declared} pages, the account closes"
    )


def stopped(view: SiteView) -> Look:
    """Runs that don't get to their end, again and again."""
    cut = list(takewhile(lambda run: run.ended in _STOPPED, reversed(view.history.runs)))
    if not cut:
        return well()
    if _is_first(view.history.runs, len(cut)):
        return well(_how_far(view), State.NEW)
    why = _STOPPED[cut[0].ended]
    evidence = Words(
        f"最近 {len(cut)} 次运行都没跑完：{why.zh}", f"the last {len(cut)} runs didn't get to their end: it {why.en}"
    )
    if len(cut) < _RUNS and cut[0].ended != "cannot_write":
        return Look(Lit(State.INCOMPLETE, evidence))
    todo = Words(
        "放宽 crawl_window，或看是谁停了它、磁盘和内存够不够",
        "widen its crawl_window, or see who stops it and whether disk and memory suffice",
    )
    return view.found(_CUT, cut[-1].started[:10], evidence, todo, len(cut))


def _is_first(runs: Sequence[RunFacts], cut: int) -> bool:
    """Whether this is the first crawl of a site still, which takes more than one night and gets on in each."""
    last = runs[-1]
    known = not runs[0].number and cut == len(runs) and last.day - runs[0].day <= _FIRST_DAYS
    return known and last.ended == "window_closed" and last.new > 0


def _how_far(view: SiteView) -> Words:
    runs = view.history.runs
    last = [
        facts for column in view.history.columns.values() for facts in column.facts if facts.number == runs[-1].number
    ]
    left, read = sum(facts.links.get(_CUT_OFF, 0) for facts in last), sum(run.new for run in runs)
    zh = f"第一次抓取还在进行：{len(runs)} 次运行已抓 {read:,} 篇，已列出的还剩 {left:,} 篇"
    en = f"its first crawl goes on: {read:,} articles in {len(runs)} runs, {left:,} more are listed"
    return Words(zh, en)
