"""Last step of the chain: the record becomes a line, and what it was fetched for is settled.

A first sighting is a line of ``articles.jsonl``; a known article whose text has changed one of ``revisions.jsonl``.
"""

import difflib
from collections import Counter
from typing import Any, Literal, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from crawler.extensions import the_extension
from crawler.extensions.ledger import Ledger
from crawler.items import Article, record

# What content_sha256 is made of, but for the body, whose changes are told line by line.
_SHORT_FIELDS = ("title", "date", "source")


class ArticlesPipeline:
    """Writes each article as it comes; what is on disk is what the ledger counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.ledger = the_extension(crawler, Ledger)
        self.pages: Counter[str] = Counter()  # by page_sha256

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        if item.id not in self.ledger.expected:
            raise DropItem("settled already", log_level="DEBUG")
        item.run = self.ledger.folder.name
        previous = item.previous
        if previous is not None and previous["content_sha256"] == item.content_sha256 and not item.restored:
            self.ledger.settle_expected(item.id, "unchanged")
        elif same := self.same_page(item):
            self.ledger.settle_expected(item.id, same, "same_page")
        elif previous is None and self.ledger.write(self.ledger.articles, record(item)):
            self.ledger.settle_expected(item.id, "written")
        elif previous is not None and self.ledger.write(self.ledger.revisions, revision(item, previous)):
            self.ledger.settle_expected(item.id, "revised")
        return item

    def same_page(self, item: Article) -> Literal["dropped", "failed", None]:
        """What to do with a page that came, to the byte, for another article in this run; None for any other.

        One article may have two addresses. A page that many addresses give, or a known one all at once, stands for
        none of them: the site is being mended.
        """
        self.pages[item.page_sha256 or ""] += 1
        times = self.pages[item.page_sha256 or ""]
        if times == 1:
            return None
        return "dropped" if times == 2 and item.previous is None else "failed"


def revision(item: Article, previous: dict[str, Any]) -> dict[str, Any]:
    """A line of ``revisions.jsonl``: the record as it is now, and what has changed since ``previous``.

    ``changes`` goes from a field to what it was and is; of the body, to its lines that went (``-``) and came (``+``).
    ``restored`` says that the article had been removed.
    """
    changes: dict[str, Any] = {
        name: {"before": previous[name], "after": getattr(item, name)}
        for name in _SHORT_FIELDS
        if previous[name] != getattr(item, name)
    }
    if previous["body"] != item.body:
        lines = list(difflib.unified_diff(previous["body"].split("\n"), item.body.split("\n"), lineterm="", n=0))
        # Behind the two lines of names; @@ tells line numbers.
        changes["body"] = [line for line in lines[2:] if not line.startswith("@@")]
    return {
        **record(item),
        "previous_sha256": previous["content_sha256"],
        "restored": item.restored,
        "changes": changes,
    }
