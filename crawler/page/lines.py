"""A page's markup, walked once into what a reader sees: lines, links and pictures in reading order.

A *block* is an element that starts a new line (a paragraph, a table cell, a list item). Blocks are numbered in document
order, so a parent's number is smaller than its children's and a block's lines are one run, ``start`` to ``end``. That
makes "which element carries most of the text" an addition over integers instead of a second walk over the tree.
"""

import re

from lxml import etree

from crawler.page import words
from crawler.page.decode import decode
from crawler.page.model import Anchor, Block, Line, Page, Picture, squeeze

# Includes that close the page early: libxml2 drops everything that follows.
_EARLY_END = re.compile(r"</(?:html|body)\s*>", re.IGNORECASE)
# Control and replacement characters; more than one in fifty of the first is a picture, an archive, anything but a page.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_TAG = re.compile("<[a-zA-Z!]")
_HEAD = 4096
_LARGEST = 8 * 1024 * 1024  # bytes; the longest documents of law are a tenth of that
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code del dfn em font i img input ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr".split()
)
_UNSEEN = frozenset(
    "script style noscript template select textarea button iframe object embed svg canvas audio video head link".split()
)


class UnreadableError(Exception):
    """The bytes are no page; ``reason`` is the word the ledger counts it by."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_page(body: bytes, url: str = "") -> Page:
    """Decode, parse and walk one page.

    Raises :class:`UnreadableError` with reason ``empty_page``, ``too_large``, ``not_text``, ``not_html`` or
    ``too_deep``.
    """
    if not body.strip():
        raise UnreadableError("empty_page")
    if len(body) > _LARGEST:
        raise UnreadableError("too_large")
    decoded = decode(body)
    head = decoded.text[:_HEAD]
    if len(_NO_TEXT.findall(head)) * 50 > len(head):
        raise UnreadableError("not_text")
    if _TAG.search(decoded.text) is None:
        raise UnreadableError("not_html")
    markup = _EARLY_END.sub("", decoded.text).replace("\x00", "").encode()
    # A parser of its own for each page: lxml parsers are not shared between threads. Comments go at the parser, so
    # that text around them stays in one piece.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(markup, parser)
    except etree.XMLSyntaxError:
        raise UnreadableError("not_html") from None
    if root is None:
        raise UnreadableError("not_html")
    # libxml2 stops at 2,048 nested elements and drops the rest: half a page is none.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise UnreadableError("too_deep")
    page = Page(url=url, text=decoded.text, encoding=decoded.encoding, damaged=decoded.damaged, root=root, base=url)
    _Walk(page).run()
    return page


class _Walk:
    """One pass over the tree; flushes a line wherever a block begins or ends."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.parts: list[str] = []
        self.linked: list[str] = []
        self.pending: list[Picture] = []  # pictures since the line began
        self.anchor: Anchor | None = None
        self.anchor_parts: list[str] = []
        self.block = 0
        self.preformatted = 0
        self.rows: list[int] = []
        self.cells: list[int] = []

    def run(self) -> None:
        page, root = self.page, self.page.root
        page.blocks.append(Block(root, -1, 0))
        self._head()
        events = etree.iterwalk(root, events=("start", "end"))
        for event, node in events:
            tag = node.tag
            if event == "start":
                if node is not root and self._unseen(node, tag):
                    events.skip_subtree()
                    continue
                self._open(node, tag)
                if node.text:
                    self._say(node.text)
            else:
                self._close(node, tag)
                if node.tail and node is not root:
                    self._say(node.tail)
        self._flush()
        page.blocks[0].end, page.blocks[0].last = len(page.lines), len(page.blocks) - 1

    def _head(self) -> None:
        page = self.page
        for node in page.root.iter("title", "meta", "base"):
            if node.tag == "title":
                page.title = page.title or squeeze(node.text or "")
            elif node.tag == "base":
                page.base = node.get("href") or page.base
            else:
                name = (node.get("name") or node.get("property") or node.get("itemprop") or "").strip().lower()
                content = squeeze(node.get("content") or "")
                if name and content:
                    page.meta.setdefault(name, content)

    @staticmethod
    def _unseen(node: etree._Element, tag: str) -> bool:
        if tag in _UNSEEN:
            return True
        style = node.get("style")
        return (style is not None and _HIDDEN.search(style) is not None) or node.get("hidden") is not None

    def _open(self, node: etree._Element, tag: str) -> None:
        page = self.page
        if tag == "a":
            title, script = squeeze(node.get("title") or ""), node.get("onclick") or ""
            self.anchor = Anchor(node.get("href") or "", "", title, len(page.lines), self.block, script)
            self.anchor_parts = []
        elif tag == "img":
            source = node.get("data-original") or node.get("data-src") or node.get("src") or ""
            picture = Picture(source.strip(), squeeze(node.get("alt") or ""), len(page.lines), self.block)
            # The picture of a link to a file is its icon.
            if self.anchor is None or words.file_ending(self.anchor.href) is None:
                self.pending.append(picture)
                page.pictures.append(picture)
            if self.anchor is not None and not self.anchor.title:
                self.anchor.title = picture.alt
        elif tag == "br":
            self._flush()
        elif tag not in _INLINE and ":" not in tag:
            self._flush()
            page.blocks.append(Block(node, self.block, len(page.lines)))
            self.block = len(page.blocks) - 1
            if tag == "pre":
                self.preformatted += 1
            elif tag == "tr":
                self.rows.append(self.block)
            elif tag in {"td", "th"}:
                self.cells.append(self.block)

    def _close(self, node: etree._Element, tag: str) -> None:
        page = self.page
        if tag == "a":
            if self.anchor is not None:
                self.anchor.text = squeeze("".join(self.anchor_parts))
                page.anchors.append(self.anchor)
                self.anchor = None
        elif self.block and page.blocks[self.block].node is node:
            self._flush()
            block = page.blocks[self.block]
            block.end, block.last = len(page.lines), len(page.blocks) - 1
            self.block = block.parent
            if tag == "pre":
                self.preformatted -= 1
            elif tag == "tr":
                self.rows.pop()
            elif tag in {"td", "th"}:
                self.cells.pop()

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
        text = squeeze("".join(self.parts)) if self.parts else ""
        if text:
            for picture in self.pending:
                picture.among = True
            linked = len(squeeze("".join(self.linked))) if self.linked else 0
            block = self.page.blocks[self.block]
            self.page.lines.append(
                Line(
                    text,
                    linked,
                    self.block,
                    block.node.tag,
                    self.rows[-1] if self.rows else 0,
                    self.cells[-1] if self.cells else 0,
                    self.parts,
                )
            )
        if self.parts:
            self.parts = []
            self.linked.clear()
        if self.pending:
            self.pending.clear()
