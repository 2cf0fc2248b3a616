"""Which sites are due: judged from their run folders, the clock, and nothing that is kept elsewhere.

A site is due when no run of it has started since its newest slot (``schedule/every.py``). So however many were missed,
one is caught up. A crawl that came to nothing is tried again before the next slot, later each time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from crawler.crawl_window import spans
from crawler.errors import LanmuError
from crawler.extensions.lock import last_taken
from crawler.schedule.every import Every, every_of, last_slot, next_opening, next_slot
from crawler.schedule.tries import Try, tries_between
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import Site
from crawler.tally import few

# A failed crawl is tried again after this, then after twice that, and so on until the next slot.
_AGAIN = timedelta(hours=1)
# An incomplete one is tried once more, after a quarter of the site's period, but no sooner and no later.
_SOONEST, _LATEST = timedelta(hours=1), timedelta(hours=6)
# A run that starts later than it is now is of a clock that was put back since. By up to so much it counts all the same.
_PUT_BACK = timedelta(days=1)


def due_at(data_dir: Path, site: type[Site], window: str, now: datetime) -> datetime | None:
    """When a site is to be crawled next: ``now`` or before where it is due; Beijing time.

    None for a site that isn't crawled by itself. Raises :class:`~crawler.errors.UsageError` for an ``every`` or a
    window that says nothing, :class:`~crawler.errors.LanmuError` for a damaged folder.
    """
    every = every_of(site.every)
    slot = last_slot(every, site.name, window, now) if every else None
    if every is None or slot is None:
        return None
    ahead = next_slot(every, site.name, window, now) or slot
    # Of a lock that was taken within the hour: whether a run has come of it, which may have been before the slot.
    lately = _taken_lately(data_dir, site.name, now)
    runs = tries_between(data_dir, site.name, min(slot, lately or slot), now + min(every.period, _PUT_BACK))
    tries = [one for one in runs if one.start >= slot and one.outcome != "sample"]
    at = min(_after(tries, every, ahead), ahead) if tries else slot
    if lately is not None and not any(one.start >= lately for one in runs):
        # A crawl couldn't be started, and left no run.
        at = max(at, lately + _AGAIN)
    opening = next_opening(window, max(at, now))
    return at if opening <= now else opening


def _taken_lately(data_dir: Path, site: str, now: datetime) -> datetime | None:
    """When a site's lock was taken, if it was within the hour."""
    taken = last_taken(data_dir, site)
    return taken if taken is not None and timedelta() <= now - taken < _AGAIN else None


def _after(tries: Sequence[Try], every: Every, ahead: datetime) -> datetime:
    """When it is time again after these tries since the newest slot; ``ahead`` is the next one."""
    last, number = tries[-1], len(tries)
    if last.outcome == "complete":
        return ahead
    if last.outcome == "incomplete":
        once = sum(one.outcome == "incomplete" for one in tries) == 1
        return last.start + max(_SOONEST, min(every.period / 4, _LATEST)) if once else ahead
    # What was cut short goes on at once, but for a second time as if it had failed.
    doublings = number - (2 if last.outcome == "unfinished" else 1)
    return last.start + _AGAIN * 2**doublings if doublings >= 0 else last.start


def check_schedule(site: type[Site], settings: BaseSettings) -> None:
    """Raise :class:`~crawler.errors.UsageError` for a site file that doesn't say when its site is to be crawled."""
    site.check_file()
    every_of(site.every)
    spans(window_of(site, settings))


def window_of(site: type[Site], settings: BaseSettings) -> str:
    """When a site may be crawled: the command line goes before its file, that before the settings."""
    called = (settings.getpriority("CRAWL_WINDOW") or 0) > SETTINGS_PRIORITIES["spider"]
    own = site.crawl_window or str((site.custom_settings or {}).get("CRAWL_WINDOW") or "")
    return str(settings["CRAWL_WINDOW"] or "") if called or not own else own


@dataclass
class Judged:
    """What of some sites is due; ``ahead`` is when the others are, and ``wrong`` what can't be judged, and why."""

    due: list[type[ColumnSpider]] = field(default_factory=list)
    ahead: list[tuple[datetime, str]] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)
    wrong: list[tuple[type[ColumnSpider], LanmuError]] = field(default_factory=list)

    def nothing_line(self) -> str:
        """``none of 40 sites is due; next is hengzhou at 2026-11-24 06:12 (Beijing time)``."""
        total = len(self.ahead)
        line = f"none of {total} sites is due" if total > 1 else "no site is due"
        if self.ahead:
            at, name = min(self.ahead)
            line += f"; next is {name} at {at:%Y-%m-%d %H:%M} (Beijing time)"
        return f"{line}; by hand only: {few(self.by_hand)}" if self.by_hand else line


def judge(sites: Iterable[type[ColumnSpider]], settings: BaseSettings, now: datetime) -> Judged:
    """Which of the sites are due ``now`` (Beijing time)."""
    data_dir, judged = Path(settings["DATA_DIR"]), Judged()
    for site in sites:
        try:
            at = due_at(data_dir, site, window_of(site, settings), now)
        except LanmuError as error:
            # Told once an hour: cron mails it.
            told = _taken_lately(data_dir, site.name, now)
            if told is None:
                judged.wrong.append((site, error))
                continue
            at = told + _AGAIN
        if at is None:
            judged.by_hand.append(site.name)
        elif at <= now:
            judged.due.append(site)
        else:
            judged.ahead.append((at, site.name))
    return judged
