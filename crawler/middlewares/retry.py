"""Further tries, later: a request that failed waits longer each time, a host that asks for a pause gets it.

Scrapy tries again at once, which a site in trouble answers with the same error.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares import retry
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError
from scrapy.http import Response

from crawler.downloader import WAIT_UNTIL, Downloader, the_downloader

# Too many requests, out of service: both speak of the host, not of the page.
_PAUSE = frozenset({429, 503})
_NOBODY_THERE = (CannotResolveHostError, DownloadConnectionRefusedError)


class RetryMiddleware(retry.RetryMiddleware):
    """Scrapy's middleware; the tries are spread over time, by the downloader."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        middleware.longest = crawler.settings.getfloat("RETRY_AFTER_MAX", 300.0)
        # Told in front of the host's next request, which the middlewares aren't.
        crawler.signals.connect(middleware.heed, signal=signals.response_downloaded)
        return middleware

    longest: float

    @property
    def downloader(self) -> Downloader:
        return the_downloader(self.crawler)

    def heed(self, response: Response, request: Request) -> None:
        """Hold the host, give it up, or note that it is well."""
        self.downloader.host(request).there = True
        if response.status not in _PAUSE:
            self.downloader.well(request)
            return
        told = retry_after(response)
        if told is not None and told > self.longest:
            self.downloader.leave_alone(request, told)
        else:
            self.downloader.hold(request, told)

    def process_response(self, request: Request, response: Response, spider: object = None) -> Request | Response:  # noqa: ARG002 - Scrapy's signature
        if response.status in _PAUSE and (refusal := self.downloader.refusal(request)) is not None:
            raise refusal
        return super().process_response(request, response)

    def _retry(self, request: Request, reason: str | Exception | type[Exception]) -> Request | None:
        # A wrong address is told soon; a host that has answered before may well be there again in half a minute.
        nobody = isinstance(reason, _NOBODY_THERE) and not self.downloader.host(request).there
        again = None if nobody and request.meta.get("retry_times") else super()._retry(request, reason)
        if again is not None:
            again.meta[WAIT_UNTIL] = monotonic() + self.downloader.backoff.seconds(again.meta["retry_times"])
        return again


def once_more(crawler: Crawler, request: Request, error: Exception) -> Request:
    """Another try of a download that failed with ``error``, for a middleware that finds it out; else raises it.

    Scrapy asks its retry middleware about what the download raises, and not about what other middlewares do.
    """
    retrying = crawler.get_downloader_middleware(RetryMiddleware)
    again = retrying.process_exception(request, error) if retrying is not None else None
    if not isinstance(again, Request):
        raise error
    return again


def retry_after(response: Response) -> float | None:
    """The seconds, from 0, that an answer's Retry-After names, as a number or a date; None where it names none."""
    value = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
