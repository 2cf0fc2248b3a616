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
    """Where a row stands: a block, or (rows divided by ``<br>``) line ``line`` of the block they share."""

    block: int
    parent: int
    line: int | None = None


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
    group = _main_group(page, [(anchor, url) for anchor, url in links if is_article(url)])
    rows: list[tuple[_Unit, Row]] = []
    for unit, unit_links in _all_units(page, group, links) if group else ():
        named = [(anchor, url) for anchor, url in unit_links if anchor.text or anchor.title]
        preferred = [(anchor, url) for anchor, url in named if is_article(url)] or named
        if preferred:
            anchor, url = max(preferred, key=lambda pair: len(pair[0].text))
            rows.append((unit, Row(url, _title(anchor), _own_date(page, unit, anchor.line))))
    return _with_dates_between(page, rows)


def _title(anchor: Anchor) -> str:
    """The title attribute where it tells more than a text that is cut, else the text."""
    cut = re.sub(r"(?:\.{2,}|…+)$", "", anchor.text)
    if anchor.title and (not anchor.text or (cut != anchor.text and anchor.title.startswith(cut))):
        return anchor.title
    return anchor.text


# Rows and groups


def _main_group(page: Page, articles: list[tuple[Anchor, str]]) -> list[_Unit]:
    """The units of the group that is the column's list; empty if no link on the page is an article's."""
    groups = _groups(page, articles)
    if not groups:
        return []
    pager = max((at for at, line in enumerate(page.lines) if _is_pager(line.text)), default=None)
    if pager is not None:
        before = [group for group in groups if _first_line(page, group[-1]) < pager]
        if before:
            return max(before, key=lambda group: _first_line(page, group[-1]))
    return max(groups, key=lambda group: _likeness(page, group))


def _groups(page: Page, articles: list[tuple[Anchor, str]]) -> list[list[_Unit]]:
    """The article links' units by place and kind, each unit once, in order."""
    inside: list[set[str]] = [set() for _ in page.blocks]
    for anchor, url in articles:
        block = anchor.block
        while block >= 0:
            inside[block].add(url)
            block = page.blocks[block].parent
    units = {(anchor.block, anchor.line): _unit(page, anchor, inside) for anchor, _ in articles}
    # A list cut into several containers may leave one row alone in the last of them: its unit is then the container,
    # which has the place of the other rows' container.
    containers = {_path(page, unit.parent) for unit in units.values()}
    groups: dict[tuple[object, ...], dict[_Unit, None]] = {}
    for anchor, _ in articles:
        unit = units[anchor.block, anchor.line]
        if unit.line is None and unit.block != anchor.block and _path(page, unit.block) in containers:
            unit = _child_towards(page, unit.block, anchor.block)
        groups.setdefault((_path(page, unit.parent), page.blocks[unit.block].node.tag), {})[unit] = None
    return [list(group) for group in groups.values()]


def _child_towards(page: Page, block: int, inner: int) -> _Unit:
    """The child of ``block`` that holds ``inner``."""
    while page.blocks[inner].parent != block:
        inner = page.blocks[inner].parent
    return _Unit(inner, block)


def _is_pager(text: str) -> bool:
    return len(text) < 80 and PAGER.search(text) is not None and "篇" not in text


def _unit(page: Page, anchor: Anchor, inside: list[set[str]]) -> _Unit:
    """The largest block that holds this one article link, at most a list item or a table row."""
    blocks, at = page.blocks, anchor.block
    if len(inside[at]) > 1:
        return _Unit(at, at, anchor.line)
    while blocks[at].node.tag not in _ROW_TAGS:
        parent = blocks[at].parent
        # A row that is alone on its page would grow to the whole page: a row holds few lines, and no pager.
        if parent <= 0 or len(inside[parent]) > 1 or not _row_like(page, parent):
            break
        at = parent
    if blocks[at].node.tag == "p" and blocks[at].parent > 0 and len(inside[blocks[at].parent]) == 1:
        at = blocks[at].parent
    return _Unit(at, blocks[at].parent)


def _row_like(page: Page, block: int) -> bool:
    lines = page.lines[page.blocks[block].start : page.blocks[block].end]
    return len(lines) <= 6 and not any(_is_pager(line.text) for line in lines)


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
    first = _first_line(page, group[0])
    dated = sum(_own_date(page, unit, _first_line(page, unit)) is not None for unit in group)
    heading = page.lines[first - 1].text if first else ""
    return dated * 2 + len(group) - (100 if words.END.match(heading) else 0)


def _all_units(
    page: Page, group: list[_Unit], links: list[tuple[Anchor, str]]
) -> list[tuple[_Unit, list[tuple[Anchor, str]]]]:
    """The group's rows and those of their kind and place that lead elsewhere, each with its links, in order."""
    found: dict[_Unit, list[tuple[Anchor, str]]] = {}
    parents = {unit.parent for unit in group}
    kinds = {_path(page, unit.block) for unit in group}
    for anchor, url in links:
        if group[0].line is not None:
            if anchor.block in parents:
                found.setdefault(_Unit(anchor.block, anchor.block, anchor.line), []).append((anchor, url))
            continue
        at = anchor.block
        while at > 0:
            parent = page.blocks[at].parent
            if parent in parents and _path(page, at) in kinds:
                found.setdefault(_Unit(at, parent), []).append((anchor, url))
                break
            at = parent
    return list(found.items())


# Dates beside the titles


def _own_date(page: Page, unit: _Unit, line: int) -> str | None:
    """The day printed in the row, nearest to the title at ``line``."""
    block = page.blocks[unit.block]
    numbers = [unit.line] if unit.line is not None else range(block.start, block.end)
    for number in sorted(numbers, key=lambda n: abs(n - line)):
        dates = list(printed_dates(normal(page.lines[number].spaced)))
        if dates:
            return dates[-1].day.isoformat()
    return None


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
