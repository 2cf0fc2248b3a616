"""What a person sees of a running crawl: a live bar on a terminal, a plain line every so often elsewhere."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import AsyncioLoopingCall, create_looping_call
from twisted.internet.task import LoopingCall

from crawler.extensions import the_extension
from crawler.extensions.ledger import Ledger

if TYPE_CHECKING:
    from crawler.extensions.bar import Bar

_TERMINAL_SECONDS, _PLAIN_SECONDS = 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Stand:
    """How far a crawl is: the bar says ``done``/``total`` and ``behind``, the plain line ``said``."""

    done: int
    total: int
    behind: str
    said: str


class Display:
    """Shows on stderr what ``look`` says, again and again. A terminal has room for one at a time."""

    def __init__(self, title: str, look: Callable[[], Stand]) -> None:
        self.title = title
        self.look = look
        self.bar: Bar | None = None
        self.loop: AsyncioLoopingCall | LoopingCall | None = None

    def start(self) -> None:
        """Needs a running loop."""
        if sys.stderr.isatty():
            # A crawl that nobody watches doesn't load what draws it.
            from crawler.extensions.bar import Bar  # noqa: PLC0415

            self.bar = Bar(self.title, self.look().behind)
        self.loop = create_looping_call(self.show)
        self.loop.start(_TERMINAL_SECONDS if self.bar else _PLAIN_SECONDS, now=False)

    def show(self) -> None:
        stand = self.look()
        if self.bar is not None:
            self.bar.show(stand.done, stand.total, stand.behind)
        else:
            self.say(f"{self.title}: {stand.said}")

    def say(self, line: str) -> None:
        """Write a line that stays, above the bar."""
        if self.bar is not None:
            self.bar.say(line)
        else:
            sys.stderr.write(f"{line}\n")

    def stop(self) -> None:
        if self.loop is not None and self.loop.running:
            self.loop.stop()
        if self.bar is not None:
            self.bar.stop()
            self.bar = None


def settled_of_listed(ledger: Ledger) -> tuple[int, int]:
    """How many links a crawl has settled, and how many are listed or asked for again so far."""
    return ledger.links.count, ledger.asked_again + sum(column.listed for column in ledger.columns.values())


class Progress:
    """Links settled of those listed or asked for again, column pages walked of those declared; both may still grow."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.display = Display(str(crawler.spidercls.name), self.look)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getbool("PROGRESS_ENABLED"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self, spider: Spider) -> None:  # noqa: ARG002 - Scrapy's signature
        self.ledger = the_extension(self.crawler, Ledger)
        self.display.start()

    def look(self) -> Stand:
        columns = self.ledger.columns.values()
        settled, listed = settled_of_listed(self.ledger)
        pages = f"{sum(len(column.walked) for column in columns)}/{sum(column.declared for column in columns)}"
        said = f"{settled} of {listed} links, {pages} column pages so far"
        return Stand(settled, listed, f"links, {pages} column pages", said)

    def spider_closed(self) -> None:
        self.display.stop()
