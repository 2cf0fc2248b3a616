"""What a person sees of a running crawl: a live bar on a terminal, a plain line every so often elsewhere."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.utils.asyncio import create_looping_call

from crawler.extensions import the_extension
from crawler.extensions.ledger import Ledger

console = Console(stderr=True)

_TERMINAL_SECONDS, _PLAIN_SECONDS = 0.5, 30.0


class Progress:
    """Links settled of those listed or asked for again, column pages walked of those declared; both may still grow."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.bar: Bar | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        progress = cls(crawler)
        crawler.signals.connect(progress.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(progress.spider_closed, signal=signals.spider_closed)
        return progress

    def spider_opened(self, spider: Spider) -> None:
        self.ledger = the_extension(self.crawler, Ledger)
        self.name = spider.name
        if console.is_terminal:
            self.bar = Bar(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("links, {task.fields[pages]} column pages"),
                TimeElapsedColumn(),
                console=console,
                transient=True,
            )
            self.task = self.bar.add_task(spider.name, total=None, pages="0/?")
            self.bar.start()
        self.loop = create_looping_call(self.show)
        self.loop.start(_TERMINAL_SECONDS if self.bar else _PLAIN_SECONDS, now=False)

    def show(self) -> None:
        columns = self.ledger.columns.values()
        listed = self.ledger.asked_again + sum(column.listed for column in columns)
        settled = self.ledger.links.count
        pages = f"{sum(len(column.walked) for column in columns)}/{sum(column.declared for column in columns)}"
        if self.bar is not None:
            self.bar.update(self.task, completed=settled, total=listed, pages=pages)
        else:
            console.print(f"{self.name}: {settled} of {listed} links, {pages} column pages so far", highlight=False)

    def spider_closed(self) -> None:
        if self.loop.running:
            self.loop.stop()
        if self.bar is not None:
            self.bar.stop()
