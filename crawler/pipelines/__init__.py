"""PULL: one module per field, then identity and check. ``pull`` reads an article outside a crawl by the same chain."""

from crawler.items import Article
from crawler.pipelines import body, check, date, identity, locate, source, title

CHAIN = (locate.pull, title.pull, body.pull, date.pull, source.pull, identity.pull, check.pull)


def pull(article: Article) -> Article:
    """Fill the fields of ``article`` from its pages, exactly as a crawl does, and drop the pages."""
    for step in CHAIN:
        step(article)
    return article
