"""Identity: the key that never changes, the hash of the content, and the column where no walk told it."""

import hashlib
import unicodedata

from crawler.items import Article
from crawler.page.breadcrumb import breadcrumb_column
from crawler.pipelines.field import FieldPipeline


def article_id(site: str, key: str) -> str:
    """The id of the article that the platform knows by ``key`` on ``site``: 20 hex digits (80 bits)."""
    return hashlib.sha256(f"{site}\n{key}".encode()).hexdigest()[:20]


def content_sha256(article: Article) -> str:
    """SHA-256 over NFC title, date, source and body joined by U+001F; null counts as empty."""
    parts = (article.title or "", article.date or "", article.source or "", article.body)
    return hashlib.sha256(unicodedata.normalize("NFC", "\x1f".join(parts)).encode()).hexdigest()


def pull(article: Article) -> None:
    article.content_sha256 = content_sha256(article)
    if article.column is None:
        article.column = breadcrumb_column(article.pages[0], article.title)


class IdentityPipeline(FieldPipeline):
    pull = pull
