"""What the field modules share: ordered rules, the first valid answer wins, and the Scrapy class around them."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Self, TypeVar

from scrapy.crawler import Crawler

from crawler.items import Article

T = TypeVar("T")
Rule = Callable[[Article], T | None]


def first_valid(article: Article, name: str, rules: Sequence[Rule[T]], valid: Callable[[Article, T], bool]) -> T | None:
    """Return the answer of the first rule that has a valid one, and note the rule on the article.

    A rule that raises leaves the field null and the flag ``rule_error``: a page nobody foresaw costs a field, never
    the article or the crawl.
    """
    for rule in rules:
        try:
            answer = rule(article)
        except Exception:  # noqa: BLE001 - see above; the flag is counted and its URL is on the record
            article.flags.append("rule_error")
            article.rules[name] = f"{rule.__name__} failed"
            return None
        if answer is not None and valid(article, answer):
            article.rules[name] = rule.__name__
            return answer
    return None


class FieldPipeline:
    """A pipeline step around a pure ``pull``; counts which rule won: ``field/date/labelled`` or ``…/missing``."""

    pull: ClassVar[Callable[[Article], None]]
    counts: ClassVar[tuple[str, ...]] = ()

    def __init__(self, crawler: Crawler) -> None:
        self.stats = crawler.stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Article) -> Article:
        type(self).pull(item)
        for name in self.counts:
            self.stats.inc_value(f"field/{name}/{item.rules.get(name, 'missing')}")
        return item
