"""Scrapy's aiohttp handler without tries of its own.

aiohttp asks a second time, at once, where a connection is reset: past the delay, robots.txt's wish and the back-off.
"""

from scrapy.core.downloader.handlers._aiohttp import AiohttpDownloadHandler
from scrapy.crawler import Crawler


class HttpHandler(AiohttpDownloadHandler):
    """A request is one request; further tries are the retry middleware's."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._session._retry_connection = False
