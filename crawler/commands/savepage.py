"""``lanmu savepage SITE URL``: save a page of a site with what should be read off it, as a test."""

import argparse
import json
import sys

from crawler import cmdline
from crawler.contact import check_contact
from crawler.errors import LanmuError, UsageError
from crawler.page.list_row import Row
from crawler.project import saved_pages_folder, shown
from crawler.spiders.column import ColumnSpider
from crawler.spiders.site import check_address
from crawler.survey.new_files import write_files
from crawler.survey.page_saver import PageSaver


class Command(cmdline.Command):
    """The page goes to ``tests/sites/<site>``; look at the description beside it and mend it where it is wrong."""

    requires_crawler_process = True

    def syntax(self) -> str:
        return "[options] SITE URL"

    def short_desc(self) -> str:
        return "Save a page of a site with what should be read off it, as a test"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--list-title", metavar="T", help="an article's title as its column page shows it")
        parser.add_argument("--list-date", metavar="D", help="an article's day as its column page shows it, YYYY-MM-DD")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 2:
            raise UsageError("name a site and an address: lanmu savepage SITE URL")
        cmdline.check_day("--list-date", opts.list_date)
        site = self.site(args[0], args[1])
        if not site.on_site(args[1]):
            raise UsageError(f"{args[1]} is not on {site.name}, whose home page is {site.home}")
        check_contact(self.options, args[1])
        if self.crawler_process is None:
            raise RuntimeError("scrapy.cmdline sets it before a command runs")
        crawler = self.crawler_process.create_crawler(PageSaver)
        self.crawler_process.crawl(crawler, site=site, row=Row(args[1], opts.list_title or "", opts.list_date))
        self.crawler_process.start()
        saver = crawler.spider
        if not isinstance(saver, PageSaver) or self.crawler_process.bootstrap_failed:
            raise LanmuError("the page could not be asked for; the log above says why")
        if saver.saved is None:
            raise LanmuError(saver.error or "stopped; nothing was saved")
        kind, body, told = saver.saved
        folder = saved_pages_folder() / site.name
        number = next(number for number in range(1, 10_000) if not (folder / f"{kind}-{number}.json").exists())
        path = folder / f"{kind}-{number}.json"
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        write_files({path.with_suffix(".html"): body, path: text.encode()})
        sys.stdout.write(f"{text}Saved: {shown(path)}; mend it where it is wrong, then: lanmu checkall\n")

    def site(self, name: str, url: str) -> ColumnSpider:
        """The site of this name; one whose home page isn't known gets it from ``url``."""
        check_address(url)
        spider = cmdline.spider_named(self.crawler_process, name)
        if not issubclass(spider, ColumnSpider):
            raise UsageError(f"{name} is no column site")
        return spider() if spider.homepage else spider(homepage=url)
