"""ColumnSpider, the only walker: column page → article links → further column pages, every link accounted for."""

from abc import abstractmethod
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urljoin, urlsplit

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.errors import UsageError
from crawler.extensions import the_extension
from crawler.extensions.account import Column, Listing
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.items import Article
from crawler.middlewares.redirect import RedirectedOffSiteError
from crawler.middlewares.robots import ForbiddenByRobots
from crawler.page.dates import BEIJING
from crawler.page.lines import UnreadableError, read_page
from crawler.page.listing import Row, list_rows
from crawler.page.model import Page
from crawler.pipelines.identity import article_id
from crawler.spiders.parts import Parts
from crawler.spiders.reasons import outcome_of, reason_of

# Column pages first, so that the account is known early; then the further pages of articles that were begun.
_COLUMN_PAGE, _FURTHER_PAGE = 20, 10


@dataclass(frozen=True, slots=True)
class Pager:
    """What a column's pager declares: its number of pages, and of articles where it says so."""

    pages: int
    items: int | None = None


class ColumnSpider(Spider):
    """Walks the columns of one site.

    A platform (``platforms/``) is a subclass that knows addresses and pagers; a site is a subclass of that with these
    attributes. ``homepage`` can be given on the command line (``-a homepage=URL``); ``-a sample=N`` looks at the first
    N articles of each column.
    """

    site_name: ClassVar[str] = ""
    publisher: ClassVar[str] = ""
    platform: ClassVar[str] = ""
    notice: ClassVar[str] = ""  # stands in the manifest: what a reader must know of the data
    homepage: str | None = None
    columns: Mapping[str, str] = {}  # 栏目 → address; empty: the home page's navigation tells
    quiet_days: ClassVar[int | None] = None

    # What a platform tells

    @abstractmethod
    def article_key(self, url: str) -> str | None:
        """What identifies the article at ``url`` on its site, page numbers apart; None for any other address."""

    @abstractmethod
    def navigation(self, page: Page) -> list[tuple[str, str]]:
        """Name and address of the columns that the home page's navigation leads to."""

    @abstractmethod
    def pager(self, page: Page) -> Pager | None:
        """What the pager of a column page declares, or None where it has none."""

    @abstractmethod
    def page_url(self, column_url: str, number: int) -> str:
        """The address of page ``number`` (from 2) of a column."""

    @abstractmethod
    def article_pages(self, page: Page, url: str) -> list[str]:
        """The further pages of the article at ``url`` that ``page`` names, in order."""

    # Arguments

    @classmethod
    def check_arguments(cls, arguments: Mapping[str, str]) -> None:
        """Raise :class:`UsageError` for arguments that no crawl could start with."""
        for name in arguments:
            if name not in {"homepage", "sample"}:
                raise UsageError(f"{cls.name} has no argument {name}; -a takes homepage=URL and sample=N")
        homepage = arguments.get("homepage", cls.homepage)
        if not homepage:
            raise UsageError(f"the address of {cls.name} is not known; give it with -a homepage=URL")
        if not _is_address(homepage):
            raise UsageError(f"homepage {homepage!r} is no address; it should look like http://www.example.gov.cn/")
        sample = arguments.get("sample", "1")
        if not sample.isdecimal() or int(sample) < 1:
            raise UsageError(f"sample {sample!r} is no number of articles; use for example -a sample=5")

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        self.check_arguments(kwargs)
        super().__init__(name, **kwargs)
        self.home = str(self.homepage)
        self.sample = int(kwargs.get("sample", 0))

    # The walk

    async def start(self) -> AsyncIterator[Request]:
        self.ledger = the_extension(self.crawler, Ledger)
        self.known = the_extension(self.crawler, Known)
        if not self.columns:
            yield Request(self.home, self.parse_home, errback=self.home_failed, priority=_COLUMN_PAGE)
        for name, address in self.columns.items():
            yield self.column_request(self.ledger.column(name, urljoin(self.home, address)), 1)

    def parse_home(self, response: Response) -> Iterator[Request]:
        try:
            columns = self.navigation(read_page(response.body, response.url))
        except UnreadableError as error:
            self.ledger.fail(f"home page {self.home} is no page ({error.reason}); check the address")
            return
        if not columns:
            self.ledger.fail(
                f"no columns found on {self.home}; name them in the site file: columns = {{name: address}}"
            )
        for name, address in columns:
            yield self.column_request(self.ledger.column(name, address), 1)

    def home_failed(self, failure: Failure) -> None:
        error = failure.value
        if isinstance(error, RedirectedOffSiteError):
            self.ledger.fail(
                f"home page {self.home} redirects to {error.url}; if that is the site, give it as homepage"
            )
        elif isinstance(error, ForbiddenByRobots):
            self.ledger.fail(f"the robots.txt of {self.home} forbids its home page")
        else:
            self.ledger.fail(f"home page {self.home} could not be fetched ({reason_of(failure)}); check the address")

    def column_request(self, column: Column, number: int) -> Request:
        return Request(
            column.url if number == 1 else self.page_url(column.url, number),
            self.parse_column,
            errback=self.column_failed,
            cb_kwargs={"column": column, "number": number},
            priority=_COLUMN_PAGE,
        )

    def parse_column(self, response: Response, column: Column, number: int) -> Iterator[Request]:
        try:
            page = read_page(response.body, response.url)
        except UnreadableError as error:
            self.ledger.page_failed(column, number, response.url, error.reason)
            return
        rows = list_rows(page, lambda url: self.on_site(url) and self.article_key(url) is not None)
        pager = self.pager(page) or Pager(1)
        if not rows and pager.items != 0:
            self.ledger.page_failed(column, number, response.url, "no_links")
            return
        if number == 1:
            column.declared, column.declared_items = pager.pages, pager.items
        column.walked.add(number)
        for position, row in enumerate(rows, 1):
            column.listed += 1
            column.addresses.add(row.url)
            yield from self.settle_or_fetch(self.listing(column, number, position, row), column)
        if number == 1 and not self.sample:
            # All at once: a chain of next links loses everything behind one failure.
            for further in range(2, column.declared + 1):
                yield self.column_request(column, further)
        elif column.sampled < self.sample and number < column.declared:
            yield self.column_request(column, number + 1)

    def column_failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined] # set by Scrapy
        self.ledger.page_failed(**request.cb_kwargs, url=request.url, reason=reason_of(failure))

    def listing(self, column: Column, number: int, position: int, row: Row) -> Listing:
        key = self.article_key(row.url) if self.on_site(row.url) else None
        key_id = None if key is None else article_id(self.name, key)
        return Listing(column.name, number, position, row.url, key_id, row.title or None, row.date)

    def settle_or_fetch(self, listing: Listing, column: Column) -> Iterator[Request]:
        """Settle a link that needs no fetching, ask for the article of the others."""
        if not self.on_site(listing.url):
            self.ledger.settle(listing, "dropped", "external")
        elif listing.id is None:
            self.ledger.settle(listing, "dropped", "no_article")
        elif self.sample and column.sampled >= self.sample:
            self.ledger.settle(listing, "dropped", "sample")
        elif listing.id in self.known:
            column.sampled += 1
            self.ledger.settle(listing, "known")
        elif listing.id in self.ledger.seen:
            self.ledger.settle(listing, "repeated")
        else:
            column.sampled += 1
            self.ledger.expect(listing)
            yield self.article_request(listing.url, Parts(listing, [listing.url]), priority=0)

    def article_request(self, address: str, parts: Parts, priority: int) -> Request:
        return Request(
            address,
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"address": address, "parts": parts},
            priority=priority,
        )

    def parse_article(self, response: Response, address: str, parts: Parts) -> Iterator[Request | Article]:
        try:
            page = read_page(response.body, response.url)
        except UnreadableError as error:
            self.ledger.settle_expected(parts.listing.id, "failed", error.reason)
            return
        if not parts.pages:
            parts.fetched_at, parts.status = datetime.now(BEIJING).isoformat(timespec="seconds"), response.status
        parts.add(address, page, response.body)
        for further in parts.expect(self.article_pages(page, parts.order[0])):
            yield self.article_request(further, parts, _FURTHER_PAGE)
        if parts.whole:
            yield self.article(parts)

    def article_failed(self, failure: Failure) -> None:
        """One page of an article is missing, so the article is: half of one is never written."""
        request: Request = failure.request  # type: ignore[attr-defined] # set by Scrapy
        parts: Parts = request.cb_kwargs["parts"]
        reason = reason_of(failure)
        if parts.pages:
            self.ledger.settle_expected(parts.listing.id, "failed", reason)
        else:
            self.ledger.settle_expected(parts.listing.id, *outcome_of(reason))

    def article(self, parts: Parts) -> Article:
        """The record as far as the walk knows it; the pipelines read the rest from its pages."""
        listing = parts.listing
        return Article(
            id=listing.id or "",
            site=self.name,
            site_name=self.site_name,
            column=listing.column,
            url=listing.url,
            list_title=listing.list_title,
            list_date=listing.list_date,
            fetched_at=parts.fetched_at,
            status=parts.status,
            page_sha256=parts.sha256(),
            pages=[parts.pages[address] for address in parts.order],
        )

    def on_site(self, url: str) -> bool:
        """Whether ``url`` is on this site; ``www.`` and the scheme make no difference, a port does."""
        return _host(url) == _host(self.home)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _host(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        return url
    return parts.netloc.lower().removeprefix("www.")
