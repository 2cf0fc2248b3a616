"""Other views of an article: the page for print, the page for telephones."""

import re
from collections.abc import Mapping

from .article_page import ArticlePage
from .content import Article, Site
from .directory import Directory
from .markup import Markup
from .platform import Place, Platform
from .spacing import collapse

_CALENDAR = re.compile(r"/calendar/\d{4,}-\d{2}\.html")
_PRINT = re.compile(r"/print/(\d+)\.html")


def twin_address(own: str, number: int, form: str) -> str:
    """The address of a view: ``mobile``, or print as a ``query`` or in a ``folder`` of its own."""
    match form:
        case "mobile":
            return f"/m{own}"
        case "folder":
            return f"/print/{number}.html"
        case _:
            return f"{own}{'&' if '?' in own else '?'}print=1"


class Twins:
    """Renders the views of articles."""

    def __init__(self, site: Site, markup: Markup, platform: Platform, article_page: ArticlePage) -> None:
        self._site = site
        self._markup = markup
        self._platform = platform
        self._article_page = article_page

    def find(self, path: str, parameters: Mapping[str, str], directory: Directory) -> tuple[str, Place, str] | None:
        """The address a page is known by, its place, and its view: ``page``, ``print``, ``mobile``, ``calendar``."""
        if _CALENDAR.fullmatch(path):
            return path, Place("side"), "calendar"
        if match := _PRINT.fullmatch(path):
            article = self._site.articles.get(int(match[1]))
            return (path, Place("article", article.column, article.number), "print") if article else None
        mobile = path.startswith("/m/") and path != "/m/"
        found = directory.find(path.removeprefix("/m") if mobile else path, parameters)
        if found is None:
            return None
        address, place = found
        if mobile:
            return (twin_address(address, place.number, "mobile"), place, "mobile") if place.kind == "article" else None
        if place.kind == "article" and parameters.get("print") == "1":
            return twin_address(address, place.number, "query"), place, "print"
        return address, place, "page"

    def html(self, article: Article, view: str) -> str:
        """The page in HTML; ``view`` is ``print`` or ``mobile``."""
        charset = f'<meta charset="{self._markup.skin.charset}" />'
        title = self._markup.text(collapse(article.flat_title))
        inner = self._article_page.plain(article)
        if view == "print":
            body = f'{inner}\n<p><a href="javascript:window.print()">打印</a></p>'
        else:
            charset += '\n<meta name="viewport" content="width=device-width, user-scalable=no" />'
            full = self._markup.text(self._platform.article(article.ref))
            body = f'<header><a href="/m/">返回</a></header>\n{inner}\n<footer><a href="{full}">电脑版</a></footer>'
        head = f"<head>\n{charset}\n<title>{title}</title>\n</head>"
        return f"<!DOCTYPE html>\n<html>\n{head}\n<body>\n{body}\n</body>\n</html>\n"
