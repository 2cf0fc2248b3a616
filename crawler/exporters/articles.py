"""Last step of the chain: the record becomes a line, and what it was fetched for is settled.

A first sighting is a line of ``articles.jsonl``; a known article whose text has changed one of ``revisions.jsonl``.
"""

import difflib
from typing import Any, Self

from scrapy.crawler import Crawler

from crawler.extensions import the_extension
from crawler.extensions.ledger import Ledger
from crawler.items import Article, record

# What content_sha256 is made of, but for the body, whose changes are told line by line.
_SHORT_FIELDS = ("title", "date", "source")


class ArticlesPipeline:
    """Writes each article as it comes; what is on disk is what the ledger counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.ledger = the_extension(crawler, Ledger)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        item.run = self.ledger.folder.name
        if item.previous is None:
            if self.ledger.write(self.ledger.articles, record(item)):
                self.ledger.settle_expected(item.id, "written")
        elif item.previous["content_sha256"] == item.content_sha256 and not item.restored:
            self.ledger.settle_expected(item.id, "unchanged")
        elif self.ledger.write(self.ledger.revisions, revision(item, item.previous)):
            self.ledger.settle_expected(item.id, "revised")
        return item


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
