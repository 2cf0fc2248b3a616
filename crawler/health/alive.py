"""Lamp *alive*: do new articles come in the column's own rhythm?"""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from math import exp

from crawler.health.calendar import holiday_near
from crawler.health.finding import Lamp, State, Words
from crawler.health.history import iso
from crawler.health.looking import ColumnView, Look, What, well
from crawler.health.odds import at_most
from crawler.health.rhythm import RECENT, Rhythm, gaps, learned

_QUIET = What("quiet", Lamp.ALIVE, State.DOUBTFUL)
# Silence that chance explains once in ten thousand times, and longer by half than the column has ever kept.
_STRAIN, _LONGER = 9.2, 1.5
# Of a column with fewer silences than this, twice as long.
_FEW_GAPS, _MUCH_LONGER = 20, 2.0
# Held against today is what the rhythm was learned from, and so many days around the day of a year ago.
_YEAR, _SEASON = 365, 30
# With less of a past than this there is no rhythm.
_FEW_POSTS, _FEW_DAYS = 8, 42
# Silence that chance explains once in twenty times is told as quiet.
_NOTABLE = 3.0
# Dying slowly: four weeks with fewer days of news than chance explains, and than any four weeks before.
_MONTH, _CHANCE, _FEWER, _STILL_FEWER = 28, 1e-4, 0.6, 0.7
_WEEK = 7
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
    if view.new or len(column.posts) < _FEW_POSTS or latest - first < _FEW_DAYS:
        return well(_told(silent), State.QUIET if len(silent) > _MONTH else State.FINE)
    # The silence itself is not part of the rhythm it is held against.
    rhythm = learned(column.posts, first, latest)
    strain = rhythm.strain(silent)
    if strain > _STRAIN and _unheard_of(view, rhythm, strain, first):
        return view.found(_QUIET, iso(latest + 1), _evidence(view, rhythm, silent, strain), _TODO, int(strain))
    if dying := _dying(view, first, checked):
        return dying
    if strain > _NOTABLE or (len(silent) > 1 and holiday_near(checked)):
        return well(_told(silent, " 在它的常态之内", ", within its rhythm"), State.QUIET)
    return well(_told(silent))


def _by_the_file(view: ColumnView, silent: range, quiet_days: int) -> Look:
    if len(silent) <= quiet_days:
        return well(_told(silent, f"（站点文件允许 {quiet_days} 天）", f" (its site file allows {quiet_days})"))
    evidence = _told(silent, f"，站点文件只允许 {quiet_days} 天", f", its site file allows {quiet_days}")
    return view.found(_QUIET, iso(silent.start), evidence, _TODO, len(silent))


def _unheard_of(view: ColumnView, rhythm: Rhythm, strain: float, first: int) -> bool:
    """Whether the column has never been silent for nearly as long, in its own days: lately, or a year ago."""
    past = [gap for gap in gaps(view.column.posts, first) if _compares(gap.stop, rhythm, max(view.column.posts))]
    longest = max(map(rhythm.strain, past), default=0.0)
    return strain > longest * (_LONGER if len(past) >= _FEW_GAPS else _MUCH_LONGER)


def _compares(day: int, rhythm: Rhythm, today: int) -> bool:
    """Whether what was on a day says something of today: it was lately, or at this time of the year."""
    return day >= rhythm.since or abs(today - _YEAR - day) <= _SEASON


def _evidence(view: ColumnView, rhythm: Rhythm, silent: range, strain: float) -> Words:
    expected = rhythm.expected(silent)
    past = gaps(view.column.posts, min(view.column.posts))
    usual = max((len(gap) for gap in past if _compares(gap.stop, rhythm, silent.start)), default=0)
    chance = f"{exp(-strain):.0e}"
    return Words(
        f"已 {len(silent)} 天没有新文章，按它的节奏应有 {expected:.1f} 天更新（偶然的可能 {chance}），"
        f"近几个月最长间隔 {usual} 天",
        f"no new article for {len(silent)} days; by its rhythm there were to be {expected:.1f} days with news (chance "
        f"{chance}); its longest silence in the months before was {usual} days",
    )


def _dying(view: ColumnView, first: int, checked: int) -> Look | None:
    """Four weeks with far less news than before; once found it is told until there is more again."""
    posts = view.column.posts
    days = (_faded(posts, first, day) for day in range(checked, checked - RECENT, -1))
    fewer = list(takewhile(lambda faded: faded is not None and faded.share <= _STILL_FEWER, days))
    now = fewer[0] if fewer else None
    if now is None or not any(faded is not None and faded.found for faded in fewer):
        return None
    weeks = ((day, _share(posts, now.rhythm, day - _MONTH + 1)) for day in range(checked - 1, first, -1))
    since = next((day for day, share in weeks if share >= _STILL_FEWER), checked - _MONTH)
    evidence = Words(
        f"近 {_MONTH} 天只有 {now.active} 天更新，按以往节奏应有 {now.expected:.1f} 天",
        f"news on only {now.active} of the last {_MONTH} days; by its rhythm there were to be {now.expected:.1f}",
    )
    return view.found(_QUIET, iso(since + 1), evidence, _TODO, int(now.expected - now.active))


@dataclass(frozen=True, slots=True)
class Faded:
    """Four weeks: the days with news, how many were to be expected, and whether that is more than chance."""

    rhythm: Rhythm
    active: int
    expected: float
    found: bool

    @property
    def share(self) -> float:
        return self.active / max(self.expected, 0.1)


def _faded(posts: dict[int, int], first: int, checked: int) -> Faded | None:
    """The four weeks up to a day, held against the time before the last eight: what fades slowly is in between."""
    end = checked - 2 * _MONTH
    if end - first < 2 * _MONTH:
        return None
    rhythm = learned(posts, first, end)
    month = range(checked - _MONTH + 1, checked + 1)
    active, expected = sum(day in posts for day in month), rhythm.expected(month)
    if active > _FEWER * expected or at_most(active, map(rhythm.chance, month)) > _CHANCE:
        return Faded(rhythm, active, expected, found=False)
    # How it went before, four weeks after four weeks, a week on each time; and a year ago, as months differ.
    starts = [*range(max(first, end - RECENT + 1), end - _MONTH + 2, _WEEK)]
    a_year_ago = checked - _YEAR - _MONTH + 1
    starts += [start for start in range(a_year_ago - 2 * _WEEK, a_year_ago + 2 * _WEEK + 1, _WEEK) if start >= first]
    least = min((_share(posts, rhythm, start) for start in starts), default=0.0)
    return Faded(rhythm, active, expected, found=active / expected <= _FEWER * least)


def _share(posts: dict[int, int], rhythm: Rhythm, start: int) -> float:
    month = range(start, start + _MONTH)
    return sum(day in posts for day in month) / max(rhythm.expected(month), 0.1)


def _told(silent: range, zh: str = "", en: str = "") -> Words:
    if not silent:
        return Words(f"最近一天有新文章{zh}", f"news on the last day{en}")
    return Words(f"{len(silent)} 天没有新文章{zh}", f"{len(silent)} days without news{en}")
