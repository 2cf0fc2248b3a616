"""``lanmu sites``: the sites as a table; ``docs/sites.md`` is its output."""

import argparse
import sys

from scrapy.spiderloader import get_spider_loader

from crawler import cmdline
from crawler.errors import UsageError
from crawler.project import province_of
from crawler.spiders.column import ColumnSpider

_HEAD = """# Sites

Made by `lanmu sites > docs/sites.md`; a new site is added by `lanmu newsite` ([add-a-site.md](add-a-site.md)).

| name | site | publisher | province | platform | home page | columns |
|---|---|---|---|---|---|---|
"""


class Command(cmdline.Command):
    """Markdown on stdout."""

    def short_desc(self) -> str:
        return "Print all sites as a table in Markdown"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002 - Scrapy's signature
        if args:
            raise UsageError(f"sites takes no argument, got {args[0]}")
        loader = get_spider_loader(self.options)
        sites = [spider for name in sorted(loader.list()) if issubclass(spider := loader.load(name), ColumnSpider)]
        sys.stdout.write(_HEAD + "".join(f"| {' | '.join(row(site))} |\n" for site in sites))


def row(site: type[ColumnSpider]) -> list[str]:
    """The cells of a site's row."""
    site.check_file()
    cells = [
        f"`{site.name}`",
        site.site_name,
        site.publisher,
        province_of(site.file()) or "–",
        site.platform,
        site.homepage or "not known",
        str(len(site.columns)) if site.columns else "as the navigation has them",
    ]
    return [cell.replace("|", "\\|") for cell in cells]
