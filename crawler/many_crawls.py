"""Many sites crawled in one process: so many at a time, each as ``lanmu crawl`` would, none stopping another."""

import asyncio
import contextlib
import gc
import logging
import resource
from collections.abc import AsyncIterator, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.log import _get_handler

from crawler.dataset.policy import Policy
from crawler.errors import LanmuError, NotNowError
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.extensions.lock import Lock
from crawler.extensions.progress import Display, Stand, settled_of_listed
from crawler.one_crawl import check, closed_ledger, closing_line
from crawler.spiders.column import ColumnSpider
from crawler.tally import Tally

# Names are resolved in threads, and a name server that doesn't answer holds one for ten seconds and more.
_THREADS = 32
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
        self._browsers = asyncio.Semaphore(self.settings.getint("CONCURRENT_BROWSER_SITES"))
        self._collect_from = 0.0
        self._display = Display("crawlall", self.look)

    def plan(self, sites: Iterable[type[ColumnSpider]]) -> None:
        """Sites to be crawled."""
        self.sites += sites
        self.tally.planned += [site.name for site in self.sites]

    def skip(self, site: str, why: str) -> None:
        """A site isn't crawled this time."""
        self.tally.skipped.append(site)
        self._say(f"{site} skipped: {why}")

    def look(self) -> Stand:
        """How far all of them are."""
        ledgers = [ledger for crawler in self.crawlers if (ledger := _ledger(crawler)) is not None]
        links = [settled_of_listed(ledger) for ledger in ledgers]
        settled, listed = sum(one for one, _ in links), sum(two for _, two in links)
        written = self.tally.written + sum(ledger.articles.count for ledger in ledgers)
        done, total = self.tally.done, len(self.sites)
        return Stand(
            done,
            total,
            behind=f"sites, {len(ledgers)} under way ({settled}/{listed} links), {written} articles",
            said=f"{done} of {total} sites done, {len(ledgers)} under way ({settled} of {listed} links so far), "
            f"{written} articles written",
        )

    # What Scrapy calls: join is what the process runs until it ends, stop comes with a signal

    async def join(self) -> None:
        _allow_many_files()
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
        room = asyncio.Semaphore(self.settings.getint("CONCURRENT_SITES"))
        if self._shows:
            self._display.start()
        if self._logs:
            # Above the bar, where there is one.
            logging.root.setLevel(logging.NOTSET)
            logging.root.addHandler(_get_handler(self.settings))
        try:
            async with asyncio.TaskGroup() as crawls:
                for site in self.sites:
                    await room.acquire()
                    if self.stopped.is_set():
                        break
                    # One after the other: those that are being crawled have their turns in between.
                    begun = asyncio.Event()
                    crawl = crawls.create_task(self._crawl_site(site, begun))
                    crawl.add_done_callback(lambda _: self._let_go())
                    crawl.add_done_callback(lambda _: room.release())
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_BEGUN_IN):
                            await begun.wait()
        finally:
            self._display.stop()

    async def stop(self) -> None:
        self.stopped.set()
        await asyncio.gather(*map(self._end, self.crawlers))

    # One site

    async def _crawl_site(self, site: type[ColumnSpider], begun: asyncio.Event) -> None:
        """Crawl a site, and tell what became of it."""
        try:
            async with self._room_for(site, begun):
                await self._crawl_to_its_end(site, begun)
        except NotNowError as error:
            self.skip(site.name, _without_name(error, site))
        except LanmuError as error:
            self._failed(site, _without_name(error, site))
        except asyncio.CancelledError:
            self._failed(site, "killed before its account was closed; the next run takes over what it has written")
            raise
        except Exception as error:  # noqa: BLE001 - a site's own code may raise whatever it can
            self._failed(site, f"could not be started: {error!r}")
        finally:
            begun.set()

    @contextlib.asynccontextmanager
    async def _room_for(self, site: type[ColumnSpider], begun: asyncio.Event) -> AsyncIterator[None]:
        """Few sites have a browser of their own at a time; the next of the others need not wait for it."""
        if not site.needs_browser:
            yield
            return
        begun.set()
        async with self._browsers:
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
        self._say(closing_line(ledger))

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

    def _let_go(self) -> None:
        """The objects of a crawl know each other: they would stay until a full collection, and few of these come."""
        if not self.stopped.is_set() and monotonic() >= self._collect_from:
            gc.collect()
            self._collect_from = monotonic() + _COLLECT_EVERY

    def _failed(self, site: type[ColumnSpider], why: str) -> None:
        self.tally.end(site.name, "failed")
        self._say(f"{site.name} failed: {why}")
        # It may have been started so far that it holds the site's lock.
        self._collect_from = 0.0

    def _say(self, line: str) -> None:
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


def _allow_many_files() -> None:
    """A site has a dozen files and connections open; many systems begin with 1,024 a process, and allow more."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
