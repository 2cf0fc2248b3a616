"""ColumnSpider, the only walker: column page → article links → further column pages, every link accounted for."""

from collections.abc import AsyncIterator, Iterator

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.extensions import the_extension
from crawler.extensions.column import Column, Rows
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.extensions.seal import Seal
from crawler.middlewares.redirect import RedirectedOffSiteError
from crawler.middlewares.robots import ForbiddenByRobots, RobotsUnreachableError
from crawler.page.blocked import blocked
from crawler.page.breadcrumb import breadcrumb
from crawler.page.column_page import ColumnPage, in_frame
from crawler.page.excuse import is_excuse
from crawler.page.lines import UnreadableError, read_page
from crawler.page.list_groups import is_pager
from crawler.page.list_places import says_empty
from crawler.page.locate import is_text
from crawler.page.navigation import column_identity
from crawler.page.pager import Pager
from crawler.page.soft_404 import is_soft_404
from crawler.page.words import file_ending
from crawler.spiders.reasons import reason_of, reason_of_error
from crawler.spiders.revisits import RevisitWalk

# Column pages first, so that the account is known early.
_COLUMN_PAGE = 20
_PASSING = frozenset({"http_429", "retry_after", "timeout", "connection", "cut_off", "bad_answer"})
# More pages than any column has: a pager that declares them is misread, or means harm.
_MOST_PAGES = 20_000


