"""Scrapy's log without what is known and meant."""

import logging
from typing import Self

from scrapy.crawler import Crawler

# Loggers whose warnings say what is known and meant: that aiohttp without a reactor is Scrapy's experimental runtime
# (docs/runs.md), that no Referer is sent (so none has to be mended on a redirect), that an answer is cut off, too large
# or packed in an unknown way, and that a robots.txt can't be fetched (the pages that can't be either are in the account
# with their reason). Scrapy's own logging setup resets levels, so they are set when its extensions are built.
_KNOWN_AND_MEANT = (
    "scrapy.core.downloader.handlers._base_streaming",
    "scrapy.core.downloader.handlers.http11",
    "scrapy.downloadermiddlewares.httpcompression",
    "scrapy.downloadermiddlewares.redirect",
    "scrapy.downloadermiddlewares.robotstxt",
)


class Quiet:
    """Sets the loggers' levels; it has nothing else to do."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        # At the handler alone, two records a page are made to be thrown away.
        logging.getLogger("scrapy").setLevel(crawler.settings["LOG_LEVEL"])
        for name in _KNOWN_AND_MEANT:
            logging.getLogger(name).setLevel(logging.CRITICAL)
        return cls()
