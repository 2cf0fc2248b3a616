"""A column page as a crawl needs it: its rows and its pager, whatever form the list comes in."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from crawler.page.addresses import is_page_parameter
from crawler.page.decode import decode
from crawler.page.json_list import JsonList, fragment_of, json_list
from crawler.page.lines import read_page
from crawler.page.list_places import Guide
from crawler.page.list_row import Row
from crawler.page.listing import find_list
from crawler.page.model import Page
from crawler.page.pager import Pager, read_pager

IsArticle = Callable[[str], bool]
_DATA = re.compile(rb"^[\xef\xbb\xbf\s]*(?:[\w.$]{1,60}\s*\(\s*)?[\[{]")
_SIZE = re.compile(r"[?&](?:page_?size|per_?page|limit|rows|size)=([1-9]\d{0,3})(?=&|#|$)", re.IGNORECASE)
_PARAMETER = re.compile(r"([?&])(\w+)=(\d+)(?=&|#|$)")


@dataclass(frozen=True, slots=True)
class ColumnPage:
    """What one answer shows of a column.

    ``page`` is the page as read, None for an answer that is data. ``elsewhere`` is the address of the list where
    this page only frames it. ``guide`` tells where the list stands on the column's further pages.
    """

    rows: list[Row]
    pager: Pager | None
    page: Page | None = None
    elsewhere: str | None = None
    guide: Guide = Guide()


def in_frame(shown: ColumnPage, frame: ColumnPage | None) -> ColumnPage:
    """A list with what the page that frames it says of its pages, where the list doesn't say it itself."""
    if frame is None or frame.pager is None:
        return shown
    inner, outer = shown.pager, frame.pager
    if inner is None:
        return replace(shown, pager=outer)
    if outer.stated and not inner.stated:
        inner = replace(inner, pages=outer.pages, stated=True)
    return replace(shown, pager=replace(inner, address=lambda number: inner.address(number) or outer.address(number)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What came from ``url`` for page ``number`` (from 1) of the column at ``base``."""

    body: bytes
    url: str
    base: str
    number: int


def read_column_page(answer: Answer, is_article: IsArticle, guide: Guide) -> ColumnPage:
    """A page of a column, out of markup or out of the JSON of a list's interface.

    Data that a script puts into a page has links relative to that page, whatever its own address. Raises
    :class:`~crawler.page.lines.UnreadableError`.
    """
    body, url, base, number = answer.body, answer.url, answer.base, answer.number
    if _DATA.match(body):
        text = decode(body).text
        if (listed := json_list(text, base)) is not None:
            return ColumnPage(listed.rows, data_pager(listed, url, number))
        if (fragment := fragment_of(text)) is not None:
            body, url = fragment.encode(), base
    elif url != base and b"<html" not in body[:2000].lower() and b"<body" not in body:
        url = base
    return read_markup(body, url, number, is_article, guide)


def read_markup(body: bytes, url: str, number: int, is_article: IsArticle, guide: Guide) -> ColumnPage:
    """Page ``number`` of a column, out of markup at ``url``."""
    page = read_page(body, url)
    listed = find_list(page, is_article, guide)
    pager = read_pager(page, number, len(listed.rows))
    if pager is not None and pager.items == 0:
        # A list that is stated to hold nothing holds nothing: the rows are a sidebar's.
        return ColumnPage([], pager, page, guide=guide)
    return ColumnPage(listed.rows, pager, page, guide=listed.guide)


def data_pager(listed: JsonList, url: str, number: int) -> Pager | None:
    """The pager of a list that came as data from ``url``; its pages differ by a parameter of the address."""
    pages, stated = listed.pages, True
    if pages is None and listed.items is not None and number == 1:
        size = _SIZE.search(url)
        # Pinned rows make a page longer than what is counted: without a size, at least so many pages.
        stated = size is not None or not listed.rows
        pages = -(-listed.items // int(size[1] if size else len(listed.rows) or 1))
    address = own_parameter(url, number)
    if pages is None:
        if address is None:
            return None
        # Nothing is stated: there is a page behind one with rows, and it may be empty.
        pages, stated = number + (bool(listed.rows) and listed.items is None), False
    return Pager(max(pages, 1), listed.items, stated=stated, address=lambda n: address(n) if address else None)


def own_parameter(url: str, number: int) -> Callable[[int], str] | None:
    """Page number → address, after the page parameter in the address of page ``number``; None if it has none."""
    for match in _PARAMETER.finditer(f"?{urlsplit(url).query}"):
        if is_page_parameter(match[2]) and int(match[3]) in {number, number - 1}:
            shift, name = int(match[3]) - number, match[2]
            return lambda n: re.sub(rf"([?&]{name}=)\d+", rf"\g<1>{n + shift}", url, count=1)
    return None
