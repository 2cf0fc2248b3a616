"""The element that holds the lists of a site, as a CSS selector, where the generic reading takes a sidebar for one."""

import re
from collections.abc import Callable, Iterator

from lxml import etree

from crawler.page.list_places import Guide, place
from crawler.page.listing import find_list
from crawler.page.model import Page
from crawler.survey.found import Looked

# What CSS can name without quoting, and without a number in it that may be the page's own.
_WORD = re.compile(r"[A-Za-z_][\w-]*$")
_NUMBER = re.compile(r"\d{3,}")


def list_css(looked: list[Looked], is_article: Callable[[str], bool]) -> str | None:
    """A selector that finds the list of every column and none on the pages of empty ones; None where none does.

    Inner elements are tried first. Columns whose list comes as data have no element.
    """
    lists = [one for one in looked if one.kind == "list" and one.shown is not None and one.shown.page is not None]
    empty = [one.shown.page for one in looked if one.kind == "empty" and one.shown is not None and one.shown.page]
    if not lists:
        return None
    for css in _selectors(lists[0]):
        if all(_rows(one, css, is_article) for one in lists) and not any(
            find_list(page, is_article, Guide(css)).rows for page in empty
        ):
            return css
    return None


def _rows(one: Looked, css: str, is_article: Callable[[str], bool]) -> bool:
    """Whether the selector leaves the column's list as it was read."""
    if one.shown is None or one.shown.page is None:
        return False
    return find_list(one.shown.page, is_article, Guide(css)).rows == one.shown.rows


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
