"""The pages of one article, gathered until none is missing."""

import hashlib
from dataclasses import dataclass, field

from crawler.extensions.account import Listing
from crawler.page.model import Page


@dataclass(slots=True)
class Parts:
    """``order`` holds the addresses of the article's pages as far as known; ``pages`` those that have come."""

    listing: Listing
    order: list[str]
    pages: dict[str, Page] = field(default_factory=dict)
    bodies: dict[str, bytes] = field(default_factory=dict)
    fetched_at: str = ""
    status: int = 0

    def add(self, address: str, page: Page, body: bytes) -> None:
        self.pages[address] = page
        self.bodies[address] = body

    def expect(self, addresses: list[str]) -> list[str]:
        """Take note of further pages; return those that were not known yet."""
        new = [address for address in addresses if address not in self.order]
        self.order += new
        return new

    @property
    def whole(self) -> bool:
        return len(self.pages) == len(self.order)

    def sha256(self) -> str:
        """SHA-256 of the bytes of the pages in order (hex)."""
        digest = hashlib.sha256()
        for address in self.order:
            digest.update(self.bodies[address])
        return digest.hexdigest()
