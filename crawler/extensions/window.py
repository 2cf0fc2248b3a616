"""Ends a crawl with its window, in order, as Ctrl-C would."""

import math
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import CallLaterResult, call_later
from scrapy.utils.defer import _schedule_coro

from crawler import clock
from crawler.crawl_window import seconds_left


class Window:
    """Closes the crawler when CRAWL_WINDOW ends; what isn't fetched by then, a later run gets."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.window = str(crawler.settings["CRAWL_WINDOW"] or "")
        self.later: CallLaterResult | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        window = cls(crawler)
        crawler.signals.connect(window.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(window.spider_closed, signal=signals.spider_closed)
        return window

    def spider_opened(self) -> None:
        seconds = seconds_left(self.window, clock.now())
        if seconds < math.inf:
            self.later = call_later(seconds, self.close)

    def close(self) -> None:
        self.later = None
        _schedule_coro(self.crawler.engine.close_spider_async(reason="window_closed"))

    def spider_closed(self) -> None:
        if self.later is not None:
            self.later.cancel()
