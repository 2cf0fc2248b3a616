"""Lamp *alive*: do new articles come in the column's own rhythm?"""

from datetime import datetime
from itertools import pairwise
from statistics import median

from crawler.health.calendar import DayKind, holiday_near, kind_of
from crawler.health.finding import Lamp, State, Words
from crawler.health.history import iso
from crawler.health.looking import ColumnView, Look, What, well
from crawler.health.rhythm import FEW_DAYS, PACE, Rhythm, learned

_QUIET = What("quiet", Lamp.ALIVE, State.DOUBTFUL)
# With fewer days of news there is no rhythm.
_FEW_POSTS = 8
_MONTH = 28
# Of a slower pace it is told while it is so many times as slow, so many days with news at most.
_STILL_SLOWER, _TOLD = 1.4, 20
# A run late in the day has seen it.
_EVENING = 18
_TODO = Words(
    "打开栏目看有没有新文章：有就是漏抓，检查列表；没有就标为预期或静音",
    "open the column: if there is news, the list is misread; if not, mark it as expected or mute it",
)


def look(view: ColumnView) -> Look:
    """A column that has been quiet for too long, or that publishes ever more rarely."""
    column = view.column
    if column.last_day is None:
        return well(Words("还没有读到过", "has not been read yet"))
    facts = next((run for run, one in view.newest_first() if one.walked), view.history.runs[-1])
    checked = column.last_day - (datetime.fromisoformat(facts.started).hour < _EVENING)
    # All its articles may be older than what is kept.
    latest = max(column.posts, default=column.first)
    silent = range(latest + 1, checked + 1)
    if view.quiet_days is not None and not view.new:
        return _by_the_file(view, silent, view.quiet_days)
    first = min(column.posts, default=column.first)
    if view.new or len(column.posts) < _FEW_POSTS or latest - first < FEW_DAYS:
        return well(_told(silent), State.QUIET if len(silent) > _MONTH else State.FINE)
    # The silence itself is not part of the rhythm it is held against.
    rhythm = learned(column.posts)
    silence = rhythm.own(silent)
    if silence > rhythm.explained:
        more = int(10 * silence / rhythm.explained)
        return view.found(_QUIET, iso(latest + 1), _too_long(rhythm, silent), _TODO, more)
    since = _faded_since(sorted(column.posts), checked)
    if since is not None:
        return view.found(_QUIET, iso(since), _too_slow(rhythm, checked), _TODO, int(10 * rhythm.slower(silence)))
    if silence > rhythm.usual or (len(silent) > 1 and holiday_near(checked)):
        return well(_told(silent, " 在它的常态之内", ", within its rhythm"), State.QUIET)
    return well(_told(silent))


def _faded_since(posts: list[int], checked: int) -> int | None:
    """The first day of a pace that is far slower than before, where it still is; None where it isn't.

    Once found it is told until it is clearly faster again, so that one article doesn't end it for a day.
    """
    since, until = None, checked + 1
    for last in range(len(posts), max(len(posts) - _TOLD, _FEW_POSTS), -1):
        rhythm = learned(posts[:last])
        if rhythm.fades(rhythm.own(range(posts[last - 1] + 1, until))):
            since = rhythm.days[-PACE] + 1
        if rhythm.slower(0) < _STILL_SLOWER:
            break
        until = posts[last - 1]
    return since


def _by_the_file(view: ColumnView, silent: range, quiet_days: int) -> Look:
    if len(silent) <= quiet_days:
        return well(_told(silent, f"（站点文件允许 {quiet_days} 天）", f" (its site file allows {quiet_days})"))
    evidence = _told(silent, f"，站点文件只允许 {quiet_days} 天", f", its site file allows {quiet_days}")
    return view.found(_QUIET, iso(silent.start), evidence, _TODO, len(silent))


def _too_long(rhythm: Rhythm, silent: range) -> Words:
    """The silence beside the gaps of the past, all from news to news."""
    gaps = sorted(following - day for day, following in pairwise(rhythm.days))
    worked = sum(kind_of(day) in {DayKind.WORK, DayKind.SEASON} for day in silent)
    return Words(
        f"已 {len(silent)} 天（{worked} 个工作日）没有新文章；平时隔 {median(gaps):.0f} 天，"
        f"一年来最长间隔 {gaps[-1]} 天，其次 {gaps[-2]} 天",
        f"no new article for {len(silent)} days ({worked} of them working days); usually one comes after "
        f"{median(gaps):.0f}, within a year after {gaps[-1]} at most, and {gaps[-2]} the second time",
    )


def _too_slow(rhythm: Rhythm, checked: int) -> Words:
    """How long the last days with news took, beside as many in the past."""
    days = rhythm.days
    took = sorted(later - day for day, later in zip(days, days[PACE:-PACE], strict=False))
    now = checked - days[-PACE]
    return Words(
        f"最近 {now} 天只有 {PACE - 1} 天有更新；以往更新 {PACE} 次平时 {median(took):.0f} 天，最长 {took[-1]} 天",
        f"only {PACE - 1} of the last {now} days had news; {PACE} used to take {median(took):.0f} days, "
        f"{took[-1]} at most",
    )


def _told(silent: range, zh: str = "", en: str = "") -> Words:
    if not silent:
        return Words(f"最近一天有新文章{zh}", f"news on the last day{en}")
    return Words(f"{len(silent)} 天没有新文章{zh}", f"{len(silent)} days without news{en}")
