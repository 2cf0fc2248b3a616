"""The pager of a column page: how many pages there are, which one this is, and the addresses of the others.

Stated totals count more than links, links more than scripts. Nothing is assumed about the base: a site whose second
page is ``index_1.html`` says so by its links or by the number it gives its first page.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin

from crawler.page.list_groups import is_pager
from crawler.page.model import Page
from crawler.page.pager_links import Template, Turns, number_in, template_of, turns
from crawler.page.pager_scripts import scripted_pages
from crawler.page.pager_words import Stated, stated


@dataclass(frozen=True, slots=True)
class Pager:
    """What a column page's pager says.

    ``pages``: pages in all, or where the site doesn't state them (``stated`` false) the highest this page knows of.
    ``items``: articles in all. ``current``: this page's number as the site counts, from 1 or from 0. ``address``: page
    number (from 1) → address, None for a page it can't tell.
    """

    pages: int
    items: int | None = None
    current: int | None = None
    stated: bool = True
    address: Callable[[int], str | None] = field(default=lambda _: None, compare=False)


def read_pager(page: Page, number: int = 1, rows: int = 0) -> Pager | None:
    """The pager of page ``number`` (from 1) with ``rows`` rows; None where there is none or it says nothing.

    Raises nothing: what can't be read is None.
    """
    said, links = stated(page), turns(page, number)
    template, shift = _template(page, said, links, number)
    if template is None and not links.whole:
        # No rule: each page has an address of its own.
        links = turns(page, number, enough=sys.maxsize)
    pages = said.pages
    if pages is None and said.items is not None and said.size:
        pages = -(-said.items // said.size)
    if pages is None and template is not None:
        pages = _last(links, template, shift)
    known_total = pages is not None
    shown = [*links.numbered, *links.calls]
    if pages is not None and said.by_variable and max(shown, default=0) > pages:
        pages, known_total = max(shown), False
    if pages is None:
        # Pinned rows make pages longer than what is counted: at least so many pages.
        counted = -(-said.items // rows) if said.items and rows and number == 1 else 0
        pages = max(*shown, counted, 0)
        known_total = 0 < pages <= number
    if not pages and said.items is None:
        if links.unread or not any(is_pager(line.text) for line in page.lines):
            return None
        # 首页 上一页 下一页 尾页, all of them dead: this is the only page, or the last.
        pages = number
    return Pager(
        pages=max(pages or 1, 1),
        items=said.items,
        current=said.current,
        stated=known_total,
        address=_address(template, links),
    )


def _template(page: Page, said: Stated, links: Turns, number: int) -> tuple[Template | None, int]:
    """Page number → address, and how far the number in it is ahead of the page's."""
    if links.numbered and (found := template_of(links.numbered, page.url)):
        return found
    if links.calls:
        scripted = scripted_pages(page, links.call)
        if scripted is not None:
            to, argument = next(iter(links.calls.items()))
            shift = argument - to
            return (lambda n: scripted(n + shift)), shift
    if said.stem and said.ending:
        # The first page is number 0 or number 1 to the script, and the names follow.
        stem, ending = said.stem, said.ending
        shift = (said.current - number) if said.current is not None and said.current - number in {0, -1} else 0
        return (lambda n: urljoin(page.url, f"{stem}_{n + shift}.{ending}" if n > 1 else f"{stem}.{ending}")), shift
    if said.pages is not None and said.pages > 1 and not links.numbered:
        scripted = scripted_pages(page, links.call)
        if scripted is not None:
            first = said.starts if said.current is None else said.current
            shift = -1 if first == number - 1 else 0
            return (lambda n: scripted(n + shift)), shift
    return None, 0


def _last(links: Turns, template: Template, shift: int) -> int | None:
    """The number of the page that 尾页 leads to."""
    if links.last_call is not None:
        return links.last_call - shift
    return number_in(links.last, template, shift) if links.last is not None else None


def _address(template: Template | None, links: Turns) -> Callable[[int], str | None]:
    def address(number: int) -> str | None:
        if template is not None:
            return template(number)
        return links.numbered.get(number)

    return address
