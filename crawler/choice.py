"""Which sites one call crawls, and in which order."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from scrapy.crawler import CrawlerProcessBase

from crawler.cmdline import spider_named
from crawler.errors import UsageError
from crawler.exporters.run_folder import RUNS, place_of
from crawler.spiders.column import ColumnSpider
from crawler.spiders.demo import Demo

_SHARD = re.compile(r"(\d{1,6})/(\d{1,6})")

Sites = list[type[ColumnSpider]]


def chosen(process: CrawlerProcessBase, names: Sequence[str]) -> Sites:
    """The sites of these names; without any, all of the project but the sandbox's, which is no site of anybody's.

    Raises :class:`UsageError` for a name that is no column site's, and where there is no site at all.
    """
    sites = []
    for name in dict.fromkeys(names or process.spider_loader.list()):
        site = spider_named(process, name)
        if issubclass(site, ColumnSpider) and (names or site is not Demo):
            sites.append(site)
        elif names:
            raise UsageError(f"{name} is no column site; crawl it alone: lanmu crawl {name}")
    if not sites:
        raise UsageError("there is no site yet; add one: lanmu newsite HOMEPAGE")
    return sites


def shard_of(given: str) -> tuple[int, int]:
    """Which of how many shares of the sites ``2/3`` is; raises :class:`UsageError` for what is none."""
    match = _SHARD.fullmatch(given)
    number, shards = (int(match[1]), int(match[2])) if match else (0, 0)
    if not 1 <= number <= shards:
        raise UsageError(f"shard {given!r} is none; write 1/2 for one half of the sites and 2/2 for the other")
    return number, shards


def share_of(sites: Iterable[type[ColumnSpider]], shard: tuple[int, int]) -> Sites:
    """Every Nth site by name, from the Kth on; those with a home page first, so that these are shared evenly."""
    number, shards = shard
    return sorted(sites, key=lambda site: (not site.homepage, site.name))[number - 1 :: shards]


def oldest_first(sites: Iterable[type[ColumnSpider]], data_dir: Path) -> Sites:
    """The site not crawled for longest first, so that a night that is too short is not always so for the same ones."""
    return sorted(sites, key=lambda site: (_last_run(data_dir, site.name), site.name))


def _last_run(data_dir: Path, site: str) -> tuple[str, int]:
    runs = data_dir / site / RUNS
    names = [path.name for path in runs.iterdir() if path.name[0].isdecimal()] if runs.is_dir() else []
    return max(map(place_of, names), default=("", 0))
