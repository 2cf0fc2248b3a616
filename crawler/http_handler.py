"""Scrapy's aiohttp handler without tries of its own.

aiohttp asks a second time, at once, where a connection is reset: past the delay, robots.txt's wish and the back-off.
"""

from aiohttp import ClientResponseError
from scrapy import Request
from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response


class BadAnswerError(DownloadFailedError):
    """What came is no HTTP, or not in the encoding it says."""


class HttpHandler(AiohttpDownloadHandler):
    """A request is one request; further tries are the retry middleware's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session._retry_connection = False

    async def download_request(self, request: Request) -> Response:
        try:
            return await super().download_request(request)
        except DownloadFailedError as error:
            if isinstance(error.__cause__, ClientResponseError):
                raise BadAnswerError(str(error)) from error
            raise
