"""Title: as printed on the article page; the list page's title where the page shows none."""

import re

from crawler.items import Article
from crawler.page.title_line import LONGEST_TITLE, folded, same_title
from crawler.pipelines.field import FieldPipeline, first_valid

_SUFFIX = re.compile(r"\s*[-_—|–>«»]+\s*")


def title_line(article: Article) -> str | None:
    """The line of the page that is the title (found by list title, meta or ``<title>``)."""
    return article.found.title.text if article.found.title else None


def listed(article: Article) -> str | None:
    """The list page's title, where it isn't cut."""
    text = article.list_title
    return None if text is None or text.endswith(("…", "..")) else text


def meta(article: Article) -> str | None:
    """国办发〔2017〕47号: ``ArticleTitle``."""
    return article.pages[0].meta.get("articletitle")


def head(article: Article) -> str | None:
    """``<title>`` without the names of column and site that follow it."""
    parts = [part for part in _SUFFIX.split(article.pages[0].title) if part]
    return max(parts, key=len) if parts else None


def valid(article: Article, text: str) -> bool:
    """Some letter or sign of writing, not longer than any title, not the site's name."""
    return (
        2 <= len(text) <= LONGEST_TITLE
        and any(char.isalnum() for char in text)
        and folded(text) != folded(article.site_name)
    )


RULES = (title_line, listed, meta, head)


def pull(article: Article) -> None:
    article.title = first_valid(article, "title", RULES, valid)
    if article.rules.get("title") == "title_line" and article.found.title:
        article.rules["title"] = f"title_line:{article.found.title.rule}"
    if article.title and article.list_title and not same_title(article.title, article.list_title):
        article.flags.append("title_differs_from_list")


class TitlePipeline(FieldPipeline):
    pull = pull
    counts = ("title",)
