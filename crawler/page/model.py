"""What a page is once it has been read: lines, links and pictures in reading order, and the blocks they stand in."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from lxml import etree

_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\xad]")
# Navigation, sidebars and footers repeat on every page of a site, and the lines of a head are asked again; longer
# ones are paragraphs.
_SHORT = 150


def squeeze(text: str) -> str:
    """Collapse white space of any kind (no-break and ideographic spaces included) and drop invisible characters."""
    return _squeezed_again(text) if len(text) < _SHORT else _squeezed(text)


def _squeezed(text: str) -> str:
    if _INVISIBLE.search(text):
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


_squeezed_again = lru_cache(maxsize=4096)(_squeezed)


@dataclass(slots=True)
class Line:
    """One line as a reader sees it: white space collapsed, ``linked`` characters of it inside links."""

    text: str
    linked: int
    block: int
    tag: str
    row: int  # the block of the table row it stands in, 0 where it stands in none
    cell: int
    pieces: list[str]  # the line as its inline elements divide it

    @property
    def spaced(self) -> str:
        """The line with a space between its inline elements: ``<b>2025-09-20</b><a>4月…`` is a date and a title."""
        return squeeze(" ".join(self.pieces)) if len(self.pieces) > 1 else self.text


@dataclass(slots=True)
class Anchor:
    """A link; ``line`` is the number of lines before it. ``title`` is the attribute, else its picture's text.

    ``script`` is its ``onclick``, which holds the address where ``href`` is ``#``.
    """

    href: str
    text: str
    title: str
    line: int
    block: int
    script: str = ""


@dataclass(slots=True)
class Picture:
    """An ``<img>`` with the address as written; ``among`` the words of line ``line``, or else in front of it."""

    src: str
    alt: str
    line: int
    block: int
    among: bool = False


@dataclass(slots=True)
class Block:
    """An element that starts a new line; lines ``start`` to ``end`` (exclusive), blocks up to ``last`` are inside."""

    node: etree._Element
    parent: int
    start: int
    end: int = 0
    last: int = 0


@dataclass(slots=True)
class Page:
    """A page that has been read. ``meta`` holds lower-case names; the first of a name wins."""

    url: str
    text: str
    encoding: str
    damaged: bool
    root: etree._Element
    lines: list[Line] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    file_lines: set[int] = field(default_factory=set)  # lines with a link to a document
    pictures: list[Picture] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    title: str = ""
    base: str = ""
    # The blocks that a site file's selectors choose, by the field (``selectors``); ``partial``: no others were walked.
    chosen: dict[str, list[int]] = field(default_factory=dict)
    partial: bool = False

    def lines_of(self, name: str) -> list[Line]:
        """The lines inside the blocks chosen for a field."""
        blocks = (self.blocks[at] for at in self.chosen.get(name, ()))
        return [line for block in blocks for line in self.lines[block.start : block.end]]
