"""What watches a crawl: known (what the dataset holds), ledger (every link accounted for), progress (for people)."""

from typing import TypeVar

from scrapy.crawler import Crawler

T = TypeVar("T")


def the_extension(crawler: Crawler, kind: type[T]) -> T:
    """The crawler's extension of ``kind``; raises :class:`RuntimeError` if it has been switched off."""
    extension = crawler.get_extension(kind)
    if extension is None:
        raise RuntimeError(f"this crawl needs {kind.__module__}.{kind.__name__} among its EXTENSIONS")
    return extension
