"""``lanmu checkall``: whether every site's names, class, file and saved pages agree."""

import argparse
import sys

from scrapy.spiderloader import get_spider_loader

from crawler import cmdline
from crawler.errors import LanmuError, UsageError
from crawler.spiders.column import ColumnSpider
from crawler.survey.site_check import check_all, saved_pages


class Command(cmdline.Command):
    """A line for each thing that is wrong, and exit 1; fetches nothing."""

    def short_desc(self) -> str:
        return "Check every site file and what its saved pages give; fetches nothing"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        if args:
            raise UsageError(f"checkall takes no argument, got {args[0]}")
        loader = get_spider_loader(self.options)
        sites = [spider for name in sorted(loader.list()) if issubclass(spider := loader.load(name), ColumnSpider)]
        problems = list(check_all(sites))
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        pages = sum(len(saved_pages(site.name)) for site in sites)
        if problems:
            raise LanmuError(
                f"{len(problems)} problem{'s' if len(problems) > 1 else ''} in {len(sites)} sites, {pages} saved pages"
            )
        sys.stdout.write(f"{len(sites)} sites, {pages} saved pages: all agree\n")
