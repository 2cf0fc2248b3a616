"""First step: find title line, body and zones on the pages, once for all fields."""

from crawler.items import Article
from crawler.page.locate import locate
from crawler.pipelines.field import FieldPipeline


def pull(article: Article) -> None:
    article.found = locate(article.pages, article.list_title)


class LocatePipeline(FieldPipeline):
    pull = pull
