"""A column page: which of its links are the rows of its list, with the title and date printed beside each.

A list is found by its shape, never by a class name: rows are blocks of one kind at one place of the tree, each with one
link. Sidebars have that shape too; the list is the group of rows nearest in front of the pager, and without a pager
the one whose rows carry dates and whose heading isn't a sidebar's.
"""

from collections.abc import Callable
from dataclasses import dataclass

from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.links import host_of, target
from crawler.page.list_groups import Group, Link, Unit, groups_of, is_pager, rows_like
from crawler.page.model import Anchor, Page
from crawler.page.title_line import uncut


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``date`` is ISO, null where the row shows no full date."""

    url: str
    title: str
    date: str | None


def list_rows(page: Page, is_article: Callable[[str], bool]) -> list[Row]:
    """The rows of the page's list in order, links to other sites among them; empty where there is no list.

    ``is_article`` tells whether an absolute address has the shape of an article of this site.
    """
    links = [Link(anchor, url) for anchor in page.anchors if (url := target(page, anchor)) is not None]
    articles = [link for link in links if is_article(link.url)]
    foreign = [link for link in links if host_of(link.url) != host_of(page.url)]
    group = _main_group(page, articles, foreign)
    if not group and any(is_pager(line.text) for line in page.lines):
        # The last page of a column may hold nothing but links to other sites.
        group = _main_group(page, foreign, [])
    rows: list[tuple[Unit, Row]] = []
    for unit, unit_links in rows_like(page, group, links).items():
        # A row with two articles is two rows; one with none leads elsewhere, by its longest text.
        urls = list(dict.fromkeys(link.url for link in unit_links if is_article(link.url)))
        longest = max(unit_links, key=lambda link: len(link.anchor.text))
        for url in urls or [longest.url]:
            anchor = max((link.anchor for link in unit_links if link.url == url), key=lambda one: len(one.text))
            rows.append((unit, Row(url, _title(anchor), _own_date(page, unit, anchor))))
    return _with_dates_between(page, rows)


def _main_group(page: Page, links: list[Link], neighbours: list[Link]) -> Group:
    """The group that is the column's list: nearest in front of the pager, and no sidebar by its heading."""
    groups = [group for group in groups_of(page, links, neighbours) if not _is_sidebar(page, group)]
    pager = max((at for at, line in enumerate(page.lines) if is_pager(line.text)), default=None)
    if pager is None:
        return max(groups, key=lambda group: _likeness(page, group), default=[])
    before = [group for group in groups if group[-1].stands_before(page, pager)]
    return max(before, key=lambda group: group[-1].first_line(page), default=[])


def _is_sidebar(page: Page, group: Group) -> bool:
    """最新新闻, 相关阅读 … stand above it; or it is the pager itself."""
    first = group[0].first_line(page)
    return is_pager(page.lines[first].text) or bool(first and words.END.match(page.lines[first - 1].text))


def _likeness(page: Page, group: Group) -> float:
    """How much a group without a pager is like a column's list: many rows, and dated ones."""
    dated = sum(_own_date(page, unit, None) is not None for unit in group)
    return dated * 2 + len(group)


def _title(anchor: Anchor) -> str:
    """The title attribute where it tells more than a text that is cut, else the text."""
    cut = uncut(anchor.text)
    if anchor.title and (not anchor.text or (cut != anchor.text and anchor.title.startswith(cut))):
        return anchor.title
    return anchor.text


# Dates beside the titles


def _own_date(page: Page, unit: Unit, anchor: Anchor | None) -> str | None:
    """The day printed in the row, nearest to its title; a day in the title itself only if there is no other."""
    block = page.blocks[unit.block]
    numbers = [unit.line] if unit.line is not None else list(range(block.start, block.end))
    if anchor is not None:
        numbers.sort(key=lambda number: abs(number - anchor.line))
    in_title = None
    for number in numbers:
        line = page.lines[number]
        if anchor is not None and anchor.text and anchor.text in line.text:
            day = _last_day(line.text.replace(anchor.text, " "))
            in_title = in_title or _last_day(line.text)
        else:
            day = _last_day(line.spaced)
        if day is not None:
            return day
    return in_title


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
    return [Row(row.url, row.title, day) for (_, row), day in zip(rows, days, strict=True)]


def _day_between(page: Page, start: int, end: int) -> str | None:
    return _last_day(" ".join(line.spaced for line in page.lines[start:end]))


def _last_day(text: str) -> str | None:
    days = [printed.day.isoformat() for printed in printed_dates(normal(text))]
    return days[-1] if days else None
