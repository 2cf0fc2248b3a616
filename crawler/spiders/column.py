"""ColumnSpider, the only walker: column page → article links → further column pages, every link accounted for."""

from collections.abc import AsyncIterator, Iterator
from urllib.parse import urljoin

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions import the_extension
from crawler.extensions.account import Column, Listing
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.items import Article
from crawler.middlewares.redirect import RedirectedOffSiteError
from crawler.middlewares.robots import ForbiddenByRobots
from crawler.page.lines import UnreadableError, read_page
from crawler.page.list_groups import is_pager
from crawler.page.listing import Row, list_rows
from crawler.page.locate import is_text
from crawler.page.model import Page
from crawler.pipelines.identity import article_id
from crawler.spiders.parts import Parts
from crawler.spiders.reasons import outcome_of, reason_of
from crawler.spiders.site import Pager, Site

# Column pages first, so that the account is known early; then the further pages of articles that were begun.
_COLUMN_PAGE, _FURTHER_PAGE = 20, 10
# More pages than any column has: a pager that declares them is misread, or means harm.
_MOST_PAGES = 20_000


class ColumnSpider(Site):
    """Walks the columns of one site."""

    async def start(self) -> AsyncIterator[Request]:
        self.ledger = the_extension(self.crawler, Ledger)
        self.known = the_extension(self.crawler, Known)
        if not self.columns:
            yield Request(self.home, self.parse_home, errback=self.home_failed, priority=_COLUMN_PAGE)
        for name, address in self.columns.items():
            yield self.column_request(self.ledger.column(name, urljoin(self.home, address)), 1)

    # The home page

    def parse_home(self, response: Response) -> Iterator[Request]:
        try:
            columns = self.navigation(read_page(response.body, response.url))
        except UnreadableError as error:
            self.ledger.fail(f"home page {self.home} is no page ({error.reason}); look at it in a browser")
            return
        if not columns:
            self.ledger.fail(
                f"no columns found on {self.home}; name them in the site file: columns = {{name: address}}"
            )
        for name, address in columns:
            yield self.column_request(self.ledger.column(name, address), 1)

    def home_failed(self, failure: Failure) -> None:
        error, reason = failure.value, reason_of(failure)
        if isinstance(error, RedirectedOffSiteError):
            self.ledger.fail(
                f"home page {self.home} redirects to {error.url}; if that is the site, give it as homepage"
            )
        elif isinstance(error, ForbiddenByRobots):
            self.ledger.fail(f"the robots.txt of {self.home} forbids its home page")
        else:
            advice = "the site has trouble, try later" if reason.startswith("http_5") else "check the address"
            self.ledger.fail(f"home page {self.home} could not be fetched ({reason}); {advice}")

    # Column pages

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
        pager = self.pager(page)
        reason = _unfit(page, rows, pager, column, number)
        if reason == "no_links" and number == 1 and not self.columns and is_text(page):
            # The navigation leads to 关于我们 and the like as well; a column the site file names has to have a list.
            column.single_page = True
            return
        if reason is not None:
            self.ledger.page_failed(column, number, response.url, reason)
            return
        if number == 1 and pager is not None:
            column.declared, column.declared_items = pager.pages, pager.items
        column.walked[number] = frozenset(row.url for row in rows)
        for position, row in enumerate(rows, 1):
            column.listed += 1
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
            self.ledger.settle(listing, "dropped", "other_address")
        elif self.sample and column.sampled >= self.sample:
            self.ledger.settle(listing, "dropped", "sample")
        elif listing.id in self.known:
            column.sampled += 1
            self.ledger.settle(listing, "known")
        elif listing.id in self.known.gone:
            self.ledger.settle(listing, "dropped", "gone_lately")
        elif listing.id in self.ledger.seen:
            self.ledger.settle(listing, "repeated")
        else:
            column.sampled += 1
            self.ledger.expect(listing)
            yield Request(listing.url, self.parse_article, errback=self.article_failed, cb_kwargs={"listing": listing})

    # Articles

    def parse_article(self, response: Response, listing: Listing) -> Iterator[Request | Article]:
        """The first page of an article."""
        if not self.arrived(listing, response.url):
            return
        parts = Parts(listing, response.url, response.status)
        yield from self.gather(response, parts, response.url)

    def arrived(self, listing: Listing, url: str) -> bool:
        """Whether a redirect left us at an article that is still wanted; else its link is settled.

        An article that has moved is the article it has moved to: it goes by that one's id.
        """
        key = self.article_key(url)
        if key is None:
            self.ledger.settle_expected(listing.id, "dropped", "moved")
            return False
        new_id = article_id(self.name, key)
        if new_id == listing.id:
            return True
        if new_id in self.known or new_id in self.ledger.seen:
            self.ledger.settle_expected(listing.id, "known" if new_id in self.known else "repeated")
            return False
        self.ledger.rename(listing, new_id)
        return True

    def parse_further_page(self, response: Response, parts: Parts, address: str) -> Iterator[Request | Article]:
        yield from self.gather(response, parts, address)

    def gather(self, response: Response, parts: Parts, address: str) -> Iterator[Request | Article]:
        """Take a page of an article; ask for those it names, or yield the article when none is missing."""
        try:
            page = read_page(response.body, response.url)
        except UnreadableError as error:
            self.ledger.settle_expected(parts.listing.id, "failed", error.reason)
            return
        parts.add(address, page, response.body)
        for further in parts.expect(self.article_pages(page, parts.order[0])):
            yield Request(
                further,
                self.parse_further_page,
                errback=self.article_failed,
                cb_kwargs={"parts": parts, "address": further},
                priority=_FURTHER_PAGE,
            )
        if parts.whole:
            yield parts.article(self.name, self.site_name)

    def article_failed(self, failure: Failure) -> None:
        """One page of an article is missing, so the article is: half of one is never written."""
        told = failure.request.cb_kwargs  # type: ignore[attr-defined] # set by Scrapy
        reason = reason_of(failure)
        if "parts" in told:
            self.ledger.settle_expected(told["parts"].listing.id, "failed", reason)
        else:
            self.ledger.settle_expected(told["listing"].id, *outcome_of(reason))


def _unfit(page: Page, rows: list[Row], pager: Pager | None, column: Column, number: int) -> str | None:
    """Why a page can't stand for page ``number`` of its column; None if it can."""
    if pager is None and any(is_pager(line.text) for line in page.lines):
        return "pager_not_read"
    if pager is not None and pager.pages > _MOST_PAGES:
        return "pager_not_read"
    if pager is not None and pager.current not in {None, number}:
        return "other_page"
    if not rows and not (pager is not None and pager.items == 0):
        return "no_links"
    if rows and frozenset(row.url for row in rows) in column.walked.values():
        return "same_as_another_page"
    return None
