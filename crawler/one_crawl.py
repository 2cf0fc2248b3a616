"""One crawl of a site, checked before it starts and told when it has ended: for ``lanmu crawl`` and ``crawlall``."""

import gc
from collections.abc import Mapping
from pathlib import Path

from scrapy.crawler import Crawler

from crawler import clock, shutdown
from crawler.contact import check_contact
from crawler.crawl_window import check_open
from crawler.errors import LanmuError
from crawler.exporters.run_folder import check_writable
from crawler.extensions.ledger import Ledger
from crawler.project import shown
from crawler.spiders.column import ColumnSpider


def set_up_process() -> None:
    """For a process that crawls, once everything is imported."""
    # Thousands of lines and blocks live for one page each: collecting young objects less often takes a fifth off
    # the CPU of a crawl, and what is loaded by now need not be looked at again.
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
    shutdown.listen()


def check(crawler: Crawler, arguments: Mapping[str, str]) -> None:
    """Raise :class:`LanmuError` where a site can't be crawled: not now, not by nobody, with no place for its data."""
    site, settings = crawler.spidercls, crawler.settings
    if issubclass(site, ColumnSpider):
        check_open(site.name, settings["CRAWL_WINDOW"], clock.now())
        check_contact(settings, arguments.get("homepage") or str(site.homepage))
        check_writable(Path(settings["DATA_DIR"]), site.name)


def closed_ledger(crawler: Crawler, error: BaseException | None = None, *, failed: bool = False) -> Ledger:
    """The ledger of a crawl that has ended, with its report.

    Raises :class:`LanmuError` for a crawl that couldn't be started (``error`` is what it raised, ``failed`` says that
    it raised something) or that was killed.
    """
    name = crawler.spidercls.name
    if error is not None:
        raise error if isinstance(error, LanmuError) else LanmuError(f"{name} could not be started: {error!r}")
    ledger = crawler.get_extension(Ledger) if crawler._extensions is not None else None
    if ledger is None or failed:
        raise LanmuError(f"{name} could not be started; the log above says why")
    if not ledger.report:
        raise LanmuError(f"{name} was stopped before its account was closed; it lies in {shown(ledger.folder)}")
    return ledger


def closing_line(ledger: Ledger) -> str:
    """The verdict, the numbers, and where the data is."""
    where = "" if ledger.fatal else f"; dataset: {shown(ledger.folder.parent)}, this run: {ledger.folder.name}"
    return f"{ledger.site} {ledger.report['sentence']}{where}"
