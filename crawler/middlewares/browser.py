"""Pages made by their scripts: Scrapy fetches, Chromium runs what has come.

Chromium has no network. The page it opens is the response in hand, and what the page's scripts ask for is fetched by
Scrapy, on the page's own host only. So robots.txt, delay, retries, redirects, limits and errors are those of any
crawl, and nothing that Chromium does by itself reaches a host.

Not by scrapy-playwright: its handler (0.0.48) is Twisted's HTTP handler underneath and refuses to start without the
reactor. Chromium would follow redirects to any host there, and fail with errors that Scrapy doesn't try again.
"""

import asyncio
import contextlib
from typing import Self

from playwright.async_api import Browser, BrowserContext, Error, Playwright, async_playwright
from playwright.async_api import Request as Asked
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadCancelledError, DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.datatypes import LocalCache

from crawler.browser import ARGUMENTS, SANDBOX, SUB_REQUESTS
from crawler.downloader import the_downloader
from crawler.middlewares.retry import once_more
from crawler.middlewares.visit import Visit

# The pages of a site share their scripts.
_SCRIPTS_KEPT = 100


class BrowserMiddleware:
    """Replaces the HTML of a page by the DOM its scripts have made of it, as UTF-8."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.timeout = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self.most_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self.at_once = asyncio.Semaphore(crawler.settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"))
        self.starting = asyncio.Lock()
        self.scripts: LocalCache[str, Response] = LocalCache(_SCRIPTS_KEPT)
        self.playwright: Playwright | None = None
        self.browser: Browser | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.stop, signal=signals.spider_closed)
        return middleware

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """A page that has been run; anything else as it came. Raises what Scrapy raises for a failed download."""
        if request.callback is NO_CALLBACK or response.status != 200 or not isinstance(response, HtmlResponse):
            return response
        try:
            async with self.at_once:
                # While it waited for its turn, the crawl may have been ended.
                if (refusal := the_downloader(self.crawler).refusal(request)) is not None:
                    raise refusal
                async with asyncio.timeout(self.timeout), await self.window() as window:
                    page = await Visit(await window.new_page(), response, self.fetch).settle()
        except TimeoutError:
            slow = DownloadTimeoutError(f"{response.url} had not settled after {self.timeout:g} seconds")
            return once_more(self.crawler, request, slow)
        except Error as error:
            failed = DownloadFailedError(f"Chromium on {response.url}: {error.message}")
            return once_more(self.crawler, request, failed)
        if 0 < self.most_bytes < len(page.body):
            raise DownloadCancelledError(f"{response.url} has grown to {len(page.body)} bytes")
        return page

    async def window(self) -> BrowserContext:
        """A window without a past, for one page."""
        async with self.starting:
            try:
                browser = await self.started()
                # Scripts write dates by the clock and texts in the language of whoever looks.
                window = await browser.new_context(
                    user_agent=self.crawler.settings["USER_AGENT"],
                    locale="zh-CN",
                    timezone_id="Asia/Shanghai",
                    service_workers="block",
                    accept_downloads=False,
                )
            except Error:
                # Chromium or its driver has died; the next page starts both anew.
                await self.stop()
                raise
        # For further windows that a page opens: a page's own requests are answered by its visit.
        await window.route("**", lambda route: route.abort())
        return window

    async def started(self) -> Browser:
        """Chromium, started with the first page."""
        if self.playwright is None:
            self.playwright = await async_playwright().start()
        if self.browser is None or not self.browser.is_connected():
            # Signals are Scrapy's: after a Ctrl-C the pages under way still come.
            self.browser = await self.playwright.chromium.launch(
                executable_path=self.crawler.settings["CHROMIUM_PATH"],
                chromium_sandbox=SANDBOX,
                args=ARGUMENTS,
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        return self.browser

    async def stop(self) -> None:
        """End Chromium and its driver. Where the crawl is killed, both see their pipe close and end by themselves."""
        browser, playwright = self.browser, self.playwright
        self.browser = self.playwright = None
        try:
            if browser is not None:
                with contextlib.suppress(Error):  # it has died already
                    await browser.close()
        finally:
            if playwright is not None:
                await playwright.stop()

    async def fetch(self, asked: Asked) -> Response:
        """What a page asks for, fetched through all of Scrapy's middlewares; raises their exceptions."""
        if asked.url in self.scripts:
            return self.scripts[asked.url]
        told = await asked.all_headers()
        request = Request(
            asked.url,
            method=asked.method,
            # sec-ch-ua says what we are not.
            headers={name: value for name, value in told.items() if not name.startswith("sec-")},
            body=asked.post_data_buffer or b"",
            callback=NO_CALLBACK,
            meta={"download_slot": SUB_REQUESTS, "autothrottle_dont_adjust_delay": True},
        )
        response = await self.crawler.engine.download_async(request)
        if asked.resource_type == "script" and response.status == 200:
            self.scripts[asked.url] = response
        return response
