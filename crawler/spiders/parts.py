"""The pages of one article, gathered until none is missing."""

import hashlib

from scrapy.http import Response

from crawler import clock
from crawler.dataset.revisit import Revisit
from crawler.extensions.account import Listing
from crawler.items import Article
from crawler.page.model import Page


class Parts:
    """``order`` holds the addresses of the article's pages as far as known, the first one's first.

    ``claim`` is what the article is fetched for: a listed link, or a known article that is looked at again.
    """

    def __init__(self, claim: Listing | Revisit, address: str, response: Response) -> None:
        self.claim = claim
        self.status = response.status
        self.etag, self.last_modified = (_header(response, name) for name in ("ETag", "Last-Modified"))
        self.fetched_at = clock.now().isoformat(timespec="seconds")
        self.order = [address]
        self._pages: dict[str, Page] = {}
        self._bodies: dict[str, bytes] = {}

    def add(self, address: str, page: Page, body: bytes) -> None:
        self._pages[address] = page
        self._bodies[address] = body

    def expect(self, addresses: list[str]) -> list[str]:
        """Take note of further pages; return those that were not known yet."""
        new = [address for address in addresses if address not in self.order]
        self.order += new
        return new

    @property
    def whole(self) -> bool:
        return len(self._pages) == len(self.order)

    def article(self, site: str, site_name: str) -> Article:
        """The record as far as the walk knows it; the pipelines read the rest from its pages.

        A known article is read beside the row that led to it first: what differs then is the page.
        """
        digest = hashlib.sha256()
        for address in self.order:
            digest.update(self._bodies[address])
        claim = self.claim
        told = claim.record if isinstance(claim, Revisit) else claim.line()
        # Of the first page only, so they don't speak for an article of several.
        alone = len(self.order) == 1
        return Article(
            id=claim.id or "",
            site=site,
            site_name=site_name,
            column=told["column"],
            url=self.order[0],
            list_title=told["list_title"],
            list_date=told["list_date"],
            fetched_at=self.fetched_at,
            status=self.status,
            etag=self.etag if alone else None,
            last_modified=self.last_modified if alone else None,
            page_sha256=digest.hexdigest(),
            previous=claim.record if isinstance(claim, Revisit) else None,
            restored=isinstance(claim, Revisit) and claim.gone > 0,
            pages=[self._pages[address] for address in self.order],
        )


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None
