"""A column page: which of its links are the rows of its list, with the title and date printed beside each.

A list is found by its shape, never by a class name: rows are blocks of one kind at one place of the tree, each with one
link. Sidebars have that shape too; the list is the group of rows nearest in front of the pager, and without a pager
the one whose rows carry dates and whose heading isn't a sidebar's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin

from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.model import Anchor, Page

PAGER = re.compile(
    r"下一?页|尾页|末页|最后一页|\d+\s*/\s*\d+\s*页|共\s*\d+\s*[条页]|第\s*\d+\s*页|\d+\s*条(?:记录|信息|数据)"
)
_ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "article"})
_NO_TARGET = ("#", "javascript:", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; ``date`` is ISO, null where the row shows no full date."""

    url: str
    title: str
    date: str | None


@dataclass(frozen=True, slots=True)
class _Unit:
    """Where a row stands: a block of its own, or (rows divided by ``<br>``) one line of its block."""

    block: int
    line: int | None
    parent: int


def target(page: Page, anchor: Anchor) -> str | None:
    """The absolute address a link leads to, or None where it is no address."""
    href = anchor.href.strip()
    if not href or href.lower().startswith(_NO_TARGET):
        return None
    try:
        return urljoin(page.base, href)
    except ValueError:
        return None


def list_rows(page: Page, is_article: Callable[[str], bool]) -> list[Row]:
    """The rows of the page's list in order, links to other sites among them; empty where there is no list.

    ``is_article`` tells whether an absolute address has the shape of an article of this site.
    """
    links = [(anchor, url) for anchor in page.anchors if (url := target(page, anchor)) is not None]
    articles = [(anchor, url) for anchor, url in links if is_article(url)]
    group = _main_group(page, articles)
    if not group:
        return []
    units = _all_units(page, group, links)
    rows: list[tuple[_Unit, Row]] = []
    for unit, unit_links in units:
        named = [(anchor, url) for anchor, url in unit_links if anchor.text or anchor.title]
        if not named:
            continue
        preferred = [(anchor, url) for anchor, url in named if is_article(url)] or named
        anchor, url = max(preferred, key=lambda pair: len(pair[0].text))
        rows.append((unit, Row(url, _title(anchor), _own_date(page, unit))))
    return _with_dates_between(page, rows)


def _title(anchor: Anchor) -> str:
    """The title attribute where it tells more than a text that is cut, else the text."""
    cut = re.sub(r"(?:\.{2,}|…+)$", "", anchor.text)
    if anchor.title and (not anchor.text or (cut != anchor.text and anchor.title.startswith(cut))):
        return anchor.title
    return anchor.text


# Rows and groups


def _main_group(page: Page, articles: list[tuple[Anchor, str]]) -> list[_Unit]:
    hrefs: list[set[str]] = [set() for _ in page.blocks]
    for anchor, url in articles:
        block = anchor.block
        while block >= 0:
            hrefs[block].add(url)
            block = page.blocks[block].parent
    groups: dict[tuple[object, ...], list[_Unit]] = {}
    for anchor, _ in articles:
        unit = _unit(page, anchor, hrefs)
        group = groups.setdefault((_path(page, unit.parent), page.blocks[unit.block].node.tag), [])
        if unit not in group:
            group.append(unit)
    if not groups:
        return []
    pager = max((at for at, line in enumerate(page.lines) if _is_pager(line.text)), default=None)
    if pager is not None:
        before = [group for group in groups.values() if _first_line(page, group[-1]) < pager]
        if before:
            return max(before, key=lambda group: _first_line(page, group[-1]))
    return max(groups.values(), key=lambda group: _likeness(page, group))


def _is_pager(text: str) -> bool:
    return len(text) < 80 and PAGER.search(text) is not None and "篇" not in text


def _unit(page: Page, anchor: Anchor, hrefs: list[set[str]]) -> _Unit:
    """The largest block that holds this one article link, at most a list item or a table row."""
    blocks, at = page.blocks, anchor.block
    if len(hrefs[at]) > 1:
        return _Unit(at, anchor.line, at)
    while blocks[at].node.tag not in _ROW_TAGS:
        parent = blocks[at].parent
        if parent <= 0 or len(hrefs[parent]) > 1:
            break
        at = parent
    if blocks[at].node.tag == "p" and blocks[at].parent > 0 and len(hrefs[blocks[at].parent]) == 1:
        at = blocks[at].parent
    return _Unit(at, None, blocks[at].parent)


def _path(page: Page, block: int) -> tuple[str, ...]:
    path = []
    while block > 0:
        node = page.blocks[block].node
        path.append(f"{node.tag}.{node.get('class') or ''}")
        block = page.blocks[block].parent
    return tuple(path)


def _first_line(page: Page, unit: _Unit) -> int:
    return unit.line if unit.line is not None else page.blocks[unit.block].start


def _likeness(page: Page, group: list[_Unit]) -> float:
    """How much a group without a pager is like a column's list and not like a sidebar's."""
    dated = sum(_own_date(page, unit) is not None for unit in group)
    first = _first_line(page, group[0])
    heading = page.lines[first - 1].text if first else ""
    return dated * 2 + len(group) - (100 if words.END.match(heading) else 0)


def _all_units(
    page: Page, group: list[_Unit], links: list[tuple[Anchor, str]]
) -> list[tuple[_Unit, list[tuple[Anchor, str]]]]:
    """Every row at the place of the group, those that lead to other sites included, with its links."""
    if group[0].line is not None:
        block = group[0].block
        by_line: dict[int, list[tuple[Anchor, str]]] = {}
        for anchor, url in links:
            if anchor.block == block:
                by_line.setdefault(anchor.line, []).append((anchor, url))
        return [(_Unit(block, line, block), pairs) for line, pairs in by_line.items()]
    parents = {unit.parent for unit in group}
    paths = {_path(page, parent) for parent in parents}
    tag = page.blocks[group[0].block].node.tag
    found: dict[int, list[tuple[Anchor, str]]] = {}
    for anchor, url in links:
        at = anchor.block
        while at > 0:
            here = page.blocks[at]
            if here.node.tag == tag and (here.parent in parents or _path(page, here.parent) in paths):
                found.setdefault(at, []).append((anchor, url))
                break
            at = here.parent
    pagers = {at for at in found if _is_pager(_text(page, at))}
    return [(_Unit(at, None, page.blocks[at].parent), found[at]) for at in sorted(found) if at not in pagers]


# Dates beside the titles


def _text(page: Page, block: int) -> str:
    return " ".join(line.spaced for line in page.lines[page.blocks[block].start : page.blocks[block].end])


def _own_date(page: Page, unit: _Unit) -> str | None:
    text = page.lines[unit.line].spaced if unit.line is not None else _text(page, unit.block)
    dates = list(printed_dates(normal(text)))
    return dates[-1].day.isoformat() if dates else None


def _with_dates_between(page: Page, rows: list[tuple[_Unit, Row]]) -> list[Row]:
    """Where no row holds a date, look between the rows (a ``dt`` of dates in front of each ``dd``)."""
    if len(rows) < 2 or any(row.date for _, row in rows):
        return [row for _, row in rows]
    dated = []
    for number, (unit, row) in enumerate(rows):
        start = page.blocks[rows[number - 1][0].block].end if number else max(page.blocks[unit.block].start - 1, 0)
        text = " ".join(line.text for line in page.lines[start : page.blocks[unit.block].start])
        dates = list(printed_dates(normal(text)))
        dated.append(Row(row.url, row.title, dates[-1].day.isoformat() if dates else None))
    return dated
