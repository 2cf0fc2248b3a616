"""Check: what a researcher should doubt becomes a flag; what is no article is refused with a reason."""

from scrapy.exceptions import DropItem

from crawler.items import Article
from crawler.page.locate import Found
from crawler.pipelines.field import FieldPipeline

# What the flags mean, for the data dictionary.
FLAGS = {
    "no_title": "no title was found",
    "no_date": "no date was found",
    "title_differs_from_list": "the title on the page is not the one on the column page",
    "date_differs_from_list": "the day on the page is not the one on the column page",
    "date_is_update": "the page prints no date but 更新时间",
    "date_without_year": "the page prints no year; it is the column page's, or follows from the day of fetching",
    "meta_differs": "the printed day or source is not the meta tags'; the printed one is taken",
    "short_body": "fewer than 30 characters of text, and neither pictures nor attachments",
    "mojibake": "some bytes of the page fitted no encoding",
    "rule_error": "a reading rule failed on this page; its field is null",
}


class NotAnArticle(DropItem):
    """The page shows neither title nor text; its message is the reason that goes into the ledger."""

    def __init__(self, reason: str) -> None:
        # Scrapy would log the whole item; the account names the link and the reason.
        super().__init__(reason, log_level="DEBUG")


def pull(article: Article) -> None:
    """Set the flags, drop the pages. Raises :class:`NotAnArticle`.

    What counts is what the page itself shows: a block page or an empty one behind a good link has the list's title.
    """
    shows_title = article.rules.get("title", "listed").startswith(("title_line", "meta"))
    if not (shows_title or article.body or article.images or article.attachments):
        raise NotAnArticle("no_article")
    checks = {
        "no_title": article.title is None,
        "no_date": article.date is None,
        "short_body": len(article.body) < 30 and not article.images and not article.attachments,
        "mojibake": any(page.damaged for page in article.pages),
    }
    article.flags += [flag for flag, doubtful in checks.items() if doubtful]
    article.flags = list(dict.fromkeys(article.flags))
    # The tree of a page is worth a hundred records in memory.
    article.pages, article.found = [], Found()


class CheckPipeline(FieldPipeline):
    pull = pull
