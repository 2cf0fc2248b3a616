"""``lanmu crawlall --due``: crawls what is due, and what becomes due while it is at it."""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from time import monotonic

from scrapy.settings import BaseSettings, Settings

from crawler import clock
from crawler.choice import oldest_first
from crawler.errors import LanmuError, NotNowError, TooLongError, UsageError
from crawler.extensions.lock import LOCK, Lock
from crawler.extensions.verdict import Verdict
from crawler.many_crawls import ManyCrawls
from crawler.schedule.due import check_schedule, judge
from crawler.spiders.column import ColumnSpider
from crawler.tally import few

# Where the locks of calls lie in the data folder: no site is called so, and hidden folders are nobody's dataset.
_CALLS = ".due"
# Seconds; a site that this process has begun isn't begun once more sooner, whatever its folders and the clock say.
_NOT_SOONER = 3600.0
_MOST_MINUTES = 24 * 60


class DueCrawls(ManyCrawls):
    """Crawls those of ``mine`` that are due. As long as one is being crawled, it looks again and again which are.

    So a crawl of many hours holds up no other site, and what is due is crawled by one process.
    """

    def __init__(self, settings: Settings, arguments: Mapping[str, str]) -> None:
        super().__init__(settings, arguments)
        self.data_dir = Path(self.settings["DATA_DIR"])
        self.mine: list[type[ColumnSpider]] = []
        self._begun: dict[str, float] = {}
        self._pause = pause_of(self.settings).total_seconds()

    def check(self, site: type[ColumnSpider]) -> None:
        check_schedule(site, self.settings)

    def plan_due(self, sites: Iterable[type[ColumnSpider]]) -> str:
        """Plan what is due now of these sites; returns the line that says what that is.

        Raises :class:`UsageError` where none of them is ever due.
        """
        self.mine = list(sites)
        judged = judge(self.mine, self.settings, clock.now())
        for site, error in judged.wrong:
            self.end_without_run(site, "failed", str(error))
        if judged.due:
            self.plan(oldest_first(judged.due, self.data_dir))
            total = len(judged.due) + len(judged.ahead)
            return f"{len(judged.due)} of {total} sites due: {few([site.name for site in judged.due])}"
        if not judged.ahead and not self.tally.verdicts:
            raise UsageError('no site says how often it is crawled; write every = "day" into its site file')
        return judged.nothing_line()

    async def turns(self) -> AsyncIterator[type[ColumnSpider]]:
        number, look_at = 0, monotonic() + self._pause
        while not self.stopped.is_set():
            if number < len(self.sites):
                self._begun[self.sites[number].name] = monotonic()
                yield self.sites[number]
                number += 1
            elif not self.under_way:
                return
            elif monotonic() < look_at:
                await asyncio.wait(self.under_way, timeout=look_at - monotonic(), return_when=asyncio.FIRST_COMPLETED)
            else:
                self.plan(await asyncio.to_thread(self._newly_due))
                look_at = monotonic() + self._pause

    def _newly_due(self) -> list[type[ColumnSpider]]:
        """The sites that are due by now, but for those that are being crawled or were begun within the hour."""
        busy = {site.name for site in self.under_way.values()}
        busy |= {name for name, at in self._begun.items() if monotonic() < at + _NOT_SOONER}
        free = [site for site in self.mine if site.name not in busy]
        return oldest_first(judge(free, self.settings, clock.now()).due, self.data_dir)

    def skip(self, site: str, why: str, *, in_vain: bool = False, not_now: bool = False) -> None:  # noqa: ARG002
        # Another process crawls it, or its window has just closed: it is due again, or has been crawled.
        super().skip(site, why, in_vain=in_vain)

    def end_without_run(self, site: type[ColumnSpider], verdict: Verdict, why: str) -> None:
        super().end_without_run(site, verdict, why)
        # The lock says when it was tried: it isn't due again at once.
        with contextlib.suppress(LanmuError):
            Lock(self.data_dir, site.name).release()


def pause_of(settings: BaseSettings) -> timedelta:
    """How long it is from one look at what is due to the next; raises :class:`UsageError` where that can't be."""
    minutes = settings.getfloat("SCHEDULE_MINUTES")
    if not 0 < minutes <= _MOST_MINUTES:
        raise UsageError(f"SCHEDULE_MINUTES {minutes:g} can't be used; give a number of minutes, up to a day")
    return timedelta(minutes=minutes)


def call_lock(data_dir: Path, shard: str, names: Iterable[str]) -> Lock:
    """What one call holds, so that the same one doesn't take up meanwhile what this one is about to crawl.

    Raises :class:`NotNowError` where another process has it.
    """
    call = hashlib.sha256(f"{shard} {sorted(names)}".encode()).hexdigest()[:8]
    try:
        return Lock(data_dir, f"{_CALLS}/{call}")
    except (NotNowError, TooLongError):
        holder = (data_dir / _CALLS / call / LOCK).read_text(encoding="utf-8", errors="replace").strip()
        raise NotNowError(f"{holder} is at it, and takes what becomes due meanwhile") from None
