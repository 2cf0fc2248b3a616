"""A column page: which of its links are the rows of its list, with the title and date printed beside each.

A list is found by its shape, never by a class name: rows are blocks of one kind at one place of the tree, each with one
link. Sidebars have that shape too; the list is the group of rows nearest in front of the pager, and without a pager
the one whose rows carry dates and whose heading isn't a sidebar's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from crawler.page.dates import normal, printed_dates
from crawler.page.links import target
from crawler.page.list_choice import main_group, place_of
from crawler.page.list_groups import Link, Unit, groups_of, row_links, rows_like
from crawler.page.list_places import Guide, selected
from crawler.page.list_row import DATED_ENDS, Row, read_row
from crawler.page.model import Page

_NUMBERED = re.compile(r"(\d{1,4})\s*[.、．)）]\s*(?=\D)")


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a list in order, and what its page tells about where lists stand on the column's further pages."""

    rows: list[Row]
    guide: Guide


def list_rows(page: Page, is_article: Callable[[str], bool]) -> list[Row]:
    """The rows of the page's list in order, links to other sites among them; empty where there is no list.

    ``is_article`` tells whether an absolute address has the shape of an article of this site.
    """
    return find_list(page, is_article, Guide()).rows


def find_list(page: Page, is_article: Callable[[str], bool], guide: Guide) -> Listed:
    """The page's list, with what is known of where it stands."""
    links = [Link(anchor, url) for anchor in page.anchors if (url := target(page, anchor)) is not None]
    if guide.css:
        inside = selected(page, guide.css)
        links = [link for link in links if any(link.anchor.block in blocks for blocks in inside)]
    articles = {link.url for link in links if is_article(link.url)}
    group = main_group(page, links, articles, guide)
    if group is None:
        return Listed([], guide)
    named = row_links(page, rows_like(page, group, links), articles)
    rows = [(unit, row) for unit, link in named if (row := read_row(page, unit, link)).title or not link.anchor.text]
    where = place_of(page, group)
    others = {place_of(page, one) for one in groups_of(page, [link for link in links if link.url in articles], [])}
    found = replace(guide, place=where, others=frozenset(others - {where}))
    return Listed(_unnumbered(_with_dates_of_titles(_with_dates_between(page, rows))), found)


# What only all rows together show


def _with_dates_between(page: Page, rows: list[tuple[Unit, Row]]) -> list[Row]:
    """Where no row holds a date, look between the rows: dates in elements of their own, in front of each or behind."""
    if not rows or any(row.date for _, row in rows) or rows[0][0].line is not None:
        return [row for _, row in rows]
    blocks = [page.blocks[unit.block] for unit, _ in rows]
    ends = [max(blocks[0].start - 1, 0), *(block.end for block in blocks[:-1])]
    starts = [*(block.start for block in blocks[1:]), min(blocks[-1].end + 1, len(page.lines))]
    before = [_day_between(page, end, block.start) for end, block in zip(ends, blocks, strict=True)]
    behind = [_day_between(page, block.end, start) for block, start in zip(blocks, starts, strict=True)]
    days = before if sum(map(bool, before)) > sum(map(bool, behind)) else behind
    return [replace(row, date=day) for (_, row), day in zip(rows, days, strict=True)]


def _day_between(page: Page, start: int, end: int) -> str | None:
    days = list(printed_dates(normal(" ".join(line.spaced for line in page.lines[start:end]))))
    return days[-1].day.isoformat() if days else None


def _with_dates_of_titles(rows: list[Row]) -> list[Row]:
    """Where rows show no date but at one end of every title, that is the row's; in a few titles it is the title's."""
    for pattern in DATED_ENDS:
        ends = [match for row in rows if row.date is None and (match := pattern.search(row.title))]
        days = [printed.day.isoformat() for match in ends for printed in printed_dates(normal(match[0]))]
        if len(rows) == len(ends) == len(days):
            return [
                Row(row.url, row.title.replace(match[0], "") or row.title, day)
                for row, match, day in zip(rows, ends, days, strict=True)
            ]
    return rows


def _unnumbered(rows: list[Row]) -> list[Row]:
    """The rows without the list's own numbers: 1. 2. 3. …"""
    found = [_NUMBERED.match(row.title) for row in rows]
    numbers = [int(match[1]) for match in found if match]
    if len(rows) < 2 or len(numbers) < len(rows) or numbers != list(range(numbers[0], numbers[0] + len(rows))):
        return rows
    return [replace(row, title=row.title[match.end() :]) for row, match in zip(rows, found, strict=True) if match]
