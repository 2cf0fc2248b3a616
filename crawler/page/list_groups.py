"""Links of a page grouped by the shape of the rows they stand in, and which of the groups is the column's list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.page import words
from crawler.page.dates import normal, printed_dates
from crawler.page.links import host_of
from crawler.page.list_places import ROW_TAGS, places, step
from crawler.page.model import Anchor, Line, Page

_PAGER = re.compile(
    r"(?<!一)下一?页(?!面)|尾页|末页|最后一页|\d+\s*/\s*\d+\s*页|共\s*\d+\s*[条页]|第\s*\d+\s*页|\d+\s*条(?:记录|信息|数据)"
)
_NEIGHBOUR = re.compile(r"[上下前后]一?篇")
_ITEM_TAGS = frozenset({"li", "dd", "dt"})  # one row, however many articles it links
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ROW_LINES = 6  # a row holds few: title, date, perhaps a lead
# Links beside a title, and links to what it names: 详细, 下载.
_ASIDE = re.compile(
    r"\W*(?:\d+\s*)?(?:条?评论|跟[贴帖]|回复|点?赞|分享|收藏|(?:写|个)?回答|人?(?:阅读|浏览))\W*\d*\W*|\W*\d+\W*"
)
_FURTHER = re.compile(
    r"(?i)\W*(?:详[细情]|更多|more|全文|pdf|附件(?:下载)?|(?:点击|我要)?(?:查看|阅读|进入|下载)(?:详[细情]|全文|更多|原文)?)\W*"
)


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

    def lines(self, page: Page) -> range:
        block = page.blocks[self.block]
        return range(block.start, block.end) if self.line is None else range(self.line, self.line + 1)

    def stands_before(self, page: Page, line: int) -> bool:
        """Whether the row comes before line ``line``; one that is only a picture has no line of its own."""
        return self.first_line(page) < line or (self.line is None and self.block < page.lines[line].block)


@dataclass(slots=True)
class Group:
    """Units of one kind at one place, in order, and the characters of their links: comments have fewer than titles."""

    units: list[Unit]
    text: int


def is_pager(text: str) -> bool:
    """下一页, 共47条记录 1/3页 and the like, a short line but for the numbers; 上一篇 belongs to an article."""
    if len(text) > 300 or _PAGER.search(text) is None or _NEIGHBOUR.search(text):
        return False
    return len(text) < 80 or len(re.sub(r"[\d\s]", "", text)) < 80


def turns_page(line: Line) -> bool:
    """Whether a line is a pager; a link that says 共20条 is a title."""
    return is_pager(line.text) and (line.linked < 9 or "页" in line.text)


def dated(page: Page, group: Group) -> int:
    return sum(any(has_date(page, number) for number in unit.lines(page)) for unit in group.units)


def has_date(page: Page, line: int) -> bool:
    return next(printed_dates(normal(page.lines[line].spaced)), None) is not None


# Groups and their rows


def groups_of(page: Page, links: list[Link], neighbours: list[Link]) -> list[Group]:
    """The links' units by place and kind, each unit once, in order; no unit holds one of the ``neighbours`` as well."""
    inside: list[set[str]] = [set() for _ in page.blocks]
    for link in [*links, *neighbours]:
        block = link.anchor.block
        while block >= 0:
            inside[block].add(link.url)
            block = page.blocks[block].parent
    where = places(page)
    units = [_unit(page, link.anchor, inside) for link in links]
    # A list cut into several containers may leave one row alone in the last of them: its unit is then the container,
    # which has the place of the other rows' container.
    containers = {where[unit.parent] for unit in units}
    groups: dict[tuple[int, str], tuple[dict[Unit, None], list[int]]] = {}
    for unit, link in zip(units, links, strict=True):
        if unit.line is None and unit.block != link.anchor.block and where[unit.block] in containers:
            inner = link.anchor.block
            while page.blocks[inner].parent != unit.block:
                inner = page.blocks[inner].parent
            unit = Unit(inner, unit.block)  # noqa: PLW2901 - the same row, seen closer
        held, sizes = groups.setdefault((where[unit.parent], str(page.blocks[unit.block].node.tag)), ({}, []))
        held[unit] = None
        sizes.append(len(link.anchor.text))
    joined: list[Group] = []
    for held, sizes in groups.values():
        if joined and _side_by_side(page, joined[-1].units[-1], next(iter(held))):
            joined[-1].units += held
            joined[-1].text += sum(sizes)
        else:
            joined.append(Group(list(held), sum(sizes)))
    return joined


