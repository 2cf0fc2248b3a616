"""The pages of one article, gathered until none is missing."""

import hashlib
from datetime import datetime

from crawler.extensions.account import Listing
from crawler.items import Article
from crawler.page.dates import BEIJING
from crawler.page.model import Page


class Parts:
    """``order`` holds the addresses of the article's pages as far as known, the first one's first."""

    def __init__(self, listing: Listing, address: str, status: int) -> None:
        self.listing = listing
        self.status = status
        self.fetched_at = datetime.now(BEIJING).isoformat(timespec="seconds")
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
        """The record as far as the walk knows it; the pipelines read the rest from its pages."""
        digest = hashlib.sha256()
        for address in self.order:
            digest.update(self._bodies[address])
        return Article(
            id=self.listing.id or "",
            site=site,
            site_name=site_name,
            column=self.listing.column,
            url=self.order[0],
            list_title=self.listing.list_title,
            list_date=self.listing.list_date,
            fetched_at=self.fetched_at,
            status=self.status,
            page_sha256=digest.hexdigest(),
            pages=[self._pages[address] for address in self.order],
        )
