"""From a listed link to an article: every link is settled once, every page of an article gathered."""

from collections import deque
from collections.abc import Iterator
from typing import Any, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.dataset.digest import is_id
from crawler.dataset.policy import REDIRECTED_BEFORE, SHARED_REDIRECT
from crawler.extensions.account import Listing
from crawler.extensions.column import Column
from crawler.extensions.known import Known
from crawler.extensions.ledger import Ledger
from crawler.items import Article
from crawler.page.addresses import plain_url
from crawler.page.lines import UnreadableError, read_page
from crawler.page.list_row import Row
from crawler.pipelines.identity import article_id
from crawler.spiders.parts import Parts
from crawler.spiders.reasons import instead_of_article, outcome_of, reason_of
from crawler.spiders.site import Site

# Further pages of articles that were begun go before articles that were not.
_FURTHER_PAGE = 10
# Before column pages (spiders/column.py): what is overdue comes first.
_FAILED_BEFORE = 30
# Links that wait are a third of the size of requests that wait: so many are requests, to keep the downloader busy.
_AHEAD = 100
# An article may have another address or two; one to which more redirect stands for none of them (维护公告).
_MOST_LED = 2


class ArticleWalk(Site):
    """The half of the walk that begins with a row of a column page."""

    ledger: Ledger
    known: Known

    def __init__(self, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.led_to: dict[str, set[str]] = {}  # from an article to the ids of the links that redirected to it
        self.waiting: deque[Listing] = deque()  # for their articles to be asked for, in order
        self.asked: set[str | None] = set()  # those of them whose articles have been asked for and haven't come

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.idle, signal=signals.spider_idle)
        return spider

    def row_id(self, url: str) -> str | None:
        """The id of the article that a row leads to; None where it leads to no article of the site."""
        key = self.article_key(url) if self.on_site(url) else None
        return None if key is None else article_id(self.name, key)

    def row_key(self, url: str) -> str:
        """What tells a row from others, however its address is written this time."""
        return self.row_id(url) or plain_url(url)

    def listing(self, column: Column, number: int, position: int, row: Row, key: str) -> Listing:
        """The line of a row, whose ``key`` is that of :meth:`row_key`."""
        own = key if is_id(key) else None
        return Listing(column.name, number, position, row.url, own, row.title or None, row.date)

    def failed_before(self) -> list[Request]:
        """The links that failed in earlier runs are asked for before other articles.

        All are expected before the first is asked for: while Scrapy takes the requests, column pages come that list
        the same links.
        """
        requests = []
        for listing in self.known.failed_links(given_up=self.full):
            if listing.id not in self.ledger.seen:
                listing.url = self.here(listing.url)
                self.ledger.asked_again += 1
                self.ledger.expect(listing)
                requests.append(self.article_request(listing, _FAILED_BEFORE))
        return requests

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
        elif not self.full and (target := self.known.target(listing.id)):
            column.sampled += 1
            listing.from_id, listing.id = listing.id, target
            self.ledger.settle(listing, "known", REDIRECTED_BEFORE)
        elif listing.id in self.ledger.seen:
            self.ledger.settle(listing, "repeated")
        elif not self.full and (reason := self.known.verdict_on(listing.id)):
            self.ledger.settle(listing, "dropped", reason)
        else:
            column.sampled += 1
            if self.known.was_gone(listing.id):
                self.ledger.gone_before.add(listing.id)
            self.ledger.expect(listing)
            self.waiting.append(listing)
            yield from self.next_articles()

    def next_articles(self) -> Iterator[Request]:
        """Ask for articles of the links that wait, as many as there is room for."""
        while self.waiting and len(self.asked) < _AHEAD:
            listing = self.waiting.popleft()
            self.asked.add(listing.id)
            yield self.article_request(listing)

    def idle(self) -> None:
        """Go on where links wait still: what an idle crawl has asked for got lost in a callback that raised."""
        self.asked.clear()
        if self.waiting:
            for request in self.next_articles():
                self.crawler.engine.crawl(request)
            raise DontCloseSpider

    def article_request(self, listing: Listing, priority: int = 0) -> Request:
        return Request(
            plain_url(listing.url),
            self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"listing": listing},
            priority=priority,
        )

    def parse_article(self, response: Response, listing: Listing) -> Iterator[Request | Article]:
        """The first page of an article."""
        self.asked.discard(listing.id)
        if self.arrived(listing, response.url):
            address = plain_url(response.url)
            yield from self.gather(response, Parts(listing, address, response), address)
        yield from self.next_articles()

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
        led_here = self.led_to.setdefault(new_id, set())
        led_here.add(listing.id or "")
        if len(led_here) > _MOST_LED:
            self.ledger.settle_expected(listing.id, "failed", SHARED_REDIRECT)
            return False
        self.ledger.rename(listing, new_id)
        if new_id in self.known or new_id in self.ledger.seen:
            self.ledger.settle(listing, "known" if new_id in self.known else "repeated")
            return False
        self.ledger.expect(listing)
        return True

    def parse_further_page(self, response: Response, parts: Parts, address: str) -> Iterator[Request | Article]:
        yield from self.gather(response, parts, address)

    def gather(self, response: Response, parts: Parts, address: str) -> Iterator[Request | Article]:
        """Take a page of an article; ask for those it names, or yield the article when none is missing."""
        try:
            page = read_page(response.body, response.url, self.where)
        except UnreadableError as error:
            self.ledger.settle_expected(parts.claim.id, "failed", error.reason)
            return
        if refusal := instead_of_article(page, first=address == parts.order[0]):
            self.ledger.settle_expected(parts.claim.id, *refusal)
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

    def article_failed(self, failure: Failure) -> list[Request]:
        """One page of an article is missing, so the article is: half of one is never written."""
        told = failure.request.cb_kwargs  # type: ignore[attr-defined] # set by Scrapy
        reason = reason_of(failure)
        if "parts" in told:
            self.ledger.settle_expected(told["parts"].claim.id, "failed", reason)
        else:
            self.asked.discard(told["listing"].id)
            self.ledger.settle_expected(told["listing"].id, *outcome_of(reason))
        return list(self.next_articles())
