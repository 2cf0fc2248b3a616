"""The ledger: every link a column page shows is listed, then settled exactly once, and the run's verdict follows.

Settled links are lines of ``links.jsonl``, articles looked at again lines of ``revisits.jsonl``; what is counted at the
end is what is on disk, not what the process remembers.
"""

import asyncio
from pathlib import Path
from typing import Any, Self, cast

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.dataset.policy import GONE
from crawler.dataset.revisit import Revisit
from crawler.exporters import manifest, run_folder
from crawler.exporters.lines import LinesFile
from crawler.extensions.account import Listing, Outcome, RevisitOutcome, total
from crawler.extensions.column import Column
from crawler.extensions.reading import Reading
from crawler.extensions.report import accounts_on_disk, changes_on_disk, column_entry, revisited_on_disk, statistics
from crawler.extensions.verdict import EXIT_CODES, Told, sentence, verdict_of
from crawler.items import Article


class Ledger:
    """Owns the run's folder. The walker lists and settles links; the last pipeline tells what was written."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.site = str(crawler.spidercls.name)
        self.folder: Path = run_folder.create(Path(crawler.settings["DATA_DIR"]), self.site)
        self.started_at = clock.now()
        self.columns: dict[str, Column] = {}
        self.seen: set[str] = set()
        self.expected: dict[str, Listing | Revisit] = {}
        self.asked_again = self.revisited = self.newly_gone = self.newly_removed = 0
        self.gone_before: set[str] = set()  # links that led to no article in an earlier run
        self.fatal: str | None = None
        self.trouble: str | None = None  # in one word
        self.cannot_write = False
        self.owed: list[tuple[LinesFile, dict[str, Any]]] = []
        self.report: dict[str, Any] = {}
        self._closing: asyncio.Future[None] | None = None
        self.articles = LinesFile(self.folder / run_folder.ARTICLES)
        self.links = LinesFile(self.folder / run_folder.LINKS)
        self.revisits = LinesFile(self.folder / run_folder.REVISITS, when_needed=True)
        self.revisions = LinesFile(self.folder / run_folder.REVISIONS, when_needed=True)
        self.removals = LinesFile(self.folder / run_folder.REMOVALS, when_needed=True)

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

    def fail(self, message: str, trouble: str | None = None) -> None:
        """Nothing can be walked; ``message`` says why and what to do, ``trouble`` why in one word."""
        if self.fatal is None:
            self.fatal, self.trouble = message, trouble

    # Links and revisits

    def settle(self, one: Listing | Revisit, outcome: Outcome | RevisitOutcome, reason: str | None = None) -> None:
        """Write the line of a link or of an article looked at again; each is settled once."""
        if isinstance(one, Listing):
            one.outcome, one.reason = cast("Outcome", outcome), reason
            self.newly_gone += outcome == "dropped" and reason in GONE and one.id not in self.gone_before
            self._note(self.links, one.line())
            return
        # What makes a link be dropped makes an article be gone; other refusals say nothing of it.
        gone = outcome in {"dropped", "gone"} and reason in GONE
        one.outcome = outcome if outcome in {"unchanged", "revised"} else "gone" if gone else "failed"
        one.reason = reason
        if gone and not one.gone:
            self.newly_removed += 1
            self._note(self.removals, one.removal(self.folder.name))
        self._note(self.revisits, one.line())

    def expect(self, one: Listing | Revisit) -> None:
        """An article is going to be fetched; it is settled when that has ended, one way or the other."""
        if one.id is None or one.id in self.expected:
            raise ValueError(f"{one} has no id, or is expected already")
        self.seen.add(one.id)
        self.expected[one.id] = one

    def rename(self, listing: Listing, article_id: str) -> None:
        """The listing's article turned out to be ``article_id``; nothing is expected of the address any more."""
        self.expected.pop(listing.id or "", None)
        listing.from_id, listing.id = listing.id, article_id

    def settle_expected(
        self, article_id: str | None, outcome: Outcome | RevisitOutcome, reason: str | None = None
    ) -> None:
        """Settle what was expected to give article ``article_id``, unless it has been settled already."""
        one = self.expected.pop(article_id or "", None)
        if one is not None:
            self.settle(one, outcome, reason)

    def _note(self, file: LinesFile, line: dict[str, Any]) -> None:
        """Write a line of the account; one that can't be written now is owed until the end."""
        if not self.write(file, line):
            self.owed.append((file, line))

    def write(self, file: LinesFile, line: dict[str, Any]) -> bool:
        """Write a line; False where nothing can be written any more, which ends the crawl."""
        if not self.cannot_write:
            try:
                file.write(line)
            except OSError as error:
                self.cannot_write = True
                self.fail(_cannot_write(file.path, error))
                if self.crawler.engine is not None and self._closing is None:
                    self._closing = asyncio.ensure_future(self.crawler.engine.close_spider_async(reason="cannot_write"))
        return not self.cannot_write

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
        one = told["parts"].claim if "parts" in told else told.get("listing", told.get("revisit"))
        if one is not None:
            self.settle_expected(one.id, "failed", reason)
        elif "column" in told:
            self.page_failed(told["column"], told["number"], request.url if request else "", reason)
        else:
            self.fail(f"{reason} before any column was read; see the log")

    def spider_closed(self, spider: Spider, reason: str) -> None:
        files = (self.articles, self.links, self.revisits, self.revisions, self.removals)
        try:
            # A disk that was full may have room again; if not, the next run takes the lines over as they are.
            self.cannot_write = False
            owed, self.owed = self.owed, []
            for file, line in owed:
                self._note(file, line)
            for article_id in list(self.expected):
                self.settle_expected(article_id, "failed", "not_fetched")
            if self.cannot_write:
                raise OSError(28, "there is no room for the end of the account", str(self.folder))  # noqa: TRY301
            for file in files:
                file.close()
            self.report = self._report(spider, reason)
            manifest.seal(self.folder, self.report, manifest.about(spider, self.folder.name))
        except OSError as error:
            for file in files:
                file.abandon()
            self.fail(_cannot_write(self.folder, error))
            code = EXIT_CODES["failed"]
            self.report = {"exit_code": code, "sentence": f"failed: {self.fatal}", "verdict": "failed"}

    # The report

    def _report(self, spider: Spider, reason: str) -> dict[str, Any]:
        columns = list(self.columns.values())
        accounts, again, read = accounts_on_disk(self.folder, self.columns)
        changes = changes_on_disk(self.folder)
        again.listed = self.asked_again
        told = Told(
            columns=columns,
            account=total([*accounts.values(), again]),
            revisited=revisited_on_disk(self.folder, self.revisited),
            fatal=self.fatal,
            sample=getattr(spider, "sample", 0),
            ended=reason,
            asked_again=self.asked_again,
            newly_gone=self.newly_gone,
            newly_removed=self.newly_removed,
        )
        verdict = verdict_of(told)
        return {
            "site": self.site,
            "run": self.folder.name,
            "verdict": verdict,
            "exit_code": EXIT_CODES[verdict],
            "sentence": sentence(verdict, told),
            "ended": reason,
            "started_at": self.started_at.isoformat(timespec="seconds"),
            "finished_at": clock.now().isoformat(timespec="seconds"),
            "sample": told.sample,
            "full": getattr(spider, "full", False),
            "most_gone": told.most_gone,
            "trouble": self.trouble,
            "account": told.account.as_dict(),
            "asked_again": again.as_dict(),
            "revisited": told.revisited.as_dict(),
            "columns": [
                column_entry(column, accounts[name], read.get(name, Reading()), changes.get(name, {}))
                for name, column in self.columns.items()
            ],
            **statistics(self.crawler.stats.get_stats()),
        }


def _cannot_write(path: Path, error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return f"{path} has been deleted or moved away while it was written; leave the folder alone and run again"
    return f"cannot write {path}: {error.strerror}; what was written is whole and counts; mend that, then run again"
