"""One pass over a page's tree: a line wherever a block begins or ends, links and pictures with where they stand.

A *block* is an element that starts a new line (a paragraph, a table cell, a list item). Blocks are numbered in document
order, so a parent's number is smaller than its children's and a block's lines are one run, ``start`` to ``end``. That
makes "which element carries most of the text" an addition over integers instead of a second walk over the tree.

Half of the time of reading goes by here, in some thousand steps a page: so what most elements don't need is asked in
front of a call, not inside it.
"""

from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crawler.page import words
from crawler.page.hidden import is_hidden
from crawler.page.model import Anchor, Block, Line, Page, Picture, squeeze
from crawler.page.selectors import Chosen

# More links than stand between a body and a box of its attachments: buttons to share it, the articles before and after.
_CLOSE = 16

_BLOCK, _INLINE, _UNSEEN, _LINK, _PICTURE, _BREAK = range(6)
_KINDS = {
    **dict.fromkeys("div p li ul ol table tbody tr td th dl dt dd h1 h2 h3 h4 h5 h6 section body html".split(), _BLOCK),
    **dict.fromkeys(
        "abbr acronym b bdi bdo big cite code del dfn em font i input ins kbd label mark nobr q s samp small span "
        "strike strong sub sup time tt u var wbr".split(),
        _INLINE,
    ),
    **dict.fromkeys(
        "script style noscript template select textarea button iframe object embed svg canvas audio video head "
        "link".split(),
        _UNSEEN,
    ),
    "a": _LINK,
    "img": _PICTURE,
    "br": _BREAK,
}


def walk(page: Page, chosen: Chosen) -> None:
    """Fill what ``page`` shows, from its tree; the ``chosen`` elements are blocks, whatever they are."""
    _fill(page, [page.root], chosen)


def walk_chosen(page: Page, chosen: Chosen) -> None:
    """Fill what the ``chosen`` elements of ``page`` show."""
    nodes = {node for chosen_nodes in chosen.values() for node in chosen_nodes}
    if len(chosen.get("body", ())) > 1:
        # Paragraphs chosen one by one: tables and pictures between them belong to the body too.
        nodes.add(_holder(chosen["body"]))
    outer = [node for node in nodes if not any(above in nodes for above in node.iterancestors())]
    _fill(page, sorted(outer, key=_place), chosen)
    page.partial = True


def whole(page: Page) -> Page:
    """A page of which only the chosen elements were walked, with all it shows."""
    bare = Page(page.url, page.text, page.encoding, page.damaged, page.root, meta=page.meta, title=page.title)
    bare.base = page.base
    walk(bare, {})
    return bare


def file_behind(node: etree._Element) -> bool:
    """Whether a document is linked close behind an element: its list of attachments stands outside it."""
    for link in islice(_links_behind(node), _CLOSE):
        text = "".join(map(str, link.itertext())) if len(link) else link.text or ""
        if words.file_ending(link.get("href") or "", text.strip()):
            return True
    return False


def _links_behind(node: etree._Element) -> Iterator[etree._Element]:
    """The links behind an element, in the page's order."""
    above: etree._Element | None = node
    while above is not None:
        for sibling in above.itersiblings():
            yield from sibling.iter("a")
        above = above.getparent()


def _holder(nodes: list[etree._Element]) -> etree._Element:
    """The smallest element that holds all of ``nodes``, which stand in the page's order."""
    around = set(nodes[-1].iterancestors())
    return next(above for above in nodes[0].iterancestors() if above in around)


def _place(node: etree._Element) -> list[int]:
    """Where an element stands, for sorting: its number among its neighbours, and theirs, from the top down."""
    path: list[int] = []
    while (above := node.getparent()) is not None:
        path.append(above.index(node))
        node = above
    return path[::-1]


def _fill(page: Page, tops: list[etree._Element], chosen: Chosen) -> None:
    walk_ = _Walk(page, frozenset(node for nodes in chosen.values() for node in nodes))
    for top in tops:
        walk_.run(top)
    page.blocks[0].end, page.blocks[0].last = len(page.lines), len(page.blocks) - 1
    numbers = {block.node: at for at, block in enumerate(page.blocks) if at} if chosen else {}
    page.chosen = {name: [numbers[node] for node in nodes if node in numbers] for name, nodes in chosen.items()}


