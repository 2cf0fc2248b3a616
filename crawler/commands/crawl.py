"""``lanmu crawl SITE``: Scrapy's crawl, with the verdict as last line and as exit code."""

import argparse
import asyncio
import gc
import sys
from pathlib import Path

from scrapy.commands import crawl

from crawler import clock, shutdown
from crawler.cmdline import reject_unknown_options, spider_named
from crawler.contact import check_contact
from crawler.crawl_window import check_open
from crawler.errors import LanmuError, UsageError
from crawler.exporters.run_folder import check_writable
from crawler.extensions.ledger import Ledger
from crawler.project import shown
from crawler.spiders.column import ColumnSpider


class Command(crawl.Command):
    """Exit codes: 0 complete (or the sample asked for), 1 failed, 2 usage, 3 incomplete."""

    def syntax(self) -> str:
        return "[options] SITE"

    def short_desc(self) -> str:
        return "Crawl a site's columns into a dataset; exit 0 complete, 1 failed, 2 usage, 3 incomplete"

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        reject_unknown_options(args)
        super().process_options(args, opts)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if self.crawler_process is None or self.settings is None:
            raise RuntimeError("scrapy.cmdline sets these before a command runs")
        if len(args) != 1:
            raise UsageError("name one site: lanmu crawl SITE (lanmu list shows them)")
        spider = spider_named(self.crawler_process, args[0])
        if issubclass(spider, ColumnSpider):
            spider.check_arguments(opts.spargs)
        crawler = self._create_crawler(spider)
        if issubclass(spider, ColumnSpider):
            check_open(spider.name, crawler.settings["CRAWL_WINDOW"], clock.now())
            check_contact(crawler.settings, opts.spargs.get("homepage", spider.homepage))
            check_writable(Path(self.settings["DATA_DIR"]), args[0])
        # Thousands of lines and blocks live for one page each: collecting young objects less often takes a fifth off
        # the CPU of a crawl, and what is loaded by now need not be looked at again.
        gc.freeze()
        gc.set_threshold(20_000, 20, 100)
        shutdown.listen()
        crawling = self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        # That of a crawl that was killed isn't done.
        task = crawling if isinstance(crawling, asyncio.Task) and crawling.done() else None
        error = None if task is None or task.cancelled() else task.exception()
        if error is not None:
            raise error if isinstance(error, LanmuError) else LanmuError(f"{args[0]} could not be started: {error!r}")
        ledger = crawler.get_extension(Ledger) if crawler._extensions is not None else None
        if ledger is None or self.crawler_process.bootstrap_failed:
            raise LanmuError(f"{args[0]} could not be started; the log above says why")
        if not ledger.report:
            raise LanmuError(f"{args[0]} was stopped before its account was closed; it lies in {shown(ledger.folder)}")
        where = "" if ledger.fatal else f"; dataset: {shown(ledger.folder.parent)}, this run: {ledger.folder.name}"
        sys.stderr.write(f"{args[0]} {ledger.report['sentence']}{where}\n")
        self.exitcode = ledger.report["exit_code"]
