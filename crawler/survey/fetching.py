"""Fetching page after page in one coroutine, through Scrapy's downloader: politeness, robots.txt and retries hold."""

from collections.abc import AsyncIterator
from typing import Any

from rich.console import Console
from scrapy import Request, Spider
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.errors import LanmuError
from crawler.page.blocked import is_challenge
from crawler.page.decode import decode
from crawler.page.links import host_of
from crawler.spiders.reasons import reason_of
from crawler.survey.found import Fetched


class TroubleError(Exception):
    """A page that could not be had; its message is the reason, as in a crawl's account."""


class FetchingSpider(Spider):
    """A spider that is one coroutine, :meth:`work`; ``error`` holds the line to tell where it found a dead end."""

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        # None of a crawl's pipelines and extensions: nothing is counted and no run is made.
        settings.set("EXTENSIONS", {"crawler.extensions.quiet.Quiet": 0}, priority="spider")
        settings.set("ITEM_PIPELINES", {}, priority="spider")

    def __init__(self, home: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.home = home
        self.error: str | None = None
        self.fetches = 0
        # At a request a second a survey takes minutes: on a terminal, a person sees where it is.
        self.status = Console(stderr=True).status(f"looking at {home}")

    async def work(self) -> None:
        """What the spider does. Raises :class:`LanmuError` for what a person has to be told."""
        raise NotImplementedError

    def on_site(self, url: str) -> bool:
        """Whether ``url`` is on the site; redirects off it are errors."""
        return host_of(url) == host_of(self.home)

    async def start(self) -> AsyncIterator[Request]:
        try:
            with self.status:
                await self.work()
        except LanmuError as error:
            self.error = str(error)
        # Scrapy takes an asynchronous generator; what it would yield has been fetched above.
        requests: list[Request] = []
        for request in requests:
            yield request

    async def fetch(self, url: str) -> Fetched:
        """Raises :class:`TroubleError` with the reason where there is no page."""
        if self.crawler.engine is None:
            raise RuntimeError("a survey runs inside a crawl")
        self.fetches += 1
        self.status.update(f"looking at {self.home}: page {self.fetches}")
        try:
            response: Response = await self.crawler.engine.download_async(Request(url))
        except Exception as error:
            raise TroubleError(reason_of(Failure(error))) from error  # type: ignore[no-untyped-call]
        text = decode(response.body).text
        if response.status != 200 and is_challenge(text):
            raise TroubleError("blocked_challenge")
        if not 200 <= response.status < 300:
            raise TroubleError(f"http_{response.status}")
        return Fetched(response.url, response.body, text, response.status)