class _Walk:
    """What is open while the tree is walked: the line, the link, the blocks."""

    def __init__(self, page: Page, apart: frozenset[etree._Element]) -> None:
        self.page = page
        self.apart = apart  # elements that are blocks, whatever their names
        page.blocks.append(Block(page.root, -1, 0))
        self.parts: list[str] = []
        self.linked: list[str] = []
        self.pending: list[Picture] = []  # pictures since the line began
        self.anchor: Anchor | None = None
        self.anchor_parts: list[str] = []
        self.block = 0
        self.preformatted = 0
        self.rows: list[int] = []
        self.cells: list[int] = []

    def run(self, top: etree._Element) -> None:
        """Walk ``top`` and what is inside it."""
        blocks, apart = self.page.blocks, self.apart
        events = etree.iterwalk(top, events=("start", "end"))
        for event, node in events:
            tag = node.tag
            kind = _KINDS.get(tag)
            if kind is None:
                kind = _INLINE if ":" in tag else _BLOCK
            if apart and node in apart:
                kind = _BLOCK
            if event == "start":
                if (kind == _UNSEEN or is_hidden(node)) and node is not top and node not in apart:
                    events.skip_subtree()
                    continue
                if kind != _INLINE:
                    self._open(node, tag, kind)
                text = node.text
            else:
                if kind == _LINK:
                    self._end_link()
                elif kind == _BLOCK and self.block and blocks[self.block].node is node:
                    self._end_block(tag)
                text = node.tail if node is not top else None
            # White space in front of a line is none of it, but divides the words of a link over several lines.
            if text is not None and (self.parts or self.anchor is not None or not text.isspace()):
                self._say(text)
        self._flush()

    def _open(self, node: etree._Element, tag: str, kind: int) -> None:
        page = self.page
        if kind == _LINK:
            title, script = node.get("title"), node.get("onclick") or ""
            href = node.get("href") or ""
            self.anchor = Anchor(href, "", squeeze(title) if title else "", len(page.lines), self.block, script)
            self.anchor_parts = []
        elif kind == _PICTURE:
            self._show(node)
        else:
            if self.parts or self.pending:
                self._flush()
            if kind == _BREAK:
                return
            page.blocks.append(Block(node, self.block, len(page.lines)))
            self.block = len(page.blocks) - 1
            if tag == "tr":
                self.rows.append(self.block)
            elif tag in {"td", "th"}:
                self.cells.append(self.block)
            elif tag == "pre":
                self.preformatted += 1

    def _show(self, node: etree._Element) -> None:
        """Take note of a picture."""
        source = node.get("data-original") or node.get("data-src") or node.get("src") or ""
        picture = Picture(source.strip(), squeeze(node.get("alt") or ""), len(self.page.lines), self.block)
        # The picture of a link to a file is its icon.
        if self.anchor is None or words.file_ending(self.anchor.href) is None:
            self.pending.append(picture)
            self.page.pictures.append(picture)
        if self.anchor is not None and not self.anchor.title:
            self.anchor.title = picture.alt

    def _end_link(self) -> None:
        if self.anchor is not None:
            self.anchor.text = squeeze("".join(self.anchor_parts))
            self.page.anchors.append(self.anchor)
            if words.file_ending(self.anchor.href, self.anchor.text):
                self.page.file_lines.add(self.anchor.line)
            self.anchor = None

    def _end_block(self, tag: str) -> None:
        page = self.page
        if self.parts or self.pending:
            self._flush()
        block = page.blocks[self.block]
        block.end, block.last = len(page.lines), len(page.blocks) - 1
        self.block = block.parent
        if tag == "tr":
            self.rows.pop()
        elif tag in {"td", "th"}:
            self.cells.pop()
        elif tag == "pre":
            self.preformatted -= 1

    def _say(self, text: str) -> None:
        if self.preformatted and "\n" in text:
            first, *others = text.split("\n")
            self._say(first)
            for other in others:
                self._flush()
                self._say(other)
            return
        self.parts.append(text)
        if self.anchor is not None:
            self.anchor_parts.append(text)
            self.linked.append(text)

    def _flush(self) -> None:
        """End the line."""
        parts, linked = self.parts, self.linked
        if parts and (text := squeeze("".join(parts))):
            for picture in self.pending:
                picture.among = True
            # Of most lines, nothing or all is a link.
            length = len(text) if len(linked) == len(parts) else len(squeeze("".join(linked)))
            block = self.page.blocks[self.block]
            row, cell = self.rows[-1] if self.rows else 0, self.cells[-1] if self.cells else 0
            self.page.lines.append(Line(text, length, self.block, block.node.tag, row, cell, parts))
        if parts:
            self.parts = []
            linked.clear()
        if self.pending:
            self.pending.clear()
