"""Scrapy's downloader, asking each host as it wants to be asked, and ending when the crawl is ended.

Scrapy's own draws the jitter of a delay anew at each look at the clock, which stretches 1 s to 1.27 s; knows nothing
of a host that asks for a pause; and, once a crawl is being closed, still sends what is waiting, one request a second.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

from scrapy import Request, signals
from scrapy.core import downloader
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils.asyncio import call_later
from scrapy.utils.defer import _schedule_coro
from scrapy.utils.httpobj import urlparse_cached
from twisted.python.failure import Failure

from crawler.browser import SUB_REQUESTS
from crawler.host import Backoff, Host
from crawler.middlewares.chain import DownloaderMiddlewares

# Keys of a request's meta.
WAIT_UNTIL = "wait_until"
ASKED_AT = "asked_at"

# How long what is under way may take once the crawl is being closed.
_GRACE = 3.0
# Requests that only wait don't count as concurrent ones, up to here.
_MOST_WAITING = 500


class NotFetchedError(Exception):
    """The crawl was ended before this request was answered."""


class RetryAfterError(Exception):
    """The host asks to be left alone for longer than a crawl waits."""

    def __init__(self, host: str, seconds: float) -> None:
        super().__init__(f"{host} asks to be left alone for {seconds:.0f} seconds")
        self.seconds = seconds


class Downloader(downloader.Downloader):
    """``hosts`` goes from a host's name to what it has told us. With ``www.`` and without it is one host, one queue."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.middleware = DownloaderMiddlewares.of(self.middleware)
        self.per_slot_settings = {_bare(name): told for name, told in self.per_slot_settings.items()}
        self.hosts: defaultdict[str, Host] = defaultdict(Host)
        self.backoff = Backoff(
            self.settings.getfloat("RETRY_BACKOFF", 2.0), self.settings.getfloat("RETRY_BACKOFF_MAX", 60.0)
        )
        self.ended = asyncio.Event()
        self._aside: set[Request] = set()
        self._under_way: set[asyncio.Timeout] = set()
        crawler.signals.connect(self._end_with_crawl, signal=signals.spider_opened)

    # Hosts

    def host(self, request: Request) -> Host:
        return self.hosts[_bare(urlparse_cached(request).hostname or "")]

    def get_slot_key(self, request: Request) -> str:
        return _bare(super().get_slot_key(request))

    def hold(self, request: Request, told: float | None) -> None:
        """The host answered ``request`` with a wish for a pause, of ``told`` seconds where it named them."""
        now = monotonic()
        self.host(request).hold(now, request.meta.get(ASKED_AT, now), told, self.backoff)

    def well(self, request: Request) -> None:
        """The host answered ``request``, whatever it said, without a wish for a pause."""
        self.host(request).answered(request.meta.get(ASKED_AT, 0.0))

    def leave_alone(self, request: Request, seconds: float) -> None:
        """The host answered ``request`` with a wish for too long a pause: it isn't asked again in this crawl."""
        self.host(request).refused = seconds
        self._fail_refused()

    def refusal(self, request: Request) -> Exception | None:
        """Why ``request`` can't be sent any more; None if it can."""
        if self.ended.is_set():
            return NotFetchedError(request.url)
        seconds = self.host(request).refused
        return None if seconds is None else RetryAfterError(urlparse_cached(request).netloc, seconds)

    # Waiting

    @contextmanager
    def aside(self, request: Request) -> Iterator[None]:
        """While a request only waits, others may go."""
        self._aside.add(request)
        try:
            yield
        finally:
            self._aside.discard(request)

    def needs_backout(self) -> bool:
        if not 0 < self.total_concurrency <= len(self.active):
            return False
        now = monotonic()
        held = sum(
            len(slot.queue) for slot in self.slots.values() if slot.queue and self._held(slot.queue[0][0], now) > 0
        )
        waiting = min(_MOST_WAITING, len(self._aside) + held)
        return self.total_concurrency <= len(self.active) - waiting

    def _held(self, request: Request, now: float) -> float:
        return self.host(request).held_until - now

    async def _wait(self, request: Request) -> None:
        """Wait for the time in the request's meta, or until the crawl is ended."""
        seconds = request.meta.get(WAIT_UNTIL, 0.0) - monotonic()
        if seconds <= 0:
            return
        with self.aside(request):
            try:
                async with asyncio.timeout(seconds):
                    await self.ended.wait()
            except TimeoutError:
                return

    # Scrapy's own steps

    async def _enqueue_request(self, request: Request) -> Response:
        await self._wait(request)
        if (why := self.refusal(request)) is not None:
            raise why
        return await super()._enqueue_request(request)

    def _process_queue(self, slot: Slot) -> None:
        """Send what may be sent now; where it is too early, look again when it isn't."""
        while slot.queue and not slot.latercall:
            request = slot.queue[0][0]
            host = self.host(request)
            # A host that has asked for a pause is asked one thing at first.
            if slot.free_transfer_slots() <= 0 or (host.holds and slot.transferring):
                return
            now = monotonic()
            wait = max(slot.lastseen + self._interval(slot, request, host), host.held_until) - now
            if wait > 0:
                slot.latercall = call_later(wait, self._latercall, slot)
                return
            request, answer = slot.queue.popleft()
            slot.lastseen = request.meta[ASKED_AT] = now
            host.asked()
            # Scrapy counts a request when its task begins, and in one turn of the loop sends any number.
            slot.transferring.add(request)
            _schedule_coro(self._wait_for_download(slot, request, answer))

    def _interval(self, slot: Slot, request: Request, host: Host) -> float:
        if request.meta[self.DOWNLOAD_SLOT] == SUB_REQUESTS:
            return slot.delay
        return host.interval(slot.delay, slot.jitter)

    async def _download(self, slot: Slot, request: Request) -> Response:
        # One that was on its way out when the crawl was ended has as long as those that were out.
        limit = asyncio.timeout(_GRACE if self.ended.is_set() else None)
        self._under_way.add(limit)
        try:
            async with limit:
                return await super()._download(slot, request)
        except TimeoutError:
            if limit.expired():
                raise NotFetchedError(request.url) from None
            raise
        finally:
            self._under_way.discard(limit)

    def _slot_gc(self, age: float = 60) -> None:
        """A queue that nothing is in is kept while its last request still counts."""
        super()._slot_gc(max([age, *(host.crawl_delay for host in self.hosts.values())]))

    # The end

    def _end_with_crawl(self) -> None:
        """Hear of it when the crawl is being closed: Scrapy tells nobody before all requests have ended."""
        slot = self.crawler.engine._slot
        if slot is None:
            raise RuntimeError("Scrapy opens a spider with a slot")
        closing = slot.close

        async def close() -> None:
            self.end()
            await closing()

        slot.close = close  # type: ignore[method-assign]

    def end(self) -> None:
        """Give up what only waits, at once, and what is under way a little later; nothing is sent any more."""
        self.ended.set()
        self._fail_refused()
        deadline = asyncio.get_running_loop().time() + _GRACE
        for limit in self._under_way:
            limit.reschedule(deadline)

    def _fail_refused(self) -> None:
        """Fail what waits in the queues and can't be sent any more."""
        for slot in self.slots.values():
            waiting = list(slot.queue)
            slot.queue.clear()
            for request, answer in waiting:
                if (why := self.refusal(request)) is None:
                    slot.queue.append((request, answer))
                else:
                    answer.errback(Failure(why))  # type: ignore[no-untyped-call]


def _bare(host: str) -> str:
    return host.rstrip(".").removeprefix("www.")


def the_downloader(crawler: Crawler) -> Downloader:
    """The crawler's downloader; raises :class:`TypeError` where the settings name another."""
    used = crawler.engine.downloader
    if not isinstance(used, Downloader):
        raise TypeError("DOWNLOADER has to be crawler.downloader.Downloader")
    return used
