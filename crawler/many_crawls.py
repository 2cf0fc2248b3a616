"""Many sites crawled in one process: so many at a time, each as ``lanmu crawl`` would, none stopping another."""

import asyncio
import contextlib
import gc
from collections.abc import AsyncIterator, Iterable, Mapping
from pathlib import Path
from time import monotonic

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.dataset.policy import Policy
from crawler.errors import LanmuError, NotNowError, TooLongError
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.extensions.lock import Lock
from crawler.extensions.progress import Display, Stand, settled_of_listed
from crawler.extensions.verdict import Verdict
from crawler.one_crawl import check, closed_ledger, closing_line
from crawler.process import allow_many_files, log_once, use_threads
from crawler.spiders.column import ColumnSpider
from crawler.tally import Tally

# The next site begins when this one has; or after so many seconds, where that takes long.
_BEGUN_IN = 30.0
# How often to look whether a crawl has begun.
_LOOK = 0.005
# Seconds; with a hundred sites under way, looking through everything takes a twentieth of one.
_COLLECT_EVERY = 5.0
# A run that we ended before it had read a column page has failed; its site has not, and it counts as incomplete.
_ENDED_BY_US = frozenset({"shutdown", "window_closed"})


class ManyCrawls(AsyncCrawlerProcess):
    """Crawls ``sites`` in their order when it is started; its ``tally`` says what became of each.

    The first signal ends those that are being crawled in order and begins no further one; the second kills.
    """

    def __init__(self, settings: Settings, arguments: Mapping[str, str]) -> None:
        # A terminal has room for one bar, and the process for one log: else each crawler takes the log down and sets up
        # its own, and what another one says meanwhile is lost.
        self._shows, self._logs = settings.getbool("PROGRESS_ENABLED"), settings.getbool("LOG_INSTALL_ROOT_HANDLER")
        settings.setdict({"PROGRESS_ENABLED": False, "LOG_INSTALL_ROOT_HANDLER": False}, priority="cmdline")
        super().__init__(settings)
        self.arguments = arguments
        self.sites: list[type[ColumnSpider]] = []
        self.tally = Tally()
        self.stopped = asyncio.Event()
        self.under_way: dict[asyncio.Task[None], type[ColumnSpider]] = {}
        self._room = asyncio.Semaphore(self.settings.getint("CONCURRENT_SITES"))
        self._browsers = asyncio.Semaphore(self.settings.getint("CONCURRENT_BROWSER_SITES"))
        self._collect_from = 0.0
        self._display = Display("crawlall", self.look)

    def check(self, site: type[ColumnSpider]) -> None:
        """Raise :class:`LanmuError` for a site file that can't be meant."""
        site.check_file()

    def sound(self, sites: Iterable[type[ColumnSpider]]) -> list[type[ColumnSpider]]:
        """Those whose site files can be meant; the others have failed, and why is told."""
        sound = []
        for site in sites:
            try:
                self.check(site)
            except LanmuError as error:
                self.tally.end(site.name, "failed")
                self.say(f"{site.name} failed: {error}")
            else:
                sound.append(site)
        return sound

    def plan(self, sites: Iterable[type[ColumnSpider]]) -> None:
        """Sites to be crawled."""
        for site in sites:
            self.sites.append(site)
            self.tally.plan(site.name)

    def skip(self, site: str, why: str, *, in_vain: bool = False, not_now: bool = False) -> None:
        """A site isn't crawled this time; ``in_vain`` where the call has named it, and could not have it crawled.

        ``not_now``: another time it may be.
        """
        self.tally.skip(site, in_vain=in_vain, not_now=not_now)
        self.say(f"{site} skipped: {why}")

    def look(self) -> Stand:
        """How far all of them are."""
        ledgers = [ledger for crawler in self.crawlers if (ledger := _ledger(crawler)) is not None]
        links = [settled_of_listed(ledger) for ledger in ledgers]
        settled, listed = sum(one for one, _ in links), sum(two for _, two in links)
        written = self.tally.written + sum(ledger.articles.count for ledger in ledgers)
        done, total = self.tally.done, len(self.tally.planned)
        return Stand(
            done,
            total,
            behind=f"sites, {len(ledgers)} under way ({settled}/{listed} links), {written} articles",
            said=f"{done} of {total} sites done, {len(ledgers)} under way ({settled} of {listed} links so far), "
            f"{written} articles written",
        )

    # What Scrapy calls: join is what the process runs until it ends, stop comes with a signal

    async def join(self) -> None:
        use_threads()
        if self._shows:
            self._display.start()
        if self._logs:
            log_once(self.settings)
        allow_many_files()
        try:
            async with asyncio.TaskGroup() as crawls:
                async for site in self.turns():
                    # One after the other: those that are being crawled have their turns in between.
                    begun = asyncio.Event()
                    crawl = crawls.create_task(self._crawl_in_turn(site, begun))
                    self.under_way[crawl] = site
                    crawl.add_done_callback(self._let_go)
                    await begun.wait()
        finally:
            self._display.stop()

    async def turns(self) -> AsyncIterator[type[ColumnSpider]]:
        """The planned sites, each when the one before it has begun, until we are stopped."""
        for site in self.sites:
            if self.stopped.is_set():
                return
            yield site

    async def stop(self) -> None:
        self.stopped.set()
        await asyncio.gather(*map(self._end, self.crawlers))

    # One site

    async def _crawl_in_turn(self, site: type[ColumnSpider], begun: asyncio.Event) -> None:
        """Crawl a site once there is room; ``begun`` is set when the next one may look for room."""
        try:
            async with self._room_for(site, begun):
                await self._crawl_site(site, begun)
        finally:
            begun.set()

    async def _crawl_site(self, site: type[ColumnSpider], begun: asyncio.Event) -> None:
        """Crawl a site, and tell what became of it."""
        try:
            await self._crawl_to_its_end(site, begun)
        except TooLongError as error:
            self.end_without_run(site, "incomplete", _without_name(error, site))
        except NotNowError as error:
            self.skip(site.name, _without_name(error, site), not_now=True)
        except LanmuError as error:
            self._failed(site, _without_name(error, site))
        except asyncio.CancelledError:
            self._failed(site, "killed before its account was closed; the next run takes over what it has written")
            raise
        except Exception as error:  # noqa: BLE001 - a site's own code may raise whatever it can
            self._failed(site, f"could not be started: {error!r}")

    @contextlib.asynccontextmanager
    async def _room_for(self, site: type[ColumnSpider], begun: asyncio.Event) -> AsyncIterator[None]:
        """Few sites have a browser of their own at a time; while one waits for it, the others have all the room."""
        async with contextlib.AsyncExitStack() as rooms:
            if site.needs_browser:
                begun.set()
                await rooms.enter_async_context(self._browsers)
            await rooms.enter_async_context(self._room)
            rooms.callback(asyncio.get_running_loop().call_later(_BEGUN_IN, begun.set).cancel)
            yield

    async def _crawl_to_its_end(self, site: type[ColumnSpider], begun: asyncio.Event) -> None:
        # In a thread: Chromium is tried, a killed run taken over, an index made anew while others go on.
        crawler = None if self.stopped.is_set() else await asyncio.to_thread(self._prepared, site)
        if crawler is None or self.stopped.is_set():
            return

        crawling = self.crawl(crawler, **self.arguments)
        while not crawling.done() and not _runs(crawler):  # noqa: ASYNC110 - Scrapy has no signal for it
            await asyncio.sleep(_LOOK)
        begun.set()
        # The signal may have come while it couldn't be ended yet.
        if self.stopped.is_set():
            await self._end(crawler)
        (error,) = await asyncio.gather(crawling, return_exceptions=True)
        ledger = closed_ledger(crawler, error)
        verdict = ledger.report["verdict"]
        if ledger.fatal is None and ledger.report["ended"] in _ENDED_BY_US:
            verdict = "incomplete"
        self.tally.end(site.name, verdict, ledger.articles.count)
        self.say(closing_line(ledger))

    def _prepared(self, site: type[ColumnSpider]) -> Crawler:
        """The crawler of a site that may be crawled now, the index of its dataset up to date."""
        site.check_arguments(self.arguments)
        crawler = self.create_crawler(site)
        check(crawler, self.arguments)
        data_dir = Path(crawler.settings["DATA_DIR"])
        lock = Lock(data_dir, site.name)
        try:
            Known(data_dir, site.name, Policy.from_settings(crawler.settings), site).close()
        finally:
            lock.release()
        return crawler

    async def _end(self, crawler: Crawler) -> None:
        """End a crawl in order, unless it is ending already."""
        slot = crawler.engine._slot if _runs(crawler) else None
        if crawler.crawling and slot is not None and slot.closing is None:
            crawler.crawling = False
            await crawler.engine.stop_async()

    def _let_go(self, crawl: asyncio.Task[None]) -> None:
        """The objects of a crawl know each other: they would stay until a full collection, and few of these come."""
        del self.under_way[crawl]
        if not self.stopped.is_set() and monotonic() >= self._collect_from:
            gc.collect()
            self._collect_from = monotonic() + _COLLECT_EVERY

    def _failed(self, site: type[ColumnSpider], why: str) -> None:
        self.end_without_run(site, "failed", why)
        # It may have been started so far that it holds the site's lock.
        self._collect_from = 0.0

    def end_without_run(self, site: type[ColumnSpider], verdict: Verdict, why: str) -> None:
        """A site could not be crawled."""
        self.tally.end(site.name, verdict)
        self.say(f"{site.name} {verdict}: {why}")

    def say(self, line: str) -> None:
        """Write a line to the reader, above the bar."""
        # Whoever read our lines may have left: the datasets say the same.
        with contextlib.suppress(OSError):
            self._display.say(line)


def _runs(crawler: Crawler) -> bool:
    """Whether a crawl can be ended: one that is just being started would go on, and Scrapy wait for it for ever."""
    return crawler._engine is not None and crawler._engine.running


def _ledger(crawler: Crawler) -> Ledger | None:
    return crawler.get_extension(Ledger) if crawler._extensions is not None else None


def _without_name(error: LanmuError, site: type[ColumnSpider]) -> str:
    """What an error says; the line begins with the site's name already."""
    return str(error).removeprefix(f"{site.name} ")
