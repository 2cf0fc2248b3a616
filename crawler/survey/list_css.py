"""The element that holds the lists of a site, as a CSS selector, where the generic reading takes a sidebar for one."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from crawler.page.addresses import article_key
from crawler.page.list_places import Guide, place
from crawler.page.listing import find_list
from crawler.page.model import Page
from crawler.survey.found import Looked

IsArticle = Callable[[str], bool]
# What CSS can name without quoting, and without a number in it that may be the page's own.
_WORD = re.compile(r"[A-Za-z_][\w-]*$")
_NUMBER = re.compile(r"\d{3,}")


def settle_doubtful(looked: list[Looked], is_article: IsArticle) -> str:
    """Say of pages that showed a sidebar or blocks what they are: columns with a short list, empty ones, or none.

    Returns the selector that a crawl needs to tell list from sidebar there, ``""`` where it needs none.
    """
    doubtful = [one for one in looked if one.kind in {"furniture", "portal"} and one.page is not None]
    if not doubtful:
        return ""
    css, needed = _list_css(looked, doubtful, is_article), False
    known = {url for one in looked if one.kind == "list" for url in _rows(one, "", is_article)}
    for one in doubtful:
        rows = _rows(one, css, is_article) if css else []
        if not known.issuperset(rows):
            one.kind, one.why, needed = "list", f"{len(rows)} rows", True
        elif one.kind == "furniture":
            one.kind, one.why = ("empty" if one.name in one.trail else "nothing"), "no rows but a sidebar's"
            needed |= one.kind == "empty"
            if css is None and one.kind == "empty":
                one.trouble.append("its sidebar would be taken for its list: set list_css in the site file")
        if one.kind in {"list", "empty"} and one.shown is not None and one.shown.page is not None:
            listed = find_list(one.shown.page, is_article, Guide(css or ""))
            one.shown = replace(one.shown, rows=listed.rows if css else [], guide=listed.guide)
    return css if css and needed else ""


def _list_css(looked: list[Looked], doubtful: list[Looked], is_article: IsArticle) -> str | None:
    """A selector that leaves every list as it was read, and of a sidebar nothing; inner elements are tried first."""
    lists = [one for one in looked if one.kind == "list" and one.shown is not None and one.shown.page is not None]
    sidebars = [one for one in doubtful if one.kind == "furniture"]
    # The longest list is the surest one.
    example = max(lists, key=lambda one: len(one.keys), default=None)
    for css in dict.fromkeys(_selectors(example)) if example is not None else ():
        if all(_rows(one, css, is_article) == _rows(one, "", is_article) for one in lists) and not any(
            _overlap(_rows(one, css, is_article), _rows(one, "", is_article)) for one in sidebars
        ):
            return css
    return None


def _overlap(rows: list[str], sidebar: list[str]) -> bool:
    """Whether rows are a sidebar's; a few of a column's own may well stand there too."""
    return 2 * len(set(rows) & set(sidebar)) > len(set(sidebar))


def _rows(one: Looked, css: str, is_article: IsArticle) -> list[str]:
    """The rows on the column's first page, read with the selector."""
    if one.shown is None or one.shown.page is None:
        return []
    rows = find_list(one.shown.page, is_article, Guide(css)).rows
    # One article may be linked by several addresses.
    return [article_key(row.url) or row.url for row in rows]


def _selectors(one: Looked) -> Iterator[str]:
    """Selectors of the elements around the column's list, inner ones first."""
    if one.shown is None or one.shown.page is None:
        return
    node = _container(one.shown.page, one.shown.guide.place)
    while node is not None and node.tag != "body":
        yield from _names(node)
        node = node.getparent()


def _container(page: Page, where: str) -> etree._Element | None:
    return next((block.node for at, block in enumerate(page.blocks) if place(page, at) == where), None)


def _names(node: etree._Element) -> Iterator[str]:
    identity, classes = node.get("id") or "", (node.get("class") or "").split()
    if _WORD.match(identity) and not _NUMBER.search(identity):
        yield f"#{identity}"
    named = [name for name in classes if _WORD.match(name) and not _NUMBER.search(name)]
    if named:
        yield f"{node.tag}.{'.'.join(named)}"