class ColumnSpider(RevisitWalk):
    """Walks the columns of one site."""

    answers = False  # whether a column page has come

    async def start(self) -> AsyncIterator[Request]:
        self.ledger = the_extension(self.crawler, Ledger)
        self.known = the_extension(self.crawler, Known)
        if not self.columns:
            yield Request(self.home, self.parse_home, errback=self.home_failed, priority=_COLUMN_PAGE)
        for name, address in self.column_addresses(self.home).items():
            yield self.first_page(name, address)

    # The home page

    def parse_home(self, response: Response) -> Iterator[Request]:
        try:
            page = read_page(response.body, response.url)
        except UnreadableError as error:
            self.ledger.fail(
                f"home page {self.home} is no page ({error.reason}); look at it in a browser", error.reason
            )
            return
        columns = self.navigation(page)
        if not columns:
            kind = blocked(page)
            advice = (
                "slow down and run again later" if kind else "name them in the site file: columns = {name: address}"
            )
            self.ledger.fail(
                f"no columns found on {self.home}{f' ({kind})' if kind else ''}; {advice}", kind or "no_links"
            )
            return
        # A column that the navigation has lost is walked all the same, until a full sweep.
        there = {column_identity(address) for _, address in columns}
        before = {} if self.full else self.known.columns()
        lost = [(name, self.here(url)) for name, url in before.items() if column_identity(url) not in there]
        for name, address in [*columns, *lost]:
            yield self.first_page(name, address)

    def home_failed(self, failure: Failure) -> None:
        if reason_of(failure) != "not_fetched":  # the crawl was ended
            self.ledger.fail(home_trouble(self.home, failure), trouble_of(failure))

    def what_is_known(self) -> list[Request]:
        """The links that failed before and the articles to look at again, once the site is seen to answer."""
        if self.answers or self.sample:
            return []
        self.answers = True
        return [*self.failed_before(), *self.revisit_requests(self.known.due())]

    # Column pages

    def first_page(self, name: str, address: str) -> Request:
        """The request that a column's walk begins with."""
        column = self.ledger.column(name, address)
        past = None if self.full or self.sample else self.known.past(column.name)
        column.seal = Seal(past, self.known.policy.seal_pages) if past is not None else None
        return self.column_request(column, 1)

    def column_request(self, column: Column, number: int, frame: ColumnPage | None = None) -> Request:
        """The request for page ``number``; for what it frames, where ``frame`` is that page as it has been read."""
        address = column.url if number == 1 else column.addresses[number]
        return Request(
            (frame.elsewhere if frame else None) or address,
            self.parse_column,
            errback=self.column_failed,
            cb_kwargs={"column": column, "number": number, "frame": frame},
            priority=_COLUMN_PAGE,
        )

    def parse_column(
        self, response: Response, column: Column, number: int, frame: ColumnPage | None
    ) -> Iterator[Request]:
        try:
            shown = self.column_page(response.body, response.url, column.url, number, column.guide)
        except UnreadableError as error:
            yield from self.page_failed(column, number, response.url, error.reason)
            return
        if shown.elsewhere is not None and not self.on_site(shown.elsewhere):
            yield from self.page_failed(column, number, shown.elsewhere, "off_site")
            return
        if shown.elsewhere is not None and frame is None:
            yield self.column_request(column, number, shown)
            return
        # A list: Scrapy suspends a generator at will, and of a page that counts as read all rows have to be settled.
        yield from list(self.take_page(in_frame(shown, frame), response.url, column, number))

    def take_page(self, shown: ColumnPage, url: str, column: Column, number: int) -> Iterator[Request]:
        """Page ``number`` of a column, as it has been read at ``url``."""
        column.waiting.discard(number)
        if number == 1 and not column.walked and self.is_single_page(shown, column):
            column.single_page = True
            return
        rows = tuple(self.row_key(row.url) for row in shown.rows)
        if number > 1 and not column.stated and self.is_behind_the_end(shown, rows, column, number):
            column.end = column.declared = min(column.declared, number - 1)
        elif reason := self.unfit(shown, rows, column, number):
            yield from self.page_failed(column, number, url, reason)
            return
        else:
            yield from self.what_is_known()
            column.guide = column.guide or shown.guide
            if column.end is not None and number > column.end:
                self.ledger.page_failed(column, column.end + 1, column.url, "no_links")
            self.take_pager(shown.pager, column, number)
            for at in column.take(number, rows):
                column.listed += 1
                listing = self.listing(column, number, at + 1, shown.rows[at], rows[at])
                yield from self.settle_or_fetch(listing, column)
                if listing.outcome == "known" and not self.sample:
                    yield from self.revisit_requests(self.known.doubtful(listing))
        yield from self.further_pages(column, number)

    def column_failed(self, failure: Failure) -> Iterator[Request]:
        request: Request = failure.request  # type: ignore[attr-defined] # set by Scrapy
        column, number = request.cb_kwargs["column"], request.cb_kwargs["number"]
        reason = reason_of(failure)
        if reason == "robots_unreachable" and not any(other.walked for other in self.ledger.columns.values()):
            self.ledger.fail(home_trouble(self.home, failure), trouble_of(failure))
        # The crawl was ended: this page wasn't asked for, and the column is unfinished.
        if reason != "not_fetched":
            yield from self.page_failed(column, number, request.url, reason)

    def page_failed(self, column: Column, number: int, url: str, reason: str) -> Iterator[Request]:
        """A page is missing: the column is incomplete, and what is known to lie behind it is asked for all the same."""
        column.waiting.discard(number)
        self.ledger.page_failed(column, number, url, reason)
        yield from self.further_pages(column, number)

    def take_pager(self, pager: Pager | None, column: Column, number: int) -> None:
        """Take note of what a page declares, and of the addresses of the pages it knows."""
        if pager is None:
            return
        if number == 1:
            column.stated, column.first_number = pager.stated, pager.current
            column.declare(pager.pages if pager.stated else max(pager.pages, column.declared), pager.items)
        elif not column.stated:
            column.declared = max(column.declared, pager.pages) if column.end is None else column.end
        for further in range(max(column.addresses, default=1) + 1, column.declared + 1):
            address = pager.address(further) or self.page_url(column.url, further)
            if address is not None:
                column.addresses[further] = address

    def further_pages(self, column: Column, number: int) -> Iterator[Request]:
        """The requests that follow from page ``number``."""
        if self.sample:
            if column.sampled < self.sample and number < column.declared and number + 1 in column.addresses:
                yield self.column_request(column, number + 1)
            return
        # All at once: a chain of next links loses everything behind one failure.
        for further in column.to_ask():
            address = column.url if further == 1 else column.addresses.get(further)
            if address is None or not self.on_site(address):
                column.waiting.discard(further)
                reason = "pager_not_read" if address is None else "off_site"
                self.ledger.page_failed(column, further, address or column.url, reason)
            else:
                yield self.column_request(column, further)
        if column.settled and column.ended == "walked":
            yield from self.revisit_requests(self.known.vanished(column.name, column.seen))

    def unfit(self, shown: ColumnPage, rows: Rows, column: Column, number: int) -> str | None:
        """Why a page can't stand for page ``number`` of its column; None if it can."""
        pager, page = shown.pager, shown.page
        if pager is None and page is not None and any(is_pager(line.text) for line in page.lines):
            return "pager_not_read"
        if pager is not None and pager.pages > _MOST_PAGES:
            return "pager_not_read"
        if pager is not None and not column.is_number(number, pager.current):
            return "other_page"
        if not rows:
            if page is not None and (kind := blocked(page)):
                return kind
            if page is not None and is_soft_404(page):
                return "soft_404"
            if number == 1 and column.name in self.may_be_empty:
                return None
            return "empty_column" if number == 1 and pager is not None and pager.items == 0 else "no_links"
        ours = [row.url for row in shown.rows if self.on_site(row.url) and file_ending(row.url) is None]
        if ours and not any(self.is_article(url) for url in ours):
            return "addresses_not_known"
        return "same_as_another_page" if column.repeats(number, rows) else None

    def is_single_page(self, shown: ColumnPage, column: Column) -> bool:
        """Whether the navigation led to a text (关于我们); a column that the site file names has to have a list.

        So has one that had a list before.
        """
        page = shown.page
        if self.columns or column.name in self.known.columns() or shown.rows or shown.pager is not None or page is None:
            return False
        if blocked(page) or is_soft_404(page):
            return False
        return is_text(page) and not is_excuse(page) and not any(is_pager(line.text) for line in page.lines)

    def is_behind_the_end(self, shown: ColumnPage, rows: Rows, column: Column, number: int) -> bool:
        """Whether a page whose number no pager stated is none: it has no rows, or those of a page before it."""
        if rows:
            return column.repeats(number, rows)
        # Data ends with nothing; of a page it must be seen that it is the column's.
        page = shown.page
        if page is None or blocked(page) or is_soft_404(page) or is_excuse(page):
            return page is None
        return bool(breadcrumb(page)) or any(is_pager(line.text) or says_empty(line.text) for line in page.lines)


