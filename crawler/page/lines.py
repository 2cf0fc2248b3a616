"""Bytes to a page: decoded, parsed, and walked once into what a reader sees (``walk``)."""

import codecs
import re

from lxml import etree

from crawler.page.dates import YEARLESS, compact_date, normal, printed_dates
from crawler.page.decode import Decoded, decode
from crawler.page.model import Page, squeeze
from crawler.page.selectors import FIELDS, NONE, Selectors
from crawler.page.walk import file_behind, walk, walk_chosen

# Includes that close the page early: libxml2 drops everything that follows.
_EARLY_END = re.compile(r"</(?:html|body)(?:[\s/][^>]*)?>", re.IGNORECASE)
_END = re.compile(rb"</(?:html|body)", re.IGNORECASE)
_LAST_END = re.compile(rb"(?:\s|</(?:html|body)\s*>)+", re.IGNORECASE)
# Control and replacement characters; more than one in fifty of the first is a picture, an archive, anything but a page.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_TAG = re.compile("<[a-zA-Z!]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_HEAD = 4096
_LARGEST = 8 * 1024 * 1024  # bytes; the longest documents of law are a tenth of that


class UnreadableError(Exception):
    """The bytes are no page; ``reason`` is the word the ledger counts it by."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_page(body: bytes, url: str = "", selectors: Selectors = NONE) -> Page:
    """Decode, parse and walk one page.

    Where ``selectors`` choose an element for each field of an article, and there is something in them, no other is
    walked. Raises :class:`UnreadableError` with reason ``empty_page``, ``too_large``, ``not_text``, ``not_html`` or
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
    markup = body if _is_plain(body, decoded) else _EARLY_END.sub("", decoded.text).replace("\x00", "").encode()
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
    _read_head(page)
    chosen = selectors.choose(root) if selectors is not NONE else {}
    if selectors.complete and chosen.keys() == set(FIELDS):
        part = Page(url, page.text, page.encoding, page.damaged, root, meta=page.meta, title=page.title, base=page.base)
        walk_chosen(part, chosen)
        if _shows_article(part) and not file_behind(chosen["body"][-1]):
            return part
    walk(page, chosen)
    return page


def _shows_article(page: Page) -> bool:
    """Whether the chosen elements hold what they are chosen for; only a source may be empty."""
    body = page.lines_of("body") or page.pictures or page.file_lines
    # Of a date in several elements, the year alone is enough here.
    text = normal(" ".join(line.spaced for line in page.lines_of("date")))
    dated = next(printed_dates(text), None) or compact_date(text) or YEARLESS.search(text) or _YEAR.search(text)
    return bool(body and dated and page.lines_of("title"))


def _is_plain(body: bytes, decoded: Decoded) -> bool:
    """Whether the parser can take the bytes as they came: UTF-8, and the page is closed at its end, if at all."""
    if decoded.encoding != "utf-8" or decoded.damaged or body.startswith(codecs.BOM_UTF8) or b"\x00" in body:
        return False
    first = _END.search(body)
    return first is None or _LAST_END.fullmatch(body, first.start()) is not None


def _read_head(page: Page) -> None:
    """Take the title, the meta tags and the base address."""
    for node in page.root.iter("title"):
        page.title = page.title or squeeze(node.text or "")
    for node in page.root.iter("base"):
        page.base = node.get("href") or page.base
    for node in page.root.iter("meta"):
        name = (node.get("name") or node.get("property") or node.get("itemprop") or "").strip().lower()
        content = squeeze(node.get("content") or "")
        if name and content:
            page.meta.setdefault(name, content)