def _side_by_side(page: Page, left: Unit, right: Unit) -> bool:
    """Whether two columns hold one list: rows of one kind in neighbouring containers of one kind, no line between."""
    one, other = page.blocks[left.parent], page.blocks[right.parent]
    if left.line is not None or right.line is not None or one.parent != other.parent or one.end != other.start:
        return False
    alike = one.node.tag == other.node.tag and step(page, left.block) == step(page, right.block)
    return alike and dated(page, Group([left], 0)) == dated(page, Group([right], 0))


def rows_like(page: Page, group: Group, links: list[Link]) -> dict[Unit, list[Link]]:
    """The group's rows and those of their kind and place that lead elsewhere, each with its links, in order."""
    rows: dict[Unit, list[Link]] = {}
    parents = {unit.parent for unit in group.units}
    if group.units[0].line is not None:
        for link in links:
            if link.anchor.block in parents:
                rows.setdefault(Unit(link.anchor.block, link.anchor.block, link.anchor.line), []).append(link)
        return rows
    kinds = {step(page, unit.block) for unit in group.units}
    # Beside list items stand list items, whatever their class; what stands beside a <div> may be anything.
    items = {page.blocks[unit.block].node.tag for unit in group.units} & _ITEM_TAGS
    numbers = places(page)
    where = {numbers[parent] for parent in parents}
    for link in links:
        at = link.anchor.block
        while at > 0:
            parent = page.blocks[at].parent
            alike = step(page, at) in kinds or (parent in parents and page.blocks[at].node.tag in items)
            if alike and numbers[parent] in where:
                rows.setdefault(Unit(at, parent), []).append(link)
                break
            at = parent
    return rows


def row_links(page: Page, rows: dict[Unit, list[Link]], articles: set[str]) -> Iterator[tuple[Unit, Link]]:
    """The links of the rows: a row with two articles is two rows, one with none leads elsewhere."""

    def heads(link: Link) -> bool:
        return page.blocks[link.anchor.block].node.tag in HEADINGS

    for unit, links in rows.items():
        # Picture, title and lead may each be a link: the first that says something, or else a heading.
        best: dict[str, Link] = {}
        for link in links:
            known = best.setdefault(link.url, link)
            if len(known.anchor.text) < min(len(link.anchor.text), 4) or heads(link) > heads(known):
                best[link.url] = link
        said = [link for link in best.values() if not _ASIDE.fullmatch(link.anchor.text)]
        ours = [link for link in said if link.url in articles]
        named = [link for link in ours if not says_nothing(link)]
        # Beside a heading stand authors, comments.
        headings = [link for link in named if len(named) > 1 and heads(link)]
        for link in headings or named or _elsewhere(page, said, ours) or ours[:1]:
            yield unit, link


def _elsewhere(page: Page, links: list[Link], ours: list[Link]) -> list[Link]:
    """The link of a row that names no article of ours; its article's link may be the icon of its file."""
    named = [link for link in links if not says_nothing(link) and not is_pager(link.anchor.text)]
    if ours or len(named) > 2:  # without an article several links are tags, a box
        here = host_of(page.url)
        named = [link for link in named if words.file_ending(link.url) or host_of(link.url) != here]
    return sorted(named, key=lambda link: -len(link.anchor.text))[:1]


def says_nothing(link: Link) -> bool:
    """Whether a link has no text, or one that is no title: 详细, 下载."""
    return _FURTHER.fullmatch(link.anchor.text or link.anchor.title or "更多") is not None


def _unit(page: Page, anchor: Anchor, inside: list[set[str]]) -> Unit:
    """The largest block that holds this one link, at most a list item or a table row."""
    blocks, at = page.blocks, anchor.block
    if len(inside[at]) > 1 and blocks[at].node.tag not in _ITEM_TAGS:
        return Unit(at, at, anchor.line)
    while blocks[at].node.tag not in ROW_TAGS:
        parent = blocks[at].parent
        # A row that is alone on its page would grow to the whole page: a row holds few lines, and no pager.
        start, end = blocks[parent].start, blocks[parent].end
        many = parent <= 0 or len(inside[parent]) > 1 or end - start > _ROW_LINES
        if many or any(map(turns_page, page.lines[start:end])):
            break
        at = parent
    if blocks[at].node.tag == "p" and blocks[at].parent > 0 and len(inside[blocks[at].parent]) == 1:
        at = blocks[at].parent
    return Unit(at, blocks[at].parent)
