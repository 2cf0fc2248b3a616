"""Lamp *arrived*: has the site's last run come when it was its turn?"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.errors import UsageError
from crawler.health.finding import Lamp, State, Words
from crawler.health.looking import Look, What, found, well
from crawler.schedule.every import Every, every_of, last_slot

_NOT_RUN = What("not_run", Lamp.ARRIVED, State.NOT_RUN)
# A run may be late by a quarter of its period, but by two hours at least and by a day at most: others have their turn.
_LEAST, _MOST = timedelta(hours=2), timedelta(days=1)
# A crawl that takes longer than this hangs, or has died with its machine.
_LONGEST = timedelta(days=2)
# So many are counted: more of them say nothing more.
_MOST_MISSED = 999


@dataclass(frozen=True, slots=True)
class When:
    """When a site is to be crawled, and when its newest run began. Times are Beijing's.

    ``open``: that run hasn't ended; ``dead``: nor will it, as nobody is at it any more.
    """

    site: str
    every: str
    window: str
    now: datetime
    begun: datetime | None
    open: bool = False
    dead: bool = False
    home: bool = True  # whether its file names a home page


def look(when: When) -> Look:
    """Raises :class:`~crawler.errors.UsageError` for an ``every`` that says nothing."""
    try:
        every = every_of(when.every)
    except UsageError as error:
        raise UsageError(f"the site file of {when.site}: {error}") from None
    if when.begun is None and not when.home:
        return well(Words("还没有运行过：站点文件没写首页", "not crawled yet: its file names no home page"), State.NEW)
    if when.begun is None:
        return well(Words("还没有运行过", "has not been crawled yet"), State.NEW)
    if when.dead:
        return _dead(when, when.begun)
    if when.open and when.now - when.begun > max(_LONGEST, every.period if every else _LONGEST):
        return _hanging(when, when.begun)
    if every is None:
        return well(Words("不定时运行", "is crawled by hand"))
    if when.open:
        began = _minute(when.begun)
        return well(Words(f"{began} 开始的运行还在进行", f"the run that began at {began} is under way"))
    grace = min(max(every.period / 4, _LEAST), _MOST)
    slot = last_slot(every, when.site, when.window, when.now - grace)
    if slot is None or when.begun >= slot:
        return well(Words(f"上次运行于 {_minute(when.begun)}", f"last run at {_minute(when.begun)}"))
    slots = _missed(when, every, slot, when.begun)
    missed = len(slots)
    told = f"{_minute(slot)}", f"{_minute(when.begun)}"
    return found(
        (when.site, None),
        _NOT_RUN,
        f"{slots[-1]:%Y-%m-%d}",
        (
            Words(
                f"按“{when.every}”应在 {told[0]} 运行，最近一次却是 {told[1]}，漏 {missed} 次",
                f"every {when.every}, it was to run at {told[0]}; the last run is of {told[1]}, {missed} missing",
            ),
            Words(
                f"运行 lanmu crawlall {when.site}：跑不了，它会说为什么；跑得了，就看定时任务（cron、systemd 或 "
                f"lanmu schedule）是否在跑",
                f"run lanmu crawlall {when.site}: if it can't, it says why; if it can, see whether cron, the timer or "
                f"lanmu schedule is running",
            ),
        ),
        more=missed,
    )


def _missed(when: When, every: Every, newest: datetime, begun: datetime) -> list[datetime]:
    """The slots since the last run began, from the newest back: weekends and hours out of the window have none."""
    slots = [newest]
    while len(slots) < _MOST_MISSED:
        before = last_slot(every, when.site, when.window, slots[-1] - timedelta(seconds=1))
        if before is None or before <= begun:
            break
        slots.append(before)
    return slots


def _hanging(when: When, begun: datetime) -> Look:
    return found(
        (when.site, None),
        _NOT_RUN,
        f"{begun:%Y-%m-%d}",
        (
            Words(f"{_minute(begun)} 开始的运行至今没有结束", f"the run that began at {_minute(begun)} has not ended"),
            Words(
                f"看那个进程：还在抓就等它，卡住了就结束它，再运行 lanmu crawlall {when.site}",
                f"look at its process: wait if it goes on, end it if it hangs, then lanmu crawlall {when.site}",
            ),
        ),
        more=0,
    )


def _dead(when: When, begun: datetime) -> Look:
    return found(
        (when.site, None),
        _NOT_RUN,
        f"{begun:%Y-%m-%d}",
        (
            Words(
                f"{_minute(begun)} 开始的运行没有写完，进程已不在（被强行终止）",
                f"the run that began at {_minute(begun)} was killed: it hasn't ended, and its process is gone",
            ),
            Words(
                f"看是什么结束了它（内存、断电），再运行 lanmu crawlall {when.site}，已写下的会接着用",
                f"see what ended it (memory, power), then lanmu crawlall {when.site}: it takes over what was written",
            ),
        ),
        more=0,
    )


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M}"
