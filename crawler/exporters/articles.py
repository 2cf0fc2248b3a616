"""Last step of the chain: the record becomes a line of ``articles.jsonl``, and its link is settled."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.exporters.lines import LinesFile
from crawler.exporters.run_folder import ARTICLES
from crawler.extensions import the_extension
from crawler.extensions.ledger import Ledger
from crawler.items import Article, record


class ArticlesPipeline:
    """Writes each article as it comes; what is on disk is what the ledger counts."""

    def __init__(self, crawler: Crawler) -> None:
        self.ledger = the_extension(crawler, Ledger)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        self.file = LinesFile(self.ledger.folder / ARTICLES)

    def process_item(self, item: Article) -> Article:
        item.run = self.ledger.folder.name
        self.file.write(record(item))
        self.ledger.settle_expected(item.id, "written")
        return item

    def close_spider(self) -> None:
        self.file.close()
