"""Scrapy's aiohttp handler without tries of its own.

aiohttp asks a second time, at once, where a connection is reset: past the delay, robots.txt's wish and the back-off.
"""

from traceback import clear_frames

from aiohttp import ClientResponseError, ClientSSLError
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from scrapy.http import Response


class BadAnswerError(DownloadFailedError):
    """What came is no HTTP, or not in the encoding it says."""


class CertificateError(DownloadConnectionRefusedError):
    """The site's side of https doesn't do: no handshake, or a certificate that is refused."""


class HttpHandler(AiohttpDownloadHandler):
    """A request is one request; further tries are the retry middleware's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session._retry_connection = False

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except Exception as error:
            forget_bodies(error)
            if isinstance(error, DownloadFailedError) and isinstance(error.__cause__, ClientResponseError):
                raise BadAnswerError(str(error)) from error
            if isinstance(error, DownloadConnectionRefusedError) and isinstance(error.__cause__, ClientSSLError):
                raise CertificateError(str(error)) from error
            raise


def forget_bodies(error: BaseException | None) -> None:
    """Let go of what came of a body, in the frames behind an error: errors are handed on in cycles that live long."""
    while error is not None:
        clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
