"""robots.txt by RFC 9309, obeyed from the first request on.

Scrapy 2.14.2–2.19.0 lets requests through that wait for the same robots.txt: they share one Deferred, whose result all
but the first see as None, which means "allowed". It reads error pages like rules, takes a robots.txt that can't be
fetched for one that allows everything, and asks no slower where a Crawl-delay wants it.
"""

import codecs
import logging
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import robotstxt
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from crawler.downloader import Downloader, NotFetchedError, the_downloader
from crawler.middlewares.redirect import RedirectError

# What RFC 9309 wants to be read at least.
_READ = 500 * 1024
# Whoever asks for more than so many seconds makes a crawl of days: its user should know.
_SLOW = 60

logger = logging.getLogger(__name__)


class ForbiddenByRobots(IgnoreRequest):
    """The site's robots.txt forbids this request."""


class RobotsUnreachableError(Exception):
    """The robots.txt of ``netloc`` couldn't be fetched, by ``cause``: all of the host counts as forbidden."""

    def __init__(self, netloc: str, cause: Exception) -> None:
        super().__init__(f"{netloc}: {cause}")
        self.netloc = netloc
        self.cause = cause


class Unreachable(RobotParser):
    """Stands for the rules of a robots.txt that couldn't be fetched: asked for anything, it raises ``error``."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        raise NotImplementedError("there is nothing to parse")

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:  # noqa: ARG002 - Scrapy's signature
        raise self.error


class RobotsTxtMiddleware(robotstxt.RobotsTxtMiddleware):
    """Scrapy's middleware, reading the parser again after the wait, and with exceptions of its own."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.name = str(self._robotstxt_useragent or self._default_useragent)
        # Sent before the requests that wait for the rules are let go.
        crawler.signals.connect(self.slow_down, signal=signals.robots_parsed)

    @property
    def downloader(self) -> Downloader:
        return the_downloader(self.crawler)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        netloc = urlparse_cached(request).netloc
        settled = self._parsers.get(netloc)
        if settled is None or isinstance(settled, Deferred):
            with self.downloader.aside(request):
                await super().robot_parser(request)
            settled = self._parsers[netloc]
        return None if isinstance(settled, Deferred) else settled

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        try:
            super().process_request_2(rp, request)
        except IgnoreRequest as error:
            raise ForbiddenByRobots(str(error)) from None

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        """2xx is read; what is refused (4xx) or no rules (a page) allows everything; the rest is an error."""
        if response.status >= 500 or response.status == 429:
            raise HttpError(response)
        rules = response.body[:_READ] if 200 <= response.status < 300 and not _is_markup(response.body) else b""
        await super()._parse_robots(response.replace(body=rules), netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        """Without rules everything is forbidden, unless the site itself leads away from where they should be."""
        super()._robots_error(exc, netloc)
        if not isinstance(exc, RedirectError):
            error = exc if isinstance(exc, NotFetchedError) else RobotsUnreachableError(netloc, exc)
            self._parsers[netloc] = Unreachable(error)

    def slow_down(self, robotparser: RobotParser, request: Request) -> None:
        """Ask the host as slowly as its Crawl-delay and Request-rate want it."""
        seconds = robotparser.crawl_delay(self.name) or 0.0
        if isinstance(robotparser, ProtegoRobotParser) and (rate := robotparser.rp.request_rate(self.name)):
            seconds = max(seconds, rate.seconds / rate.requests)
        host = self.downloader.host(request)
        host.crawl_delay = max(host.crawl_delay, seconds)
        if seconds > _SLOW:
            netloc = urlparse_cached(request).netloc
            logger.warning(f"robots.txt of {netloc} asks for {seconds:g} seconds between two requests, and gets them")


def _is_markup(body: bytes) -> bool:
    """Whether what came for a robots.txt is a page: an error told with status 200, or the site's home page."""
    return body[:2000].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"<")
