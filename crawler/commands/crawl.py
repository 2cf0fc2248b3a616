"""``lanmu crawl SITE``: Scrapy's crawl, with the verdict as last line and as exit code."""

import argparse
import asyncio
import sys

from scrapy.commands import crawl

from crawler.cmdline import spider_named, take_settings
from crawler.errors import UsageError
from crawler.one_crawl import check, closed_ledger, closing_line, set_up_process
from crawler.spiders.column import ColumnSpider


class Command(crawl.Command):
    """Exit codes: 0 complete (or the sample asked for), 1 failed, 2 usage, 3 incomplete."""

    def syntax(self) -> str:
        return "[options] SITE"

    def short_desc(self) -> str:
        return "Crawl a site's columns into a dataset; exit 0 complete, 1 failed, 2 usage, 3 incomplete"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        if self.settings is None:
            raise RuntimeError("scrapy.cmdline sets the settings before a command runs")
        take_settings(args, opts, self.settings, super().process_options)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if self.crawler_process is None:
            raise RuntimeError("scrapy.cmdline sets it before a command runs")
        if len(args) != 1:
            raise UsageError("name one site: lanmu crawl SITE (lanmu list shows them)")
        spider = spider_named(self.crawler_process, args[0])
        if issubclass(spider, ColumnSpider):
            spider.check_arguments(opts.spargs)
        crawler = self._create_crawler(spider)
        check(crawler, opts.spargs)
        set_up_process()
        crawling = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        # That of a crawl that was killed isn't done.
        task = crawling if isinstance(crawling, asyncio.Task) and crawling.done() else None
        error = None if task is None or task.cancelled() else task.exception()
        ledger = closed_ledger(crawler, error, failed=self.crawler_process.bootstrap_failed)
        sys.stderr.write(f"{closing_line(ledger)}\n")
        self.exitcode = ledger.report["exit_code"]
