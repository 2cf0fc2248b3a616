"""Links of a page grouped by the shape of the rows they stand in."""

import re
from dataclasses import dataclass

from crawler.page.model import Anchor, Page

_PAGER = re.compile(
    r"下一?页|尾页|末页|最后一页|\d+\s*/\s*\d+\s*页|共\s*\d+\s*[条页]|第\s*\d+\s*页|\d+\s*条(?:记录|信息|数据)"
)
_ROW_TAGS = frozenset({"li", "tr", "dd", "dt", "p", "article"})
_ITEM_TAGS = frozenset({"li", "dd", "dt"})  # one row, however many articles it links
_ROW_LINES = 6  # a row holds few lines: title, date, perhaps a lead


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor and the absolute address it leads to."""

    anchor: Anchor
    url: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Where a row stands: a block, or (rows divided by ``<br>``) line ``line`` of the block they share."""

    block: int
    parent: int
    line: int | None = None

    def first_line(self, page: Page) -> int:
        return self.line if self.line is not None else page.blocks[self.block].start

    def stands_before(self, page: Page, line: int) -> bool:
        """Whether the row comes before line ``line``; one that is only a picture has no line of its own."""
        return self.first_line(page) < line or (self.line is None and self.block < page.lines[line].block)


Group = list[Unit]


def is_pager(text: str) -> bool:
    """下一页, 共47条记录 1/3页 and the like; 上一篇 belongs to an article."""
    return len(text) < 80 and _PAGER.search(text) is not None and "篇" not in text


def groups_of(page: Page, links: list[Link], neighbours: list[Link]) -> list[Group]:
    """The links' units by place and kind, each unit once, in order; no unit holds one of the ``neighbours`` as well."""
    inside: list[set[str]] = [set() for _ in page.blocks]
    for link in [*links, *neighbours]:
        block = link.anchor.block
        while block >= 0:
            inside[block].add(link.url)
            block = page.blocks[block].parent
    places = _places(page)
    units = [_unit(page, link.anchor, inside) for link in links]
    # A list cut into several containers may leave one row alone in the last of them: its unit is then the container,
    # which has the place of the other rows' container.
    containers = {places[unit.parent] for unit in units}
    groups: dict[tuple[int, str], dict[Unit, None]] = {}
    for unit, link in zip(units, links, strict=True):
        if unit.line is None and unit.block != link.anchor.block and places[unit.block] in containers:
            unit = _child_towards(page, unit.block, link.anchor.block)  # noqa: PLW2901 - the same row, seen closer
        groups.setdefault((places[unit.parent], str(page.blocks[unit.block].node.tag)), {})[unit] = None
    return [list(group) for group in groups.values()]


def rows_like(page: Page, group: Group, links: list[Link]) -> dict[Unit, list[Link]]:
    """The group's rows and those of their kind and place that lead elsewhere, each with its links, in order."""
    rows: dict[Unit, list[Link]] = {}
    parents = {unit.parent for unit in group}
    if group and group[0].line is not None:
        for link in links:
            if link.anchor.block in parents:
                rows.setdefault(Unit(link.anchor.block, link.anchor.block, link.anchor.line), []).append(link)
        return rows
    if not group:
        return rows
    kinds = {_step(page, unit.block, with_id=False) for unit in group}
    numbers = _places(page)
    places = {numbers[parent] for parent in parents}
    for link in links:
        at = link.anchor.block
        while at > 0:
            parent = page.blocks[at].parent
            if numbers[parent] in places and _step(page, at, with_id=False) in kinds:
                rows.setdefault(Unit(at, parent), []).append(link)
                break
            at = parent
    return rows


def _unit(page: Page, anchor: Anchor, inside: list[set[str]]) -> Unit:
    """The largest block that holds this one link, at most a list item or a table row."""
    blocks, at = page.blocks, anchor.block
    if len(inside[at]) > 1 and blocks[at].node.tag not in _ITEM_TAGS:
        return Unit(at, at, anchor.line)
    while blocks[at].node.tag not in _ROW_TAGS:
        parent = blocks[at].parent
        # A row that is alone on its page would grow to the whole page: a row holds few lines, and no pager.
        if parent <= 0 or len(inside[parent]) > 1 or not _row_like(page, parent):
            break
        at = parent
    if blocks[at].node.tag == "p" and blocks[at].parent > 0 and len(inside[blocks[at].parent]) == 1:
        at = blocks[at].parent
    return Unit(at, blocks[at].parent)


def _row_like(page: Page, block: int) -> bool:
    lines = page.lines[page.blocks[block].start : page.blocks[block].end]
    return len(lines) <= _ROW_LINES and not any(is_pager(line.text) for line in lines)


def _child_towards(page: Page, block: int, inner: int) -> Unit:
    """The child of ``block`` that holds ``inner``."""
    while page.blocks[inner].parent != block:
        inner = page.blocks[inner].parent
    return Unit(inner, block)


def _places(page: Page) -> list[int]:
    """For each block a number, equal for blocks at one place: what a template repeats has one way of names to it."""
    numbers: dict[tuple[int, str], int] = {}
    places = [0]
    for at in range(1, len(page.blocks)):
        way = (places[page.blocks[at].parent], _step(page, at, with_id=True))
        places.append(numbers.setdefault(way, len(numbers) + 1))
    return places


def _step(page: Page, block: int, *, with_id: bool) -> str:
    """Tag, class and id; digits count for nothing (list1, list2), and rows often carry an id each."""
    node = page.blocks[block].node
    name = f"{node.tag}.{node.get('class') or ''}"
    return re.sub(r"\d+", "", f"{name}#{node.get('id') or ''}" if with_id else name)
