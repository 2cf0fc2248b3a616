"""The ledger: every link a column page shows is listed, then settled exactly once, and the run's verdict follows.

Settled links are lines of ``links.jsonl``; what is counted at the end is what is on disk, not what the process
remembers.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.exporters import manifest, run_folder
from crawler.exporters.lines import LinesFile
from crawler.extensions.account import Account, Listing, Outcome, total
from crawler.extensions.column import Column
from crawler.extensions.verdict import EXIT_CODES, sentence, verdict_of
from crawler.items import Article
from crawler.page.dates import BEIJING


class Ledger:
    """Owns the run's folder. The walker lists and settles links; the last pipeline tells what was written."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.site = str(crawler.spidercls.name)
        self.folder: Path = run_folder.create(Path(crawler.settings["DATA_DIR"]), self.site)
        self.started_at = datetime.now(BEIJING)
        self.columns: dict[str, Column] = {}
        self.seen: set[str] = set()
        self.expected: dict[str, Listing] = {}
        self.fatal: str | None = None
        self.report: dict[str, Any] = {}
        self.links = LinesFile(self.folder / run_folder.LINKS)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        ledger = cls(crawler)
        crawler.signals.connect(ledger.item_dropped, signal=signals.item_dropped)
        crawler.signals.connect(ledger.item_error, signal=signals.item_error)
        crawler.signals.connect(ledger.spider_error, signal=signals.spider_error)
        crawler.signals.connect(ledger.spider_closed, signal=signals.spider_closed)
        return ledger

    # Columns

    def column(self, name: str, url: str) -> Column:
        """Open the account of a column. A name that is taken gets the address behind it: accounts are kept by name."""
        if name in self.columns:
            name = f"{name} {url}"
        column = self.columns[name] = Column(name, url)
        return column

    def page_failed(self, column: Column, number: int, url: str, reason: str) -> None:
        """A column page gave no list: what it listed is unknown, so the run is incomplete."""
        column.failed.append({"page": number, "url": url, "reason": reason})

    def fail(self, message: str) -> None:
        """Nothing can be walked; ``message`` says why and what to do."""
        self.fatal = self.fatal or message

    # Links

    def settle(self, listing: Listing, outcome: Outcome, reason: str | None = None) -> None:
        """Write the link's line; a link is settled once."""
        listing.outcome, listing.reason = outcome, reason
        self.links.write(listing.line())

    def expect(self, listing: Listing) -> None:
        """The link's article is going to be fetched; it is settled when that has ended, one way or the other."""
        if listing.id is None:
            raise ValueError(f"{listing.url} has no id")
        self.seen.add(listing.id)
        self.expected[listing.id] = listing

    def rename(self, listing: Listing, article_id: str) -> None:
        """The listing's article turned out to be ``article_id``: it is expected under that id."""
        self.expected.pop(listing.id or "", None)
        listing.id = article_id
        self.expect(listing)

    def settle_expected(self, article_id: str | None, outcome: Outcome, reason: str | None = None) -> None:
        """Settle the link that was expected to give article ``article_id``, unless it has been settled already."""
        listing = self.expected.pop(article_id or "", None)
        if listing is not None:
            self.settle(listing, outcome, reason)

    # Signals

    def item_dropped(self, item: Article, exception: DropItem) -> None:
        self.settle_expected(item.id, "failed", str(exception))

    def item_error(self, item: Article, failure: Failure) -> None:
        self.settle_expected(item.id, "failed", f"error_{type(failure.value).__name__}")

    def spider_error(self, failure: Failure, response: Response | Failure | None) -> None:
        """A callback raised: its link or page failed, by the name of the exception."""
        reason = f"error_{type(failure.value).__name__}"
        request = getattr(response, "request", None)
        told = request.cb_kwargs if request is not None else {}
        listing = told["parts"].listing if "parts" in told else told.get("listing")
        if listing is not None:
            self.settle_expected(listing.id, "failed", reason)
        elif "column" in told:
            self.page_failed(told["column"], told["number"], request.url if request else "", reason)
        else:
            self.fail(f"{reason} before any column was read; see the log")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        for listing in self.expected.values():
            self.settle(listing, "failed", "not_fetched")
        self.expected.clear()
        self.links.close()
        self.report = self._report(spider, reason)
        about = {"site": self.site, "site_name": getattr(spider, "site_name", ""), "run": self.folder.name}
        about |= {"publisher": getattr(spider, "publisher", ""), "homepage": str(getattr(spider, "homepage", ""))}
        if notice := getattr(spider, "notice", ""):
            about["notice"] = notice
        manifest.seal(self.folder, self.report, about)

    # The report

    def _report(self, spider: Spider, reason: str) -> dict[str, Any]:
        columns, accounts = list(self.columns.values()), self._accounts_on_disk()
        account = total(accounts.values())
        sample = getattr(spider, "sample", 0)
        verdict = verdict_of(columns, account, fatal=self.fatal, sample=sample, finished=reason == "finished")
        stats = self.crawler.stats.get_stats()
        return {
            "site": self.site,
            "run": self.folder.name,
            "verdict": verdict,
            "exit_code": EXIT_CODES[verdict],
            "sentence": sentence(verdict, columns, account, fatal=self.fatal, sample=sample),
            "ended": reason,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "finished_at": datetime.now(BEIJING).isoformat(timespec="seconds"),
            "account": account.as_dict(),
            "columns": [
                {
                    "column": column.name,
                    "url": column.url,
                    "ended": column.ended,
                    "pages": {"declared": column.declared, "walked": len(column.walked), "failed": column.failed},
                    "declared_items": column.declared_items,
                    "account": accounts[column.name].as_dict(),
                }
                for column in columns
            ],
            "fields": {key: count for key, count in sorted(stats.items()) if key.startswith("field/")},
            "requests": {
                key.removeprefix("downloader/"): count
                for key, count in sorted(stats.items())
                if key.startswith(
                    ("downloader/request_count", "downloader/response_status_count", "downloader/exception")
                )
            },
        }

    def _accounts_on_disk(self) -> dict[str, Account]:
        """The columns' accounts: ``listed`` as counted while walking, everything else from the lines that were written.

        A link counts as written only if its article's line is there.
        """
        with (self.folder / run_folder.ARTICLES).open("rb") as lines:
            written = {json.loads(line)["id"] for line in lines}
        accounts = {name: Account(listed=column.listed) for name, column in self.columns.items()}
        with (self.folder / run_folder.LINKS).open("rb") as lines:
            for line in lines:
                link = json.loads(line)
                if link["outcome"] == "written" and link["id"] not in written:
                    continue
                accounts[link["column"]].count(link["outcome"], link["reason"])
        return accounts