def trouble_of(failure: Failure) -> str:
    """The word for why nothing of a site could be had; robots.txt that doesn't come has a cause of its own."""
    error = failure.value
    return reason_of_error(error.cause) if isinstance(error, RobotsUnreachableError) else reason_of(failure)


def home_trouble(home: str, failure: Failure) -> str:
    """Why the home page could not be had, and what to do, on one line."""
    error, reason = failure.value, reason_of(failure)
    if isinstance(error, RedirectedOffSiteError):
        return f"home page {home} redirects to {error.url}; if that is the site, give it as homepage"
    if isinstance(error, ForbiddenByRobots):
        return f"the robots.txt of {home} forbids its home page; ask the site for permission"
    if isinstance(error, RobotsUnreachableError):
        why = reason_of_error(error.cause)
        if why in {"refused", "unknown_host"}:
            return f"home page {home} could not be fetched ({why}); check the address"
        return f"robots.txt of {error.netloc} could not be fetched ({why}), so nothing was fetched; try later"
    if reason.startswith("blocked"):
        return f"home page {home} is a challenge for browsers ({reason}); Lanmu can't read this site"
    advice = "check the address"
    if reason.startswith("http_5") or reason in _PASSING:
        advice = "the site has trouble, try later"
    elif reason in {"http_403", "http_412"}:
        advice = "it may block you: slow down, and ask the site"
    return f"home page {home} could not be fetched ({reason}); {advice}"
